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
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.authentication.LoginSettings;
import io.github.sshboot.authentication.ServerAuthenticationSettings.User;
import io.github.sshboot.authentication.SshAuthentication;
import io.github.sshboot.testing.LoginPeer;
import io.github.sshboot.testing.RawSshPeer;
import io.github.sshboot.testing.TestSshServer;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long logins and refusals take.
 */
@Timeout(180)
class LoginTimeTests {

	private static final int SUCCESS = SshConstants.SSH_MSG_USERAUTH_SUCCESS;

	private static final int FAILURE = SshConstants.SSH_MSG_USERAUTH_FAILURE;

	@Test
	void silentConnectionIsEnded() throws Exception {
		try (TestSshServer server = server(Duration.ofSeconds(1), Duration.ZERO);
				Socket socket = new Socket("127.0.0.1", server.port())) {
			assertEnds(socket, Duration.ofSeconds(1));
		}
	}

	@Test
	void connectionThatDoesNotFinishItsKeyExchangeIsEnded() throws Exception {
		try (TestSshServer server = server(Duration.ofSeconds(1), Duration.ZERO);
				RawSshPeer peer = RawSshPeer.connect(server.port())) {
			peer.send(peer.proposal("curve25519-sha256", true));
			peer.readToEnd();
		}
	}

	@Test
	void nothingThatAClientSendsGivesItMoreTime() throws Exception {
		Duration timeout = Duration.ofSeconds(3);
		try (TestSshServer server = server(timeout, Duration.ZERO)) {
			long begun = System.nanoTime();
			try (LoginPeer peer = LoginPeer.connect(server.port())) {
				for (int i = 0; peer.isOpen() && elapsed(begun).toSeconds() < 30; i++) {
					try {
						peer.requestService();
						if (i < 10) {
							peer.none("demo");
							peer.interactive("demo");
						}
					}
					catch (IOException ex) {
						// it has just ended
						break;
					}
					TimeUnit.MILLISECONDS.sleep(100);
				}
				assertThat(peer.readReason()).isEqualTo(SshConstants.SSH2_DISCONNECT_BY_APPLICATION);
				assertThat(elapsed(begun)).isBetween(timeout, Duration.ofSeconds(20));
			}
		}
	}

	@Test
	void decisionThatIsTakenTooLateLetsNobodyIn() throws Exception {
		try (TestSshServer server = TestSshServer.builder()
			.handler((session) -> session.exit(0))
			.login((login) -> settings(Duration.ofSeconds(2), Duration.ZERO))
			.customize((builder) -> builder.interactiveAuthenticators(List.of((username, conversation) -> {
				try {
					TimeUnit.MINUTES.sleep(1);
				}
				catch (InterruptedException ex) {
					// so stubborn that it lets the user in
				}
				return SshAuthentication.of();
			})))
			.start(); LoginPeer peer = LoginPeer.connect(server.port())) {
			peer.interactive("demo");
			assertThat(peer.readReason()).isEqualTo(SshConstants.SSH2_DISCONNECT_BY_APPLICATION);
		}
	}

	@Test
	void connectionThatHasLoggedInIsNotEnded() throws Exception {
		try (TestSshServer server = server(Duration.ofSeconds(3), Duration.ZERO);
				LoginPeer peer = LoginPeer.connect(server.port());
				LoginPeer other = LoginPeer.connect(server.port())) {
			assertThat(peer.password("demo", "demo").readNumber()).isEqualTo(SUCCESS);
			// made later, ended by the same clock
			assertThat(other.readReason()).isEqualTo(SshConstants.SSH2_DISCONNECT_BY_APPLICATION);
			assertThat(peer.isOpen()).isTrue();
		}
	}

	@Test
	void refusalsTakeAtLeastTheSetTime() throws Exception {
		Duration delay = Duration.ofMillis(300);
		try (TestSshServer server = server(Duration.ofMinutes(2), delay)) {
			for (String username : List.of("demo", "nobody", "\u001b[2J")) {
				try (LoginPeer peer = LoginPeer.connect(server.port())) {
					assertThat(peer.none(username).readNumber()).isEqualTo(FAILURE);
					assertTakesAtLeast(delay, () -> peer.password(username, "guess"));
					assertTakesAtLeast(delay, () -> peer.password(username, ""));
					assertTakesAtLeast(delay, () -> peer.request(username, "publickey", (content) -> {
					}));
					assertTakesAtLeast(delay, () -> peer.request(username, "hostbased", (content) -> {
					}));
				}
			}
		}
	}

