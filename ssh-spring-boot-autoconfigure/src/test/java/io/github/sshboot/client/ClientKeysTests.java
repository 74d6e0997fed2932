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

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;

import io.github.sshboot.authentication.ClientCredentials;
import io.github.sshboot.authentication.SshLoginAttempt.Result;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.SecurityKeyAgent;
import io.github.sshboot.testing.SshKeygen;
import io.github.sshboot.testing.TestAgent;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.transport.AlgorithmCategory;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.PrivateKeySource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The keys, certificates and agents that our client logs in to OpenSSH's server with.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class ClientKeysTests {

	private static final String USER = System.getProperty("user.name");

	@TempDir
	Path directory;

	private SshKeygen keys;

	private Path authority;

	@BeforeEach
	void makeAnAuthority() {
		this.keys = SshKeygen.in(this.directory);
		this.authority = this.keys.key("ca", "-t", "ed25519");
	}

	@Test
	void eachKeyHasItsPassphrase() throws Exception {
		Path first = this.keys.key("first", "-t", "ed25519", "-N", "one");
		Path second = this.keys.key("second", "-t", "ecdsa", "-N", "two");
		try (OpenSshServer server = start(second)) {
			logIn(server,
					(connection) -> connection.privateKey(source(first, "one")).privateKey(source(second, "two")));
			assertThatExceptionOfType(SshAuthenticationException.class)
				.isThrownBy(() -> logIn(server, (connection) -> connection.privateKey(second)))
				.withMessageContaining("Private key '%s' is encrypted and has no passphrase; see 'private-keys'",
						second);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ed25519", "ecdsa", "rsa" })
	void certificateBesideAKeyComesFirst(String type) throws Exception {
		Path key = this.keys.key("id", "-t", type);
		this.keys.userCertificate(this.authority, key, "-n", USER);
		try (OpenSshServer server = start(null)) {
			logIn(server, (connection) -> connection.privateKey(key));
		}
		assertThat(log()).contains("Accepted publickey for " + USER).contains("ID certificate of id");
		assertThat(requests()).hasSize(1);
	}

	@Test
	void certificateCanBeElsewhere() throws Exception {
		Path key = this.keys.key("id", "-t", "ed25519");
		Path certificate = Files.move(this.keys.userCertificate(this.authority, key, "-n", USER),
				this.directory.resolve("elsewhere.pub"));
		try (OpenSshServer server = start(null)) {
			logIn(server, (connection) -> connection.privateKey(key).certificates(KeyMaterial.ofFile(certificate)));
			Path other = this.keys.key("other", "-t", "ed25519");
			assertThatExceptionOfType(SshAuthenticationException.class)
				.isThrownBy(() -> logIn(server,
						(connection) -> connection.privateKey(other).certificates(KeyMaterial.ofFile(certificate))))
				.withMessageContaining("Certificate '%s' is for none of the private keys; see 'certificates'",
						certificate);
			assertThatExceptionOfType(SshAuthenticationException.class)
				.isThrownBy(() -> logIn(server,
						(connection) -> connection.privateKey(key).certificates(KeyMaterial.ofFile(key))))
				.withMessageContaining("Certificate '%s' is not one OpenSSH certificate", key);
		}
	}

	@Test
	void expiredCertificateIsNotSent(CapturedOutput output) throws Exception {
		Path key = this.keys.key("id", "-t", "ed25519");
		Path certificate = this.keys.userCertificate(this.authority, key, "-n", USER, "-V", "20200101:20200102");
		try (OpenSshServer server = start(key)) {
			logIn(server, (connection) -> connection.privateKey(key));
		}
		assertThat(requests()).hasSize(1);
		assertThat(output).contains("Not logging in with ssh-ed25519-cert-v01@openssh.com")
			.contains("from %s: the certificate has expired at 2020-01-0".formatted(certificate));
	}

	@Test
	void certificateThatIsRenewedIsUsedByTheNextConnection() throws Exception {
		Path key = this.keys.key("id", "-t", "ed25519");
		Path certificate = this.keys.userCertificate(this.authority, key, "-n", USER, "-V", "20200101:20200102");
		try (OpenSshServer server = start(null);
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			SshClient client = client(clients, server, (connection) -> connection.privateKey(key));
			assertThatExceptionOfType(SshAuthenticationException.class).isThrownBy(() -> client.exec("true").run())
				.satisfies((ex) -> assertThat(ex.getAttempts()).extracting("origin", "result")
					.containsExactly(tuple(certificate.toString(), Result.SKIPPED),
							tuple(key.toString(), Result.REFUSED)));
			this.keys.userCertificate(this.authority, key, "-n", USER);
			assertThat(client.exec("true").run().getExitStatus()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ed25519", "ecdsa", "rsa" })
	void agentSigns(String type) throws Exception {
		Path key = this.keys.key("id", "-t", type);
		try (OpenSshServer server = start(key); TestAgent agent = TestAgent.start().add(key)) {
			logIn(server, (connection) -> connection.agent(agent.socket()));
		}
		assertThat(requests()).hasSize(1);
	}

	@Test
	void keysOfTheAgentAreAskedAboutFirstAndComeAfterThoseThatAreSet() throws Exception {
		Path set = this.keys.key("set", "-t", "ed25519");
		Path wrong = this.keys.key("wrong", "-t", "ed25519");
		Path right = this.keys.key("right", "-t", "rsa");
		Path third = this.keys.key("third", "-t", "ed25519");
		try (OpenSshServer server = start(right);
				TestAgent agent = TestAgent.start().add(set).add(wrong).add(right).add(third)) {
			logIn(server, (connection) -> connection.privateKey(set).agent(agent.socket()));
		}
		// the key that is set is not tried again, and the third not at all
		assertThat(requests()).hasSize(4);
		assertThat(log()).contains("Postponed publickey-hostbound-v00@openssh.com for " + USER);
	}

	@Test
	void certificateOfTheAgentIsUsed() throws Exception {
		Path key = this.keys.key("id", "-t", "rsa");
		this.keys.userCertificate(this.authority, key, "-n", USER);
		try (OpenSshServer server = start(null); TestAgent agent = TestAgent.start().add(key)) {
			logIn(server, (connection) -> connection.agent(agent.socket()));
		}
		assertThat(log()).contains("ID certificate of id");
	}

	@Test
	void certificateCanBeForAKeyOfTheAgent() throws Exception {
		Path key = this.keys.key("id", "-t", "ed25519");
		try (OpenSshServer server = start(null); TestAgent agent = TestAgent.start().add(key)) {
			Path certificate = this.keys.userCertificate(this.authority, key, "-n", USER);
			logIn(server,
					(connection) -> connection.agent(agent.socket()).certificates(KeyMaterial.ofFile(certificate)));
		}
		assertThat(log()).contains("ID certificate of id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ed25519", "EC" })
	void certificateOfASecurityKeyIsUsed(String algorithm) throws Exception {
		try (OpenSshServer server = start(null);
				SecurityKeyAgent agent = SecurityKeyAgent.start(this.directory, algorithm)) {
			Files.writeString(this.directory.resolve("sk.pub"), agent.publicKey() + "\n");
			agent.certify(this.keys.userCertificate(this.authority, this.directory.resolve("sk"), "-n", USER));
			logIn(server, (connection) -> connection.agent(agent.socket()));
		}
		assertThat(log()).contains("ID certificate of sk");
	}

	@ParameterizedTest
	@ValueSource(strings = { "curve25519-sha256", "diffie-hellman-group-exchange-sha256" })
	void keysOfTheAgentMayBeRestrictedToHosts(String keyExchange) throws Exception {
		Path key = this.keys.key("id", "-t", "ed25519");
		Path elsewhere = this.keys.key("elsewhere", "-t", "ed25519");
		Path other = this.keys.key("other", "-t", "ed25519");
		Path hosts = Files.writeString(this.directory.resolve("hosts"),
				"here %s\nthere %s\n".formatted(TestKeys.ED25519_PUBLIC, SshKeygen.line(other)));
		try (OpenSshServer server = start(key, "KexAlgorithms " + keyExchange);
				TestAgent agent = TestAgent.start()
					.add(elsewhere, "-H", hosts.toString(), "-h", "there")
					.add(key, "-H", hosts.toString(), "-h", USER + "@here")) {
			logIn(server, (connection) -> connection.agent(agent.socket())
				.algorithms(
						(algorithms) -> algorithms.with(AlgorithmCategory.KEY_EXCHANGE, List.of("+" + keyExchange))));
		}
		// the agent does not even list the other one
		assertThat(requests()).hasSize(1);
	}

	@Test
	void keyThatTheAgentHasForAnotherHostIsNotUsed() throws Exception {
		Path key = this.keys.key("id", "-t", "ed25519");
		Path other = this.keys.key("other", "-t", "ed25519");
		Path hosts = Files.writeString(this.directory.resolve("hosts"), "there " + SshKeygen.line(other));
		try (OpenSshServer server = start(key);
				TestAgent agent = TestAgent.start().add(key, "-H", hosts.toString(), "-h", "there")) {
			assertThatExceptionOfType(SshAuthenticationException.class)
				.isThrownBy(() -> logIn(server, (connection) -> connection.agent(agent.socket())));
		}
	}

	@Test
	void agentThatIsNotThereIsTold() throws Exception {
		Path socket = this.directory.resolve("none");
		try (OpenSshServer server = start(null)) {
			assertThatExceptionOfType(SshAuthenticationException.class)
				.isThrownBy(() -> logIn(server, (connection) -> connection.agent(socket)))
				.withMessageContaining("publickey, not sent: no keys from the agent");
		}
	}

	@Test
	void defaultKeysAreUsedIfNothingElseIsSet() throws Exception {
		Path home = Files.createDirectories(this.directory.resolve("home"));
		SshKeygen defaults = SshKeygen.in(Files.createDirectory(home.resolve(".ssh")));
		defaults.key("id_ecdsa", "-t", "ecdsa", "-N", "unknown");
		Path rsa = defaults.key("id_rsa", "-t", "rsa");
		try (OpenSshServer server = start(rsa)) {
			assertThat(logInWith(server, new ClientCredentials(USER, null, List.of(), List.of(), null,
					ClientCredentials.defaultKeys(home), null, null)))
				.isZero();
			assertThat(requests()).hasSize(1);
			assertThatExceptionOfType(SshAuthenticationException.class)
				.isThrownBy(() -> logInWith(server,
						new ClientCredentials(USER, "wr0ng", List.of(), List.of(), null,
								ClientCredentials.defaultKeys(home), null, null)))
				.satisfies((ex) -> assertThat(ex.getAttempts()).extracting("method").containsExactly("password"));
		}
	}

	@Test
	void serverCanAskForTwoKeys() throws Exception {
		Path first = this.keys.key("first", "-t", "ed25519");
		Path second = this.keys.key("second", "-t", "ecdsa");
		try (OpenSshServer server = start(first, "AuthenticationMethods publickey,publickey")) {
			assertThatExceptionOfType(SshAuthenticationException.class)
				.isThrownBy(() -> logIn(server, (connection) -> connection.privateKey(first)))
				.withMessageContaining("from %s), accepted but not enough; the server accepts publickey", first);
			Files.writeString(this.directory.resolve("authorized_keys"),
					SshKeygen.line(first) + "\n" + SshKeygen.line(second) + "\n");
			logIn(server, (connection) -> connection.privateKey(first).privateKey(second));
		}
	}

	private OpenSshServer start(Path authorized, String... options) throws Exception {
		OpenSshServer server = OpenSshServer.start(this.directory, "LogLevel DEBUG1",
				"TrustedUserCAKeys " + SshKeygen.publicKey(this.authority), String.join("\n", options));
		Path authorizedKeys = this.directory.resolve("authorized_keys");
		if (authorized != null) {
			Files.copy(SshKeygen.publicKey(authorized), authorizedKeys, StandardCopyOption.REPLACE_EXISTING);
		}
		else {
			Files.writeString(authorizedKeys, "");
		}
		return server;
	}

	private static PrivateKeySource source(Path key, String passphrase) {
		return new PrivateKeySource(KeyMaterial.ofFile(key), passphrase);
	}

	private static int logInWith(OpenSshServer server, ClientCredentials credentials) {
		try (DefaultSshClientFactory clients = TestSshClients.create(server.port(),
				(settings) -> new SshClientSettings(settings.endpoint(), settings.connect(), credentials,
						settings.hostKeyTrust(), settings.transport(), settings.windows(), settings.timeouts(),
						settings.pool()))) {
			return clients.get("demo").exec("true").run().getExitStatus();
		}
	}

	private static void logIn(OpenSshServer server, Consumer<SshClient.Builder> login) {
		try (DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			client(clients, server, login).exec("true").retrieve().asString();
		}
	}

	private static SshClient client(DefaultSshClientFactory clients, OpenSshServer server,
			Consumer<SshClient.Builder> login) {
		return clients.create((connection) -> {
			connection.host("127.0.0.1").port(server.port());
			login.accept(connection);
		});
	}

	private String log() throws Exception {
		return Files.readString(this.directory.resolve("sshd.log"), StandardCharsets.UTF_8);
	}

	private List<String> requests() throws Exception {
		return log().lines().filter((line) -> line.contains("userauth-request for user")).toList();
	}

}
