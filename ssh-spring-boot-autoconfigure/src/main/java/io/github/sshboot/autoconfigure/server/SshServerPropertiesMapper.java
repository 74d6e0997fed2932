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

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.github.sshboot.authentication.LoginSettings;
import io.github.sshboot.authentication.PublicKeySettings;
import io.github.sshboot.authentication.PublicKeySettings.AuthorizedKeysLocation;
import io.github.sshboot.authentication.ServerAuthenticationSettings;
import io.github.sshboot.autoconfigure.KeyMaterialResolver;
import io.github.sshboot.autoconfigure.TransportPropertiesMapper;
import io.github.sshboot.autoconfigure.server.SshServerProperties.Authentication;
import io.github.sshboot.autoconfigure.server.SshServerProperties.Authentication.User;
import io.github.sshboot.autoconfigure.server.SshServerProperties.HostKey;
import io.github.sshboot.autoconfigure.server.SshServerProperties.Limits;
import io.github.sshboot.autoconfigure.server.SshServerProperties.Session;
import io.github.sshboot.autoconfigure.server.SshServerProperties.Sftp;
import io.github.sshboot.connection.ChannelLimits;
import io.github.sshboot.server.LimitSettings;
import io.github.sshboot.server.SshServerSettings;
import io.github.sshboot.server.SshServerSettings.Listen;
import io.github.sshboot.server.SshServerSettings.Shutdown;
import io.github.sshboot.server.SshServerSettings.Threads;
import io.github.sshboot.session.SessionSettings;
import io.github.sshboot.session.shell.ShellSettings;
import io.github.sshboot.sftp.FileTransferSettings;
import io.github.sshboot.sftp.SftpQuota;
import io.github.sshboot.sftp.SftpSessionLimits;
import io.github.sshboot.sftp.SftpSettings;
import io.github.sshboot.transport.AddressPrefix;
import io.github.sshboot.transport.HostKeySettings;
import io.github.sshboot.transport.Identification;
import io.github.sshboot.transport.ListenerSettings;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.PrivateKeySource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Maps {@link SshServerProperties} to {@link SshServerSettings} and refuses what makes no
 * sense.
 */
final class SshServerPropertiesMapper {

	private static final String PREFIX = "ssh.server.";

	private static final Pattern ENCODED = Pattern.compile("\\{[^{}]+}.+", Pattern.DOTALL);

	private static final Pattern UMASK = Pattern.compile("0?[0-7]{1,3}");

	private static final int MAX_PORT = 65535;

	private static final Duration MAX_FAILURE_DELAY = Duration.ofMinutes(1);

	private static final int MAX_HISTORY = 10_000;

	private final KeyMaterialResolver keys;

	private final boolean customPasswordEncoder;

	/**
	 * Create a new {@link SshServerPropertiesMapper}.
	 * @param keys resolves properties that hold keys
	 * @param customPasswordEncoder whether the application brings its own password
	 * encoder, whose encoding need not have a prefix
	 */
	SshServerPropertiesMapper(KeyMaterialResolver keys, boolean customPasswordEncoder) {
		this.keys = keys;
		this.customPasswordEncoder = customPasswordEncoder;
	}

	SshServerSettings map(SshServerProperties properties, boolean virtualThreads) {
		int maxThreads = properties.getExecutor().getMaxThreads();
		check("executor.max-threads", maxThreads, maxThreads > 0, "it must be at least 1");
		Duration gracePeriod = properties.getShutdown().getGracePeriod();
		check("shutdown.grace-period", gracePeriod, !gracePeriod.isNegative(), "it must not be negative");
		TransportPropertiesMapper transport = new TransportPropertiesMapper(PREFIX, properties);
		return new SshServerSettings(listen(properties), hostKeys(properties.getHostKey()), transport.mapTransport(),
				authentication(properties.getAuthentication()), transport.mapWindow(), channels(properties),
				session(properties.getSession()), limits(properties.getLimits()),
				new Threads(virtualThreads, maxThreads), new Shutdown(gracePeriod));
	}

	private static Listen listen(SshServerProperties properties) {
		check("port", properties.getPort(), properties.getPort() >= 0 && properties.getPort() <= MAX_PORT,
				"a port is between 0 and 65535");
		check("backlog", properties.getBacklog(), properties.getBacklog() > 0, "it must be at least 1");
		return new Listen(properties.getAddress(), properties.getPort(),
				new ListenerSettings(properties.getAddressFamily(), properties.getBacklog(),
						properties.getReuseAddress(), identification(properties.getIdentification())));
	}

