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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.sshboot.authentication.SshLoginAttempt.Result;
import io.github.sshboot.authentication.SshPrompts;
import io.github.sshboot.testing.LoginScriptServer;
import io.github.sshboot.testing.LoginScriptServer.Login;
import io.github.sshboot.testing.LoginScriptServer.Script;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.SshKeygen;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.transport.AlgorithmCategory;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.PrivateKeySource;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What our client sends to log in, and how often.
 */
@Timeout(120)
class LoggingInTests {

	private static final PrivateKeySource KEY = key(TestKeys.USER_PRIVATE);

	private static final PrivateKeySource OTHER_KEY = key(TestKeys.OTHER_PRIVATE);

	@TempDir
	Path directory;

	private static PrivateKeySource key(String privateKey) {
		return new PrivateKeySource(KeyMaterial.ofContent("test key", privateKey.getBytes(StandardCharsets.UTF_8)),
				null);
	}

	@Nested
	class WithAScript {

		@ParameterizedTest
		@ValueSource(booleans = { true, false })
		void singleKeySignsAtOnce(boolean extensions) throws Exception {
			try (LoginScriptServer server = LoginScriptServer.start((message, login) -> login.succeed(), extensions)) {
				logIn(server.port(), (connection) -> connection.privateKey(KEY));
				assertThat(server.messages()).containsExactly("publickey ssh-ed25519 signed");
			}
		}

		@Test
		void serverNeedNotAcceptTheServiceFirst() throws Exception {
			try (LoginScriptServer server = LoginScriptServer
				.startWithoutAccepting((message, login) -> login.succeed())) {
				logIn(server.port(), (connection) -> connection.privateKey(KEY));
				assertThat(server.messages()).containsExactly("publickey ssh-ed25519 signed");
			}
		}

		@Test
		void passwordIsSentAtOnce() throws Exception {
			Script script = (message, login) -> {
				login.rest().getBoolean();
				if ("s3cret".equals(login.rest().getString())) {
					login.succeed();
				}
			};
			try (LoginScriptServer server = LoginScriptServer.start(script)) {
				logIn(server.port(), (connection) -> connection.password("s3cret"));
				assertThat(server.messages()).containsExactly("password");
			}
		}

		@Test
		void severalKeysSignInTheirOrder() throws Exception {
			Script script = (message, login) -> {
				if (login.count() == 2) {
					login.succeed();
				}
				else {
					login.fail("publickey,password", false);
				}
			};
			try (LoginScriptServer server = LoginScriptServer.start(script)) {
				logIn(server.port(),
						(connection) -> connection.privateKey(OTHER_KEY).privateKey(KEY).password("not needed"));
				assertThat(server.messages()).containsExactly("publickey ssh-ed25519 signed",
						"publickey ssh-ed25519 signed");
			}
		}

		@Test
		void nothingIsTriedThatTheServerDoesNotAccept() throws Exception {
			try (LoginScriptServer server = LoginScriptServer
				.start(LoginScriptServer.refuse("gssapi-with-mic,password"))) {
				assertThatExceptionOfType(SshAuthenticationException.class)
					.isThrownBy(() -> logIn(server.port(),
							(connection) -> connection.privateKey(KEY).privateKey(OTHER_KEY).password("wr0ng")))
					.satisfies((ex) -> {
						assertThat(ex.getAttempts()).extracting("method").containsExactly("publickey", "password");
						assertThat(ex.getAcceptedMethods()).containsExactly("gssapi-with-mic", "password");
					});
				assertThat(server.messages()).containsExactly("publickey ssh-ed25519 signed", "password");
			}
		}

		@Test
		void serverIsAskedWhatItAcceptsIfThereIsNothingToLogInWith() throws Exception {
			try (LoginScriptServer server = LoginScriptServer.start(LoginScriptServer.refuse("publickey"))) {
				assertThatExceptionOfType(SshAuthenticationException.class)
					.isThrownBy(() -> logIn(server.port(), (connection) -> connection.username("bob")))
					.withMessage("127.0.0.1:%d does not let 'bob' in with none: no password or private key set for it; "
							+ "the server accepts publickey", server.port());
				assertThat(server.messages()).containsExactly("none");
			}
		}

