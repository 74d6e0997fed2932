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

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sshboot.client.tunnel.SshTunnel;
import io.github.sshboot.client.tunnel.SshTunnels;
import io.github.sshboot.client.tunnel.TunnelAddress.Tcp;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * The ports that tunnels listen on, as
 * {@code local.ssh.client.<connection>.tunnels.<tunnel>.port}. Whoever asks for one has
 * the tunnels opened. Conditions ask before there can be any, and only want to know
 * whether there is a value: they get 0.
 */
final class TunnelPorts extends PropertySource<ListableBeanFactory> {

	private static final String NAME = "ssh.client.tunnels";

	private static final String PREFIX = "local.ssh.client.";

	private static final Pattern PROPERTY = Pattern
		.compile("local\\.ssh\\.client\\.(?<connection>.+)\\.tunnels\\.(?<tunnel>.+)\\.port");

	private final ConfigurableEnvironment environment;

	private @Nullable Set<TunnelName> names;

	private volatile boolean ready;

	private TunnelPorts(ConfigurableEnvironment environment, ListableBeanFactory beanFactory) {
		super(NAME, beanFactory);
		this.environment = environment;
	}

	/**
	 * Make the ports known.
	 */
	static TunnelPorts register(ConfigurableEnvironment environment, ListableBeanFactory beanFactory) {
		if (environment.getPropertySources().get(NAME) instanceof TunnelPorts ports
				&& ports.getSource() == beanFactory) {
			return ports;
		}
		TunnelPorts ports = new TunnelPorts(environment, beanFactory);
		environment.getPropertySources().remove(NAME);
		environment.getPropertySources().addLast(ports);
		return ports;
	}

	/**
	 * From now on there are beans.
	 */
	void ready() {
		this.ready = true;
	}

	@Override
	public @Nullable Object getProperty(String name) {
		if (!name.startsWith(PREFIX)) {
			return null;
		}
		Matcher matcher = PROPERTY.matcher(name);
		if (!matcher.matches()) {
			return null;
		}
		TunnelName tunnel = new TunnelName(matcher.group("connection"), matcher.group("tunnel"));
		return names().contains(tunnel) ? port(tunnel) : null;
	}

	private synchronized Set<TunnelName> names() {
		Set<TunnelName> names = this.names;
		if (names == null) {
			names = TunnelName.findAll(this.environment);
			this.names = names;
		}
		return names;
	}

	private @Nullable Integer port(TunnelName name) {
		if (!this.ready) {
			return 0;
		}
		SshTunnels tunnels = getSource().getBeanProvider(SshTunnels.class).getIfAvailable();
		if (tunnels == null) {
			return null;
		}
		SshTunnel tunnel = tunnels.get(name.connection(), name.tunnel());
		return (tunnel.getAddress() instanceof Tcp) ? tunnel.getPort() : null;
	}

}
