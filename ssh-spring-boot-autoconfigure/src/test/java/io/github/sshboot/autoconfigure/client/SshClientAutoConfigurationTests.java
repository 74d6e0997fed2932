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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.sshboot.authentication.ClientAgentSettings;
import io.github.sshboot.authentication.ClientCredentials;
import io.github.sshboot.authentication.SshPasswordSupplier;
import io.github.sshboot.authentication.SshPromptResponder;
import io.github.sshboot.client.SshAuthenticationException;
import io.github.sshboot.testing.LoginScriptServer;
import io.github.sshboot.testing.SshKeygen;
import io.github.sshboot.testing.TestAgent;
import io.github.sshboot.transport.PrivateKeySource;
import io.github.sshboot.autoconfigure.KeyMaterialResolver;
import io.github.sshboot.autoconfigure.client.SshClientPropertiesMapper.Login;
import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.SshClientBuilderCustomizer;
import io.github.sshboot.client.SshClientFactory;
import io.github.sshboot.client.SshClientSettings;
import io.github.sshboot.client.SshClientSettings.FileTransfer;
import io.github.sshboot.client.SshClientSettings.Pool;
import io.github.sshboot.connection.SshConnectionListener;
import io.github.sshboot.connection.SshConnectionListenerFactory;
import io.github.sshboot.connection.SshConnectionPeer;
import io.github.sshboot.client.SshHostKeyException;
import io.github.sshboot.client.UnknownSshConnectionException;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.SshThreads;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.connection.WindowSettings;
import io.github.sshboot.transport.AddressFamily;
import io.github.sshboot.transport.AlgorithmCategory;
import io.github.sshboot.transport.AlgorithmProfile;
import io.github.sshboot.transport.AlgorithmSettings;
import io.github.sshboot.transport.ConnectSettings;
import io.github.sshboot.transport.HostKeyPolicy;
import io.github.sshboot.transport.Identification;
import io.github.sshboot.transport.KeepAliveSettings;
import io.github.sshboot.transport.LocalAddress;
import io.github.sshboot.transport.RekeySettings;
import io.github.sshboot.transport.SshClientCustomizer;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.core.CoreModuleProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The SSH clients of an application.
 */
class SshClientAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SshClientAutoConfiguration.class));

	@TempDir
	Path directory;

	@Test
	void whenNothingIsConfiguredThenThereIsOnlyTheFactory() {
		List<String> threads = SshThreads.alive();
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(SshClientFactory.class).doesNotHaveBean(SshClient.class);
			assertThat(threads).containsAll(SshThreads.alive());
		});
	}

	@Test
	void whenThereIsOneConnectionThenItIsThePlainClient() {
		this.runner
			.withPropertyValues("ssh.client.connections.build.host=build.example.com",
					"ssh.client.connections.build.username=ci")
			.run((context) -> assertThat(context.getBean(SshClient.class))
				.hasToString("SshClient[ci@build.example.com:22]")
				.isSameAs(context.getBean(SshClientFactory.class).get("build")));
	}

	@Test
	void whenThereAreSeveralThenTheDefaultOneIsThePlainClient() {
		this.runner.withPropertyValues("ssh.client.connections.a.host=a", "ssh.client.connections.b.host=b")
			.run((context) -> assertThat(context).doesNotHaveBean(SshClient.class));
		this.runner.withPropertyValues("ssh.client.connections.a.host=a", "ssh.client.connections.default.host=b")
			.run((context) -> assertThat(context.getBean(SshClient.class))
				.isSameAs(context.getBean(SshClientFactory.class).get("default")));
	}

	@Test
	void clientRunsCommands() {
		try (TestSshServer server = TestSshServer.start((session) -> session.getWriter().print("done"))) {
			connectedTo(server).run((context) -> {
				assertThat(context.getBean(SshClient.class).exec("x").retrieve().asString()).isEqualTo("done");
			});
			await().untilAsserted(
					() -> assertThat(SshThreads.alive()).noneMatch((name) -> name.contains("NamedHostClient[")));
		}
	}

	@Test
	void serversAreToldThatTheApplicationEnds() {
		try (OpenSshServer server = OpenSshServer.start(this.directory, "LogLevel DEBUG")) {
			connectedTo(server.port())
				.withPropertyValues("ssh.client.connections.demo.username=" + System.getProperty("user.name"))
				.run((context) -> context.getBean(SshClient.class).exec("true").run());
			await().untilAsserted(() -> assertThat(this.directory.resolve("sshd.log")).content()
				.contains("11: Closed by the client"));
		}
	}

	@Test
	void hostKeysAreVerifiedByDefault() {
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0))) {
			connectedTo(server).withPropertyValues("ssh.client.known-hosts=" + this.directory.resolve("none"))
				.run((context) -> assertThatExceptionOfType(SshHostKeyException.class)
					.isThrownBy(() -> context.getBean(SshClient.class).exec("x").run()));
		}
	}

	@Test
	void pinnedHostKeyIsTrustedInsteadOfKnownHosts() {
		Path file = TestKeys.write(this.directory, "host.pub", TestKeys.ED25519_PUBLIC);
		String fingerprint = "SHA256:XLjo1bVIsdsUTaikFrHEiRKKZoWOgDHFOAOKAxLkUNY";
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0))) {
			for (String pin : List.of(TestKeys.ED25519_PUBLIC, fingerprint, file.toString(), "file:" + file,
					TestKeys.OTHER_PUBLIC + "," + fingerprint)) {
				connectedTo(server)
					.withPropertyValues("ssh.client.known-hosts=" + this.directory.resolve("none"),
							"ssh.client.connections.demo.host-key=" + pin)
					.run((context) -> assertThat(context.getBean(SshClient.class).exec("x").run().getExitStatus())
						.isZero());
			}
			connectedTo(server)
				.withPropertyValues("ssh.client.connections.demo.host-key=@cert-authority " + TestKeys.ED25519_PUBLIC,
						"ssh.client.host-key-verification=none")
				.run((context) -> assertThatExceptionOfType(SshHostKeyException.class)
					.isThrownBy(() -> context.getBean(SshClient.class).exec("x").run())
					.withMessageContaining("value of 'ssh.client.connections.demo.host-key[0]'"));
		}
	}

	@Test
	void pinnedHostKeyThatIsNoneKeepsTheApplicationFromStarting() {
		for (String value : List.of("SHA256:abc", "MD5:00:11", "missing.pub", "ssh-ed25519 AAAA", "@revoked x",
				TestKeys.USER_PRIVATE)) {
			this.runner
				.withPropertyValues("ssh.client.connections.x.host=h", "ssh.client.connections.x.host-key[0]=" + value)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
						assertThat(ex.getName()).isEqualTo("ssh.client.connections.x.host-key[0]");
						assertThat(ex.getReason()).isNotBlank();
						assertThat(ex.toString() + ex.getValue()).doesNotContain("b3BlbnNzaC1r");
					}));
		}
	}

	@Test
	void customizersHaveTheLastWord() {
		try (TestSshServer server = TestSshServer
			.start((session) -> session.getWriter().print(session.getConnection().peerVersion()))) {
			connectedTo(server)
				.withBean(SshClientCustomizer.class,
						() -> (client) -> CoreModuleProperties.CLIENT_IDENTIFICATION.set(client, "Custom"))
				.run((context) -> assertThat(context.getBean(SshClient.class).exec("x").retrieve().asString())
					.isEqualTo("SSH-2.0-Custom"));
		}
	}

	private ApplicationContextRunner connectedTo(TestSshServer server) {
		return connectedTo(server.port());
	}

	private ApplicationContextRunner connectedTo(int port) {
		Path key = TestKeys.write(this.directory, "key", TestKeys.USER_PRIVATE);
		return this.runner.withPropertyValues("ssh.client.connections.demo.host=127.0.0.1",
				"ssh.client.connections.demo.port=" + port, "ssh.client.connections.demo.username=demo",
				"ssh.client.connections.demo.private-keys=" + key,
				"ssh.client.known-hosts=[127.0.0.1]:%d %s".formatted(port, TestKeys.ED25519_PUBLIC));
	}

	@Test
	void connectionsInheritWhatTheyDoNotSay() {
		SshClientSettings inherited = map(Map.of("ssh.client.connect-timeout", "3s", "ssh.client.login-timeout", "4",
				"ssh.client.host-key-verification", "accept-new", "ssh.client.known-hosts", "file:/a,file:/b",
				"ssh.client.pool.max-connections", "7", "ssh.client.connections.x.host", "h"));
		assertThat(inherited.timeouts().connect()).isEqualTo(Duration.ofSeconds(3));
		assertThat(inherited.timeouts().login()).isEqualTo(Duration.ofSeconds(4));
		assertThat(inherited.hostKeyTrust().policy()).isEqualTo(HostKeyPolicy.ACCEPT_NEW);
		assertThat(inherited.hostKeyTrust().knownHosts()).map(Object::toString).containsExactly("/a", "/b");
		assertThat(inherited.pool().maxConnections()).isEqualTo(7);
		assertThat(inherited.credentials().username()).isEqualTo(System.getProperty("user.name"));
		SshClientSettings own = map(Map.of("ssh.client.connect-timeout", "3s", "ssh.client.known-hosts", "file:/a",
				"ssh.client.connections.x.host", "h", "ssh.client.connections.x.connect-timeout", "9s",
				"ssh.client.connections.x.known-hosts", "file:/c", "ssh.client.connections.x.host-key-verification",
				"none", "ssh.client.connections.x.port", "23"));
		assertThat(own.timeouts().connect()).isEqualTo(Duration.ofSeconds(9));
		assertThat(own.hostKeyTrust().policy()).isEqualTo(HostKeyPolicy.NONE);
		assertThat(own.hostKeyTrust().knownHosts()).map(Object::toString).containsExactly("/c");
		assertThat(own.endpoint()).hasToString("h:23");
	}

	@Test
	void connectionsInheritThePoolAndChangeIt() {
		SshClientSettings settings = map(Map.of("ssh.client.pool.max-connections", "7", "ssh.client.pool.max-lifetime",
				"1h", "ssh.client.pool.max-wait", "9", "ssh.client.connections.x.host", "h",
				"ssh.client.connections.x.pool.max-sessions-per-connection", "3",
				"ssh.client.connections.x.pool.idle-timeout", "20", "ssh.client.connections.x.pool.max-wait", "2"));
		assertThat(settings.pool())
			.isEqualTo(new Pool(7, 3, Duration.ofSeconds(20), Duration.ofHours(1), Duration.ofSeconds(2)));
	}

	@Test
	void connectionsInheritHowFilesAreTransferredAndChangeIt() {
		SshClientSettings settings = map(
				Map.of("ssh.client.file-transfer.timeout", "7", "ssh.client.file-transfer.max-in-flight", "1MB",
						"ssh.client.connections.x.host", "h", "ssh.client.connections.x.file-transfer.max-channels",
						"2", "ssh.client.file-transfer.channels-per-file", "3",
						"ssh.client.connections.x.file-transfer.idle-timeout", "9",
						"ssh.client.connections.x.file-transfer.max-in-flight", "64KB"));
		assertThat(settings.fileTransfer())
			.isEqualTo(new FileTransfer(Duration.ofSeconds(7), 2, 3, Duration.ofSeconds(9), 64 * 1024));
		assertThat(map(Map.of("ssh.client.connections.x.host", "h")).fileTransfer()).isEqualTo(FileTransfer.defaults());
	}

	@ParameterizedTest
	@CsvSource({ "timeout, 0, it must be positive", "max-channels, 0, it must be at least 1",
			"channels-per-file, 0, it must be at least 1", "idle-timeout, -1s, it must be positive",
			"max-in-flight, 16KB, it must be between 32KB and 1GB",
			"max-in-flight, 2GB, it must be between 32KB and 1GB" })
	void fileTransferThatMakesNoSenseKeepsTheApplicationFromStarting(String name, String value, String reason) {
		for (String prefix : List.of("ssh.client.", "ssh.client.connections.x.")) {
			this.runner
				.withPropertyValues("ssh.client.connections.x.host=h", prefix + "file-transfer." + name + "=" + value)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
						assertThat(ex.getName()).isEqualTo(prefix + "file-transfer." + name);
						assertThat(ex.getReason()).isEqualTo(reason);
					}));
		}
	}

	@Test
	void connectionsThatWouldGoThroughEachOtherKeepTheApplicationFromStarting() {
		this.runner
			.withPropertyValues("ssh.client.connections.a.host=a", "ssh.client.connections.b.host=b",
					"ssh.client.connections.c.host=c", "ssh.client.connections.a.proxy-jump=b,c",
					"ssh.client.connections.b.proxy-jump=c", "ssh.client.connections.c.proxy-jump=a")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("ssh.client.connections.a.proxy-jump")
				.hasMessageContaining("the connections [a, b, c] would go through each other"));
		this.runner
			.withPropertyValues("ssh.client.connections.a.host=a", "ssh.client.connections.b.host=b",
					"ssh.client.connections.c.host=c", "ssh.client.connections.a.proxy-jump=b,c",
					"ssh.client.connections.c.proxy-jump=b")
			.run((context) -> assertThat(context.getBean(SshClientFactory.class).get("a")).asString()
				.endsWith("@a:22 through c:22]"));
	}

	@Test
	void customizersChangeConfiguredAndOtherClients() {
		this.runner.withPropertyValues("ssh.client.connections.a.host=a", "ssh.client.connections.a.username=one")
			.withBean(SshClientBuilderCustomizer.class,
					() -> (builder, name) -> builder.username("user of " + name).port(2200))
			.run((context) -> {
				SshClientFactory factory = context.getBean(SshClientFactory.class);
				assertThat(factory.get("a")).hasToString("SshClient[user of a@a:2200]");
				assertThat(factory.create((builder) -> builder.host("b")))
					.hasToString("SshClient[user of null@b:2200]");
				assertThat(factory.create((builder) -> builder.host("b").username("me")))
					.hasToString("SshClient[me@b:2200]");
				assertThat(factory.get("a").mutate().host("c").build()).hasToString("SshClient[user of a@c:2200]");
			});
	}

	@Test
	void listenersHearOfConnections() {
		List<String> heard = new CopyOnWriteArrayList<>();
		SshConnectionListener listener = new SshConnectionListener() {

			@Override
			public void connected(SshConnectionPeer peer) {
				heard.add("listener");
			}

		};
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0))) {
			connectedTo(server).withBean("listener", SshConnectionListener.class, () -> listener)
				.withBean("factory", SshConnectionListenerFactory.class, () -> (peer) -> {
					heard.add("factory");
					return null;
				})
				.run((context) -> {
					context.getBean(SshClient.class).connect().close();
					assertThat(heard).containsExactly("factory", "listener");
				});
		}
	}

	@Test
	void connectionsInheritTheTransportAndChangeIt() {
		SshClientSettings settings = map(Map.ofEntries(Map.entry("ssh.client.algorithms.cipher", "aes256-ctr"),
				Map.entry("ssh.client.algorithms.mac", "-hmac-sha2-512"), Map.entry("ssh.client.rekey.bytes", "1MB"),
				Map.entry("ssh.client.rekey.time", "60"), Map.entry("ssh.client.keep-alive.interval", "30"),
				Map.entry("ssh.client.window.size", "1MB"), Map.entry("ssh.client.connections.x.host", "h"),
				Map.entry("ssh.client.connections.x.algorithms.cipher", "+3des-cbc"),
				Map.entry("ssh.client.connections.x.algorithms.profile", "strict"),
				Map.entry("ssh.client.connections.x.rekey.bytes", "2MB"),
				Map.entry("ssh.client.connections.x.keep-alive.max-missed", "5"),
				Map.entry("ssh.client.connections.x.window.packet-size", "16KB")));
		AlgorithmSettings algorithms = settings.transport().algorithms();
		assertThat(algorithms.get(AlgorithmCategory.CIPHER)).containsExactly("aes256-ctr", "3des-cbc");
		assertThat(algorithms.get(AlgorithmCategory.MAC))
			.isEqualTo(AlgorithmSettings.of(AlgorithmProfile.STRICT).get(AlgorithmCategory.MAC));
		assertThat(settings.transport().rekey())
			.isEqualTo(new RekeySettings(2 << 20, Duration.ofMinutes(1), 2147483648L));
		assertThat(settings.transport().keepAlive()).isEqualTo(new KeepAliveSettings(Duration.ofSeconds(30), 5));
		assertThat(settings.windows()).isEqualTo(new WindowSettings(1 << 20, 16 << 10));
	}

	@Test
	void connectionsInheritHowToConnect() {
		ConnectSettings defaults = map(Map.of("ssh.client.connections.x.host", "h")).connect();
		assertThat(defaults).isEqualTo(ConnectSettings.defaults());
		ConnectSettings inherited = map(Map.of("ssh.client.address-family", "ipv6", "ssh.client.identification",
				"Fleet", "ssh.client.connections.x.host", "h", "ssh.client.connections.x.local-address", "[::1]:700"))
			.connect();
		assertThat(inherited).isEqualTo(
				new ConnectSettings(AddressFamily.IPV6, new LocalAddress("::1", 700), new Identification("Fleet")));
		ConnectSettings own = map(Map.of("ssh.client.address-family", "ipv6", "ssh.client.identification", "Fleet",
				"ssh.client.connections.x.host", "h", "ssh.client.connections.x.address-family", "ipv4",
				"ssh.client.connections.x.identification", "Ship"))
			.connect();
		assertThat(own).isEqualTo(new ConnectSettings(AddressFamily.IPV4, null, new Identification("Ship")));
	}

	@Test
	void connectionsInheritWhatToLogInWith() {
		ClientCredentials inherited = map(Map.of("ssh.client.private-keys", "file:/a,file:/b",
				"ssh.client.passphrases[1]", "two", "ssh.client.passphrases[0]", "", "ssh.client.passphrase", "common",
				"ssh.client.certificates", "file:/c", "ssh.client.use-agent", "true", "ssh.client.default-keys",
				"false", "ssh.client.connections.x.host", "h"))
			.credentials();
		assertThat(inherited.privateKeys()).extracting(PrivateKeySource::passphrase).containsExactly("common", "two");
		assertThat(inherited.privateKeys()).extracting((key) -> key.material().getProperty())
			.containsExactly("ssh.client.private-keys[0]", "ssh.client.private-keys[1]");
		assertThat(inherited.certificates()).map(Object::toString).containsExactly("/c");
		assertThat(inherited.agent()).isEqualTo(new ClientAgentSettings(Path.of("agent")));
		assertThat(inherited.defaultKeys()).isEmpty();
		ClientCredentials own = map(Map.of("ssh.client.private-keys", "file:/a", "ssh.client.passphrase", "common",
				"ssh.client.certificates", "file:/c", "ssh.client.use-agent", "true",
				"ssh.client.connections.x.private-keys", "file:/x,file:/y", "ssh.client.connections.x.passphrases",
				"one", "ssh.client.connections.x.certificates", "file:/z", "ssh.client.connections.x.use-agent",
				"false", "ssh.client.connections.x.host", "h"))
			.credentials();
		assertThat(own.privateKeys()).extracting(PrivateKeySource::passphrase).containsExactly("one", "common");
		assertThat(own.privateKeys()).extracting((key) -> key.material().toString()).containsExactly("/x", "/y");
		assertThat(own.certificates()).map(Object::toString).containsExactly("/z");
		assertThat(own.agent()).isNull();
		assertThat(own.defaultKeys()).map((key) -> Path.of(key.toString()).getFileName().toString())
			.containsExactly("id_rsa", "id_ecdsa", "id_ed25519");
	}

	@Test
	void agentOfTheEnvironmentLogsIn() {
		Path key = TestKeys.write(this.directory, "agent_key", TestKeys.USER_PRIVATE);
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0));
				TestAgent agent = TestAgent.start().add(key)) {
			connectedTo(server)
				.withPropertyValues("ssh.client.connections.demo.private-keys=", "ssh.client.use-agent=true",
						"SSH_AUTH_SOCK=" + agent.socket())
				.run((context) -> assertThat(context.getBean(SshClient.class).exec("x").run().getExitStatus())
					.isZero());
		}
	}

	@Test
	void defaultKeysOfTheHomeDirectoryLogIn() throws Exception {
		Path home = this.directory.resolve("home");
		TestKeys.write(Files.createDirectories(home.resolve(".ssh")), "id_ed25519", TestKeys.USER_PRIVATE);
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0))) {
			ApplicationContextRunner runner = connectedTo(server).withSystemProperties("user.home=" + home)
				.withPropertyValues("ssh.client.connections.demo.private-keys=");
			runner.run(
					(context) -> assertThat(context.getBean(SshClient.class).exec("x").run().getExitStatus()).isZero());
			runner.withPropertyValues("ssh.client.connections.demo.default-keys=false")
				.run((context) -> assertThatExceptionOfType(SshAuthenticationException.class)
					.isThrownBy(() -> context.getBean(SshClient.class).exec("x").run()));
		}
	}

	@Test
	void beansSupplyPasswords() {
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0))) {
			connectedTo(server)
				.withPropertyValues("ssh.client.connections.demo.private-keys=", "ssh.client.default-keys=false")
				.withBean(SshPasswordSupplier.class, () -> (endpoint, username) -> username)
				.run((context) -> assertThat(context.getBean(SshClient.class).exec("x").run().getExitStatus())
					.isZero());
		}
	}

	@Test
	void beansAnswerQuestions() throws Exception {
		LoginScriptServer.Script script = (message, login) -> {
			if ("keyboard-interactive".equals(message)) {
				login.send(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST, "", "", "", 1, "Code: ", true);
			}
			else {
				login.succeed();
			}
		};
		try (LoginScriptServer server = LoginScriptServer.start(script)) {
			this.runner
				.withPropertyValues("ssh.client.connections.demo.host=127.0.0.1",
						"ssh.client.connections.demo.port=" + server.port(), "ssh.client.default-keys=false",
						"ssh.client.known-hosts=[127.0.0.1]:%d %s".formatted(server.port(), TestKeys.ED25519_PUBLIC))
				.withBean(SshPromptResponder.class, () -> (prompts) -> List.of("123456"))
				.run((context) -> assertThat(context.getBean(SshClient.class).exec("x").run().getExitStatus())
					.isZero());
			assertThat(server.messages()).containsExactly("keyboard-interactive", "61");
		}
	}

	@Test
	void keyWithoutItsPassphraseIsToldWithItsProperty() {
		Path key = SshKeygen.in(this.directory).key("encrypted", "-t", "ed25519", "-N", "s3cret");
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0))) {
			connectedTo(server).withPropertyValues("ssh.client.connections.demo.private-keys=" + key)
				.run((context) -> assertThatExceptionOfType(SshAuthenticationException.class)
					.isThrownBy(() -> context.getBean(SshClient.class).exec("x").run())
					.withMessageContaining("Private key '%s' is encrypted and has no passphrase", key)
					.withMessageContaining("see 'ssh.client.connections.demo.private-keys[0]' and 'passphrase'"));
		}
	}

	@Test
	void settingsDoNotShowSecrets() {
		SshClientSettings settings = map(Map.of("ssh.client.connections.x.host", "h",
				"ssh.client.connections.x.password", "s3cret", "ssh.client.connections.x.passphrase", "s3cret",
				"ssh.client.connections.x.private-keys[0]", TestKeys.USER_PRIVATE));
		assertThat(settings.toString()).doesNotContain("s3cret").doesNotContain("PRIVATE KEY");
	}

	private SshClientSettings map(Map<String, String> properties) {
		SshClientProperties bound = new Binder(new MapConfigurationPropertySource(properties))
			.bind("ssh.client", SshClientProperties.class)
			.get();
		SshClientPropertiesMapper mapper = new SshClientPropertiesMapper(
				new KeyMaterialResolver(new DefaultResourceLoader()), new Login("agent", null, null));
		SshClientSettings settings = mapper.mapConnections(bound, mapper.mapDefaults(bound)).get("x");
		assertThat(settings).isNotNull();
		return settings;
	}

	@Test
	void whenAValueMakesNoSenseThenStartFails() {
		for (String property : List.of("ssh.client.connections.x.port=0", "ssh.client.connections.x.host=",
				"ssh.client.identification=Fleet 1", "ssh.client.connections.x.identification=a-b",
				"ssh.client.connections.x.local-address=[::1", "ssh.client.connect-timeout=0",
				"ssh.client.pool.max-connections=0", "ssh.client.pool.max-sessions-per-connection=-1",
				"ssh.client.connections.x.login-timeout=-1s", "ssh.client.connections.x.algorithms.cipher=+aes",
				"ssh.client.connections.x.rekey.bytes=0", "ssh.client.connections.x.passphrases=one",
				"ssh.client.passphrases=one", "ssh.client.pool.max-lifetime=-1", "ssh.client.pool.max-wait=0",
				"ssh.client.connections.x.pool.max-connections=0", "ssh.client.connections.x.pool.max-wait=0",
				"ssh.client.connections.x.proxy-jump=y", "ssh.client.connections.x.proxy-jump=x")) {
			this.runner.withPropertyValues("ssh.client.connections.x.host=h")
				.withPropertyValues(property)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
							(ex) -> assertThat(ex.getName()).isEqualTo(property.split("=")[0])));
		}
	}

	@Test
	void unknownConnectionIsTold() {
		this.runner.withPropertyValues("ssh.client.connections.a.host=a")
			.run((context) -> assertThatExceptionOfType(UnknownSshConnectionException.class)
				.isThrownBy(() -> context.getBean(SshClientFactory.class).get("b"))
				.withMessageContaining("[a]"));
	}

}