		@Test
		void serverThatWantsNothingIsLoggedInTo() throws Exception {
			try (LoginScriptServer server = LoginScriptServer.start((message, login) -> login.succeed())) {
				logIn(server.port(), (connection) -> connection.username("bob"));
				assertThat(server.messages()).containsExactly("none");
			}
		}

		@Test
		void passwordIsTriedAfterTheKeyIfTheServerWantsBoth() throws Exception {
			Script script = (message, login) -> {
				if (login.count() == 1) {
					login.fail("password", true);
				}
				else {
					login.succeed();
				}
			};
			try (LoginScriptServer server = LoginScriptServer.start(script)) {
				logIn(server.port(),
						(connection) -> connection.privateKey(KEY).privateKey(OTHER_KEY).password("s3cret"));
				assertThat(server.messages()).containsExactly("publickey ssh-ed25519 signed", "password");
			}
		}

		@Test
		void keyThatTheServerHasNotLookedAtIsTriedAgainLater() throws Exception {
			Script script = (message, login) -> {
				switch (login.count()) {
					case 1 -> login.fail("password", false);
					case 2 -> login.fail("publickey", true);
					default -> login.succeed();
				}
			};
			try (LoginScriptServer server = LoginScriptServer.start(script)) {
				logIn(server.port(), (connection) -> connection.privateKey(KEY).password("s3cret"));
				assertThat(server.messages()).containsExactly("publickey ssh-ed25519 signed", "password",
						"publickey ssh-ed25519 signed");
			}
		}

		@Test
		void questionForThePasswordIsAnsweredWithIt() throws Exception {
			Script script = (message, login) -> {
				switch (message) {
					case "password" -> login.fail("keyboard-interactive", false);
					case "keyboard-interactive" ->
						login.send(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST, "", "", "", 1, "Kennwort: ", false);
					default -> {
						assertThat(login.rest().getInt()).isEqualTo(1);
						if ("s3cret".equals(login.rest().getString())) {
							login.succeed();
						}
						else {
							login.fail("keyboard-interactive", false);
						}
					}
				}
			};
			try (LoginScriptServer server = LoginScriptServer.start(script)) {
				logIn(server.port(), (connection) -> connection.password("s3cret"));
				assertThat(server.messages()).containsExactly("password", "keyboard-interactive", "61");
			}
		}

		@Test
		void passwordIsNotShownTwiceToAServerThatRefusesIt() throws Exception {
			try (LoginScriptServer server = LoginScriptServer
				.start(LoginScriptServer.refuse("password,keyboard-interactive"))) {
				assertThatExceptionOfType(SshAuthenticationException.class)
					.isThrownBy(() -> logIn(server.port(), (connection) -> connection.password("wr0ng")))
					.satisfies((ex) -> assertThat(ex.getAttempts()).extracting("method", "result")
						.containsExactly(tuple("password", Result.REFUSED)));
				assertThat(server.messages()).containsExactly("password");
			}
		}

		@Test
		void expiredPasswordIsToldAsSuch() throws Exception {
			Script script = (message, login) -> login.send(SshConstants.SSH_MSG_USERAUTH_PASSWD_CHANGEREQ,
					"New password:", "");
			try (LoginScriptServer server = LoginScriptServer.start(script)) {
				assertThatExceptionOfType(SshAuthenticationException.class)
					.isThrownBy(() -> logIn(server.port(), (connection) -> connection.password("s3cret")))
					.withMessageContaining("password: the password has expired and has to be changed");
			}
		}

