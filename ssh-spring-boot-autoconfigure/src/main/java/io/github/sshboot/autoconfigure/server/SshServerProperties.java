/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.sshboot.autoconfigure.server;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.sshboot.autoconfigure.TransportProperties;
import io.github.sshboot.sftp.SftpLinks;
import io.github.sshboot.transport.AddressFamily;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the SSH server.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("ssh.server")
public class SshServerProperties extends TransportProperties {

	/**
	 * Comma-separated list of addresses to listen on. By default all addresses.
	 */
	private List<String> address = new ArrayList<>();

	/**
	 * Port to listen on. 0 takes a free port, which is then in 'local.ssh.server.port'.
	 */
	private int port = 2222;

	/**
	 * Kind of address to be reached at: 'any', 'ipv4' or 'ipv6'. Other connections are
	 * closed at once.
	 */
	private AddressFamily addressFamily = AddressFamily.ANY;

	/**
	 * How many connections may wait to be accepted. The operating system may allow fewer
	 * (Linux: 'net.core.somaxconn').
	 */
	private int backlog = 4096;

	/**
	 * Whether to listen on a port while connections of an earlier server on it end. By
	 * default 'true', but 'false' on Windows, where it would let others take the port.
	 */
	private @Nullable Boolean reuseAddress;

	/**
	 * Software version to identify the server with: printable US-ASCII characters without
	 * blanks and minus signs.
	 */
	private String identification = "SshSpringBoot";

	private final HostKey hostKey = new HostKey();

	private final Authentication authentication = new Authentication();

	private final Session session = new Session();

	private final Sftp sftp = new Sftp();

	private final Scp scp = new Scp();

	private final Limits limits = new Limits();

	private final Executor executor = new Executor();

	private final Shutdown shutdown = new Shutdown();

	public List<String> getAddress() {
		return this.address;
	}

	public void setAddress(List<String> address) {
		this.address = address;
	}

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public AddressFamily getAddressFamily() {
		return this.addressFamily;
	}

	public void setAddressFamily(AddressFamily addressFamily) {
		this.addressFamily = addressFamily;
	}

	public int getBacklog() {
		return this.backlog;
	}

	public void setBacklog(int backlog) {
		this.backlog = backlog;
	}

	public @Nullable Boolean getReuseAddress() {
		return this.reuseAddress;
	}

	public void setReuseAddress(@Nullable Boolean reuseAddress) {
		this.reuseAddress = reuseAddress;
	}

	public String getIdentification() {
		return this.identification;
	}

	public void setIdentification(String identification) {
		this.identification = identification;
	}

	public HostKey getHostKey() {
		return this.hostKey;
	}

	public Authentication getAuthentication() {
		return this.authentication;
	}

	public Session getSession() {
		return this.session;
	}

	public Sftp getSftp() {
		return this.sftp;
	}

	public Scp getScp() {
		return this.scp;
	}

	public Limits getLimits() {
		return this.limits;
	}

	public Executor getExecutor() {
		return this.executor;
	}

	public Shutdown getShutdown() {
		return this.shutdown;
	}

	/**
	 * Host keys.
	 */
	public static class HostKey {

		/**
		 * Comma-separated list of private keys of the server, at most one of each type,
		 * each as a resource location, as 'base64:' followed by the content, or as the
		 * content itself, in OpenSSH or PEM form.
		 */
		private List<String> privateKeys = new ArrayList<>();

		/**
		 * Comma-separated list of OpenSSH host certificates, each for one of the private
		 * keys, and given as they are.
		 */
		private List<String> certificates = new ArrayList<>();

		/**
		 * Passphrase of private keys that are encrypted.
		 */
		private @Nullable String passphrase;

		/**
		 * Comma-separated list of passphrases of single private keys, in the order of the
		 * keys. An empty one stands for the common passphrase.
		 */
		private List<String> passphrases = new ArrayList<>();

		/**
		 * File to create once with a new Ed25519 private key if it does not exist, and to
		 * use. Meant for development.
		 */
		private @Nullable String generate;

