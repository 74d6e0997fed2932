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

package io.github.sshboot.autoconfigure.client;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.sshboot.autoconfigure.TransportProperties;
import io.github.sshboot.client.tunnel.TunnelSettings.Type;
import io.github.sshboot.transport.AddressFamily;
import io.github.sshboot.transport.HostKeyPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the SSH clients.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("ssh.client")
public class SshClientProperties extends TransportProperties {

	/**
	 * How long connecting may take until the login begins. If a duration suffix is not
	 * specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration connectTimeout = Duration.ofSeconds(15);

	/**
	 * How long logging in may take. If a duration suffix is not specified, seconds will
	 * be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration loginTimeout = Duration.ofMinutes(2);

	/**
	 * Kind of address to connect to: 'any', 'ipv4' or 'ipv6'.
	 */
	private AddressFamily addressFamily = AddressFamily.ANY;

	/**
	 * Software version to identify the clients with: printable US-ASCII characters
	 * without blanks and minus signs. By default 'SshSpringBoot'.
	 */
	private @Nullable String identification;

	/**
	 * What to do about the host key of a server: 'strict' trusts only known keys,
	 * 'accept-new' also the first one seen, 'none' any.
	 */
	private HostKeyPolicy hostKeyVerification = HostKeyPolicy.STRICT;

	/**
	 * Comma-separated list of resource locations of OpenSSH 'known_hosts', or their
	 * content. By default '.ssh/known_hosts' in the home directory of the user.
	 */
	private List<String> knownHosts = new ArrayList<>(List.of("~/.ssh/known_hosts"));

	/**
	 * Comma-separated list of private keys to log in with, each as a resource location,
	 * as 'base64:' followed by the content, or as the content itself, in OpenSSH or PEM
	 * form.
	 */
	private List<String> privateKeys = new ArrayList<>();

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
	 * Comma-separated list of OpenSSH certificates for private keys, given as they are.
	 * Those in '-cert.pub' files beside the keys are found without.
	 */
	private List<String> certificates = new ArrayList<>();

	/**
	 * Whether to log in with 'id_rsa', 'id_ecdsa' and 'id_ed25519' in '.ssh' of the home
	 * directory, as far as they exist, where no private key, certificate or password is
	 * set.
	 */
	private boolean defaultKeys = true;

	/**
	 * Whether to log in with the keys of the agent that the environment variable
	 * 'SSH_AUTH_SOCK' names, too.
	 */
	private boolean useAgent;

	private final Pool pool = new Pool();

	private final FileTransfer fileTransfer = new FileTransfer();

	/**
	 * Connections by name. The one named 'default', or the only one, is the 'SshClient'
	 * bean.
	 */
	private Map<String, Connection> connections = new LinkedHashMap<>();

	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public Duration getLoginTimeout() {
		return this.loginTimeout;
	}

	public void setLoginTimeout(Duration loginTimeout) {
		this.loginTimeout = loginTimeout;
	}

	public AddressFamily getAddressFamily() {
		return this.addressFamily;
	}

	public void setAddressFamily(AddressFamily addressFamily) {
		this.addressFamily = addressFamily;
	}

	public @Nullable String getIdentification() {
		return this.identification;
	}

	public void setIdentification(@Nullable String identification) {
		this.identification = identification;
	}

	public HostKeyPolicy getHostKeyVerification() {
		return this.hostKeyVerification;
	}

	public void setHostKeyVerification(HostKeyPolicy hostKeyVerification) {
		this.hostKeyVerification = hostKeyVerification;
	}

	public List<String> getKnownHosts() {
		return this.knownHosts;
	}

	public void setKnownHosts(List<String> knownHosts) {
		this.knownHosts = knownHosts;
	}

	public List<String> getPrivateKeys() {
		return this.privateKeys;
	}