		@ParameterizedTest
		@CsvSource({ "true, rsa-sha2-256", "false, 'rsa-sha2-512, rsa-sha2-256'" })
		void rsaKeySignsWithWhatTheServerKnows(boolean extensions, String expected) throws Exception {
			Path rsa = SshKeygen.in(LoggingInTests.this.directory).key("rsa", "-t", "rsa");
			Script script = (message, login) -> {
				if (message.contains("rsa-sha2-256")) {
					login.succeed();
				}
				else {
					login.fail("publickey", false);
				}
			};
			try (LoginScriptServer server = LoginScriptServer.start(script, extensions)) {
				server.announce("rsa-sha2-256");
				logIn(server.port(), (connection) -> connection.privateKey(rsa));
				assertThat(server.messages()).containsExactlyElementsOf(Arrays.stream(expected.split(", "))
					.map((algorithm) -> "publickey %s signed".formatted(algorithm))
					.toList());
			}
		}

	}

	/**
	 * Passwords and answers that the application supplies when it is asked.
	 */
	@Nested
	class WithCallbacks {

		@Test
		void passwordIsAskedForOnceAndAwayFromTheIoThreads() throws Exception {
			List<String> asked = new CopyOnWriteArrayList<>();
			Script script = (message, login) -> {
				login.rest().getBoolean();
				if ("s3cret".equals(login.rest().getString())) {
					login.succeed();
				}
			};
			try (LoginScriptServer server = LoginScriptServer.start(script)) {
				logIn(server.port(), (connection) -> connection.username("bob").password((endpoint, username) -> {
					asked.add("%s@%s on %s".formatted(username, endpoint, Thread.currentThread().getName()));
					return "s3cret";
				}));
				assertThat(asked).singleElement()
					.asString()
					.startsWith("bob@127.0.0.1:%d on ssh-client-".formatted(server.port()));
			}
		}

		@Test
		void passwordIsNotAskedForWhereTheServerTakesNone() throws Exception {
			AtomicBoolean asked = new AtomicBoolean();
			try (LoginScriptServer server = LoginScriptServer.start(LoginScriptServer.refuse("publickey"))) {
				assertThatExceptionOfType(SshAuthenticationException.class).isThrownBy(() -> logIn(server.port(),
						(connection) -> connection.privateKey(KEY).password((endpoint, username) -> {
							asked.set(true);
							return "s3cret";
						})));
				assertThat(asked).isFalse();
			}
		}

		@Test
		void supplierThatFailsIsNoReasonToHang() throws Exception {
			try (LoginScriptServer server = LoginScriptServer.start(LoginScriptServer.refuse("password"))) {
				assertThatExceptionOfType(SshAuthenticationException.class)
					.isThrownBy(() -> logIn(server.port(), (connection) -> connection.password((endpoint, username) -> {
						throw new IllegalStateException("vault is sealed");
					})))
					.withMessageContaining("password, not sent: nobody has supplied one");
				assertThat(server.messages()).isEmpty();
			}
		}

		@Test
		void questionsThatThePasswordDoesNotAnswerGoToTheResponder() throws Exception {
			List<SshPrompts> asked = new CopyOnWriteArrayList<>();
			List<String> answers = new CopyOnWriteArrayList<>();
			Script script = (message, login) -> {
				switch (login.count()) {
					case 1 -> login.fail("keyboard-interactive", false);
					case 2 ->
						login.send(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST, "", "", "", 1, "Password: ", false);
					case 3 -> login.send(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST, "Second\u001b[2J step",
							"Look at your phone.\nHurry!", "", 2, "Code: ", true, "PIN: ", false);
					case 4 -> {
						assertThat(login.rest().getInt()).isEqualTo(2);
						answers.add(login.rest().getString());
						answers.add(login.rest().getString());
						login.succeed();
					}
					default -> throw new IllegalStateException(message);
				}
			};
			try (LoginScriptServer server = LoginScriptServer.start(script)) {
				logIn(server.port(), (connection) -> connection.password("s3cret").promptResponder((prompts) -> {
					asked.add(prompts);
					return List.of("123", "456");
				}));
				assertThat(server.messages()).containsExactly("password", "keyboard-interactive", "61", "61");
			}
			assertThat(answers).containsExactly("123", "456");
			assertThat(asked).singleElement().satisfies((prompts) -> {
				assertThat(prompts.name()).isEqualTo("Second [2J step");
				assertThat(prompts.instruction()).isEqualTo("Look at your phone.\nHurry!");
				assertThat(prompts.prompts()).containsExactly(new SshPrompts.Prompt("Code:", true),
						new SshPrompts.Prompt("PIN:", false));
			});
		}