	private static Identification identification(String identification) {
		try {
			return new Identification(identification);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "identification", identification,
					String.valueOf(ex.getMessage()));
		}
	}

	private HostKeySettings hostKeys(HostKey properties) {
		List<KeyMaterial> materials = this.keys.resolve(PREFIX + "host-key.private-keys", properties.getPrivateKeys());
		List<String> passphrases = properties.getPassphrases();
		check("host-key.passphrases", "%d passphrases".formatted(passphrases.size()),
				passphrases.size() <= materials.size(),
				"there are %d private keys, and each has one passphrase".formatted(materials.size()));
		List<PrivateKeySource> privateKeys = IntStream.range(0, materials.size())
			.mapToObj((index) -> new PrivateKeySource(materials.get(index), passphrase(properties, index)))
			.toList();
		List<KeyMaterial> certificates = this.keys.resolve(PREFIX + "host-key.certificates",
				properties.getCertificates());
		String generate = properties.getGenerate();
		return new HostKeySettings(privateKeys, certificates, StringUtils.hasText(generate) ? Path.of(generate) : null,
				properties.isReloadOnUpdate());
	}

	private static @Nullable String passphrase(HostKey properties, int index) {
		List<String> passphrases = properties.getPassphrases();
		String passphrase = (index < passphrases.size()) ? passphrases.get(index) : null;
		return StringUtils.hasLength(passphrase) ? passphrase : properties.getPassphrase();
	}

	private ServerAuthenticationSettings authentication(Authentication properties) {
		Map<String, ServerAuthenticationSettings.User> users = new LinkedHashMap<>();
		properties.getUsers().forEach((name, user) -> users.put(name, user(name, user)));
		return new ServerAuthenticationSettings(publicKeys(properties), users, login(properties));
	}

	private PublicKeySettings publicKeys(Authentication properties) {
		List<AuthorizedKeysLocation> locations = properties.getAuthorizedKeys()
			.stream()
			.map(this::authorizedKeys)
			.toList();
		return new PublicKeySettings(locations,
				this.keys.resolve(PREFIX + "authentication.trusted-user-ca-keys", properties.getTrustedUserCaKeys()),
				this.keys.resolve(PREFIX + "authentication.revoked-keys", properties.getRevokedKeys()),
				properties.isStrictModes());
	}

	private static LoginSettings login(Authentication properties) {
		check("authentication.login-timeout", properties.getLoginTimeout(), isPositive(properties.getLoginTimeout()),
				"it must be more than 0");
		check("authentication.max-attempts", properties.getMaxAttempts(), properties.getMaxAttempts() > 0,
				"it must be at least 1");
		check("authentication.failure-delay", properties.getFailureDelay(),
				!properties.getFailureDelay().isNegative()
						&& properties.getFailureDelay().compareTo(MAX_FAILURE_DELAY) <= 0,
				"it must be between 0 and 1m");
		check("authentication.decision-timeout", properties.getDecisionTimeout(),
				isPositive(properties.getDecisionTimeout()), "it must be more than 0");
		check("authentication.methods", properties.getMethods(),
				!properties.isNone() || properties.getMethods().isEmpty(),
				"with 'ssh.server.authentication.none' no method is needed");
		return new LoginSettings(properties.getMethods(), properties.getLoginTimeout(), properties.getMaxAttempts(),
				properties.getFailureDelay(), properties.getDecisionTimeout(), properties.isNone());
	}

	private static boolean isPositive(Duration duration) {
		return !duration.isNegative() && !duration.isZero();
	}

	private AuthorizedKeysLocation authorizedKeys(String location) {
		check("authentication.authorized-keys", location, StringUtils.hasText(location),
				"a location must not be empty");
		return (username) -> this.keys.resolve(PREFIX + "authentication.authorized-keys",
				location.replace("{user}", username));
	}

	private ServerAuthenticationSettings.User user(String name, User properties) {
		String property = PREFIX + "authentication.users." + name;
		return new ServerAuthenticationSettings.User(password(property + ".password", properties.getPassword()),
				this.keys.resolve(property + ".public-keys", properties.getPublicKeys()), properties.getAuthorities());
	}

	private @Nullable String password(String property, @Nullable String password) {
		if (!StringUtils.hasLength(password)) {
			return null;
		}
		if (!this.customPasswordEncoder && !ENCODED.matcher(password).matches()) {
			throw new UnencodedPasswordException(property);
		}
		return password;
	}

	private static ChannelLimits channels(SshServerProperties properties) {
		int maxChannels = properties.getLimits().getMaxChannels();
		check("limits.max-channels", maxChannels, maxChannels > 0, "it must be at least 1");
		Duration idleTimeout = properties.getSession().getIdleTimeout();
		check("session.idle-timeout", idleTimeout, !idleTimeout.isNegative(), "it must not be negative");
		return new ChannelLimits(maxChannels, idleTimeout);
	}

	/**
	 * Map what the shell is about.
	 * @param properties the properties
	 * @param applicationName the name of the application or {@code null}
	 * @return the settings of the shell
	 */
	static ShellSettings shell(Session properties, @Nullable String applicationName) {
		check("session.history-size", properties.getHistorySize(),
				properties.getHistorySize() >= 0 && properties.getHistorySize() <= MAX_HISTORY,
				"it must be between 0 and %d".formatted(MAX_HISTORY));
		String prompt = properties.getPrompt();
		if (prompt == null) {
			prompt = (StringUtils.hasText(applicationName) ? applicationName : "ssh") + ">";
		}
		String directory = properties.getHistoryDirectory();
		return new ShellSettings(prompt.stripTrailing() + " ", properties.getHistorySize(),
				StringUtils.hasText(directory) ? Path.of(directory) : null, properties.getEncoding());
	}

	/**
	 * Map what file transfer is about.
	 * @param properties the properties
	 * @return the settings of file transfer
	 */
	static FileTransferSettings fileTransfer(SshServerProperties properties) {
		Sftp sftp = properties.getSftp();
		return new FileTransferSettings(sftp.isEnabled(), properties.getScp().isEnabled(), sftp.getMaxHandles(),
				sftp.isCheckFile(), checksum(sftp.getEvents().getChecksum()));
	}

	/**
	 * Map what becomes of files.
	 * @param properties the properties
	 * @param openFiles how many files the process may have open
	 * @return the settings of the files
	 */
	static SftpSettings files(Sftp properties, long openFiles) {
		return new SftpSettings(properties.isReadOnly(), properties.isAtomicUploads(), properties.isSyncUploads(),
				umask(properties.getUmask()), properties.getLinks(), patterns("allow", properties.getAllow()),
				patterns("deny", properties.getDeny()), quota(properties.getQuota()),
				transferLimits(properties, openFiles));
	}

	/**
	 * Map the directory of users.
	 * @param properties the properties
	 * @return the directory
	 */
	static String root(Sftp properties) {
		String root = properties.getRoot();
		check("sftp.root", root, StringUtils.hasText(root), "it must be the path of a directory");
		check("sftp.root", root, root.indexOf('\0') < 0, "it must be the path of a directory");
		String unknown = root.replace("{user}", "");
		check("sftp.root", root, unknown.indexOf('{') < 0 && unknown.indexOf('}') < 0,
				"the only placeholder is '{user}'");
		return root;
	}

	private static int umask(String umask) {
		check("sftp.umask", umask, UMASK.matcher(umask).matches(), "it must be octal digits up to 777, such as 027");
		return Integer.parseInt(umask, 8);
	}

	private static List<String> patterns(String name, List<String> patterns) {
		for (String pattern : patterns) {
			check("sftp." + name, pattern,
					StringUtils.hasText(pattern) && (pattern.indexOf('/') < 0 || pattern.startsWith("/")),
					"a pattern is for a name, without '/', or for a path, and then begins with '/'");
		}
		return patterns;
	}

	private static SftpQuota quota(Sftp.Quota properties) {
		Long files = properties.getFiles();
		check("sftp.quota.files", String.valueOf(files), files == null || files > 0, "it must be at least 1");
		return new SftpQuota(bytes("sftp.quota.bytes", properties.getBytes()),
				(files != null) ? files : Long.MAX_VALUE);
	}

	private static SftpSessionLimits transferLimits(Sftp properties, long openFiles) {
		checkPositive("sftp.max-handles", properties.getMaxHandles());
		Integer total = properties.getMaxTotalHandles();
		if (total != null) {
			checkPositive("sftp.max-total-handles", total);
		}
		check("sftp.transfer-timeout", properties.getTransferTimeout(), !properties.getTransferTimeout().isNegative(),
				"it must not be negative");
		check("sftp.idle-timeout", properties.getIdleTimeout(), !properties.getIdleTimeout().isNegative(),
				"it must not be negative");
		int quarter = (int) Math.max(1, Math.min(Integer.MAX_VALUE, openFiles / 4));
		return new SftpSessionLimits(properties.getMaxHandles(), (total != null) ? total : quarter,
				bytes("sftp.max-file-size", properties.getMaxFileSize()), properties.getTransferTimeout(),
				properties.getIdleTimeout(), bytes("sftp.bandwidth", properties.getBandwidth()));
	}

	private static long bytes(String property, @Nullable DataSize size) {
		if (size == null) {
			return Long.MAX_VALUE;
		}
		check(property, size, size.toBytes() > 0, "it must be more than 0");
		return size.toBytes();
	}

	private static @Nullable String checksum(@Nullable String algorithm) {
		if (!StringUtils.hasText(algorithm)) {
			return null;
		}
		try {
			return MessageDigest.getInstance(algorithm).getAlgorithm();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "sftp.events.checksum", algorithm,
					"there is no such algorithm; 'SHA-256' is one");
		}
	}

	private SessionSettings session(Session properties) {
		check("session.max-environment", properties.getMaxEnvironment(), properties.getMaxEnvironment() >= 0,
				"it must not be negative");
		check("session.command-timeout", properties.getCommandTimeout(), !properties.getCommandTimeout().isNegative(),
				"it must not be negative");
		return new SessionSettings(properties.getEncoding(), properties.isAllowPty(), properties.getAcceptEnvironment(),
				properties.getMaxEnvironment(), properties.getCommandTimeout());
	}

	private static LimitSettings limits(Limits properties) {
		checkPositive("limits.max-connections", properties.getMaxConnections());
		checkPositive("limits.max-unauthenticated", properties.getMaxUnauthenticated());
		checkPositive("limits.max-unauthenticated-per-source", properties.getMaxUnauthenticatedPerSource());
		int ipv4 = properties.getSourcePrefix().getIpv4();
		check("limits.source-prefix.ipv4", ipv4, ipv4 > 0 && ipv4 <= Integer.SIZE, "it must be between 1 and 32");
		int ipv6 = properties.getSourcePrefix().getIpv6();
		check("limits.source-prefix.ipv6", ipv6, ipv6 > 0 && ipv6 <= Long.SIZE * 2, "it must be between 1 and 128");
		return new LimitSettings(properties.getMaxConnections(), properties.getMaxUnauthenticated(),
				properties.getMaxUnauthenticatedPerSource(), new LimitSettings.SourcePrefix(ipv4, ipv6),
				penalties(properties.getPenalties()));
	}

	private static LimitSettings.Penalties penalties(Limits.Penalties properties) {
		checkPenalty("protocol-error", properties.getProtocolError());
		checkPenalty("failed-login", properties.getFailedLogin());
		checkPenalty("unknown-user", properties.getUnknownUser());
		checkPenalty("no-login", properties.getNoLogin());
		checkPenalty("login-timeout", properties.getLoginTimeout());
		checkPenalty("min", properties.getMin());
		check("limits.penalties.max", properties.getMax(), properties.getMax().compareTo(properties.getMin()) > 0,
				"it must be longer than 'ssh.server.limits.penalties.min'");
		checkPositive("limits.penalties.max-sources", properties.getMaxSources());
		return new LimitSettings.Penalties(properties.isEnabled(), properties.getProtocolError(),
				properties.getFailedLogin(), properties.getUnknownUser(), properties.getNoLogin(),
				properties.getLoginTimeout(), properties.getMin(), properties.getMax(), properties.getMaxSources(),
				properties.getExempt().stream().map(SshServerPropertiesMapper::exempt).toList());
	}

	private static AddressPrefix exempt(String text) {
		try {
			return AddressPrefix.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "limits.penalties.exempt", text,
					String.valueOf(ex.getMessage()));
		}
	}

	private static void checkPenalty(String name, Duration penalty) {
		check("limits.penalties." + name, penalty, !penalty.isNegative(), "it must not be negative");
	}

	private static void checkPositive(String property, int value) {
		check(property, value, value > 0, "it must be at least 1");
	}

	private static void check(String property, Object value, boolean valid, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + property, value, reason);
		}
	}

}