	public void setPrivateKeys(List<String> privateKeys) {
		this.privateKeys = privateKeys;
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

	public List<String> getCertificates() {
		return this.certificates;
	}

	public void setCertificates(List<String> certificates) {
		this.certificates = certificates;
	}

	public boolean isDefaultKeys() {
		return this.defaultKeys;
	}

	public void setDefaultKeys(boolean defaultKeys) {
		this.defaultKeys = defaultKeys;
	}

	public boolean isUseAgent() {
		return this.useAgent;
	}

	public void setUseAgent(boolean useAgent) {
		this.useAgent = useAgent;
	}

	public Pool getPool() {
		return this.pool;
	}

	public FileTransfer getFileTransfer() {
		return this.fileTransfer;
	}

	public Map<String, Connection> getConnections() {
		return this.connections;
	}

	public void setConnections(Map<String, Connection> connections) {
		this.connections = connections;
	}

	/**
	 * How each client shares its connections.
	 */
	public static class Pool {

		/**
		 * How many connections there are to one host at the most.
		 */
		private int maxConnections = 4;

		/**
		 * How many commands share a connection at the most. OpenSSH servers allow 10.
		 */
		private int maxSessionsPerConnection = 10;

		/**
		 * When a connection that nobody uses is closed. If a duration suffix is not
		 * specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration idleTimeout = Duration.ofMinutes(5);

		/**
		 * After what time a connection is used for nothing new, and closed once nobody
		 * uses it. 0 for never. If a duration suffix is not specified, seconds will be
		 * used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration maxLifetime = Duration.ZERO;

		/**
		 * How long a call waits for a session while all are in use. If a duration suffix
		 * is not specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration maxWait = Duration.ofMinutes(1);

		public int getMaxConnections() {
			return this.maxConnections;
		}

		public void setMaxConnections(int maxConnections) {
			this.maxConnections = maxConnections;
		}

		public int getMaxSessionsPerConnection() {
			return this.maxSessionsPerConnection;
		}

		public void setMaxSessionsPerConnection(int maxSessionsPerConnection) {
			this.maxSessionsPerConnection = maxSessionsPerConnection;
		}

		public Duration getIdleTimeout() {
			return this.idleTimeout;
		}

		public void setIdleTimeout(Duration idleTimeout) {
			this.idleTimeout = idleTimeout;
		}

		public Duration getMaxLifetime() {
			return this.maxLifetime;
		}

		public void setMaxLifetime(Duration maxLifetime) {
			this.maxLifetime = maxLifetime;
		}

		public Duration getMaxWait() {
			return this.maxWait;
		}

		public void setMaxWait(Duration maxWait) {
			this.maxWait = maxWait;
		}

	}

	/**
	 * How the client of one connection shares its connections, as far as it differs from
	 * others.
	 */
	public static class ConnectionPool {

		/**
		 * How many connections there are to the host at the most. By default that of
		 * 'ssh.client'.
		 */
		private @Nullable Integer maxConnections;

		/**
		 * How many commands share a connection at the most. By default that of
		 * 'ssh.client'.
		 */
		private @Nullable Integer maxSessionsPerConnection;

		/**
		 * When a connection that nobody uses is closed. If a duration suffix is not
		 * specified, seconds will be used. By default that of 'ssh.client'.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration idleTimeout;

		/**
		 * After what time a connection is used for nothing new, and closed once nobody
		 * uses it. 0 for never. If a duration suffix is not specified, seconds will be
		 * used. By default that of 'ssh.client'.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration maxLifetime;

		/**
		 * How long a call waits for a session while all are in use. If a duration suffix
		 * is not specified, seconds will be used. By default that of 'ssh.client'.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration maxWait;

		public @Nullable Integer getMaxConnections() {
			return this.maxConnections;
		}

		public void setMaxConnections(@Nullable Integer maxConnections) {
			this.maxConnections = maxConnections;
		}

		public @Nullable Integer getMaxSessionsPerConnection() {
			return this.maxSessionsPerConnection;
		}

		public void setMaxSessionsPerConnection(@Nullable Integer maxSessionsPerConnection) {
			this.maxSessionsPerConnection = maxSessionsPerConnection;
		}

		public @Nullable Duration getIdleTimeout() {
			return this.idleTimeout;
		}

		public void setIdleTimeout(@Nullable Duration idleTimeout) {
			this.idleTimeout = idleTimeout;
		}

		public @Nullable Duration getMaxLifetime() {
			return this.maxLifetime;
		}

		public void setMaxLifetime(@Nullable Duration maxLifetime) {
			this.maxLifetime = maxLifetime;
		}

		public @Nullable Duration getMaxWait() {
			return this.maxWait;
		}

		public void setMaxWait(@Nullable Duration maxWait) {
			this.maxWait = maxWait;
		}

	}

	/**
	 * How each client transfers files.
	 */
	public static class FileTransfer {

		/**
		 * How long a server may answer nothing. If a duration suffix is not specified,
		 * seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration timeout = Duration.ofMinutes(1);

		/**
		 * How many SFTP channels there are to one host at the most. As many transfers
		 * have one to themselves, others share.
		 */
		private int maxChannels = 4;

		/**
		 * On how many SFTP channels a file of 32 MB or more is uploaded at the same time.
		 * OpenSSH servers take no more than 2 MB at once on each, so more are faster to
		 * hosts that are far away.
		 */
		private int channelsPerFile = 3;

		/**
		 * When an SFTP channel that nobody uses is closed. If a duration suffix is not
		 * specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration idleTimeout = Duration.ofSeconds(30);

		/**
		 * How much of a transfer by SFTP is on its way on one channel at the most: sent
		 * but not confirmed, or asked for but not there. More is faster to hosts that are
		 * far away.
		 */
		private DataSize maxInFlight = DataSize.ofMegabytes(4);

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

		public int getMaxChannels() {
			return this.maxChannels;
		}

		public void setMaxChannels(int maxChannels) {
			this.maxChannels = maxChannels;
		}

		public int getChannelsPerFile() {
			return this.channelsPerFile;
		}

		public void setChannelsPerFile(int channelsPerFile) {
			this.channelsPerFile = channelsPerFile;
		}

		public Duration getIdleTimeout() {
			return this.idleTimeout;
		}

		public void setIdleTimeout(Duration idleTimeout) {
			this.idleTimeout = idleTimeout;
		}

		public DataSize getMaxInFlight() {
			return this.maxInFlight;
		}

		public void setMaxInFlight(DataSize maxInFlight) {
			this.maxInFlight = maxInFlight;
		}

	}

	/**
	 * How the client of one connection transfers files, as far as it differs from others.
	 */
	public static class ConnectionFileTransfer {

		/**
		 * How long a server may answer nothing. If a duration suffix is not specified,
		 * seconds will be used. By default that of 'ssh.client'.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration timeout;

		/**
		 * How many SFTP channels there are to one host at the most. As many transfers
		 * have one to themselves, others share. By default that of 'ssh.client'.
		 */
		private @Nullable Integer maxChannels;

		/**
		 * On how many SFTP channels a file of 32 MB or more is uploaded at the same time.
		 * OpenSSH servers take no more than 2 MB at once on each, so more are faster to
		 * hosts that are far away. By default that of 'ssh.client'.
		 */
		private @Nullable Integer channelsPerFile;

		/**
		 * When an SFTP channel that nobody uses is closed. If a duration suffix is not
		 * specified, seconds will be used. By default that of 'ssh.client'.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration idleTimeout;

		/**
		 * How much of a transfer by SFTP is on its way on one channel at the most: sent
		 * but not confirmed, or asked for but not there. More is faster to hosts that are
		 * far away. By default that of 'ssh.client'.
		 */
		private @Nullable DataSize maxInFlight;

		public @Nullable Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(@Nullable Duration timeout) {
			this.timeout = timeout;
		}

		public @Nullable Integer getMaxChannels() {
			return this.maxChannels;
		}

		public void setMaxChannels(@Nullable Integer maxChannels) {
			this.maxChannels = maxChannels;
		}

		public @Nullable Integer getChannelsPerFile() {
			return this.channelsPerFile;
		}

		public void setChannelsPerFile(@Nullable Integer channelsPerFile) {
			this.channelsPerFile = channelsPerFile;
		}

		public @Nullable Duration getIdleTimeout() {
			return this.idleTimeout;
		}

		public void setIdleTimeout(@Nullable Duration idleTimeout) {
			this.idleTimeout = idleTimeout;
		}

		public @Nullable DataSize getMaxInFlight() {
			return this.maxInFlight;
		}

		public void setMaxInFlight(@Nullable DataSize maxInFlight) {
			this.maxInFlight = maxInFlight;
		}

	}

	/**
	 * A connection.
	 */
	public static class Connection extends TransportProperties {

		/**
		 * Host name or address.
		 */
		private @Nullable String host;

		/**
		 * Port.
		 */
		private int port = 22;

		/**
		 * Kind of address to connect to. By default that of 'ssh.client'.
		 */
		private @Nullable AddressFamily addressFamily;

		/**
		 * Address of this machine to connect from, as 'host', 'host:port' or '[IPv6
		 * address]:port'.
		 */
		private @Nullable String localAddress;

		/**
		 * Software version to identify the client with. By default that of 'ssh.client'.
		 */
		private @Nullable String identification;

		/**
		 * User to log in as. By default the operating system's user.
		 */
		private @Nullable String username;

		/**
		 * Password to log in with.
		 */
		private @Nullable String password;

		/**
		 * Comma-separated list of private keys to log in with, each as a resource
		 * location, as 'base64:' followed by the content, or as the content itself, in
		 * OpenSSH or PEM form. By default those of 'ssh.client'.
		 */
		private @Nullable List<String> privateKeys;

		/**
		 * Passphrase of private keys that are encrypted. By default that of 'ssh.client'.
		 */
		private @Nullable String passphrase;

		/**
		 * Comma-separated list of passphrases of single private keys of the connection,
		 * in the order of the keys. An empty one stands for the common passphrase.
		 */
		private List<String> passphrases = new ArrayList<>();

		/**
		 * Comma-separated list of OpenSSH certificates for private keys, given as they
		 * are. Those in '-cert.pub' files beside the keys are found without. By default
		 * those of 'ssh.client'.
		 */
		private @Nullable List<String> certificates;

		/**
		 * Whether to log in with the keys in the home directory where no private key,
		 * certificate or password is set. By default that of 'ssh.client'.
		 */
		private @Nullable Boolean defaultKeys;

		/**
		 * Whether to log in with the keys of an agent, too. By default that of
		 * 'ssh.client'.
		 */
		private @Nullable Boolean useAgent;

		/**
		 * What to do about the host key of the server. By default that of 'ssh.client'.
		 */
		private @Nullable HostKeyPolicy hostKeyVerification;

		/**
		 * Comma-separated list of resource locations of OpenSSH 'known_hosts', or their
		 * content. By default that of 'ssh.client'.
		 */
		private @Nullable List<String> knownHosts;

		/**
		 * Comma-separated list of the only host keys to trust, instead of 'known-hosts'
		 * and 'host-key-verification': each a public key, '@cert-authority' followed by
		 * the public key of an authority, 'SHA256:' followed by the fingerprint of a key,
		 * or the resource location of a public key.
		 */
		private List<String> hostKey = new ArrayList<>();

		/**
		 * How long connecting may take until the login begins. If a duration suffix is
		 * not specified, seconds will be used. By default that of 'ssh.client'.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration connectTimeout;

		/**
		 * How long logging in may take. If a duration suffix is not specified, seconds
		 * will be used. By default that of 'ssh.client'.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration loginTimeout;

		/**
		 * Comma-separated list of the names of connections to go through, the first one
		 * first. The connections that lead to the first of them are those of its own
		 * 'proxy-jump'.
		 */
		private List<String> proxyJump = new ArrayList<>();

		private final ConnectionPool pool = new ConnectionPool();

		private final ConnectionFileTransfer fileTransfer = new ConnectionFileTransfer();

		/**
		 * Tunnels by name, open before the beans that use databases.
		 */
		private Map<String, Tunnel> tunnels = new LinkedHashMap<>();

		public @Nullable String getHost() {
			return this.host;
		}

		public void setHost(@Nullable String host) {
			this.host = host;
		}

		public int getPort() {
			return this.port;
		}

		public void setPort(int port) {
			this.port = port;
		}

		public @Nullable AddressFamily getAddressFamily() {
			return this.addressFamily;
		}

		public void setAddressFamily(@Nullable AddressFamily addressFamily) {
			this.addressFamily = addressFamily;
		}

		public @Nullable String getLocalAddress() {
			return this.localAddress;
		}

		public void setLocalAddress(@Nullable String localAddress) {
			this.localAddress = localAddress;
		}

		public @Nullable String getIdentification() {
			return this.identification;
		}

		public void setIdentification(@Nullable String identification) {
			this.identification = identification;
		}

		public @Nullable String getUsername() {
			return this.username;
		}

		public void setUsername(@Nullable String username) {
			this.username = username;
		}

		public @Nullable String getPassword() {
			return this.password;
		}

		public void setPassword(@Nullable String password) {
			this.password = password;
		}

		public @Nullable List<String> getPrivateKeys() {
			return this.privateKeys;
		}

		public void setPrivateKeys(@Nullable List<String> privateKeys) {
			this.privateKeys = privateKeys;
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

		public @Nullable List<String> getCertificates() {
			return this.certificates;
		}

		public void setCertificates(@Nullable List<String> certificates) {
			this.certificates = certificates;
		}

		public @Nullable Boolean getDefaultKeys() {
			return this.defaultKeys;
		}

		public void setDefaultKeys(@Nullable Boolean defaultKeys) {
			this.defaultKeys = defaultKeys;
		}

		public @Nullable Boolean getUseAgent() {
			return this.useAgent;
		}

		public void setUseAgent(@Nullable Boolean useAgent) {
			this.useAgent = useAgent;
		}

		public @Nullable HostKeyPolicy getHostKeyVerification() {
			return this.hostKeyVerification;
		}

		public void setHostKeyVerification(@Nullable HostKeyPolicy hostKeyVerification) {
			this.hostKeyVerification = hostKeyVerification;
		}

		public @Nullable List<String> getKnownHosts() {
			return this.knownHosts;
		}

		public void setKnownHosts(@Nullable List<String> knownHosts) {
			this.knownHosts = knownHosts;
		}

		public List<String> getHostKey() {
			return this.hostKey;
		}

		public void setHostKey(List<String> hostKey) {
			this.hostKey = hostKey;
		}

		public @Nullable Duration getConnectTimeout() {
			return this.connectTimeout;
		}

		public void setConnectTimeout(@Nullable Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
		}

		public @Nullable Duration getLoginTimeout() {
			return this.loginTimeout;
		}

		public void setLoginTimeout(@Nullable Duration loginTimeout) {
			this.loginTimeout = loginTimeout;
		}

		public List<String> getProxyJump() {
			return this.proxyJump;
		}

		public void setProxyJump(List<String> proxyJump) {
			this.proxyJump = proxyJump;
		}

		public ConnectionFileTransfer getFileTransfer() {
			return this.fileTransfer;
		}

		public ConnectionPool getPool() {
			return this.pool;
		}

		public Map<String, Tunnel> getTunnels() {
			return this.tunnels;
		}

		public void setTunnels(Map<String, Tunnel> tunnels) {
			this.tunnels = tunnels;
		}

	}

	/**
	 * A tunnel.
	 */
	public static class Tunnel {

		/**
		 * Type: a 'local' tunnel begins on this machine and leads to a target of the
		 * server, a 'remote' one begins on the server and leads to a target of this
		 * machine, a 'dynamic' one begins on this machine and leads to wherever those who
		 * connect ask for by SOCKS.
		 */
		private Type type = Type.LOCAL;

		/**
		 * Where to listen, on this machine or, if it is remote, on the server: a port of
		 * the loopback address, 'host:port', '[IPv6 address]:port', '*:port' for all
		 * addresses, or the path of a Unix-domain socket. Port 0 stands for a free one.
		 */
		private String listen = "0";

		/**
		 * Where the tunnel leads to: 'host:port', '[IPv6 address]:port' or the path of a
		 * Unix-domain socket. A dynamic tunnel has none.
		 */
		private @Nullable String target;

		/**
		 * User name that those who connect to a dynamic tunnel must know. By default
		 * none.
		 */
		private @Nullable String username;

		/**
		 * Password that those who connect to a dynamic tunnel must know.
		 */
		private @Nullable String password;

		/**
		 * How long a connection through the tunnel waits while the one to the server is
		 * lost. If a duration suffix is not specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration waitTimeout = Duration.ofSeconds(10);

		/**
		 * Whether the application starts only if the tunnel is up. Otherwise it is opened
		 * in the background, as soon as the server can be reached.
		 */
		private boolean required = true;

		public Type getType() {
			return this.type;
		}

		public void setType(Type type) {
			this.type = type;
		}

		public String getListen() {
			return this.listen;
		}

		public void setListen(String listen) {
			this.listen = listen;
		}

		public @Nullable String getTarget() {
			return this.target;
		}

		public void setTarget(@Nullable String target) {
			this.target = target;
		}

		public @Nullable String getUsername() {
			return this.username;
		}

		public void setUsername(@Nullable String username) {
			this.username = username;
		}

		public @Nullable String getPassword() {
			return this.password;
		}

		public void setPassword(@Nullable String password) {
			this.password = password;
		}

		public Duration getWaitTimeout() {
			return this.waitTimeout;
		}

		public void setWaitTimeout(Duration waitTimeout) {
			this.waitTimeout = waitTimeout;
		}

		public boolean isRequired() {
			return this.required;
		}

		public void setRequired(boolean required) {
			this.required = required;
		}

	}

}
