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
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.github.sshboot.autoconfigure.client.TunnelPropertiesMapper.ConfiguredTunnel;
import io.github.sshboot.client.SshClientFactory;
import io.github.sshboot.client.SshException;
import io.github.sshboot.client.TunnelSpec.OpenSpec;
import io.github.sshboot.client.tunnel.SshTunnel;
import io.github.sshboot.client.tunnel.SshTunnels;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The tunnels of the properties. They are open once this exists, and until it is
 * destroyed.
 */
final class OpenTunnels implements SshTunnels, AutoCloseable {

	private static final Log logger = LogFactory.getLog(OpenTunnels.class);

	private final Map<TunnelName, SshTunnel> tunnels;

	private OpenTunnels(Map<TunnelName, SshTunnel> tunnels) {
		this.tunnels = tunnels;
	}

	/**
	 * Open tunnels. If one cannot be opened, none is.
	 */
	static OpenTunnels open(SshClientFactory clients, Map<TunnelName, ConfiguredTunnel> configured) {
		OpenTunnels open = new OpenTunnels(new LinkedHashMap<>());
		try {
			configured.forEach((name, tunnel) -> open.tunnels.put(name, open(clients, name, tunnel)));
			return open;
		}
		catch (RuntimeException ex) {
			open.close();
			throw ex;
		}
	}

	private static SshTunnel open(SshClientFactory clients, TunnelName name, ConfiguredTunnel configured) {
		OpenSpec spec = clients.get(name.connection()).tunnel().from(configured.settings());
		try {
			SshTunnel tunnel = configured.required() ? spec.open() : spec.openInBackground();
			logger.info("%s is open".formatted(tunnel));
			return tunnel;
		}
		catch (SshException ex) {
			throw new TunnelStartException(name, ex);
		}
	}

	@Override
	public SshTunnel get(String connection, String tunnel) {
		SshTunnel open = this.tunnels.get(new TunnelName(connection, tunnel));
		if (open == null) {
			throw new IllegalArgumentException("No tunnel '%s' of connection '%s'; there are: %s".formatted(tunnel,
					connection, this.tunnels.keySet()));
		}
		return open;
	}

	@Override
	public Set<String> getConnectionNames() {
		Set<String> names = new LinkedHashSet<>();
		this.tunnels.keySet().forEach((name) -> names.add(name.connection()));
		return names;
	}

	@Override
	public Set<String> getNames(String connection) {
		Set<String> names = new LinkedHashSet<>();
		this.tunnels.keySet()
			.stream()
			.filter((name) -> name.connection().equals(connection))
			.forEach((name) -> names.add(name.tunnel()));
		return names;
	}

	@Override
	public void close() {
		this.tunnels.values().forEach(SshTunnel::close);
	}

}