		/**
		 * Whether new connections get the new keys and certificates when their files
		 * change. Files that cannot be used or do not fit together leave the earlier ones
		 * in place.
		 */
		private boolean reloadOnUpdate = true;

		public List<String> getPrivateKeys() {
			return this.privateKeys;
		}

		public void setPrivateKeys(List<String> privateKeys) {
			this.privateKeys = privateKeys;
		}

		public List<String> getCertificates() {
			return this.certificates;
		}

		public void setCertificates(List<String> certificates) {
			this.certificates = certificates;
		}

		public @Nullable String getPassphrase() {
			return this.passphrase;
		}

		public void setPassphrase(@Nullable String passphrase) {
			this.passphrase = passphrase;
		}

		public List<String> getPassphrases() {
			return this.passphrases;
		}

		public void setPassphrases(List<String> passphrases) {
			this.passphrases = passphrases;
		}

		public @Nullable String getGenerate() {
			return this.generate;
		}

		public void setGenerate(@Nullable String generate) {
			this.generate = generate;
		}

		public boolean isReloadOnUpdate() {
			return this.reloadOnUpdate;
		}

		public void setReloadOnUpdate(boolean reloadOnUpdate) {
			this.reloadOnUpdate = reloadOnUpdate;
		}

	}

	/**
	 * Who may log in.
	 */
	public static class Authentication {

		/**
		 * Comma-separated list of chains of authentication methods, any of which lets a
		 * user in. The methods of a chain are separated by commas too, so each chain
		 * needs an item of a YAML list or an index of its own. All methods of a chain are
		 * needed, in order, as in OpenSSH's 'AuthenticationMethods':
		 * 'publickey,password'. By default any single one of 'publickey', 'password' and
		 * 'keyboard-interactive'.
		 */
		private List<String> methods = new ArrayList<>();

		/**
		 * How long a connection may take to log in, from when it is accepted. If a
		 * duration suffix is not specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration loginTimeout = Duration.ofMinutes(2);

		/**
		 * How many attempts to log in may fail on a connection before it is closed.
		 */
		private int maxAttempts = 6;

		/**
		 * How long it takes at least until an attempt to log in is refused, at most 1m; a
		 * twentieth of it for a key that was only asked about. If a duration suffix is
		 * not specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration failureDelay = Duration.ofSeconds(1);

		/**
		 * How long it may take to decide about a password or a key before it is refused.
		 * If a duration suffix is not specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration decisionTimeout = Duration.ofSeconds(30);

		/**
		 * Whether to let everybody in, with any user name and without authorities.
		 * Refused unless all addresses to listen on are loopback addresses.
		 */
		private boolean none;

		/**
		 * Comma-separated list of resource locations of OpenSSH 'authorized_keys', where
		 * '{user}' stands for the name of the user who logs in.
		 */
		private List<String> authorizedKeys = new ArrayList<>();

		/**
		 * Comma-separated list of the public keys of certificate authorities, one in each
		 * line of each. Users log in with certificates that name them and are signed by
		 * one of these keys. Each is a resource location, or the key itself.
		 */
		private List<String> trustedUserCaKeys = new ArrayList<>();

		/**
		 * Comma-separated list of keys and certificates that are not accepted any more,
		 * each a resource location of public keys or of an OpenSSH key revocation list,
		 * or a key itself. While one of them cannot be used, no key is accepted.
		 */
		private List<String> revokedKeys = new ArrayList<>();

		/**
		 * Whether files that say who may log in are refused if others than their owner
		 * may write to them or to a directory above them.
		 */
		private boolean strictModes = true;

		/**
		 * Users by name.
		 */
		private Map<String, User> users = new LinkedHashMap<>();

		public List<String> getMethods() {
			return this.methods;
		}

		public void setMethods(List<String> methods) {
			this.methods = methods;
		}

		public Duration getLoginTimeout() {
			return this.loginTimeout;
		}

		public void setLoginTimeout(Duration loginTimeout) {
			this.loginTimeout = loginTimeout;
		}

		public int getMaxAttempts() {
			return this.maxAttempts;
		}

		public void setMaxAttempts(int maxAttempts) {
			this.maxAttempts = maxAttempts;
		}

