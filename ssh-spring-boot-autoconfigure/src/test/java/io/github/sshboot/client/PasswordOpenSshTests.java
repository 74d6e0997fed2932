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

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

import io.github.sshboot.authentication.SshLoginAttempt.Result;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.SshKeygen;
import io.github.sshboot.testing.TestSshClients;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The passwords and answers that our client logs in to OpenSSH's server with, which has
 * PAM check them.
 */
@Timeout(120)
class PasswordOpenSshTests {

	private static final String USER = System.getProperty("user.name");

	private static final String PASSWORD = "s3cret";

	@TempDir
	Path directory;

	private Path key;

	@BeforeEach
	void makeAKey() {
		this.key = SshKeygen.in(this.directory).key("id", "-t", "ed25519");
	}

	@ParameterizedTest
	@ValueSource(strings = { "password", "keyboard-interactive", "publickey,password", "publickey,keyboard-interactive",
			"password,publickey", "keyboard-interactive,publickey" })
	void chainsAreGoneThrough(String methods) throws Exception {
		try (OpenSshServer server = start(methods)) {
			assertThat(logIn(server, (connection) -> connection.privateKey(this.key).password(PASSWORD)))
				.isEqualTo(USER);
		}
		assertThat(Files.readString(this.directory.resolve("sshd.log"))).contains(
				"Accepted %s".formatted(methods.replaceFirst(".*,", "").replace("-interactive", "-interactive/pam")));
	}

	@Test
	void thePasswordIsShownOnce() throws Exception {
		try (OpenSshServer server = start("any")) {
			assertThatExceptionOfType(SshAuthenticationException.class)
				.isThrownBy(() -> logIn(server, (connection) -> connection.password("wr0ng")))
				.satisfies((ex) -> {
					assertThat(ex.getAttempts()).extracting("method", "result")
						.containsExactly(tuple("password", Result.REFUSED));
					assertThat(ex.getAcceptedMethods()).containsExactly("publickey", "password",
							"keyboard-interactive");
				});
		}
	}

	@Test
	void whatIsMissingInAChainIsTold() throws Exception {
		try (OpenSshServer server = start("publickey,keyboard-interactive")) {
			assertThatExceptionOfType(SshAuthenticationException.class)
				.isThrownBy(() -> logIn(server, (connection) -> connection.privateKey(this.key)))
				.withMessageContaining("accepted but not enough; the server accepts keyboard-interactive");
		}
	}

	@Test
	void aBeanAnswersWhereThereIsNoPassword() throws Exception {
		try (OpenSshServer server = start("publickey,keyboard-interactive")) {
			assertThat(logIn(server,
					(connection) -> connection.privateKey(this.key)
						.promptResponder((prompts) -> prompts.prompts().stream().map((prompt) -> PASSWORD).toList())))
				.isEqualTo(USER);
		}
	}

	private OpenSshServer start(String methods) throws Exception {
		OpenSshServer server = OpenSshServer.startWithPam(this.directory, PASSWORD, "KbdInteractiveAuthentication yes",
				"PermitRootLogin yes", "AuthenticationMethods " + methods);
		Files.copy(SshKeygen.publicKey(this.key), this.directory.resolve("authorized_keys"),
				StandardCopyOption.REPLACE_EXISTING);
		return server;
	}

	private static String logIn(OpenSshServer server, Consumer<SshClient.Builder> login) {
		try (DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			return clients.create((connection) -> {
				connection.host("127.0.0.1").port(server.port()).username(USER);
				login.accept(connection);
			}).exec("id -un").retrieve().asString().strip();
		}
	}

}