		@Test
		void responderIsAskedThreeTimesAtTheMost() throws Exception {
			Script script = (message, login) -> {
				if ("keyboard-interactive".equals(message)) {
					login.send(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST, "", "", "", 1, "Code: ", true);
				}
				else {
					login.fail("keyboard-interactive", false);
				}
			};
			try (LoginScriptServer server = LoginScriptServer.start(script)) {
				assertThatExceptionOfType(SshAuthenticationException.class)
					.isThrownBy(() -> logIn(server.port(),
							(connection) -> connection.promptResponder((prompts) -> List.of("wrong"))))
					.satisfies((ex) -> assertThat(ex.getAttempts()).hasSize(3));
			}
		}

		@Test
		void responderThatGivesUpIsNotAskedAgain() throws Exception {
			Script script = (message, login) -> login.send(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST, "", "", "", 1,
					"Code: ", true);
			try (LoginScriptServer server = LoginScriptServer.start(script)) {
				assertThatExceptionOfType(SshAuthenticationException.class)
					.isThrownBy(
							() -> logIn(server.port(), (connection) -> connection.promptResponder((prompts) -> null)))
					.withMessageContaining("keyboard-interactive, not sent: nobody answers 'Code:'");
				assertThat(server.messages()).containsExactly("keyboard-interactive");
			}
		}

	}

	/**
	 * Servers that mean no good.
	 */
	@Nested
	class WithAHostileScript {

		@Test
		void endlessQuestionsEndTheConnection() throws Exception {
			Script script = (message, login) -> {
				if ("password".equals(message)) {
					login.fail("keyboard-interactive", false);
				}
				else {
					login.send(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST, "", "", "", 0);
				}
			};
			assertEnds(script, "it does not stop to ask");
		}

		@Test
		void hugeNumberOfQuestionsEndsTheConnection() throws Exception {
			Script script = (message, login) -> {
				if ("password".equals(message)) {
					login.fail("keyboard-interactive", false);
				}
				else {
					login.send(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST, "", "", "", Integer.MAX_VALUE);
				}
			};
			assertEnds(script, "it asks 2147483647 questions at once");
		}

		@Test
		void successBeforeAnythingWasAskedEndsTheConnection() throws Exception {
			Script script = new Script() {

				@Override
				public void begin(Login login) throws Exception {
					login.send(SshConstants.SSH_MSG_USERAUTH_SUCCESS);
				}

				@Override
				public void answer(String message, Login login) throws Exception {
					login.succeed();
				}

			};
			try (LoginScriptServer server = LoginScriptServer.start(script, false)) {
				assertThatExceptionOfType(SshException.class)
					.isThrownBy(() -> logIn(server.port(), (connection) -> connection.password("s3cret")))
					.withMessageContaining("message 52 when nothing was asked");
			}
		}

		@Test
		void tooManyBannersEndTheConnection() throws Exception {
			assertEnds((message, login) -> {
				for (int i = 0; i < 200; i++) {
					login.send(SshConstants.SSH_MSG_USERAUTH_BANNER, "Welcome!", "");
				}
			}, "more banners than anybody would read");
		}

		@Test
		void partialSuccessForEverComesToAnEnd() throws Exception {
			Script script = (message, login) -> login.fail("publickey,password,keyboard-interactive", true);
			try (LoginScriptServer server = LoginScriptServer.start(script)) {
				assertThatExceptionOfType(SshAuthenticationException.class)
					.isThrownBy(() -> logIn(server.port(),
							(connection) -> connection.privateKey(KEY).privateKey(OTHER_KEY).password("s3cret")))
					.withMessageContaining("accepted but not enough");
				assertThat(server.messages()).hasSize(3);
			}
		}