		public Duration getFailureDelay() {
			return this.failureDelay;
		}

		public void setFailureDelay(Duration failureDelay) {
			this.failureDelay = failureDelay;
		}

		public Duration getDecisionTimeout() {
			return this.decisionTimeout;
		}

		public void setDecisionTimeout(Duration decisionTimeout) {
			this.decisionTimeout = decisionTimeout;
		}

		public boolean isNone() {
			return this.none;
		}

		public void setNone(boolean none) {
			this.none = none;
		}

		public List<String> getAuthorizedKeys() {
			return this.authorizedKeys;
		}

		public void setAuthorizedKeys(List<String> authorizedKeys) {
			this.authorizedKeys = authorizedKeys;
		}

		public List<String> getTrustedUserCaKeys() {
			return this.trustedUserCaKeys;
		}

		public void setTrustedUserCaKeys(List<String> trustedUserCaKeys) {
			this.trustedUserCaKeys = trustedUserCaKeys;
		}

		public List<String> getRevokedKeys() {
			return this.revokedKeys;
		}

		public void setRevokedKeys(List<String> revokedKeys) {
			this.revokedKeys = revokedKeys;
		}

		public boolean isStrictModes() {
			return this.strictModes;
		}

		public void setStrictModes(boolean strictModes) {
			this.strictModes = strictModes;
		}

		public Map<String, User> getUsers() {
			return this.users;
		}

		public void setUsers(Map<String, User> users) {
			this.users = users;
		}

		/**
		 * A user.
		 */
		public static class User {

			/**
			 * Password as a Spring Security password encoder wrote it, with the prefix
			 * that tells which, for example '{bcrypt}'.
			 */
			private @Nullable String password;

			/**
			 * Comma-separated list of public keys the user may log in with, each as a
			 * resource location or as a line of OpenSSH's 'authorized_keys'.
			 */
			private List<String> publicKeys = new ArrayList<>();

			/**
			 * Comma-separated list of the authorities of the user.
			 */
			private Set<String> authorities = new LinkedHashSet<>();

			public @Nullable String getPassword() {
				return this.password;
			}

			public void setPassword(@Nullable String password) {
				this.password = password;
			}

			public List<String> getPublicKeys() {
				return this.publicKeys;
			}

			public void setPublicKeys(List<String> publicKeys) {
				this.publicKeys = publicKeys;
			}

			public Set<String> getAuthorities() {
				return this.authorities;
			}

			public void setAuthorities(Set<String> authorities) {
				this.authorities = authorities;
			}

		}

	}

	/**
	 * Session channels.
	 */
	public static class Session {

		/**
		 * Encoding of the readers and writers of handlers. Bytes that are no text in it
		 * are replaced.
		 */
		private Charset encoding = StandardCharsets.UTF_8;

		/**
		 * Whether clients may ask for a terminal.
		 */
		private boolean allowPty = true;

		/**
		 * Comma-separated list of the environment variables that clients may set, with
		 * '*' for any characters.
		 */
		private List<String> acceptEnvironment = new ArrayList<>(List.of("LANG", "LC_*"));

		/**
		 * How many environment variables a client may set in a session.
		 */
		private int maxEnvironment = 64;

		/**
		 * How long a command may run. Then it is interrupted, and the client gets status
		 * 124. Shells and subsystems may always. If a duration suffix is not specified,
		 * seconds will be used. 0 is for ever.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration commandTimeout = Duration.ZERO;

		/**
		 * How long there may be no data and no request on the channels of a connection
		 * before it is closed; keep-alive messages do not count. If a duration suffix is
		 * not specified, seconds will be used. 0 is for ever.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration idleTimeout = Duration.ofMinutes(10);

		/**
		 * Whether clients are given a shell for the commands of the application where it
		 * has no shell of its own.
		 */
		private Shell shell = Shell.AUTO;

		/**
		 * Prompt of the shell, after which a blank is shown. By default, the name of the
		 * application and '>'.
		 */
		private @Nullable String prompt;

		/**
		 * How many command lines of each user the shell remembers. 0 is for none.
		 */
		private int historySize = 500;

