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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.sshboot.authentication.ClientAgentSettings;
import io.github.sshboot.authentication.ClientCredentials;
import io.github.sshboot.authentication.SshPasswordSupplier;
import io.github.sshboot.authentication.SshPromptResponder;
import io.github.sshboot.client.SshClientSettings.Defaults;
import io.github.sshboot.client.SshClientSettings.FileTransfer;
import io.github.sshboot.client.SshClientSettings.Pool;
import io.github.sshboot.client.SshClientSettings.Timeouts;
import io.github.sshboot.connection.WindowSettings;
import io.github.sshboot.transport.AddressFamily;
import io.github.sshboot.transport.AlgorithmSettings;
import io.github.sshboot.transport.ConnectSettings;
import io.github.sshboot.transport.HostKeyPin;
import io.github.sshboot.transport.HostKeyPolicy;
import io.github.sshboot.transport.HostKeyTrust;
import io.github.sshboot.transport.Identification;
import io.github.sshboot.transport.KeepAliveSettings;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.LocalAddress;
import io.github.sshboot.transport.PrivateKeySource;
import io.github.sshboot.transport.RekeySettings;
import io.github.sshboot.transport.SshEndpoint;
import io.github.sshboot.transport.TransportSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Builds clients on the engine of a factory.
 */
final class DefaultSshClientBuilder implements SshClient.Builder {

	private static final int DEFAULT_PORT = 22;

	private final ClientEngine engine;

	private final JumpHosts jumpHosts;

	private Supplier<@Nullable DefaultSshClient> jump = () -> null;

	private List<String> jumpNames = List.of();

	private @Nullable String host;

	private int port = DEFAULT_PORT;

	private String username;

	private @Nullable String password;

	private List<PrivateKeySource> privateKeys;

	private List<KeyMaterial> certificates;

	private @Nullable ClientAgentSettings agent;

	private List<KeyMaterial> defaultKeys;

	private @Nullable SshPasswordSupplier passwordSupplier;

	private @Nullable SshPromptResponder promptResponder;

	private boolean ownPrivateKeys;

	private ConnectSettings connect;

	private HostKeyTrust hostKeyTrust;

	private TransportSettings transport;

	private WindowSettings windows;

	private Timeouts timeouts;

	private Pool pool;

	private FileTransfer fileTransfer;

	/**
	 * Create a builder of a client that is not configured.
	 */
	DefaultSshClientBuilder(ClientEngine engine, JumpHosts jumpHosts, Defaults defaults) {
		this.engine = engine;
		this.jumpHosts = jumpHosts;
		this.connect = defaults.connect();
		ClientCredentials credentials = defaults.credentials();
		this.username = credentials.username();
		this.password = credentials.password();
		this.privateKeys = credentials.privateKeys();
		this.certificates = credentials.certificates();
		this.agent = credentials.agent();
		this.defaultKeys = credentials.defaultKeys();
		this.passwordSupplier = credentials.passwordSupplier();
		this.promptResponder = credentials.promptResponder();
		this.hostKeyTrust = defaults.hostKeyTrust();
		this.transport = defaults.transport();
		this.windows = defaults.windows();
		this.timeouts = defaults.timeouts();
		this.pool = defaults.pool();
		this.fileTransfer = defaults.fileTransfer();
	}

	/**
	 * Create a builder of a client like another one.
	 */
	DefaultSshClientBuilder(ClientEngine engine, JumpHosts jumpHosts, SshClientSettings settings,
			@Nullable DefaultSshClient jump) {
		this(engine, jumpHosts,
				new Defaults(settings.connect(), settings.credentials(), settings.hostKeyTrust(), settings.transport(),
						settings.windows(), settings.timeouts(), settings.pool(), settings.fileTransfer()));
		this.host = settings.endpoint().host();
		this.port = settings.endpoint().port();
		this.jumpNames = settings.proxyJump();
		this.jump = () -> jump;
	}

	@Override
	public SshClient.Builder host(String host) {
		this.host = host;
		return this;
	}

	@Override
	public SshClient.Builder port(int port) {
		this.port = port;
		return this;
	}

	@Override
	public SshClient.Builder addressFamily(AddressFamily family) {
		this.connect = new ConnectSettings(family, this.connect.localAddress(), this.connect.identification());
		return this;
	}

	@Override
	public SshClient.Builder localAddress(LocalAddress address) {
		this.connect = new ConnectSettings(this.connect.addressFamily(), address, this.connect.identification());
		return this;
	}

	@Override
	public SshClient.Builder identification(Identification identification) {
		this.connect = new ConnectSettings(this.connect.addressFamily(), this.connect.localAddress(), identification);
		return this;
	}

	@Override
	public SshClient.Builder username(String username) {
		this.username = username;
		return this;
	}

	@Override
	public SshClient.Builder password(String password) {
		this.password = password;
		return this;
	}

	@Override
	public SshClient.Builder password(SshPasswordSupplier supplier) {
		this.password = null;
		this.passwordSupplier = supplier;
		return defaultKeys(false);
	}

	@Override
	public SshClient.Builder promptResponder(SshPromptResponder responder) {
		this.promptResponder = responder;
		return this;
	}

