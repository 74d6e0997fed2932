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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.github.sshboot.authentication.ClientAgentSettings;
import io.github.sshboot.authentication.ClientCredentials;
import io.github.sshboot.authentication.SshPasswordSupplier;
import io.github.sshboot.authentication.SshPromptResponder;
import io.github.sshboot.autoconfigure.KeyMaterialResolver;
import io.github.sshboot.autoconfigure.TransportPropertiesMapper;
import io.github.sshboot.autoconfigure.client.SshClientProperties.Connection;
import io.github.sshboot.client.SshClientSettings;
import io.github.sshboot.client.SshClientSettings.Defaults;
import io.github.sshboot.client.SshClientSettings.FileTransfer;
import io.github.sshboot.client.SshClientSettings.Pool;
import io.github.sshboot.client.SshClientSettings.Timeouts;
import io.github.sshboot.transport.ConnectSettings;
import io.github.sshboot.transport.HostKeyPin;
import io.github.sshboot.transport.HostKeyTrust;
import io.github.sshboot.transport.Identification;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.LocalAddress;
import io.github.sshboot.transport.PrivateKeySource;
import io.github.sshboot.transport.SshEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Maps {@link SshClientProperties} to {@link SshClientSettings} and refuses what makes no
 * sense. What a connection does not say is taken from {@code ssh.client}.
 */
final class SshClientPropertiesMapper {

	private static final String PREFIX = "ssh.client.";

	private static final int MAX_PORT = 65535;

	private static final DataSize MIN_IN_FLIGHT = DataSize.ofKilobytes(32);

	private static final DataSize MAX_IN_FLIGHT = DataSize.ofGigabytes(1);

	private final KeyMaterialResolver keys;

	private final Login login;

	SshClientPropertiesMapper(KeyMaterialResolver keys, Login login) {
		this.keys = keys;
		this.login = login;
	}

	Map<String, SshClientSettings> mapConnections(SshClientProperties properties, Defaults defaults) {
		Map<String, SshClientSettings> connections = new LinkedHashMap<>();
		checkProxyJumps(properties.getConnections());
		TransportPropertiesMapper transport = new TransportPropertiesMapper(PREFIX, properties);
		properties.getConnections()
			.forEach((name, connection) -> connections.put(name,
					map(name, connection, properties, defaults, transport)));
		return connections;
	}

	Defaults mapDefaults(SshClientProperties properties) {
		checkPositive("connect-timeout", properties.getConnectTimeout());
		checkPositive("login-timeout", properties.getLoginTimeout());
		TransportPropertiesMapper transport = new TransportPropertiesMapper(PREFIX, properties);
		return new Defaults(
				new ConnectSettings(properties.getAddressFamily(), null,
						identification("identification", properties.getIdentification())),
				credentials(properties),
				new HostKeyTrust(properties.getHostKeyVerification(),
						this.keys.resolve(PREFIX + "known-hosts", properties.getKnownHosts())),
				transport.mapTransport(), transport.mapWindow(),
				new Timeouts(properties.getConnectTimeout(), properties.getLoginTimeout()), pool(properties.getPool()),
				fileTransfer(properties.getFileTransfer()));
	}

	private static Pool pool(SshClientProperties.Pool properties) {
		return check("pool.", new Pool(properties.getMaxConnections(), properties.getMaxSessionsPerConnection(),
				properties.getIdleTimeout(), properties.getMaxLifetime(), properties.getMaxWait()));
	}

	private static Pool pool(String prefix, SshClientProperties.ConnectionPool properties, Pool defaults) {
		return check(prefix + "pool.",
				new Pool(orElse(properties.getMaxConnections(), defaults.maxConnections()),
						orElse(properties.getMaxSessionsPerConnection(), defaults.maxSessionsPerConnection()),
						orElse(properties.getIdleTimeout(), defaults.idleTimeout()),
						orElse(properties.getMaxLifetime(), defaults.maxLifetime()),
						orElse(properties.getMaxWait(), defaults.maxWait())));
	}

	private static Pool check(String prefix, Pool pool) {
		check(prefix + "max-connections", pool.maxConnections(), pool.maxConnections() > 0, "it must be at least 1");
		check(prefix + "max-sessions-per-connection", pool.maxSessionsPerConnection(),
				pool.maxSessionsPerConnection() > 0, "it must be at least 1");
		checkPositive(prefix + "idle-timeout", pool.idleTimeout());
		check(prefix + "max-lifetime", pool.maxLifetime(), !pool.maxLifetime().isNegative(), "it must not be negative");
		checkPositive(prefix + "max-wait", pool.maxWait());
		return pool;
	}

	private static FileTransfer fileTransfer(SshClientProperties.FileTransfer properties) {
		return fileTransfer("file-transfer.", properties.getTimeout(), properties.getMaxChannels(),
				properties.getChannelsPerFile(), properties.getIdleTimeout(), properties.getMaxInFlight());
	}