		/**
		 * Directory to keep the command lines of users in, a file for each of them.
		 * Created if it is absent, for the owner only. By default, they are kept in
		 * memory and forgotten when the application ends.
		 */
		private @Nullable String historyDirectory;

		public Shell getShell() {
			return this.shell;
		}

		public void setShell(Shell shell) {
			this.shell = shell;
		}

		public @Nullable String getPrompt() {
			return this.prompt;
		}

		public void setPrompt(@Nullable String prompt) {
			this.prompt = prompt;
		}

		public int getHistorySize() {
			return this.historySize;
		}

		public void setHistorySize(int historySize) {
			this.historySize = historySize;
		}

		public @Nullable String getHistoryDirectory() {
			return this.historyDirectory;
		}

		public void setHistoryDirectory(@Nullable String historyDirectory) {
			this.historyDirectory = historyDirectory;
		}

		public Charset getEncoding() {
			return this.encoding;
		}

		public void setEncoding(Charset encoding) {
			this.encoding = encoding;
		}

		public boolean isAllowPty() {
			return this.allowPty;
		}

		public void setAllowPty(boolean allowPty) {
			this.allowPty = allowPty;
		}

		public List<String> getAcceptEnvironment() {
			return this.acceptEnvironment;
		}

		public void setAcceptEnvironment(List<String> acceptEnvironment) {
			this.acceptEnvironment = acceptEnvironment;
		}

		public int getMaxEnvironment() {
			return this.maxEnvironment;
		}

		public void setMaxEnvironment(int maxEnvironment) {
			this.maxEnvironment = maxEnvironment;
		}

		public Duration getCommandTimeout() {
			return this.commandTimeout;
		}

		public void setCommandTimeout(Duration commandTimeout) {
			this.commandTimeout = commandTimeout;
		}

		public Duration getIdleTimeout() {
			return this.idleTimeout;
		}

		public void setIdleTimeout(Duration idleTimeout) {
			this.idleTimeout = idleTimeout;
		}

		/**
		 * When there is a shell.
		 */
		public enum Shell {

			/**
			 * Where the application has commands and JLine is on its class path.
			 */
			AUTO,

			/**
			 * Never, unless the application has one of its own.
			 */
			OFF

		}

	}

	/**
	 * Limits of connections.
	 */
	public static class Limits {

		/**
		 * How many sessions a connection may have at the same time; more are refused.
		 * OpenSSH servers allow 10.
		 */
		private int maxChannels = 10;

		/**
		 * How many connections there may be. Where all of them have logged in, more are
		 * refused.
		 */
		private int maxConnections = 10_000;

		/**
		 * How many connections may not have logged in. One more, and the source that has
		 * most of them loses one.
		 */
		private int maxUnauthenticated = 1024;

		/**
		 * How many connections of one source may not have logged in. One more, and it
		 * loses the one that it has had longest.
		 */
		private int maxUnauthenticatedPerSource = 20;

		private final SourcePrefix sourcePrefix = new SourcePrefix();

		private final Penalties penalties = new Penalties();

		public int getMaxChannels() {
			return this.maxChannels;
		}

		public void setMaxChannels(int maxChannels) {
			this.maxChannels = maxChannels;
		}

		public int getMaxConnections() {
			return this.maxConnections;
		}

		public void setMaxConnections(int maxConnections) {
			this.maxConnections = maxConnections;
		}

		public int getMaxUnauthenticated() {
			return this.maxUnauthenticated;
		}

		public void setMaxUnauthenticated(int maxUnauthenticated) {
			this.maxUnauthenticated = maxUnauthenticated;
		}

		public int getMaxUnauthenticatedPerSource() {
			return this.maxUnauthenticatedPerSource;
		}

		public void setMaxUnauthenticatedPerSource(int maxUnauthenticatedPerSource) {
			this.maxUnauthenticatedPerSource = maxUnauthenticatedPerSource;
		}

		public SourcePrefix getSourcePrefix() {
			return this.sourcePrefix;
		}

		public Penalties getPenalties() {
			return this.penalties;
		}

