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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.sshboot.authentication.LoginSettings;
import io.github.sshboot.server.LimitSettings.Penalties;
import io.github.sshboot.server.LimitSettings.SourcePrefix;
import io.github.sshboot.testing.Descriptors;
import io.github.sshboot.testing.LoginPeer;
import io.github.sshboot.testing.MinaClient;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.RawSshPeer;
import io.github.sshboot.testing.TestSshServer;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Who gets in, and who has to make room, at the wire.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class AdmissionTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final String CURVE25519 = "curve25519-sha256";

	@TempDir
	Path directory;

	private final List<RawSshPeer> peers = new ArrayList<>();

	@AfterEach
	void closePeers() throws IOException {
		for (RawSshPeer peer : this.peers) {
			peer.close();
		}
	}

	@Test
	void sourceLosesItsOldestConnectionAtItsLimit() throws Exception {
		try (TestSshServer server = server(100, 3, Penalties.none())) {
			List<RawSshPeer> own = connect(server, "127.0.0.5", 3);
			RawSshPeer other = connect(server, "127.0.0.6");
			RawSshPeer fourth = connect(server, "127.0.0.5");
			assertEvicted(own.get(0));
			for (RawSshPeer peer : List.of(own.get(1), own.get(2), other, fourth)) {
				assertServed(peer);
			}
		}
	}

	@Test
	void connectionWhoseKeysAreExchangedOutlivesOlderSilentOnes() throws Exception {
		try (TestSshServer server = server(100, 3, Penalties.none());
				LoginPeer first = LoginPeer.connect(server.port())) {
			// the server has new keys too, not only the client
			assertThat(first.none("demo").readNumber()).isEqualTo(SshConstants.SSH_MSG_USERAUTH_FAILURE);
			List<RawSshPeer> silent = connect(server, "127.0.0.1", 10);
			for (RawSshPeer peer : silent.subList(0, 8)) {
				assertEvicted(peer);
			}
			assertThat(first.password("demo", "demo").readNumber()).isEqualTo(SshConstants.SSH_MSG_USERAUTH_SUCCESS);
		}
	}

	@Test
	void sshLogsInWhileOthersHoldAllThereIs() throws Exception {
		try (TestSshServer server = server(20, 10, Penalties.none())) {
			List<RawSshPeer> holders = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				holders.add(connect(server, "127.0.1." + i % 4));
			}
			assertThat(server.server().getStatistics().unauthenticated()).isEqualTo(20);
			for (int i = 0; i < 3; i++) {
				assertThat(ssh(server).run("-b127.0.0.7", "x").status()).isZero();
			}
			// the oldest of the one that has most, which is the first of each, in turn
			assertEvicted(holders.get(0));
			assertServed(holders.get(19));
			assertThat(server.server().getStatistics().unauthenticated()).isLessThanOrEqualTo(20);
		}
	}

	@Test
	void loggedInConnectionsAreNotEvictedAndRefusedSshIsToldWhy(CapturedOutput output) throws Exception {
		LimitSettings limits = new LimitSettings(2, 10, 10, new SourcePrefix(32, 64), Penalties.none());
		try (TestSshServer server = server(limits); MinaClient client = MinaClient.start()) {
			ClientSession first = client.logIn(server.port());
			ClientSession second = client.logIn(server.port());
			for (int i = 0; i < 3; i++) {
				assertRefused(ssh(server).run("x"), "Too many connections");
			}
			assertThat(output).containsOnlyOnce("Refused 1 connections").contains("ssh.server.limits.max-connections");
			MinaClient.assertServes(first);
			second.close();
			await().atMost(TIMEOUT).until(() -> server.server().getStatistics().connections() == 1);
			assertThat(ssh(server).run("x").status()).isZero();
		}
	}

	@Test
	void sourceWithPenaltyIsRefusedAndToldSo(CapturedOutput output) throws Exception {
		try (TestSshServer server = server(100, 20, penalties(Duration.ofSeconds(20), Duration.ZERO))) {
			connect(server, "127.0.0.5").close();
			await().atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(output)
					.contains("Refusing connections from 127.0.0.5 for 20 s: connections that leave without a login"));
			assertRefused(ssh(server).run("-b127.0.0.5", "x"), "Not allowed at this time");
			assertThat(ssh(server).run("-b127.0.0.6", "x").status()).isZero();
		}
	}

	@Test
	void whoBreaksTheProtocolIsRefusedFromThenOn(CapturedOutput output) throws Exception {
		try (TestSshServer server = server(100, 20, Penalties.defaults())) {
			RawSshPeer peer = connect(server, "127.0.0.5");
			peer.send(peer.proposal(CURVE25519, true));
			peer.send(RawSshPeer.message(SshConstants.SSH_MSG_KEXINIT).getCompactData());
			assertThat(peer.readToEnd()).isPositive();
			await().atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(output)
					.contains("Refusing connections from 127.0.0.5 for 90 s: breaking the protocol"));
			assertRefused(ssh(server).run("-b127.0.0.5", "x"), "Not allowed at this time");
			assertThat(ssh(server).run("x").status()).isZero();
		}
	}

	@Test
	void whatIsNoSshClientAtAllHasNoMoreThanThePenaltyForLeaving() throws Exception {
		try (TestSshServer server = server(100, 20, Penalties.defaults())) {
			try (Socket socket = new Socket("127.0.0.1", server.port(), InetAddress.getByName("127.0.0.5"), 0)) {
				socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				socket.getInputStream().readAllBytes();
			}
			await().atMost(TIMEOUT).until(() -> server.server().getStatistics().connections() == 0);
			assertThat(ssh(server).run("-b127.0.0.5", "x").status()).isZero();
		}
	}

	@Test
	void algorithmsThatDoNotMatchAreNoBreachOfTheProtocol() throws Exception {
		try (TestSshServer server = server(100, 20, Penalties.defaults())) {
			assertThat(ssh(server).run("-oKexAlgorithms=diffie-hellman-group14-sha1", "x").status()).isEqualTo(255);
			await().atMost(TIMEOUT).until(() -> server.server().getStatistics().connections() == 0);
			assertThat(ssh(server).run("x").status()).isZero();
		}
	}

	@Test
	void failedLoginsAddUpAndALoginClearsThem(CapturedOutput output) throws Exception {
		Penalties penalties = new Penalties(true, Duration.ZERO, Duration.ofMinutes(1), Duration.ZERO, Duration.ZERO,
				Duration.ZERO, Duration.ofSeconds(90), Duration.ofHours(1), 100, List.of());
		try (TestSshServer server = server(100, 20, penalties)) {
			for (int i = 0; i < 4; i++) {
				assertThat(wrongPassword(server).status()).isEqualTo(255);
				awaitNoConnections(server);
				assertThat(ssh(server).run("x").status()).isZero();
			}
			wrongPassword(server);
			awaitNoConnections(server);
			wrongPassword(server);
			await().atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(output).contains("Refusing connections from 127.0.0.1 for 11")
					.contains(" s: failed logins"));
			assertRefused(ssh(server).run("x"), "Not allowed at this time");
		}
	}

	/**
	 * Some in one {@code ssh}, and three in a row.
	 */
	@Test
	void mistypedPasswordsDoNotLockOutByDefault() throws Exception {
		try (TestSshServer server = server(100, 20, Penalties.defaults())) {
			for (int i = 0; i < 3; i++) {
				assertThat(OpenSshClient.withPassword(this.directory, server.port(), "wrong")
					.option("NumberOfPasswordPrompts=3")
					.run("x")
					.status()).isEqualTo(255);
				awaitNoConnections(server);
			}
			assertThat(ssh(server).run("x").status()).isZero();
		}
	}

	@Test
	void unknownUsersHaveAPenaltyOfTheirOwn(CapturedOutput output) throws Exception {
		Penalties penalties = new Penalties(true, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1), Duration.ZERO,
				Duration.ZERO, Duration.ofSeconds(15), Duration.ofHours(1), 100, List.of());
		try (TestSshServer server = server(100, 20, penalties)) {
			wrongPassword(server);
			awaitNoConnections(server);
			assertThat(ssh(server).run("x").status()).isZero();
			OpenSshClient.withPassword(this.directory, server.port(), "wrong").option("User=stranger").run("x");
			await().atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(output)
					.contains("Refusing connections from 127.0.0.1 for 60 s: logins of unknown users"));
		}
	}

	@Test
	void halfOpenConnectionsAreGoneByTheLoginTimeoutAndHaveAPenalty(CapturedOutput output) throws Exception {
		LimitSettings limits = new LimitSettings(1000, 1000, 1000, new SourcePrefix(32, 64),
				new Penalties(true, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(20),
						Duration.ofSeconds(15), Duration.ofHours(1), 100, List.of()));
		try (TestSshServer server = TestSshServer.builder()
			.handler((session) -> session.exit(0))
			.limits(limits)
			.login((login) -> new LoginSettings(login.methods(), Duration.ofSeconds(5), login.maxAttempts(),
					login.failureDelay(), login.decisionTimeout(), login.none()))
			.start()) {
			long before = Descriptors.sockets();
			List<RawSshPeer> peers = connect(server, "127.0.0.5", 50);
			for (RawSshPeer peer : peers.subList(0, 20)) {
				assertServed(peer);
			}
			// what the others are told is encrypted
			for (RawSshPeer peer : peers.subList(20, 50)) {
				assertThat(peer.readToEnd()).isEqualTo(SshConstants.SSH2_DISCONNECT_BY_APPLICATION);
			}
			awaitNoConnections(server);
			closePeers();
			await().atMost(TIMEOUT).untilAsserted(() -> assertThat(Descriptors.sockets()).isLessThanOrEqualTo(before));
			assertThat(output).contains("connections that do not log in in time");
			assertRefused(ssh(server).run("-b127.0.0.5", "x"), "Not allowed at this time");
		}
	}

	private Result wrongPassword(TestSshServer server) {
		return OpenSshClient.withPassword(this.directory, server.port(), "wrong").run("x");
	}

	private static void awaitNoConnections(TestSshServer server) {
		await().atMost(TIMEOUT).until(() -> server.server().getStatistics().connections() == 0);
	}

	@Test
	void refusedConnectionsLeaveNoDescriptor() throws Exception {
		try (TestSshServer server = server(100, 20, penalties(Duration.ofHours(1), Duration.ZERO))) {
			connect(server, "127.0.0.5").close();
			await().atMost(TIMEOUT).until(() -> server.server().getStatistics().penalties() == 1);
			long before = Descriptors.sockets();
			for (int i = 0; i < 2000; i++) {
				Socket socket = new Socket("127.0.0.1", server.port(), InetAddress.getByName("127.0.0.5"), 0);
				if (i % 2 == 0) {
					// stays until the server closes it
					socket.setSoTimeout((int) TIMEOUT.toMillis());
					socket.getInputStream().readAllBytes();
				}
				socket.close();
			}
			await().atMost(TIMEOUT).untilAsserted(() -> assertThat(Descriptors.sockets()).isLessThanOrEqualTo(before));
			assertThat(server.server().getStatistics().refused()).isEqualTo(2000);
			assertThat(server.server().getStatistics().connections()).isZero();
		}
	}

	@Test
	void refusedConnectionsDoNotStay() throws Exception {
		try (TestSshServer server = server(100, 20, penalties(Duration.ofHours(1), Duration.ZERO))) {
			connect(server, "127.0.0.5").close();
			await().atMost(TIMEOUT).until(() -> server.server().getStatistics().penalties() == 1);
			long before = Descriptors.sockets();
			List<Socket> sockets = new ArrayList<>();
			try {
				for (int i = 0; i < 200; i++) {
					sockets.add(new Socket("127.0.0.1", server.port(), InetAddress.getByName("127.0.0.5"), 0));
				}
				// ours are open, those of the server are not
				await().atMost(TIMEOUT)
					.untilAsserted(() -> assertThat(Descriptors.sockets()).isLessThanOrEqualTo(before + 200));
			}
			finally {
				for (Socket socket : sockets) {
					socket.close();
				}
			}
		}
	}

	@Test
	void evictedConnectionsLeaveNoDescriptorAndLittleInTheLog(CapturedOutput output) throws Exception {
		try (TestSshServer server = server(10, 2, Penalties.none())) {
			long before = Descriptors.sockets();
			for (int i = 0; i < 500; i++) {
				connect(server, "127.0.1." + i % 50);
			}
			closePeers();
			await().atMost(TIMEOUT).untilAsserted(() -> assertThat(Descriptors.sockets()).isLessThanOrEqualTo(before));
			assertThat(server.server().getStatistics().evicted()).isGreaterThanOrEqualTo(480);
			assertThat(output.toString().lines())
				.filteredOn((line) -> line.contains(" INFO ") || line.contains(" WARN "))
				.hasSizeLessThan(20);
			assertThat(server.server().getStatistics().connections()).isZero();
		}
	}

	/**
	 * All of them at once, so that most have to wait for their turn.
	 */
	@Test
	void everyKeyExchangeIsServedHoweverManyThereAre() throws Exception {
		try (TestSshServer server = server(1000, 1000, Penalties.none())) {
			for (int i = 0; i < 400; i++) {
				connect(server, "127.0.1." + i % 20);
			}
			// with parts of it coming while others are worked on
			List<CompletableFuture<?>> all = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				List<RawSshPeer> peers = this.peers.subList(i * 50, i * 50 + 50);
				all.add(CompletableFuture.runAsync(() -> exchangeKeys(peers), (task) -> new Thread(task).start()));
			}
			CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();
			assertThat(ssh(server).run("x").status()).isZero();
		}
	}

	private static void exchangeKeys(List<RawSshPeer> peers) {
		try {
			for (RawSshPeer peer : peers) {
				peer.send(peer.proposal(CURVE25519, true));
				peer.send(exchange());
			}
			for (RawSshPeer peer : peers) {
				assertThat(peer.await(SshConstants.SSH_MSG_KEXDH_REPLY)).isTrue();
				assertThat(peer.await(SshConstants.SSH_MSG_NEWKEYS)).isTrue();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static byte[] exchange() {
		Buffer message = RawSshPeer.message(SshConstants.SSH_MSG_KEXDH_INIT);
		byte[] point = new byte[32];
		point[0] = 9;
		message.putBytes(point);
		return message.getCompactData();
	}

	private static void assertEvicted(RawSshPeer peer) throws IOException {
		assertThat(peer.readToEnd()).isEqualTo(SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS);
		assertThat(peer.lastMessage()).isEqualTo("Too many connections that have not logged in");
	}

	private static void assertServed(RawSshPeer peer) throws IOException {
		peer.send(peer.proposal(CURVE25519, true));
		peer.send(exchange());
		assertThat(peer.await(SshConstants.SSH_MSG_KEXDH_REPLY)).isTrue();
	}

	private static void assertRefused(Result result, String reason) {
		assertThat(result.status()).isEqualTo(255);
		assertThat(result.error()).contains("Received disconnect from 127.0.0.1").contains(reason);
	}

	private RawSshPeer connect(TestSshServer server, String address) throws IOException {
		RawSshPeer peer = RawSshPeer.connect(server.port(), address);
		this.peers.add(peer);
		return peer;
	}

	private List<RawSshPeer> connect(TestSshServer server, String address, int count) throws IOException {
		List<RawSshPeer> connected = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			connected.add(connect(server, address));
		}
		return connected;
	}

	private OpenSshClient ssh(TestSshServer server) {
		return OpenSshClient.withKey(this.directory, server.port());
	}

	private static Penalties penalties(Duration noLogin, Duration other) {
		return new Penalties(true, other, other, other, noLogin, other, Duration.ofSeconds(15), Duration.ofHours(2),
				100, List.of());
	}

	private static TestSshServer server(int maxUnauthenticated, int perSource, Penalties penalties) {
		return server(new LimitSettings(10_000, maxUnauthenticated, perSource, new SourcePrefix(32, 64), penalties));
	}

	private static TestSshServer server(LimitSettings limits) {
		return TestSshServer.builder().handler((session) -> session.exit(0)).limits(limits).start();
	}

}
