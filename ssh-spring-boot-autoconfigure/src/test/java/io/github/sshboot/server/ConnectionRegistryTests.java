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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.sshboot.server.ConnectionRegistry.Connection;
import io.github.sshboot.server.LimitSettings.Penalties;
import io.github.sshboot.server.LimitSettings.SourcePrefix;
import io.github.sshboot.transport.AddressPrefix;
import io.github.sshboot.transport.ConnectionAdmission;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionRegistry}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionRegistryTests {

	private final AtomicLong nanoTime = new AtomicLong();

	private final List<Peer> peers = new ArrayList<>();

	private ConnectionRegistry registry = registry(100, 10, 4);

	@Test
	void sourceLosesItsOldestConnectionAtItsOwnLimit() {
		List<Peer> own = connect("192.0.2.1", 4);
		Peer other = connect("192.0.2.2");
		Peer fifth = connect("192.0.2.1");
		assertThat(own.get(0).closed).containsExactly("Too many connections that have not logged in");
		assertThat(open(own)).hasSize(3);
		assertThat(other.isOpen()).isTrue();
		assertThat(fifth.isOpen()).isTrue();
		assertThat(this.registry.statistics().unauthenticated()).isEqualTo(5);
	}

	@Test
	void sourceWithMostConnectionsLosesItsOldestAtTheLimitForAll() {
		Peer single = connect("192.0.2.1");
		List<Peer> some = connect("192.0.2.2", 3);
		List<Peer> most = connect("192.0.2.3", 4);
		connect("192.0.2.4", 2);
		Peer newcomer = connect("192.0.2.5");
		assertThat(newcomer.isOpen()).isTrue();
		assertThat(single.isOpen()).isTrue();
		assertThat(open(some)).hasSize(3);
		assertThat(open(most)).containsExactlyElementsOf(most.subList(1, 4));
		// both have three now, and this one the oldest
		connect("192.0.2.6");
		assertThat(open(some)).containsExactlyElementsOf(some.subList(1, 3));
		assertThat(open(most)).hasSize(3);
		assertThat(this.registry.statistics()).isEqualTo(new SshServerStatistics(10, 10, 12, 2, 0, 0));
	}

	@Test
	void singleConnectionOutlivesAnyNumberOfThoseOfOthers() {
		Peer honest = connect("192.0.2.1");
		for (int i = 0; i < 1000; i++) {
			connect("198.51.100." + i % 5);
		}
		assertThat(honest.isOpen()).isTrue();
	}

	@Test
	void connectionsThatHaveComeFartherRankBehindSilentOnes() {
		List<Peer> own = connect("192.0.2.1", 4);
		own.get(0).connection().keysExchanged();
		own.get(1).connection().keysExchanged();
		own.get(2).connection().keysExchanged();
		assertThat(loser(own)).isEqualTo(own.get(3));
		assertThat(loser(own)).as("the newcomer before").isNotIn(own);
		Peer last = connect("192.0.2.1");
		last.connection().keysExchanged();
		assertThat(own.get(0).isOpen()).isTrue();
		assertThat(loser(own)).as("the oldest of those that are left").isEqualTo(own.get(0));
	}

	/**
	 * Lets one more come, which does not stay silent, and returns who has had to leave.
	 */
	private Peer loser(List<Peer> peers) {
		List<Peer> before = open(this.peers);
		Peer newcomer = connect(peers.get(0).address);
		before.removeIf(Peer::isOpen);
		assertThat(before).hasSize(1);
		assertThat(newcomer.isOpen()).isTrue();
		return before.get(0);
	}

	@Test
	void whoHasLoggedInMakesRoomForNobody() {
		this.registry = registry(5, 10, 4);
		List<Peer> loggedIn = connect("192.0.2.1", 4);
		loggedIn.forEach((peer) -> peer.connection().loggedIn());
		Peer stranger = connect("192.0.2.2");
		Peer newcomer = connect("192.0.2.3");
		assertThat(stranger.isOpen()).isFalse();
		newcomer.connection().loggedIn();
		Peer refused = connect("192.0.2.4");
		assertThat(refused.connection).isNull();
		assertThat(refused.refused).containsExactly("Too many connections");
		assertThat(open(loggedIn)).hasSize(4);
		loggedIn.get(0).connection().closed();
		assertThat(connect("192.0.2.4").isOpen()).isTrue();
		assertThat(this.registry.statistics()).isEqualTo(new SshServerStatistics(5, 1, 7, 1, 1, 0));
	}

	@Test
	void addressesOfOnePrefixAreOneSource() {
		this.registry = new ConnectionRegistry(
				new LimitSettings(100, 10, 1, new SourcePrefix(24, 56), Penalties.defaults()), this.nanoTime::get);
		for (List<String> pair : List.of(List.of("192.0.2.1", "192.0.2.254"),
				List.of("2001:db8::1", "2001:db8:0:ff::1"), List.of("198.51.100.1", "::ffff:198.51.100.2"))) {
			Peer first = connect(pair.get(0));
			assertThat(connect(pair.get(1)).isOpen()).isTrue();
			assertThat(first.isOpen()).isFalse();
		}
		Peer first = connect("203.0.113.1");
		connect("203.0.112.1");
		assertThat(first.isOpen()).isTrue();
	}

	@Test
	void penaltiesComeWithTheEndOfConnectionsThatHaveNotLoggedIn(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			fail("192.0.2.1", Offence.FAILED_LOGIN, Offence.FAILED_LOGIN, Offence.UNKNOWN_USER);
		}
		assertThat(output).doesNotContain("Refusing");
		fail("192.0.2.1", Offence.FAILED_LOGIN);
		assertThat(output).contains("Refusing connections from 192.0.2.1 for 20 s: failed logins");
		for (int i = 0; i < 5; i++) {
			assertThat(connect("192.0.2.1").refused).containsExactly("Not allowed at this time");
		}
		assertThat(connect("192.0.2.2").isOpen()).isTrue();
		pass(Duration.ofSeconds(20));
		assertThat(connect("192.0.2.1").isOpen()).isTrue();
		assertThat(output.toString().split("Refusing", -1)).hasSize(2);
		assertThat(this.registry.statistics().refused()).isEqualTo(5);
		assertThat(this.registry.statistics().penalties()).isOne();
	}

	@Test
	void longestPenaltyOfAConnectionCounts() {
		fail("192.0.2.1", Offence.PROTOCOL_ERROR, Offence.FAILED_LOGIN);
		assertThat(connect("192.0.2.1").refused).isNotEmpty();
		pass(Duration.ofSeconds(89));
		assertThat(connect("192.0.2.1").refused).isNotEmpty();
		pass(Duration.ofSeconds(1));
		assertThat(connect("192.0.2.1").refused).isEmpty();
	}

	@Test
	void loginClearsPenaltiesAndEarnsNone() {
		for (int i = 0; i < 3; i++) {
			fail("192.0.2.1", Offence.FAILED_LOGIN);
		}
		Peer peer = connect("192.0.2.1");
		peer.connection().offend(Offence.FAILED_LOGIN);
		peer.connection().loggedIn();
		peer.connection().protocolBroken();
		peer.connection().closed();
		for (int i = 0; i < 3; i++) {
			fail("192.0.2.1", Offence.FAILED_LOGIN);
		}
		assertThat(connect("192.0.2.1").isOpen()).isTrue();
	}

	@Test
	void leavingWithoutALoginIsALittlePenalty() {
		for (int i = 0; i < 15; i++) {
			fail("192.0.2.1");
		}
		assertThat(connect("192.0.2.1").isOpen()).isTrue();
		fail("192.0.2.1");
		assertThat(connect("192.0.2.1").refused).isNotEmpty();
	}

	@Test
	void whoHadToMakeRoomHasNoPenalty() {
		for (int i = 0; i < 200; i++) {
			connect("192.0.2.1");
		}
		this.peers.stream().filter((peer) -> !peer.isOpen()).forEach((peer) -> {
			peer.connection().offend(Offence.PROTOCOL_ERROR);
			peer.connection().closed();
		});
		assertThat(connect("192.0.2.1").isOpen()).isTrue();
	}

	@Test
	void exemptSourcesAndThoseOfAServerWithoutPenaltiesAreNotRefused() {
		Penalties exempt = penalties(true, 10, AddressPrefix.parse("192.0.2.1"), AddressPrefix.parse("10.0.0.0/8"));
		this.registry = new ConnectionRegistry(new LimitSettings(100, 10, 4, new SourcePrefix(24, 64), exempt),
				this.nanoTime::get);
		fail("192.0.2.1", Offence.PROTOCOL_ERROR);
		fail("10.1.2.3", Offence.PROTOCOL_ERROR);
		assertThat(connect("192.0.2.1").isOpen()).isTrue();
		assertThat(connect("10.1.2.3").isOpen()).isTrue();
		fail("192.0.2.3", Offence.PROTOCOL_ERROR);
		assertThat(connect("192.0.2.2").refused).isNotEmpty();
		this.registry = new ConnectionRegistry(
				new LimitSettings(100, 10, 4, new SourcePrefix(32, 64), penalties(false, 10)), this.nanoTime::get);
		fail("192.0.2.1", Offence.PROTOCOL_ERROR);
		assertThat(connect("192.0.2.1").isOpen()).isTrue();
	}

	@Test
	void addressesOfIpv6LetNoneOfIpv4BeForgotten() {
		this.registry = new ConnectionRegistry(
				new LimitSettings(100, 10, 4, new SourcePrefix(32, 64), penalties(true, 1)), this.nanoTime::get);
		fail("192.0.2.1", Offence.PROTOCOL_ERROR);
		pass(Duration.ofSeconds(1));
		fail("2001:db8::1", Offence.PROTOCOL_ERROR);
		assertThat(connect("192.0.2.1").refused).isNotEmpty();
		assertThat(connect("2001:db8::1").refused).isNotEmpty();
	}

	@Test
	void evictionsAreToldOnceAMinute(CapturedOutput output) {
		connect("192.0.2.1", 104);
		assertThat(output).containsOnlyOnce("had not logged in")
			.contains(
					"Closed 1 connections that had not logged in, to make room for others; the last was from 192.0.2.1");
		pass(Duration.ofMinutes(1));
		connect("192.0.2.1");
		assertThat(output).contains("Closed 100 connections that had not logged in");
	}

	@Test
	void timeoutsAreToldOnceAMinute(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			connect("192.0.2.1").connection().timedOut();
		}
		assertThat(output).containsOnlyOnce("without a login in time")
			.contains("Closed 1 connections without a login in time; the last was from 192.0.2.1 "
					+ "(see 'ssh.server.authentication.login-timeout')");
		pass(Duration.ofMinutes(1));
		connect("192.0.2.2").connection().timedOut();
		assertThat(output).contains("Closed 3 connections without a login in time; the last was from 192.0.2.2");
	}

	@Test
	void connectionIsClosedOutsideTheLock() {
		Peer peer = new Peer("192.0.2.1") {

			@Override
			public void close(String reason) {
				super.close(reason);
				assertThat(CompletableFuture.supplyAsync(ConnectionRegistryTests.this.registry::statistics))
					.succeedsWithin(Duration.ofSeconds(20));
			}

		};
		peer.connect();
		connect("192.0.2.1", 4);
		assertThat(peer.isOpen()).isFalse();
	}

	@Test
	void connectionLeavesOnce() {
		Peer peer = connect("192.0.2.1");
		Peer other = connect("192.0.2.1");
		for (int i = 0; i < 3; i++) {
			peer.connection().closed();
			peer.connection().loggedIn();
			peer.connection().keysExchanged();
		}
		assertThat(this.registry.statistics().connections()).isOne();
		assertThat(this.registry.statistics().unauthenticated()).isOne();
		other.connection().loggedIn();
		other.connection().loggedIn();
		assertThat(this.registry.statistics().connections()).isOne();
		assertThat(this.registry.statistics().unauthenticated()).isZero();
		other.connection().closed();
		other.connection().closed();
		assertThat(this.registry.statistics().connections()).isZero();
	}

	@Test
	void limitsHoldAndNobodyIsLostWhateverHappensAtOnce() throws Exception {
		this.registry = new ConnectionRegistry(
				new LimitSettings(60, 40, 10, new SourcePrefix(32, 64), Penalties.none()), this.nanoTime::get);
		int threads = 8;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		List<Peer> all = Collections.synchronizedList(new ArrayList<>());
		try {
			List<Future<?>> futures = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				int seed = i;
				futures.add(executor.submit(() -> {
					Random random = new Random(seed);
					List<Peer> mine = new ArrayList<>();
					for (int j = 0; j < 5000; j++) {
						Peer peer = new Peer("192.0.2." + random.nextInt(12));
						peer.connect();
						all.add(peer);
						if (peer.connection != null) {
							mine.add(peer);
							happen(peer, random);
						}
						if (mine.size() > 12) {
							mine.remove(random.nextInt(mine.size())).connection().closed();
						}
						SshServerStatistics statistics = this.registry.statistics();
						assertThat(statistics.connections()).isBetween(statistics.unauthenticated(), 60);
						assertThat(statistics.unauthenticated()).isBetween(0, 40);
					}
					mine.forEach((peer) -> peer.connection().closed());
				}));
			}
			for (Future<?> future : futures) {
				future.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			executor.shutdownNow();
		}
		SshServerStatistics statistics = this.registry.statistics();
		assertThat(statistics.connections()).isZero();
		assertThat(statistics.unauthenticated()).isZero();
		assertThat(all).allMatch((peer) -> peer.closed.size() + peer.refused.size() <= 1);
		assertThat(statistics.evicted()).isEqualTo(all.stream().filter((peer) -> !peer.isOpen()).count() - refused(all))
			.isPositive();
		assertThat(statistics.refused()).isEqualTo(refused(all));
		assertThat(statistics.admitted() + statistics.refused()).isEqualTo(threads * 5000);
		connect("192.0.2.200", 10);
		assertThat(this.registry.statistics().unauthenticated()).isEqualTo(10);
	}

	private static long refused(List<Peer> peers) {
		return peers.stream().filter((peer) -> peer.connection == null).count();
	}

	private static void happen(Peer peer, Random random) {
		switch (random.nextInt(4)) {
			case 0 -> peer.connection().keysExchanged();
			case 1 -> peer.connection().loggedIn();
			case 2 -> peer.connection().closed();
			default -> {
			}
		}
	}

	private ConnectionRegistry registry(int max, int maxUnauthenticated, int perSource) {
		return new ConnectionRegistry(
				new LimitSettings(max, maxUnauthenticated, perSource, new SourcePrefix(32, 64), Penalties.defaults()),
				this.nanoTime::get);
	}

	private Peer connect(String address) {
		Peer peer = new Peer(address);
		this.peers.add(peer);
		peer.connect();
		return peer;
	}

	private List<Peer> connect(String address, int count) {
		List<Peer> connected = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			connected.add(connect(address));
		}
		return connected;
	}

	private void fail(String address, Offence... offences) {
		Connection connection = connect(address).connection();
		for (Offence offence : offences) {
			connection.offend(offence);
		}
		connection.closed();
	}

	private static Penalties penalties(boolean enabled, int maxSources, AddressPrefix... exempt) {
		Penalties defaults = Penalties.defaults();
		return new Penalties(enabled, defaults.protocolError(), defaults.failedLogin(), defaults.unknownUser(),
				defaults.noLogin(), defaults.loginTimeout(), defaults.min(), defaults.max(), maxSources,
				List.of(exempt));
	}

	private void pass(Duration duration) {
		this.nanoTime.addAndGet(duration.toNanos());
	}

	private static List<Peer> open(List<Peer> peers) {
		return new ArrayList<>(peers.stream().filter(Peer::isOpen).toList());
	}

	/**
	 * Someone who connects.
	 */
	private class Peer implements ConnectionAdmission.Handle {

		private final String address;

		private final List<String> refused = new ArrayList<>();

		private final List<String> closed = Collections.synchronizedList(new ArrayList<>());

		private volatile @Nullable Connection connection;

		Peer(String address) {
			this.address = address;
		}

		void connect() {
			try {
				InetSocketAddress remote = new InetSocketAddress(InetAddress.getByName(this.address), 50000);
				this.connection = (Connection) ConnectionRegistryTests.this.registry
					.admit(new InetSocketAddress("192.0.2.99", 22), remote, this);
			}
			catch (UnknownHostException ex) {
				throw new IllegalStateException(ex);
			}
		}

		Connection connection() {
			Connection connection = this.connection;
			assertThat(connection).isNotNull();
			return connection;
		}

		boolean isOpen() {
			return this.connection != null && this.closed.isEmpty();
		}

		@Override
		public void refuse(String reason) {
			this.refused.add(reason);
		}

		@Override
		public void close(String reason) {
			this.closed.add(reason);
			Connection connection = this.connection;
			if (connection != null) {
				connection.closed();
			}
		}

	}

}