		/**
		 * Which addresses are one source.
		 */
		public static class SourcePrefix {

			/**
			 * How many bits the IPv4 addresses of one source have in common.
			 */
			private int ipv4 = 32;

			/**
			 * How many bits the IPv6 addresses of one source have in common.
			 */
			private int ipv6 = 64;

			public int getIpv4() {
				return this.ipv4;
			}

			public void setIpv4(int ipv4) {
				this.ipv4 = ipv4;
			}

			public int getIpv6() {
				return this.ipv6;
			}

			public void setIpv6(int ipv6) {
				this.ipv6 = ipv6;
			}

		}

		/**
		 * What keeps sources away for some time.
		 */
		public static class Penalties {

			/**
			 * Whether sources are refused for some time after connections that ended
			 * without a login. The penalties of a source add up and pass with time. A
			 * login ends them.
			 */
			private boolean enabled = true;

			/**
			 * Penalty for breaking the protocol. If a duration suffix is not specified,
			 * seconds will be used.
			 */
			@DurationUnit(ChronoUnit.SECONDS)
			private Duration protocolError = Duration.ofSeconds(90);

			/**
			 * Penalty for a connection with attempts to log in that have failed. If a
			 * duration suffix is not specified, seconds will be used.
			 */
			@DurationUnit(ChronoUnit.SECONDS)
			private Duration failedLogin = Duration.ofSeconds(5);

			/**
			 * Penalty for a connection with attempts of users who do not exist. If a
			 * duration suffix is not specified, seconds will be used.
			 */
			@DurationUnit(ChronoUnit.SECONDS)
			private Duration unknownUser = Duration.ofSeconds(5);

			/**
			 * Penalty for leaving without an attempt to log in. If a duration suffix is
			 * not specified, seconds will be used.
			 */
			@DurationUnit(ChronoUnit.SECONDS)
			private Duration noLogin = Duration.ofSeconds(1);

			/**
			 * Penalty for not logging in in time. If a duration suffix is not specified,
			 * seconds will be used.
			 */
			@DurationUnit(ChronoUnit.SECONDS)
			private Duration loginTimeout = Duration.ofSeconds(10);

			/**
			 * Sum of penalties above which a source is refused. If a duration suffix is
			 * not specified, seconds will be used.
			 */
			@DurationUnit(ChronoUnit.SECONDS)
			private Duration min = Duration.ofSeconds(15);

			/**
			 * Largest sum of penalties. If a duration suffix is not specified, seconds
			 * will be used.
			 */
			@DurationUnit(ChronoUnit.SECONDS)
			private Duration max = Duration.ofMinutes(10);

			/**
			 * How many sources with penalties are remembered, of IPv4 and of IPv6 each.
			 * Beyond that the source whose penalties pass first is forgotten.
			 */
			private int maxSources = 65_536;

			/**
			 * Comma-separated list of addresses, or of address prefixes such as
			 * '10.0.0.0/8', that get no penalties.
			 */
			private List<String> exempt = new ArrayList<>();

			public boolean isEnabled() {
				return this.enabled;
			}

			public void setEnabled(boolean enabled) {
				this.enabled = enabled;
			}

			public Duration getProtocolError() {
				return this.protocolError;
			}

			public void setProtocolError(Duration protocolError) {
				this.protocolError = protocolError;
			}

			public Duration getFailedLogin() {
				return this.failedLogin;
			}

			public void setFailedLogin(Duration failedLogin) {
				this.failedLogin = failedLogin;
			}

			public Duration getUnknownUser() {
				return this.unknownUser;
			}

			public void setUnknownUser(Duration unknownUser) {
				this.unknownUser = unknownUser;
			}

			public Duration getNoLogin() {
				return this.noLogin;
			}

			public void setNoLogin(Duration noLogin) {
				this.noLogin = noLogin;
			}

			public Duration getLoginTimeout() {
				return this.loginTimeout;
			}

			public void setLoginTimeout(Duration loginTimeout) {
				this.loginTimeout = loginTimeout;
			}

			public Duration getMin() {
				return this.min;
			}

			public void setMin(Duration min) {
				this.min = min;
			}