	private static FileTransfer fileTransfer(String prefix, SshClientProperties.ConnectionFileTransfer properties,
			FileTransfer defaults) {
		return fileTransfer(prefix + "file-transfer.", orElse(properties.getTimeout(), defaults.timeout()),
				orElse(properties.getMaxChannels(), defaults.maxChannels()),
				orElse(properties.getChannelsPerFile(), defaults.channelsPerFile()),
				orElse(properties.getIdleTimeout(), defaults.idleTimeout()),
				orElse(properties.getMaxInFlight(), DataSize.ofBytes(defaults.maxInFlight())));
	}

	private static FileTransfer fileTransfer(String prefix, Duration timeout, int maxChannels, int channelsPerFile,
			Duration idleTimeout, DataSize maxInFlight) {
		checkPositive(prefix + "timeout", timeout);
		check(prefix + "max-channels", maxChannels, maxChannels > 0, "it must be at least 1");
		check(prefix + "channels-per-file", channelsPerFile, channelsPerFile > 0, "it must be at least 1");
		checkPositive(prefix + "idle-timeout", idleTimeout);
		check(prefix + "max-in-flight", maxInFlight,
				maxInFlight.compareTo(MIN_IN_FLIGHT) >= 0 && maxInFlight.compareTo(MAX_IN_FLIGHT) <= 0,
				"it must be between 32KB and 1GB");
		return new FileTransfer(timeout, maxChannels, channelsPerFile, idleTimeout, (int) maxInFlight.toBytes());
	}

	/**
	 * Check that the hosts to go through are known, and that each way begins somewhere.
	 * The first host of a way is reached as its own connection says, the others through
	 * the one before them.
	 */
	private static void checkProxyJumps(Map<String, Connection> connections) {
		connections.forEach((name, connection) -> {
			String property = "connections.%s.proxy-jump".formatted(name);
			List<String> jumps = connection.getProxyJump();
			for (String jump : jumps) {
				check(property, jump, connections.containsKey(jump), "there is no connection of that name; known are %s"
					.formatted(new TreeSet<>(connections.keySet())));
			}
			check(property, jumps, !jumps.contains(name), "a connection cannot go through itself");
			Set<String> way = new LinkedHashSet<>();
			for (String next = name; next != null; next = first(connections.get(next))) {
				check(property, jumps, way.add(next), "the connections %s would go through each other".formatted(way));
			}
		});
	}

	private static @Nullable String first(@Nullable Connection connection) {
		return (connection == null || connection.getProxyJump().isEmpty()) ? null : connection.getProxyJump().get(0);
	}

	private SshClientSettings map(String name, Connection properties, SshClientProperties client, Defaults defaults,
			TransportPropertiesMapper inherited) {
		String prefix = "connections.%s.".formatted(name);
		TransportPropertiesMapper transport = inherited.with(PREFIX + prefix, properties);
		return new SshClientSettings(endpoint(prefix, properties), connect(prefix, properties, defaults.connect()),
				credentials(prefix, properties, client, defaults.credentials()),
				hostKeyTrust(prefix, properties, defaults.hostKeyTrust()), transport.mapTransport(),
				transport.mapWindow(), timeouts(prefix, properties, defaults.timeouts()),
				pool(prefix, properties.getPool(), defaults.pool()),
				fileTransfer(prefix, properties.getFileTransfer(), defaults.fileTransfer()), properties.getProxyJump());
	}

