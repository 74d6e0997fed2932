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

package io.github.sshboot.client;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.sshboot.transport.SshClientCustomizer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The {@link SshClientFactory} of an application. Closing it closes all connections.
 *
 * @since 0.1.0
 */
public final class DefaultSshClientFactory implements SshClientFactory, AutoCloseable {

	private final Map<String, SshClientSettings> connections;

	private final SshClientSettings.Defaults defaults;

	private final List<SshClientBuilderCustomizer> builderCustomizers;

	private final ClientEngine engine;

	private final Map<String, DefaultSshClient> clients = new ConcurrentHashMap<>();

	private final Map<List<String>, DefaultSshClient> routes = new ConcurrentHashMap<>();

	/**
	 * The connections whose clients are being made, one for the sake of the other.
	 */
	private final Set<String> making = new LinkedHashSet<>();

	/**
	 * Create a new {@link DefaultSshClientFactory}.
	 * @param connections the configured connections by name
	 * @param defaults what holds for other clients that do not say otherwise
	 * @param callbacks what the clients call
	 * @param virtualThreads whether to use virtual threads; Java 21 or later
	 */
	public DefaultSshClientFactory(Map<String, SshClientSettings> connections, SshClientSettings.Defaults defaults,
			SshClientCallbacks callbacks, boolean virtualThreads) {
		this.connections = Map.copyOf(connections);
		this.defaults = defaults;
		this.builderCustomizers = callbacks.builderCustomizers();
		this.engine = new ClientEngine(callbacks, virtualThreads);
	}

	/**
	 * Create a new {@link DefaultSshClientFactory} whose clients call nothing but
	 * customizers of the engine.
	 * @param connections the configured connections by name
	 * @param defaults what holds for other clients that do not say otherwise
	 * @param customizers have the last word about the MINA client
	 * @param virtualThreads whether to use virtual threads; Java 21 or later
	 */
	public DefaultSshClientFactory(Map<String, SshClientSettings> connections, SshClientSettings.Defaults defaults,
			List<SshClientCustomizer> customizers, boolean virtualThreads) {
		this(connections, defaults, new SshClientCallbacks(customizers, List.of(), List.of(), List.of()),
				virtualThreads);
	}

	@Override
	public SshClient get(String name) {
		return client(name);
	}

	private DefaultSshClient client(String name) {
		DefaultSshClient client = this.clients.get(name);
		return (client != null) ? client : make(name);
	}

	private synchronized DefaultSshClient make(String name) {
		DefaultSshClient client = this.clients.get(name);
		if (client != null) {
			return client;
		}
		SshClientSettings settings = this.connections.get(name);
		if (settings == null) {
			throw new UnknownSshConnectionException(name, getNames());
		}
		Assert.state(this.making.add(name), () -> "The SSH connections %s would jump through each other, see '%s'"
			.formatted(this.making, "ssh.client.connections.%s.proxy-jump".formatted(name)));
		try {
			DefaultSshClientBuilder builder = new DefaultSshClientBuilder(this.engine, this::route, settings, null);
			builder.proxyJump(settings.proxyJump().toArray(String[]::new));
			client = build(builder, name);
			this.clients.put(name, client);
			return client;
		}
		finally {
			this.making.remove(name);
		}
	}

	/**
	 * Find the way through several hosts. Those who have a part of it in common share the
	 * connections of that part.
	 */
	private @Nullable DefaultSshClient route(List<String> names) {
		if (names.isEmpty()) {
			return null;
		}
		DefaultSshClient last = client(names.get(names.size() - 1));
		DefaultSshClient before = route(names.subList(0, names.size() - 1));
		return (before != null) ? this.routes.computeIfAbsent(List.copyOf(names), (key) -> last.through(before)) : last;
	}

	@Override
	public SshClient create(Consumer<SshClient.Builder> connection) {
		DefaultSshClientBuilder builder = new DefaultSshClientBuilder(this.engine, this::route, this.defaults);
		customize(builder, null);
		connection.accept(builder);
		return builder.build();
	}

	private DefaultSshClient build(DefaultSshClientBuilder builder, String name) {
		customize(builder, name);
		return builder.build();
	}

	private void customize(DefaultSshClientBuilder builder, @Nullable String name) {
		this.builderCustomizers.forEach((customizer) -> customizer.customize(builder, name));
	}

	@Override
	public SshFanOut fanOut(Collection<String> names) {
		Map<String, SshClient> clients = new LinkedHashMap<>();
		names.forEach((name) -> clients.put(name, get(name)));
		return fanOut(clients);
	}

	@Override
	public SshFanOut fanOut(Map<String, ? extends SshClient> clients) {
		return new DefaultSshFanOut(this.engine, clients);
	}

	@Override
	public Set<String> getNames() {
		return this.connections.keySet();
	}

	@Override
	public void close() {
		this.engine.close();
	}

}