			public Duration getMax() {
				return this.max;
			}

			public void setMax(Duration max) {
				this.max = max;
			}

			public int getMaxSources() {
				return this.maxSources;
			}

			public void setMaxSources(int maxSources) {
				this.maxSources = maxSources;
			}

			public List<String> getExempt() {
				return this.exempt;
			}

			public void setExempt(List<String> exempt) {
				this.exempt = exempt;
			}

		}

	}

	/**
	 * Threads of the handlers.
	 */
	public static class Executor {

		/**
		 * How many handlers can run at the same time; further clients are told to try
		 * again later, with status 75. Has no effect with
		 * 'spring.threads.virtual.enabled'.
		 */
		private int maxThreads = 200;

		public int getMaxThreads() {
			return this.maxThreads;
		}

		public void setMaxThreads(int maxThreads) {
			this.maxThreads = maxThreads;
		}

	}

	/**
	 * SFTP.
	 */
	public static class Sftp {

		/**
		 * Whether to serve the subsystem 'sftp'.
		 */
		private boolean enabled;

		/**
		 * Directory that a user sees as '/', with '{user}' for the user name. It is
		 * created with the permissions 0700. An 'SftpRootProvider' bean takes its place.
		 */
		private String root = "./sftp/{user}";

		/**
		 * Whether nothing can be changed.
		 */
		private boolean readOnly;

		/**
		 * Whether a file gets its name only when it is uploaded completely. Otherwise it
		 * is written in place, as OpenSSH does.
		 */
		private boolean atomicUploads = true;

		/**
		 * Whether a file is on the disk before the client is told that its upload is
		 * complete.
		 */
		private boolean syncUploads = true;

		/**
		 * Permissions that files and directories never get, as octal digits. Set-id and
		 * sticky bits they never get either.
		 */
		private String umask = "027";

		/**
		 * What becomes of links: 'refuse' does not follow them, 'follow' follows symbolic
		 * ones inside the root, 'create' lets users create symbolic and hard links, too.
		 */
		private SftpLinks links = SftpLinks.REFUSE;

		/**
		 * Comma-separated list of patterns for the files that there may be, like '*.csv'
		 * or '/inbox/**'. By default all.
		 */
		private List<String> allow = new ArrayList<>();

		/**
		 * Comma-separated list of patterns for files and directories that there may not
		 * be and that are not seen, like '.*' or '/private'.
		 */
		private List<String> deny = new ArrayList<>();

		/**
		 * How many files and directories a session may have open.
		 */
		private int maxHandles = 100;

		/**
		 * How many files and directories all sessions together may have open. By default
		 * a quarter of the files that the process may have open.
		 */
		private @Nullable Integer maxTotalHandles;

		/**
		 * Size that a file must not exceed when it is written to. By default there is no
		 * limit.
		 */
		private @Nullable DataSize maxFileSize;

		/**
		 * How long a file may be open. An upload that is not complete by then is
		 * discarded. 0 is for ever. If a duration suffix is not specified, seconds will
		 * be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration transferTimeout = Duration.ZERO;

		/**
		 * How long a file or directory may be open without being read or written. 0 is
		 * for ever. If a duration suffix is not specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration idleTimeout = Duration.ZERO;

		/**
		 * How much a session may read and write in a second. By default there is no
		 * limit.
		 */
		private @Nullable DataSize bandwidth;

		private final Quota quota = new Quota();

		/**
		 * Whether clients may ask for checksums of files (extension 'check-file'), which
		 * costs as much as reading them.
		 */
		private boolean checkFile;

		private final Events events = new Events();

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public boolean isCheckFile() {
			return this.checkFile;
		}

		public void setCheckFile(boolean checkFile) {
			this.checkFile = checkFile;
		}

		public String getRoot() {
			return this.root;
		}

		public void setRoot(String root) {
			this.root = root;
		}

		public boolean isReadOnly() {
			return this.readOnly;
		}

		public void setReadOnly(boolean readOnly) {
			this.readOnly = readOnly;
		}

		public boolean isAtomicUploads() {
			return this.atomicUploads;
		}

