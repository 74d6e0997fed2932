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

package io.github.sshboot.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.sshboot.authentication.ClientCredentials;
import io.github.sshboot.client.DefaultSshClientFactory;
import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.SshClientCallbacks;
import io.github.sshboot.client.SshClientSettings;
import io.github.sshboot.client.SshClientSettings.Defaults;
import io.github.sshboot.client.SshClientSettings.Pool;
import io.github.sshboot.client.SshClientSettings.Timeouts;
import io.github.sshboot.connection.WindowSettings;
import io.github.sshboot.transport.ConnectSettings;
import io.github.sshboot.transport.HostKeyPolicy;
import io.github.sshboot.transport.HostKeyTrust;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.PrivateKeySource;
import io.github.sshboot.transport.SshClientCustomizer;
import io.github.sshboot.transport.SshEndpoint;
import io.github.sshboot.transport.TransportSettings;

/**
 * Clients for the servers of the tests: the connection {@code demo} logs in with the key
 * of {@link TestKeys} and trusts its host key.
 */
public final class TestSshClients {

	private TestSshClients() {
	}

	public static DefaultSshClientFactory create(int port) {
		return create(port, (settings) -> settings);
	}

	public static DefaultSshClientFactory create(int port, UnaryOperator<SshClientSettings> change,
			SshClientCustomizer... customizers) {
		return create(port, change, new SshClientCallbacks(List.of(customizers), List.of(), List.of(), List.of()));
	}

	public static DefaultSshClientFactory create(int port, UnaryOperator<SshClientSettings> change,
			SshClientCallbacks callbacks) {
		SshClientSettings settings = change.apply(settings(port));
		return new DefaultSshClientFactory(Map.of("demo", settings),
				new Defaults(settings.connect(),
						new ClientCredentials(System.getProperty("user.name"), null, List.of()),
						settings.hostKeyTrust(), settings.transport(), settings.windows(), settings.timeouts(),
						settings.pool(), settings.fileTransfer()),
				callbacks, false);
	}

	/**
	 * Return a client with other transport settings, of which there is one connection at
	 * a time.
	 * @param transport the settings
	 * @return what changes the settings of the client
	 */
	public static UnaryOperator<SshClientSettings> transport(TransportSettings transport) {
		return (settings) -> new SshClientSettings(settings.endpoint(), settings.connect(), settings.credentials(),
				settings.hostKeyTrust(), transport, settings.windows(), settings.timeouts(),
				new Pool(1, 10, Duration.ofMinutes(5)));
	}

	/**
	 * Return a client with a pool of other settings.
	 * @param pool the settings
	 * @return what changes the settings of the client
	 */
	public static UnaryOperator<SshClientSettings> pool(Pool pool) {
		return (settings) -> new SshClientSettings(settings.endpoint(), settings.connect(), settings.credentials(),
				settings.hostKeyTrust(), settings.transport(), settings.windows(), settings.timeouts(), pool);
	}

	/**
	 * Return a client with other timeouts.
	 * @param connect how long connecting may take
	 * @param login how long logging in may take
	 * @return what changes the settings of the client
	 */
	public static UnaryOperator<SshClientSettings> timeouts(Duration connect, Duration login) {
		return (settings) -> new SshClientSettings(settings.endpoint(), settings.connect(), settings.credentials(),
				settings.hostKeyTrust(), settings.transport(), settings.windows(), new Timeouts(connect, login),
				settings.pool());
	}

	/**
	 * Describe a server of a test to whoever makes a client for it.
	 * @param port the port of the server
	 * @param builder the builder of the client
	 * @return the builder
	 */
	public static SshClient.Builder describe(int port, SshClient.Builder builder) {
		SshClientSettings settings = settings(port);
		return builder.host(settings.endpoint().host())
			.port(port)
			.username(settings.credentials().username())
			.privateKey(settings.credentials().privateKeys().get(0))
			.hostKey(TestKeys.ED25519_PUBLIC);
	}

	/**
	 * Return the user that exists on both kinds of server.
	 * @param port the port of the server
	 * @return the settings of the connection
	 */
	private static SshClientSettings settings(int port) {
		return new SshClientSettings(new SshEndpoint("127.0.0.1", port), ConnectSettings.defaults(), credentials(),
				trust(port), TransportSettings.defaults(), WindowSettings.defaults(),
				new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30)), Pool.defaults());
	}

	private static ClientCredentials credentials() {
		return new ClientCredentials(System.getProperty("user.name"), null,
				List.of(new PrivateKeySource(
						KeyMaterial.ofContent("user key", TestKeys.USER_PRIVATE.getBytes(StandardCharsets.UTF_8)),
						null)));
	}

	private static HostKeyTrust trust(int port) {
		String line = "[127.0.0.1]:%d %s\n".formatted(port, TestKeys.ED25519_PUBLIC);
		return new HostKeyTrust(HostKeyPolicy.STRICT,
				List.of(KeyMaterial.ofContent("test known hosts", line.getBytes(StandardCharsets.UTF_8))));
	}

}
