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

package io.github.sshboot.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.sshboot.authentication.LoginSettings;
import io.github.sshboot.authentication.ServerAuthenticationSettings.User;
import io.github.sshboot.authentication.SshAuthentication;
import io.github.sshboot.authentication.SshAuthenticator;
import io.github.sshboot.authentication.SshConversation;
import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.authentication.SshInteractiveAuthenticator;
import io.github.sshboot.authentication.SshLogin;
import io.github.sshboot.authentication.SshPrompt;
import io.github.sshboot.testing.LoginPeer;
import io.github.sshboot.testing.Rounds;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.KeyFingerprint;
import io.github.sshboot.transport.KeyMaterial;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * How clients log in, message by message.
 */
@Timeout(120)
class LoginTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final int SUCCESS = SshConstants.SSH_MSG_USERAUTH_SUCCESS;

	private static final int FAILURE = SshConstants.SSH_MSG_USERAUTH_FAILURE;

	private static final int KEY_ACCEPTED = SshConstants.SSH_MSG_USERAUTH_PK_OK;

	private static final int QUESTIONS = SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST;

	private static KeyPair key;

	private static KeyPair otherKey;

	private static KeyPair rsaKey;

	private static KeyPair strangeKey;

	private final BlockingQueue<SshIdentity> logins = new LinkedBlockingQueue<>();

	@BeforeAll
	static void generateKeys() throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
		key = generator.generateKeyPair();
		otherKey = generator.generateKeyPair();
		strangeKey = generator.generateKeyPair();
		rsaKey = KeyPairGenerator.getInstance("RSA").generateKeyPair();
	}

	@Test
	void rightPasswordLetsIn() throws Exception {
		try (TestSshServer server = server(); LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.none("alice").readNumber()).isEqualTo(FAILURE);
			assertThat(peer.password("alice", "wonderland").readNumber()).isEqualTo(SUCCESS);
			assertThat(login())
				.isEqualTo(new SshIdentity("alice", List.of("password"), null, null, Set.of("operator"), null));
		}
	}

	@Test
	void keyThatSignedIsTheOneThatIsKnownOf() throws Exception {
		try (TestSshServer server = server(); LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.query("alice", key).readNumber()).isEqualTo(KEY_ACCEPTED);
			assertThat(peer.sign("alice", otherKey).readNumber()).isEqualTo(SUCCESS);
			assertThat(login().key()).isEqualTo(KeyFingerprint.of(otherKey.getPublic()));
		}
	}

	@Test
	void keyThatWasOnlyAskedAboutIsNotKnownOf() throws Exception {
		try (TestSshServer server = server(); LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.query("alice", key).readNumber()).isEqualTo(KEY_ACCEPTED);
			assertThat(peer.password("alice", "wonderland").readNumber()).isEqualTo(SUCCESS);
			assertThat(login().key()).isNull();
		}
	}

	/**
	 * As those of OpenSSH's client do, which has Nagle's algorithm until there is a
	 * session: its second packet waits until the first is acknowledged.
	 */
	@Test
	void packetsOneAfterTheOtherAreNotKeptWaiting() throws Exception {
		try (TestSshServer server = server(); LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.sign("alice", key).readNumber()).isEqualTo(SUCCESS);
			// the host keys
			assertThat(peer.readNumber()).isEqualTo(SshConstants.SSH_MSG_GLOBAL_REQUEST);
			assertThat(Rounds.median(() -> {
				peer.send(SshConstants.SSH_MSG_IGNORE, (content) -> content.putString(""));
				peer.send(SshConstants.SSH_MSG_GLOBAL_REQUEST, (content) -> {
					content.putString("keepalive@openssh.com");
					content.putBoolean(true);
				});
				assertThat(peer.readNumber()).isEqualTo(SshConstants.SSH_MSG_REQUEST_SUCCESS);
			})).isLessThan(Duration.ofMillis(30));
		}
	}

	@Test
	void acceptanceOfAKeyRepeatsIt() throws Exception {
		try (TestSshServer server = server(); LoginPeer peer = LoginPeer.connect(server.port())) {
			Buffer answer = peer.query("alice", key).read();
			assertThat(answer.getUByte()).isEqualTo(KEY_ACCEPTED);
			assertThat(answer.getString()).isEqualTo("ssh-ed25519");
			assertThat(answer.getPublicKey()).isEqualTo(key.getPublic());
			assertThat(answer.available()).isZero();
		}
	}

	@Test
	void signatureMustBeOfTheKeyAndTheAlgorithm() throws Exception {
		try (TestSshServer server = server((login) -> attempts(login, 20));
				LoginPeer peer = LoginPeer.connect(server.port())) {
			String method = "publickey";
			String ed25519 = "ssh-ed25519";
			assertThat(peer.sign("alice", method, ed25519, ed25519, key, null, strangeKey).readNumber())
				.isEqualTo(FAILURE);
			assertThat(peer.sign("alice", method, "rsa-sha2-512", "ssh-rsa", rsaKey, null, rsaKey).readNumber())
				.isEqualTo(FAILURE);
			assertThat(peer.sign("alice", method, "ssh-rsa", "ssh-rsa", rsaKey, null, rsaKey).readNumber())
				.isEqualTo(FAILURE);
			assertThat(peer.sign("alice", method, "rsa-sha2-512", "rsa-sha2-256", rsaKey, null, rsaKey).readNumber())
				.isEqualTo(FAILURE);
			assertThat(peer.sign("alice", method, ed25519, "rsa-sha2-512", rsaKey, null, rsaKey).readNumber())
				.isEqualTo(FAILURE);
			assertThat(peer.sign("alice", method, "ecdsa-sha2-nistp256", ed25519, key, null, key).readNumber())
				.isEqualTo(FAILURE);
			assertThat(peer.sign("alice", method, "rsa-sha2-512", "rsa-sha2-512", rsaKey, null, rsaKey).readNumber())
				.isEqualTo(SUCCESS);
		}
	}

	@Test
	void signatureCanBeBoundToTheHostKeyAndToNoOther() throws Exception {
		String method = "publickey-hostbound-v00@openssh.com";
		String algorithm = "ssh-ed25519";
		try (TestSshServer server = server(); LoginPeer peer = LoginPeer.connect(server.port())) {
			byte[] wrong = peer.hostKey();
			wrong[wrong.length - 1] ^= 1;
			assertThat(peer.sign("alice", method, algorithm, algorithm, key, wrong, key).readNumber())
				.isEqualTo(FAILURE);
			assertThat(peer.sign("alice", method, algorithm, algorithm, key, peer.hostKey(), key).readNumber())
				.isEqualTo(SUCCESS);
			assertThat(login().methods()).containsExactly("publickey");
		}
	}

	@Test
	void malformedRequestsAreOrdinaryFailures() throws Exception {
		try (TestSshServer server = server((login) -> attempts(login, 20));
				LoginPeer peer = LoginPeer.connect(server.port())) {
			List<Buffer> answers = new ArrayList<>();
			answers.add(peer.password("alice", "wrong").read());
			answers.add(peer.request("alice", "password", (content) -> {
			}).read());
			answers.add(peer.request("alice", "publickey", (content) -> {
			}).read());
			answers.add(peer.request("alice", "publickey", (content) -> content.putBoolean(true)).read());
			answers.add(peer.request("alice", "publickey", (content) -> {
				content.putBoolean(true);
				content.putString("ssh-ed25519");
				content.putUInt(0x7FFFFFFFL);
			}).read());
			answers.add(peer.request("alice", "publickey", (content) -> {
				content.putBoolean(false);
				content.putString("ssh-ed25519");
				content.putBytes(new byte[] { 0, 0, 0, 11, 's', 's', 'h' });
			}).read());
			answers.add(peer.request("alice", "keyboard-interactive", (content) -> {
			}).read());
			answers.add(peer.request("alice", "unheard-of", (content) -> {
			}).read());
			answers.add(peer.request("alice", "password", (content) -> {
				content.putBoolean(false);
				content.putString("wonderland");
				content.putString("more");
			}).read());
			assertThat(answers)
				.allSatisfy((answer) -> assertThat(answer.getCompactData()).isEqualTo(answers.get(0).getCompactData()));
			assertThat(peer.password("alice", "wonderland").readNumber()).isEqualTo(SUCCESS);
		}
	}

	@Test
	void refusalsAreTheSameForEverybody() throws Exception {
		try (TestSshServer server = server()) {
			Set<String> answers = Collections.synchronizedSet(new HashSet<>());
			for (String username : List.of("alice", "bob", "mallory", "root", "al ice", "a".repeat(300), "\u001b[2J",
					"")) {
				try (LoginPeer peer = LoginPeer.connect(server.port())) {
					answers.add(peer.none(username).read().toHex());
					answers.add(peer.password(username, "guess").read().toHex());
					answers.add(peer.password(username, "").read().toHex());
					answers.add(peer.password(username, "x".repeat(2000)).read().toHex());
					answers.add(peer.query(username, strangeKey).read().toHex());
					answers.add(peer.sign(username, strangeKey).read().toHex());
				}
			}
			assertThat(answers).hasSize(1);
		}
	}

	@Test
	void passwordIsAskedForTheSameWayWhoeverItIs() throws Exception {
		try (TestSshServer server = server()) {
			Set<String> questions = new HashSet<>();
			for (String username : List.of("alice", "bob", "mallory")) {
				try (LoginPeer peer = LoginPeer.connect(server.port())) {
					questions.add(peer.interactive(username).read().toHex());
					assertThat(peer.answer(1, "guess").readNumber()).isEqualTo(FAILURE);
				}
			}
			assertThat(questions).hasSize(1);
		}
	}

	@Test
	void passwordCannotBeChanged() throws Exception {
		try (TestSshServer server = server(); LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.request("alice", "password", (content) -> {
				content.putBoolean(true);
				content.putString("wonderland");
				content.putString("looking-glass");
			}).readNumber()).isEqualTo(FAILURE);
			assertThat(peer.password("alice", "wonderland").readNumber()).isEqualTo(SUCCESS);
		}
	}

	@Test
	void attemptsAreLimitedWhateverIsDoneInBetween() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		try (TestSshServer server = server((login) -> attempts(login, 4), (login) -> {
			asked.incrementAndGet();
			return null;
		}); LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.none("alice").readNumber()).isEqualTo(FAILURE);
			assertThat(peer.password("alice", "1").readNumber()).isEqualTo(FAILURE);
			peer.requestService();
			assertThat(peer.sign("alice", strangeKey).readNumber()).isEqualTo(FAILURE);
			peer.requestService();
			assertThat(peer.interactive("alice").readNumber()).isEqualTo(QUESTIONS);
			assertThat(peer.answer(1, "2").readNumber()).isEqualTo(FAILURE);
			peer.requestService();
			assertThat(peer.password("alice", "3").readReason())
				.isEqualTo(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE);
			assertThat(asked).hasValue(4);
		}
	}

	@Test
	void connectionsAtTheSameTimeHaveTheirAttemptsAndNoMore() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		List<LoginPeer> peers = new ArrayList<>();
		try (TestSshServer server = server((login) -> attempts(login, 3), (login) -> {
			asked.incrementAndGet();
			return null;
		})) {
			for (int i = 0; i < 8; i++) {
				peers.add(LoginPeer.connect(server.port()));
			}
			peers.parallelStream().forEach((peer) -> {
				try {
					// without waiting for an answer
					for (int i = 0; i < 12; i++) {
						peer.password("alice", "guess " + i);
						peer.requestService();
					}
				}
				catch (IOException ex) {
					// the server has had enough
				}
			});
			assertThat(peers).extracting(LoginPeer::readReason)
				.containsOnly(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE);
			assertThat(asked).hasValue(8 * 3);
		}
		finally {
			peers.forEach(LoginPeer::close);
		}
	}

	@Test
	void askingForTheMethodsIsFreeOnce() throws Exception {
		try (TestSshServer server = server((login) -> attempts(login, 2), (login) -> null);
				LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.none("alice").readNumber()).isEqualTo(FAILURE);
			assertThat(peer.none("alice").readNumber()).isEqualTo(FAILURE);
			assertThat(peer.none("alice").readReason())
				.isEqualTo(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE);
		}
	}

	@Test
	void hugeRequestEndsTheConnection() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		try (TestSshServer server = server((login) -> login, (login) -> {
			asked.incrementAndGet();
			return null;
		}); LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.password("alice", "x".repeat(70_000)).readReason())
				.isEqualTo(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
			assertThat(asked).hasValue(0);
		}
	}

	@Test
	void hugeAnswerEndsTheConnection() throws Exception {
		try (TestSshServer server = server(); LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.interactive("alice").readNumber()).isEqualTo(QUESTIONS);
			assertThat(peer.answer(1, "x".repeat(65_600)).readReason())
				.isEqualTo(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
		}
	}

	@Test
	void questionsAboutKeysAreLimited() throws Exception {
		try (TestSshServer server = server(); LoginPeer peer = LoginPeer.connect(server.port())) {
			for (int i = 0; i < 15; i++) {
				peer.requestService();
				assertThat(peer.query("alice", (i % 2 == 0) ? strangeKey : key).readNumber())
					.isEqualTo((i % 2 == 0) ? FAILURE : KEY_ACCEPTED);
			}
			assertThat(peer.query("alice", strangeKey).readReason())
				.isEqualTo(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE);
		}
	}

	@Test
	void allRequestsAreLimited() throws Exception {
		try (TestSshServer server = server((login) -> attempts(login, 1000));
				LoginPeer peer = LoginPeer.connect(server.port())) {
			for (int i = 0; i < 128; i++) {
				assertThat(peer.none("alice").readNumber()).isEqualTo(FAILURE);
			}
			assertThat(peer.none("alice").readReason())
				.isEqualTo(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE);
		}
	}

	@Test
	void serviceRequestsAreLimited() throws Exception {
		try (TestSshServer server = server(); LoginPeer peer = LoginPeer.connect(server.port())) {
			for (int i = 0; i < 200 && peer.isOpen(); i++) {
				try {
					peer.requestService();
				}
				catch (IOException ex) {
					break;
				}
			}
			assertThat(peer.readReason()).isEqualTo(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
		}
	}

	@Test
	void userCannotBeChanged() throws Exception {
		try (TestSshServer server = server((login) -> chains(login, "publickey,password"));
				LoginPeer peer = LoginPeer.connect(server.port())) {
			assertPartialSuccess(peer.sign("alice", key), "password");
			assertThat(peer.password("bob", "builder").readReason())
				.isEqualTo(SshConstants.SSH2_DISCONNECT_ILLEGAL_USER_NAME);
			assertThat(this.logins).isEmpty();
		}
	}

	@Test
	void serviceCannotBeChanged() throws Exception {
		try (TestSshServer server = server(); LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.none("alice").readNumber()).isEqualTo(FAILURE);
			assertThat(peer.request("alice", "ssh-userauth", "password", (content) -> {
				content.putBoolean(false);
				content.putString("wonderland");
			}).readReason()).isEqualTo(SshConstants.SSH2_DISCONNECT_SERVICE_NOT_AVAILABLE);
		}
	}

	@Test
	void allMethodsOfAChainAreNeededInOrder() throws Exception {
		try (TestSshServer server = server((login) -> chains(login, "publickey,password"));
				LoginPeer peer = LoginPeer.connect(server.port())) {
			assertMethods(peer.none("alice"), "publickey", false);
			assertMethods(peer.password("alice", "wonderland"), "publickey", false);
			assertPartialSuccess(peer.sign("alice", key), "password");
			assertMethods(peer.sign("alice", otherKey), "password", false);
			assertThat(peer.password("alice", "wonderland").readNumber()).isEqualTo(SUCCESS);
			SshIdentity identity = login();
			assertThat(identity.methods()).containsExactly("publickey", "password");
			assertThat(identity.key()).isEqualTo(KeyFingerprint.of(key.getPublic()));
		}
	}

	@Test
	void anyChainIsEnough() throws Exception {
		try (TestSshServer server = server(
				(login) -> chains(login, "publickey,password", "publickey,keyboard-interactive", "password,publickey"));
				LoginPeer peer = LoginPeer.connect(server.port())) {
			assertMethods(peer.none("alice"), "publickey,password", false);
			assertPartialSuccess(peer.sign("alice", key), "password,keyboard-interactive");
			assertThat(peer.interactive("alice").readNumber()).isEqualTo(QUESTIONS);
			assertThat(peer.answer(1, "wonderland").readNumber()).isEqualTo(SUCCESS);
			assertThat(login().methods()).containsExactly("publickey", "keyboard-interactive");
		}
	}

	@Test
	void twoKeysAreTwoDifferentOnes() throws Exception {
		try (TestSshServer server = server((login) -> chains(login, "publickey,publickey"));
				LoginPeer peer = LoginPeer.connect(server.port())) {
			assertPartialSuccess(peer.sign("alice", key), "publickey");
			assertThat(peer.query("alice", key).readNumber()).isEqualTo(FAILURE);
			assertMethods(peer.sign("alice", key), "publickey", false);
			assertThat(peer.sign("alice", otherKey).readNumber()).isEqualTo(SUCCESS);
			assertThat(login().methods()).containsExactly("publickey", "publickey");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "publickey,hostbased", "none", "password,none", "", "publickey,", "PublicKey" })
	void chainOfUnknownMethodsIsRefused(String chain) {
		SshServer server = builder().login((login) -> chains(login, "password", chain)).build(0);
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(server::start)
			.withMessageContaining("Nobody could log in with the methods '%s'".formatted(chain));
	}

	@Test
	void requestsAreDealtWithOneAfterTheOther() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		AtomicInteger running = new AtomicInteger();
		List<String> asked = Collections.synchronizedList(new ArrayList<>());
		try (TestSshServer server = server((login) -> login, (login) -> {
			assertThat(running.incrementAndGet()).isEqualTo(1);
			go.await();
			asked.add(((SshLogin.Password) login).password());
			running.decrementAndGet();
			return asked.size() == 3 ? SshAuthentication.of() : null;
		}); LoginPeer peer = LoginPeer.connect(server.port())) {
			peer.password("alice", "1").password("alice", "2").password("alice", "3").password("alice", "4");
			go.countDown();
			assertThat(peer.readNumber()).isEqualTo(FAILURE);
			assertThat(peer.readNumber()).isEqualTo(FAILURE);
			assertThat(peer.readNumber()).isEqualTo(SUCCESS);
			login();
			assertThat(asked).containsExactly("1", "2", "3");
			assertThat(peer.isOpen()).isTrue();
		}
	}

	/**
	 * Not as many, and not as long ones.
	 */
	@ParameterizedTest
	@CsvSource({ "17, 5", "2, 40000" })
	void requestsDoNotPileUp(int requests, int length) throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		try (TestSshServer server = server((login) -> login, (login) -> {
			asked.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return SshAuthentication.of();
		}); LoginPeer peer = LoginPeer.connect(server.port())) {
			peer.password("alice", "guess");
			assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
			for (int i = 0; i < requests; i++) {
				peer.password("alice", "x".repeat(length));
			}
			assertThat(peer.readReason()).isEqualTo(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
			assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(this.logins).isEmpty();
		}
	}

	@Test
	void slowDecisionIsARefusal() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		try (TestSshServer server = server((login) -> new LoginSettings(List.of(), login.timeout(), 6, Duration.ZERO,
				Duration.ofSeconds(2), false), (login) -> {
					try {
						new CountDownLatch(1).await();
					}
					catch (InterruptedException ex) {
						interrupted.countDown();
					}
					return SshAuthentication.of();
				}); LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.password("alice", "guess").readNumber()).isEqualTo(FAILURE);
			assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(peer.password("alice", "wonderland").readNumber()).isEqualTo(SUCCESS);
		}
	}

	@Test
	void authenticatorHearsOfAKeyOnceItHasSigned() throws Exception {
		List<SshLogin> asked = Collections.synchronizedList(new ArrayList<>());
		try (TestSshServer server = server((login) -> login, (login) -> {
			asked.add(login);
			return new SshAuthentication(Set.of("clerk"), "the principal");
		}); LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.query("alice", strangeKey).readNumber()).isEqualTo(KEY_ACCEPTED);
			assertThat(peer.sign("alice", "publickey", "ssh-ed25519", "ssh-ed25519", strangeKey, null, otherKey)
				.readNumber()).isEqualTo(FAILURE);
			assertThat(asked).isEmpty();
			assertThat(peer.sign("alice", strangeKey).readNumber()).isEqualTo(SUCCESS);
			assertThat(asked).singleElement().isInstanceOfSatisfying(SshLogin.PublicKey.class, (login) -> {
				assertThat(login.username()).isEqualTo("alice");
				assertThat(login.key()).isEqualTo(strangeKey.getPublic());
				assertThat(login.connection().remoteAddress().getAddress().isLoopbackAddress()).isTrue();
			});
			assertThat(login()).isEqualTo(new SshIdentity("alice", List.of("publickey"),
					KeyFingerprint.of(strangeKey.getPublic()), null, Set.of("clerk", "operator"), "the principal"));
		}
	}

	@Test
	void authenticatorSaysWhichKeysAreWorthASignature() throws Exception {
		SshAuthenticator authenticator = new SshAuthenticator() {

			@Override
			public @Nullable SshAuthentication authenticate(SshLogin login) {
				return SshAuthentication.of();
			}

			@Override
			public boolean supports(Class<? extends SshLogin> login) {
				return login == SshLogin.PublicKey.class;
			}

			@Override
			public boolean isAcceptable(SshLogin login) {
				return ((SshLogin.PublicKey) login).key().equals(strangeKey.getPublic());
			}

		};
		try (TestSshServer server = server((login) -> login, authenticator);
				LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.query("carol", strangeKey).readNumber()).isEqualTo(KEY_ACCEPTED);
			assertThat(peer.query("carol", key).readNumber()).isEqualTo(FAILURE);
			assertThat(peer.password("carol", "guess").readNumber()).isEqualTo(FAILURE);
			assertThat(peer.sign("carol", strangeKey).readNumber()).isEqualTo(SUCCESS);
		}
	}

	@Test
	void conversationHasSeveralRounds() throws Exception {
		try (TestSshServer server = interactive((username, conversation) -> {
			conversation.ask("Welcome", List.of());
			List<String> answers = conversation.ask("",
					List.of(SshPrompt.visible("Colour: "), SshPrompt.hidden("Number: ")));
			String last = conversation.ask(SshPrompt.hidden("Sure? "));
			return (username + answers + last).equals("alice[red, 7]yes") ? SshAuthentication.of("painter") : null;
		}); LoginPeer peer = LoginPeer.connect(server.port())) {
			assertQuestions(peer.interactive("alice").read(), "Welcome");
			assertQuestions(peer.answer(0).read(), "", "Colour: ", "Number: ");
			assertQuestions(peer.answer(2, "red", "7").read(), "", "Sure? ");
			assertThat(peer.answer(1, "no").readNumber()).isEqualTo(FAILURE);
			peer.interactive("alice").read();
			peer.answer(0).read();
			peer.answer(2, "red", "7").read();
			assertThat(peer.answer(1, "yes").readNumber()).isEqualTo(SUCCESS);
			assertThat(login().authorities()).containsExactlyInAnyOrder("painter", "operator");
		}
	}

	@Test
	void conversationIsNotEndless() throws Exception {
		AtomicInteger rounds = new AtomicInteger();
		try (TestSshServer server = interactive((username, conversation) -> {
			while (true) {
				conversation.ask("", List.of());
				rounds.incrementAndGet();
			}
		}); LoginPeer peer = LoginPeer.connect(server.port())) {
			peer.interactive("alice");
			while (peer.readNumber() == QUESTIONS) {
				peer.answer(0);
			}
			assertThat(rounds).hasValue(16);
			assertThat(peer.isOpen()).isTrue();
		}
	}

	/**
	 * Whether it is the number that is wrong, or what follows it.
	 */
	@ParameterizedTest
	@CsvSource({ "0, 0", "0, 1", "2, 1", "1, 2", "2, 2", "2147483647, 2", "4294967295, 2" })
	void wrongNumberOfAnswersEndsTheConnection(long count, int answers) throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		try (TestSshServer server = interactive(asking(interrupted));
				LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.interactive("alice").readNumber()).isEqualTo(QUESTIONS);
			assertThat(peer.answer(count, Collections.nCopies(answers, "x").toArray(String[]::new)).readReason())
				.isEqualTo(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
			assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void answersToNoQuestionEndTheConnection() throws Exception {
		try (TestSshServer server = server(); LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.answer(0).readReason()).isEqualTo(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
		}
	}

	@Test
	void answersWhileADecisionIsTakenEndTheConnection() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		CountDownLatch asked = new CountDownLatch(1);
		try (TestSshServer server = server((login) -> login, (login) -> {
			asked.countDown();
			try {
				return new CountDownLatch(1).await(1, TimeUnit.MINUTES) ? SshAuthentication.of() : null;
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				throw ex;
			}
		}); LoginPeer peer = LoginPeer.connect(server.port())) {
			peer.password("alice", "guess");
			assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(peer.answer(0).readReason()).isEqualTo(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
			assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void conversationsThatAreGivenUpAreLimited() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(3);
		try (TestSshServer server = interactive(asking(interrupted), (login) -> attempts(login, 3));
				LoginPeer peer = LoginPeer.connect(server.port())) {
			for (int i = 0; i < 3; i++) {
				assertThat(peer.interactive("alice").readNumber()).isEqualTo(QUESTIONS);
			}
			assertThat(peer.interactive("alice").readReason())
				.isEqualTo(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE);
			assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void conversationGivesWayToTheNextRequest() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(2);
		try (TestSshServer server = interactive(asking(interrupted), (login) -> attempts(login, 3));
				LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.interactive("alice").readNumber()).isEqualTo(QUESTIONS);
			assertThat(peer.interactive("alice").readNumber()).isEqualTo(QUESTIONS);
			// no failure is sent for what was given up, but it counts
			assertThat(peer.password("alice", "guess").readReason())
				.isEqualTo(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE);
			assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void conversationEndsWithTheConnection() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		try (TestSshServer server = interactive(asking(interrupted))) {
			try (LoginPeer peer = LoginPeer.connect(server.port())) {
				assertThat(peer.interactive("alice").readNumber()).isEqualTo(QUESTIONS);
			}
			assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(bytes = { SshConstants.SSH_MSG_USERAUTH_SUCCESS, SshConstants.SSH_MSG_USERAUTH_FAILURE,
			SshConstants.SSH_MSG_USERAUTH_BANNER, SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST,
			SshConstants.SSH_MSG_CHANNEL_OPEN, SshConstants.SSH_MSG_GLOBAL_REQUEST, SshConstants.SSH_MSG_CHANNEL_DATA })
	void messagesThatAClientMustNotSendEndTheConnection(byte number) throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		try (TestSshServer server = interactive(asking(interrupted));
				LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.interactive("alice").readNumber()).isEqualTo(QUESTIONS);
			assertThat(peer.send(number).readReason()).isEqualTo(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
			assertThat(this.logins).isEmpty();
		}
	}

	@Test
	void everybodyIsLetInWithoutAuthoritiesWhereThatIsSet() throws Exception {
		try (TestSshServer server = server((login) -> new LoginSettings(List.of(), login.timeout(), 6, Duration.ZERO,
				login.decisionTimeout(), true)); LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.none("alice").readNumber()).isEqualTo(SUCCESS);
			assertThat(login()).isEqualTo(new SshIdentity("alice", List.of("none"), null, null, Set.of(), null));
		}
	}

	@Test
	void eventsTellOfEveryDecisionOnce() throws Exception {
		List<Object> events = Collections.synchronizedList(new ArrayList<>());
		List<String> threads = Collections.synchronizedList(new ArrayList<>());
		try (TestSshServer server = builder().customize((builder) -> builder.eventPublisher((event) -> {
			events.add(event);
			threads.add(Thread.currentThread().getName());
		})).start(); LoginPeer peer = LoginPeer.connect(server.port())) {
			peer.none("alice").read();
			peer.query("alice", strangeKey).read();
			peer.query("alice", key).read();
			peer.password("alice", "guess").read();
			peer.sign("alice", key).read();
			await().atMost(TIMEOUT).until(() -> events.size() >= 3);
			assertThat(events).satisfiesExactly((event) -> {
				SshAuthenticationFailureEvent failure = (SshAuthenticationFailureEvent) event;
				assertThat(failure.getFailure().key()).isEqualTo(KeyFingerprint.of(strangeKey.getPublic()));
				assertThat(failure.getFailure().method()).isEqualTo("publickey");
			}, (event) -> {
				SshAuthenticationFailureEvent failure = (SshAuthenticationFailureEvent) event;
				assertThat(failure.getFailure().username()).isEqualTo("alice");
				assertThat(failure.getFailure().method()).isEqualTo("password");
				assertThat(failure.getFailure().reason()).isEqualTo("the password is wrong");
			}, (event) -> {
				SshAuthenticationSuccessEvent success = (SshAuthenticationSuccessEvent) event;
				assertThat(success.getIdentity().key()).isEqualTo(KeyFingerprint.of(key.getPublic()));
				assertThat(success.getConnection().remoteAddress().getAddress().isLoopbackAddress()).isTrue();
			});
			assertThat(threads).allMatch((thread) -> thread.startsWith("ssh-login-events-"));
		}
	}

	@Test
	void listenerThatBlocksHoldsNobodyUp() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		try (TestSshServer server = builder().customize((builder) -> builder.eventPublisher((event) -> {
			try {
				release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		})).start(); LoginPeer peer = LoginPeer.connect(server.port())) {
			assertThat(peer.password("alice", "guess").readNumber()).isEqualTo(FAILURE);
			assertThat(peer.password("alice", "wonderland").readNumber()).isEqualTo(SUCCESS);
			release.countDown();
		}
	}

	private static SshInteractiveAuthenticator asking(CountDownLatch interrupted) {
		return new SshInteractiveAuthenticator() {

			@Override
			public @Nullable SshAuthentication authenticate(String username, SshConversation conversation)
					throws Exception {
				try {
					conversation.ask(SshPrompt.hidden("Token: "));
					return null;
				}
				catch (InterruptedException ex) {
					interrupted.countDown();
					throw ex;
				}
			}

		};
	}

	private static void assertQuestions(Buffer message, String instruction, String... questions) {
		assertThat(message.getUByte()).isEqualTo(QUESTIONS);
		assertThat(message.getString()).isEmpty();
		assertThat(message.getString()).isEqualTo(instruction);
		assertThat(message.getString()).isEmpty();
		assertThat(message.getUInt()).isEqualTo(questions.length);
		for (String question : questions) {
			assertThat(message.getString()).isEqualTo(question);
			assertThat(message.getBoolean()).isEqualTo(question.equals("Colour: "));
		}
		assertThat(message.available()).isZero();
	}

	private static void assertPartialSuccess(LoginPeer peer, String next) {
		assertMethods(peer, next, true);
	}

	private static void assertMethods(LoginPeer peer, String methods, boolean partialSuccess) {
		Buffer message = peer.read();
		assertThat(message.getUByte()).isEqualTo(FAILURE);
		assertThat(message.getString()).isEqualTo(methods);
		assertThat(message.getBoolean()).isEqualTo(partialSuccess);
	}

	private static LoginSettings attempts(LoginSettings login, int maxAttempts) {
		return new LoginSettings(login.methods(), login.timeout(), maxAttempts, login.failureDelay(),
				login.decisionTimeout(), login.none());
	}

	private static LoginSettings chains(LoginSettings login, String... chains) {
		return new LoginSettings(List.of(chains), login.timeout(), login.maxAttempts(), login.failureDelay(),
				login.decisionTimeout(), login.none());
	}

	private TestSshServer server() {
		return builder().start();
	}

	private TestSshServer server(UnaryOperator<LoginSettings> login) {
		return builder().login(login).start();
	}

	private TestSshServer server(UnaryOperator<LoginSettings> login, SshAuthenticator authenticator) {
		return builder().login(login)
			.customize((builder) -> recording(builder).authenticators(List.of(authenticator)))
			.start();
	}

	private TestSshServer interactive(SshInteractiveAuthenticator authenticator) {
		return interactive(authenticator, (login) -> login);
	}

	private TestSshServer interactive(SshInteractiveAuthenticator authenticator, UnaryOperator<LoginSettings> login) {
		return builder().login(login)
			.customize((builder) -> recording(builder).interactiveAuthenticators(List.of(authenticator)))
			.start();
	}

	private TestSshServer.Builder builder() {
		return TestSshServer.builder()
			.handler((session) -> session.exit(0))
			.user("alice", new User("{noop}wonderland", materials(key, otherKey, rsaKey), Set.of("operator")))
			.user("bob", new User("{noop}builder", List.of(), Set.of()))
			.customize(this::recording);
	}

	private SshServerBuilder recording(SshServerBuilder builder) {
		return builder.eventPublisher((event) -> {
			if (event instanceof SshAuthenticationSuccessEvent success) {
				this.logins.add(success.getIdentity());
			}
		});
	}

	private SshIdentity login() throws InterruptedException {
		SshIdentity identity = this.logins.poll(30, TimeUnit.SECONDS);
		assertThat(identity).isNotNull();
		return identity;
	}

	private static List<KeyMaterial> materials(KeyPair... keys) {
		return Stream.of(keys)
			.map((pair) -> KeyMaterial.ofContent("test",
					PublicKeyEntry.toString(pair.getPublic()).getBytes(StandardCharsets.UTF_8)))
			.toList();
	}

}
