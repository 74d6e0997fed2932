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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import io.github.sshboot.autoconfigure.client.SshClientProperties.Tunnel;
import io.github.sshboot.client.tunnel.TunnelAddress;
import io.github.sshboot.client.tunnel.TunnelSettings;
import io.github.sshboot.client.tunnel.TunnelSettings.SocksLogin;
import io.github.sshboot.client.tunnel.TunnelSettings.Type;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * Maps the tunnels of {@link SshClientProperties} and refuses what makes no sense.
 */
final class TunnelPropertiesMapper {

	Map<TunnelName, ConfiguredTunnel> map(SshClientProperties properties) {
		Map<TunnelName, ConfiguredTunnel> tunnels = new LinkedHashMap<>();
		properties.getConnections().forEach((connection, settings) -> settings.getTunnels().forEach((tunnel, value) -> {
			TunnelName name = new TunnelName(connection, tunnel);
			tunnels.put(name, new ConfiguredTunnel(map(name, value), value.isRequired()));
		}));
		return tunnels;
	}

	private static TunnelSettings map(TunnelName name, Tunnel properties) {
		TunnelAddress listen = parse(name, "listen", properties.getListen(), TunnelAddress::parseListen);
		check(name, "wait-timeout", properties.getWaitTimeout(), !properties.getWaitTimeout().isNegative(),
				"it must not be negative");
		return new TunnelSettings(properties.getType(), listen, target(name, properties),
				login(name, properties, listen), properties.getWaitTimeout());
	}

	private static @Nullable TunnelAddress target(TunnelName name, Tunnel properties) {
		String target = properties.getTarget();
		boolean dynamic = properties.getType() == Type.DYNAMIC;
		if (!StringUtils.hasText(target)) {
			check(name, "target", target, dynamic, "a tunnel needs a target, unless it is dynamic");
			return null;
		}
		check(name, "target", target, !dynamic, "a dynamic tunnel has no target");
		return parse(name, "target", target, TunnelAddress::parseTarget);
	}

	private static @Nullable SocksLogin login(TunnelName name, Tunnel properties, TunnelAddress listen) {
		boolean dynamic = properties.getType() == Type.DYNAMIC;
		check(name, "listen", properties.getListen(), !dynamic || listen instanceof TunnelAddress.Tcp,
				"a dynamic tunnel listens on a port");
		String username = properties.getUsername();
		String password = properties.getPassword();
		if (!StringUtils.hasLength(username)) {
			check(name, "password", "******", !StringUtils.hasLength(password), "it needs a 'username'");
			return null;
		}
		check(name, "username", username, dynamic, "only a dynamic tunnel asks for one");
		check(name, "password", password, StringUtils.hasLength(password), "the 'username' needs one");
		try {
			return new SocksLogin(username, String.valueOf(password));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(name.property("username"), username,
					String.valueOf(ex.getMessage()));
		}
	}

	private static <T> T parse(TunnelName name, String property, String value, Function<String, T> parser) {
		try {
			return parser.apply(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(name.property(property), value,
					String.valueOf(ex.getMessage()));
		}
	}

	private static void check(TunnelName name, String property, @Nullable Object value, boolean valid, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(name.property(property), value, reason);
		}
	}

	/**
	 * A tunnel of the properties.
	 *
	 * @param settings the tunnel
	 * @param required whether the application starts only if it is up
	 */
	record ConfiguredTunnel(TunnelSettings settings, boolean required) {

	}

}