	@Test
	void refusalsThatWaitHoldNoThread() throws Exception {
		List<LoginPeer> waiting = new ArrayList<>();
		try (TestSshServer server = server(Duration.ofMinutes(2), Duration.ofSeconds(60))) {
			for (int i = 0; i <= 2 * Runtime.getRuntime().availableProcessors(); i++) {
				waiting.add(LoginPeer.connect(server.port()).password("demo", "guess"));
			}
			try (LoginPeer peer = LoginPeer.connect(server.port())) {
				assertThat(peer.password("demo", "demo").readNumber()).isEqualTo(SUCCESS);
			}
			assertThat(waiting).allMatch((peer) -> peer.unread() == 0);
		}
		finally {
			waiting.forEach(LoginPeer::close);
		}
	}

	/**
	 * Without a delay, what is left is the time of the hash, which takes many times as
	 * long as all the rest.
	 */
	@Test
	void unknownUsersCostAsMuchAsKnownOnes() throws Exception {
		String hash = new BCryptPasswordEncoder(10).encode("secret");
		try (TestSshServer server = TestSshServer.builder()
			.handler((session) -> session.exit(0))
			.withoutUsers()
			.user("known", new User("{bcrypt}" + hash, List.of(), Set.of()))
			.user("keyonly", new User(null, List.of(), Set.of()))
			.login((login) -> new LoginSettings(List.of(), login.timeout(), 1000, Duration.ZERO,
					login.decisionTimeout(), false))
			.start();
				LoginPeer known = LoginPeer.connect(server.port());
				LoginPeer unknown = LoginPeer.connect(server.port());
				LoginPeer keyOnly = LoginPeer.connect(server.port())) {
			int samples = 15;
			long[][] times = new long[3][samples];
			for (int i = 0; i < samples; i++) {
				times[0][i] = time(() -> known.password("known", "guess"));
				times[1][i] = time(() -> unknown.password("unknown", "guess"));
				times[2][i] = time(() -> keyOnly.password("keyonly", "guess"));
			}
			double reference = median(times[0]);
			assertThat(median(times[1]) / reference).isBetween(0.4, 2.5);
			assertThat(median(times[2]) / reference).isBetween(0.4, 2.5);
		}
	}

	private static double median(long[] times) {
		Arrays.sort(times);
		return times[times.length / 2];
	}

	private static long time(Sending sending) throws Exception {
		long begun = System.nanoTime();
		assertThat(sending.send().readNumber()).isEqualTo(FAILURE);
		return System.nanoTime() - begun;
	}

	private static void assertTakesAtLeast(Duration delay, Sending sending) throws Exception {
		assertThat(Duration.ofNanos(time(sending))).isGreaterThanOrEqualTo(delay);
	}

	private static void assertEnds(Socket socket, Duration timeout) throws IOException {
		long begun = System.nanoTime();
		socket.setSoTimeout(30_000);
		InputStream input = socket.getInputStream();
		byte[] all = input.readAllBytes();
		assertThat(new String(all, StandardCharsets.ISO_8859_1)).startsWith("SSH-2.0-");
		assertThat(elapsed(begun)).isGreaterThan(timeout.dividedBy(2));
	}

	private static Duration elapsed(long begun) {
		return Duration.ofNanos(System.nanoTime() - begun);
	}

	private static TestSshServer server(Duration timeout, Duration failureDelay) {
		return TestSshServer.builder()
			.handler((session) -> session.exit(0))
			.login((login) -> settings(timeout, failureDelay))
			.start();
	}

	private static LoginSettings settings(Duration timeout, Duration failureDelay) {
		return new LoginSettings(List.of(), timeout, 100, failureDelay, Duration.ofMinutes(2), false);
	}

	@FunctionalInterface
	private interface Sending {

		LoginPeer send() throws Exception;

	}

}
