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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.sshboot.authentication.ClientCredentials;
import io.github.sshboot.autoconfigure.KeyMaterialResolver;
import io.github.sshboot.autoconfigure.TransportPropertiesMapper;
import io.github.sshboot.autoconfigure.client.SshClientProperties.Connection;
import io.github.sshboot.client.SshClientSettings;
import io.github.sshboot.client.SshClientSettings.Defaults;
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

/**
 * Maps {@link SshClientProperties} to {@link SshClientSettings} and refuses what makes no
 * sense. What a connection does not say is taken from {@code ssh.client}.
 */
final class SshClientPropertiesMapper {

	private static final String PREFIX = "ssh.client.";

	private static final int MAX_PORT = 65535;

	private final KeyMaterialResolver keys;

	SshClientPropertiesMapper(KeyMaterialResolver keys) {
		this.keys = keys;
	}

	Map<String, SshClientSettings> mapConnections(SshClientProperties properties) {
		Map<String, SshClientSettings> connections = new LinkedHashMap<>();
		Defaults defaults = mapDefaults(properties);
		TransportPropertiesMapper transport = new TransportPropertiesMapper(PREFIX, properties);
		properties.getConnections()
			.forEach((name, connection) -> connections.put(name, map(name, connection, defaults, transport)));
		return connections;
	}

	Defaults mapDefaults(SshClientProperties properties) {
		checkPositive("connect-timeout", properties.getConnectTimeout());
		checkPositive("login-timeout", properties.getLoginTimeout());
		TransportPropertiesMapper transport = new TransportPropertiesMapper(PREFIX, properties);
		return new Defaults(
				new ConnectSettings(properties.getAddressFamily(), null,
						identification("identification", properties.getIdentification())),
				new HostKeyTrust(properties.getHostKeyVerification(),
						this.keys.resolve(PREFIX + "known-hosts", properties.getKnownHosts())),
				transport.mapTransport(), transport.mapWindow(),
				new Timeouts(properties.getConnectTimeout(), properties.getLoginTimeout()), pool(properties.getPool()));
	}

	private static Pool pool(SshClientProperties.Pool properties) {
		check("pool.max-connections", properties.getMaxConnections(), properties.getMaxConnections() > 0,
				"it must be at least 1");
		check("pool.max-sessions-per-connection", properties.getMaxSessionsPerConnection(),
				properties.getMaxSessionsPerConnection() > 0, "it must be at least 1");
		checkPositive("pool.idle-timeout", properties.getIdleTimeout());
		return new Pool(properties.getMaxConnections(), properties.getMaxSessionsPerConnection(),
				properties.getIdleTimeout());
	}

	private SshClientSettings map(String name, Connection properties, Defaults defaults,
			TransportPropertiesMapper inherited) {
		String prefix = "connections.%s.".formatted(name);
		TransportPropertiesMapper transport = inherited.with(PREFIX + prefix, properties);
		return new SshClientSettings(endpoint(prefix, properties), connect(prefix, properties, defaults.connect()),
				credentials(prefix, properties), hostKeyTrust(prefix, properties, defaults.hostKeyTrust()),
				transport.mapTransport(), transport.mapWindow(), timeouts(prefix, properties, defaults.timeouts()),
				defaults.pool());
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

	private ClientCredentials credentials(String prefix, Connection properties) {
		List<PrivateKeySource> privateKeys = this.keys
			.resolve(PREFIX + prefix + "private-keys", properties.getPrivateKeys())
			.stream()
			.map((material) -> new PrivateKeySource(material, properties.getPassphrase()))
			.toList();
		String username = properties.getUsername();
		String password = properties.getPassword();
		return new ClientCredentials(StringUtils.hasText(username) ? username : System.getProperty("user.name", ""),
				StringUtils.hasLength(password) ? password : null, privateKeys);
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

}