		private void assertEnds(Script script, String reason) throws Exception {
			try (LoginScriptServer server = LoginScriptServer.start(script)) {
				assertThatExceptionOfType(SshException.class)
					.isThrownBy(() -> logIn(server.port(), (connection) -> connection.password("s3cret")))
					.withMessageContaining(reason);
			}
		}

	}

	@Nested
	class WithOpenSsh {

		@ParameterizedTest
		@ValueSource(strings = { "ed25519", "ecdsa", "rsa" })
		void keyLogsInWithASingleRequest(String type) throws Exception {
			Path key = SshKeygen.in(LoggingInTests.this.directory).key("id_" + type, "-t", type);
			try (OpenSshServer server = OpenSshServer.start(LoggingInTests.this.directory, "LogLevel DEBUG1")) {
				Files.copy(SshKeygen.publicKey(key), LoggingInTests.this.directory.resolve("authorized_keys"),
						StandardCopyOption.REPLACE_EXISTING);
				logIn(server.port(), (connection) -> connection.privateKey(key));
			}
			assertThat(requests()).singleElement().asString().contains("publickey-hostbound-v00@openssh.com");
		}

		@Test
		void attemptsAreCountedAndToldInOrder() throws Exception {
			Path wrong = SshKeygen.in(LoggingInTests.this.directory).key("wrong", "-t", "ecdsa");
			try (OpenSshServer server = OpenSshServer.start(LoggingInTests.this.directory, "LogLevel DEBUG1")) {
				assertThatExceptionOfType(SshAuthenticationException.class)
					.isThrownBy(
							() -> logIn(server.port(), (connection) -> connection.privateKey(wrong).password("wr0ng")))
					.withMessageContaining(
							"in with publickey (ecdsa-sha2-nistp256 %s from %s); password; the server accepts publickey, password, keyboard-interactive",
							SshKeygen.fingerprint(wrong), wrong);
			}
			assertThat(requests()).hasSize(2);
		}

		@Test
		void tooManyKeysAreToldWithWhatWasTried() throws Exception {
			try (OpenSshServer server = OpenSshServer.start(LoggingInTests.this.directory, "MaxAuthTries 2")) {
				assertThatExceptionOfType(SshAuthenticationException.class)
					.isThrownBy(() -> logIn(server.port(), (connection) -> {
						for (int i = 0; i < 4; i++) {
							connection.privateKey(
									SshKeygen.in(LoggingInTests.this.directory).key("wrong" + i, "-t", "ed25519"));
						}
					}))
					.withMessageContaining("Too many authentication failures")
					.satisfies((ex) -> assertThat(ex.getAttempts()).hasSizeBetween(1, 2));
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "rsa-sha2-512", "rsa-sha2-256" })
		void rsaKeySignsWithWhatIsSet(String algorithm) throws Exception {
			Path key = SshKeygen.in(LoggingInTests.this.directory).key("id_rsa", "-t", "rsa");
			try (OpenSshServer server = OpenSshServer.start(LoggingInTests.this.directory, "LogLevel DEBUG2")) {
				Files.copy(SshKeygen.publicKey(key), LoggingInTests.this.directory.resolve("authorized_keys"),
						StandardCopyOption.REPLACE_EXISTING);
				logIn(server.port(), (connection) -> connection.privateKey(key)
					.algorithms((algorithms) -> algorithms.with(AlgorithmCategory.PUBLIC_KEY, List.of(algorithm))));
			}
			assertThat(Files.readString(LoggingInTests.this.directory.resolve("sshd.log")))
				.contains("pkalg " + algorithm);
		}

		private List<String> requests() throws Exception {
			return Files.readAllLines(LoggingInTests.this.directory.resolve("sshd.log"))
				.stream()
				.filter((line) -> line.contains("userauth-request for user"))
				.toList();
		}

	}

	private static void logIn(int port, Consumer<SshClient.Builder> login) {
		try (DefaultSshClientFactory clients = TestSshClients.create(port)) {
			SshClient client = clients.create((connection) -> {
				connection.host("127.0.0.1").port(port);
				login.accept(connection);
			});
			client.exec("true").retrieve().asString();
		}
	}

}