	private static SshEndpoint endpoint(String prefix, Connection properties) {
		String host = properties.getHost();
		if (!StringUtils.hasText(host)) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + prefix + "host", host,
					"a connection needs a host");
		}
		check(prefix + "port", properties.getPort(), properties.getPort() > 0 && properties.getPort() <= MAX_PORT,
				"a port is between 1 and 65535");
		return new SshEndpoint(host, properties.getPort());
	}

	private static ConnectSettings connect(String prefix, Connection properties, ConnectSettings defaults) {
		String local = properties.getLocalAddress();
		Identification identification = identification(prefix + "identification", properties.getIdentification());
		return new ConnectSettings(orElse(properties.getAddressFamily(), defaults.addressFamily()),
				(local != null) ? parse(prefix + "local-address", local, LocalAddress::parse) : null,
				(identification != null) ? identification : defaults.identification());
	}

	private static @Nullable Identification identification(String property, @Nullable String identification) {
		return (identification != null) ? parse(property, identification, Identification::new) : null;
	}

	private static <T> T parse(String property, String value, Function<String, T> parser) {
		try {
			return parser.apply(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + property, value,
					String.valueOf(ex.getMessage()));
		}
	}

	private ClientCredentials credentials(SshClientProperties properties) {
		return new ClientCredentials(System.getProperty("user.name", ""), null,
				privateKeys("", properties.getPrivateKeys(), properties.getPassphrases(), properties.getPassphrase()),
				this.keys.resolve(PREFIX + "certificates", properties.getCertificates()),
				agent(properties.isUseAgent()), defaultKeys(properties.isDefaultKeys()), this.login.passwordSupplier(),
				this.login.promptResponder());
	}

	private ClientCredentials credentials(String prefix, Connection properties, SshClientProperties inherited,
			ClientCredentials defaults) {
		String username = properties.getUsername();
		String password = properties.getPassword();
		List<String> privateKeys = properties.getPrivateKeys();
		String passphrase = properties.getPassphrase();
		List<PrivateKeySource> own = privateKeys(prefix, orElse(privateKeys, List.of()), properties.getPassphrases(),
				(passphrase != null) ? passphrase : inherited.getPassphrase());
		List<String> certificates = properties.getCertificates();
		return new ClientCredentials(StringUtils.hasText(username) ? username : defaults.username(),
				StringUtils.hasLength(password) ? password : null, (privateKeys != null) ? own : defaults.privateKeys(),
				(certificates != null) ? this.keys.resolve(PREFIX + prefix + "certificates", certificates)
						: defaults.certificates(),
				agent(orElse(properties.getUseAgent(), inherited.isUseAgent())),
				defaultKeys(orElse(properties.getDefaultKeys(), inherited.isDefaultKeys())),
				defaults.passwordSupplier(), defaults.promptResponder());
	}

	private List<PrivateKeySource> privateKeys(String prefix, List<String> values, List<String> passphrases,
			@Nullable String passphrase) {
		check(prefix + "passphrases", "%d passphrases".formatted(passphrases.size()),
				passphrases.size() <= values.size(),
				"there are %d private keys, and each has one passphrase".formatted(values.size()));
		List<KeyMaterial> materials = this.keys.resolve(PREFIX + prefix + "private-keys", values);
		return IntStream.range(0, materials.size())
			.mapToObj((index) -> new PrivateKeySource(materials.get(index),
					(index < passphrases.size() && StringUtils.hasLength(passphrases.get(index)))
							? passphrases.get(index) : passphrase))
			.toList();
	}

	private @Nullable ClientAgentSettings agent(boolean use) {
		return use ? ClientAgentSettings.of(this.login.agentSocket()) : null;
	}

	private static List<KeyMaterial> defaultKeys(boolean use) {
		return use ? ClientCredentials.defaultKeys(Path.of(System.getProperty("user.home"))) : List.of();
	}

	private HostKeyTrust hostKeyTrust(String prefix, Connection properties, HostKeyTrust defaults) {
		List<String> configured = properties.getKnownHosts();
		List<KeyMaterial> knownHosts = (configured != null)
				? this.keys.resolve(PREFIX + prefix + "known-hosts", configured) : defaults.knownHosts();
		return new HostKeyTrust(orElse(properties.getHostKeyVerification(), defaults.policy()), knownHosts,
				hostKeyPins(PREFIX + prefix + "host-key", properties.getHostKey()));
	}

	private List<HostKeyPin> hostKeyPins(String property, List<String> values) {
		List<HostKeyPin> pins = new ArrayList<>();
		for (int i = 0; i < values.size(); i++) {
			pins.addAll(hostKeyPins("%s[%d]".formatted(property, i), values.get(i)));
		}
		return pins;
	}

	private List<HostKeyPin> hostKeyPins(String property, String value) {
		try {
			return HostKeyPin.isInline(value) ? HostKeyPin.parse("value of '%s'".formatted(property), value)
					: HostKeyPin.read(this.keys.resolve(property, value));
		}
		catch (IllegalArgumentException ex) {
			boolean secret = PemContent.isPresentInText(value);
			throw new InvalidConfigurationPropertyValueException(property, secret ? "******" : value, ex.getMessage());
		}
	}

	private static Timeouts timeouts(String prefix, Connection properties, Timeouts defaults) {
		Duration connect = orElse(properties.getConnectTimeout(), defaults.connect());
		Duration login = orElse(properties.getLoginTimeout(), defaults.login());
		checkPositive(prefix + "connect-timeout", connect);
		checkPositive(prefix + "login-timeout", login);
		return new Timeouts(connect, login);
	}

	private static <T> T orElse(@Nullable T value, T other) {
		return (value != null) ? value : other;
	}

	private static void checkPositive(String property, Duration value) {
		check(property, value, !value.isNegative() && !value.isZero(), "it must be positive");
	}

	private static void check(String property, Object value, boolean valid, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + property, value, reason);
		}
	}

	/**
	 * What clients log in with that is not in the properties.
	 *
	 * @param agentSocket the socket that the environment names, or {@code null}
	 * @param passwordSupplier supplies passwords, or {@code null}
	 * @param promptResponder answers questions, or {@code null}
	 */
	record Login(@Nullable String agentSocket, @Nullable SshPasswordSupplier passwordSupplier,
			@Nullable SshPromptResponder promptResponder) {

	}

}
