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

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.sshboot.transport.SshClientCustomizer;

/**
 * The {@link SshClientFactory} of an application. Closing it closes all connections.
 *
 * @since 0.1.0
 */
public final class DefaultSshClientFactory implements SshClientFactory, AutoCloseable {

	private final Map<String, SshClientSettings> connections;

	private final SshClientSettings.Defaults defaults;

	private final ClientEngine engine;

	private final Map<String, SshClient> clients = new ConcurrentHashMap<>();

	/**
	 * Create a new {@link DefaultSshClientFactory}.
	 * @param connections the configured connections by name
	 * @param defaults what holds for other clients that do not say otherwise
	 * @param customizers have the last word about the MINA client
	 * @param virtualThreads whether to use virtual threads; Java 21 or later
	 */
	public DefaultSshClientFactory(Map<String, SshClientSettings> connections, SshClientSettings.Defaults defaults,
			List<SshClientCustomizer> customizers, boolean virtualThreads) {
		this.connections = Map.copyOf(connections);
		this.defaults = defaults;
		this.engine = new ClientEngine(customizers, virtualThreads);
	}

	@Override
	public SshClient get(String name) {
		SshClientSettings settings = this.connections.get(name);
		if (settings == null) {
			throw new UnknownSshConnectionException(name, getNames());
		}
		return this.clients.computeIfAbsent(name, (key) -> new DefaultSshClient(this.engine, settings));
	}

	@Override
	public SshClient create(Consumer<SshClient.Builder> connection) {
		DefaultSshClientBuilder builder = new DefaultSshClientBuilder(this.engine, this.defaults);
		connection.accept(builder);
		return builder.build();
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