		public void setAtomicUploads(boolean atomicUploads) {
			this.atomicUploads = atomicUploads;
		}

		public boolean isSyncUploads() {
			return this.syncUploads;
		}

		public void setSyncUploads(boolean syncUploads) {
			this.syncUploads = syncUploads;
		}

		public String getUmask() {
			return this.umask;
		}

		public void setUmask(String umask) {
			this.umask = umask;
		}

		public SftpLinks getLinks() {
			return this.links;
		}

		public void setLinks(SftpLinks links) {
			this.links = links;
		}

		public List<String> getAllow() {
			return this.allow;
		}

		public void setAllow(List<String> allow) {
			this.allow = allow;
		}

		public List<String> getDeny() {
			return this.deny;
		}

		public void setDeny(List<String> deny) {
			this.deny = deny;
		}

		public int getMaxHandles() {
			return this.maxHandles;
		}

		public void setMaxHandles(int maxHandles) {
			this.maxHandles = maxHandles;
		}

		public @Nullable Integer getMaxTotalHandles() {
			return this.maxTotalHandles;
		}

		public void setMaxTotalHandles(@Nullable Integer maxTotalHandles) {
			this.maxTotalHandles = maxTotalHandles;
		}

		public @Nullable DataSize getMaxFileSize() {
			return this.maxFileSize;
		}

		public void setMaxFileSize(@Nullable DataSize maxFileSize) {
			this.maxFileSize = maxFileSize;
		}

		public Duration getTransferTimeout() {
			return this.transferTimeout;
		}

		public void setTransferTimeout(Duration transferTimeout) {
			this.transferTimeout = transferTimeout;
		}

		public Duration getIdleTimeout() {
			return this.idleTimeout;
		}

		public void setIdleTimeout(Duration idleTimeout) {
			this.idleTimeout = idleTimeout;
		}

		public @Nullable DataSize getBandwidth() {
			return this.bandwidth;
		}

		public void setBandwidth(@Nullable DataSize bandwidth) {
			this.bandwidth = bandwidth;
		}

		public Quota getQuota() {
			return this.quota;
		}

		public Events getEvents() {
			return this.events;
		}

		/**
		 * How much there may be below a root.
		 */
		public static class Quota {

			/**
			 * Size that all files below a root must not exceed, with those that are being
			 * uploaded. By default there is no limit.
			 */
			private @Nullable DataSize bytes;

			/**
			 * How many files, directories and links there may be below a root. By default
			 * there is no limit.
			 */
			private @Nullable Long files;

			public @Nullable DataSize getBytes() {
				return this.bytes;
			}

			public void setBytes(@Nullable DataSize bytes) {
				this.bytes = bytes;
			}

			public @Nullable Long getFiles() {
				return this.files;
			}

			public void setFiles(@Nullable Long files) {
				this.files = files;
			}

		}

		/**
		 * Events of SFTP and SCP.
		 */
		public static class Events {

			/**
			 * Algorithm of the checksums in the events of uploads and downloads, for
			 * example 'SHA-256'. If it is not set, there are none.
			 */
			private @Nullable String checksum;

			public @Nullable String getChecksum() {
				return this.checksum;
			}

			public void setChecksum(@Nullable String checksum) {
				this.checksum = checksum;
			}

		}

	}

	/**
	 * SCP.
	 */
	public static class Scp {

		/**
		 * Whether to serve 'scp -t' and 'scp -f', which old clients and 'scp -O' run to
		 * transfer files. They see the same files as with SFTP.
		 */
		private boolean enabled;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * Shutdown.
	 */
	public static class Shutdown {

		/**
		 * How long handlers that run may go on when the server stops; then they are
		 * interrupted. If a duration suffix is not specified, seconds will be used.
		 * Should be shorter than 'spring.lifecycle.timeout-per-shutdown-phase'.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration gracePeriod = Duration.ofSeconds(20);

		public Duration getGracePeriod() {
			return this.gracePeriod;
		}

		public void setGracePeriod(Duration gracePeriod) {
			this.gracePeriod = gracePeriod;
		}

	}

}