	@Override
	public SshClient.Builder privateKey(Path file) {
		return privateKey(new PrivateKeySource(KeyMaterial.ofFile(file), null));
	}

	@Override
	public SshClient.Builder privateKey(PrivateKeySource key) {
		List<PrivateKeySource> keys = new ArrayList<>(this.ownPrivateKeys ? this.privateKeys : List.of());
		keys.add(key);
		this.privateKeys = keys;
		this.ownPrivateKeys = true;
		return this;
	}

	@Override
	public SshClient.Builder certificates(KeyMaterial... certificates) {
		this.certificates = List.of(certificates);
		return this;
	}

	@Override
	public SshClient.Builder useAgent(boolean use) {
		this.agent = use ? ClientAgentSettings.of(System.getenv(ClientAgentSettings.VARIABLE)) : null;
		return this;
	}

	@Override
	public SshClient.Builder agent(Path socket) {
		this.agent = new ClientAgentSettings(socket);
		return this;
	}

	@Override
	public SshClient.Builder defaultKeys(boolean use) {
		this.defaultKeys = use ? ClientCredentials.defaultKeys(Path.of(System.getProperty("user.home"))) : List.of();
		return this;
	}

	@Override
	public SshClient.Builder knownHosts(KeyMaterial... knownHosts) {
		this.hostKeyTrust = new HostKeyTrust(this.hostKeyTrust.policy(), List.of(knownHosts), this.hostKeyTrust.pins());
		return this;
	}

	@Override
	public SshClient.Builder hostKeyVerification(HostKeyPolicy policy) {
		this.hostKeyTrust = new HostKeyTrust(policy, this.hostKeyTrust.knownHosts(), this.hostKeyTrust.pins());
		return this;
	}

	@Override
	public SshClient.Builder hostKey(String... keys) {
		List<HostKeyPin> pins = Arrays.stream(keys)
			.flatMap((key) -> HostKeyPin.parse("hostKey", key).stream())
			.toList();
		this.hostKeyTrust = new HostKeyTrust(this.hostKeyTrust.policy(), this.hostKeyTrust.knownHosts(), pins);
		return this;
	}

	@Override
	public SshClient.Builder algorithms(UnaryOperator<AlgorithmSettings> change) {
		this.transport = new TransportSettings(change.apply(this.transport.algorithms()), this.transport.rekey(),
				this.transport.keepAlive());
		return this;
	}

	@Override
	public SshClient.Builder rekey(RekeySettings rekey) {
		this.transport = new TransportSettings(this.transport.algorithms(), rekey, this.transport.keepAlive());
		return this;
	}

	@Override
	public SshClient.Builder keepAlive(KeepAliveSettings keepAlive) {
		this.transport = new TransportSettings(this.transport.algorithms(), this.transport.rekey(), keepAlive);
		return this;
	}

	@Override
	public SshClient.Builder window(WindowSettings window) {
		this.windows = window;
		return this;
	}

	@Override
	public SshClient.Builder connectTimeout(Duration timeout) {
		this.timeouts = new Timeouts(timeout, this.timeouts.login());
		return this;
	}

	@Override
	public SshClient.Builder loginTimeout(Duration timeout) {
		this.timeouts = new Timeouts(this.timeouts.connect(), timeout);
		return this;
	}

	@Override
	public SshClient.Builder pool(Pool pool) {
		this.pool = pool;
		return this;
	}

	@Override
	public SshClient.Builder fileTransfer(FileTransfer fileTransfer) {
		this.fileTransfer = fileTransfer;
		return this;
	}

	@Override
	public SshClient.Builder proxyJump(String... names) {
		List<String> hosts = List.of(names);
		this.jumpNames = hosts;
		this.jump = () -> this.jumpHosts.find(hosts);
		return this;
	}

	@Override
	public SshClient.Builder proxyJump(SshClient first, SshClient... others) {
		List<DefaultSshClient> hosts = Stream.concat(Stream.of(first), Arrays.stream(others))
			.map(DefaultSshClientBuilder::own)
			.toList();
		this.jumpNames = List.of();
		this.jump = () -> {
			DefaultSshClient last = null;
			for (DefaultSshClient client : hosts) {
				last = (last != null) ? client.through(last) : client;
			}
			return last;
		};
		return this;
	}

	private static DefaultSshClient own(SshClient client) {
		Assert.isInstanceOf(DefaultSshClient.class, client,
				"A host to go through must be a client that an SshClientFactory has made");
		return (DefaultSshClient) client;
	}

	@Override
	public DefaultSshClient build() {
		String host = this.host;
		Assert.state(host != null, "An SSH client needs a host");
		SshClientSettings settings = new SshClientSettings(new SshEndpoint(host, this.port), this.connect,
				new ClientCredentials(this.username, this.password, this.privateKeys, this.certificates, this.agent,
						this.defaultKeys, this.passwordSupplier, this.promptResponder),
				this.hostKeyTrust, this.transport, this.windows, this.timeouts, this.pool, this.fileTransfer,
				this.jumpNames);
		return DefaultSshClient.create(this.engine, settings, this.jumpHosts, this.jump.get());
	}

}
