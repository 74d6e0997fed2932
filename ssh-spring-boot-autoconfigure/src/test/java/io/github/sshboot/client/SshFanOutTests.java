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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.testing.Heap;
import io.github.sshboot.testing.SshThreads;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.ListenerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

/**
 * One command on many hosts, which are the loopback addresses of one server.
 */
@Timeout(180)
class SshFanOutTests {

	private static final int HOSTS = 500;

	private static final int CONCURRENCY = 20;

	@TempDir
	Path directory;

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger begun = new AtomicInteger();

	private final AtomicInteger ended = new AtomicInteger();

	@Test
	void fiveHundredHostsAtOnceTakeFewThreads() throws Exception {
		AtomicInteger most = new AtomicInteger();
		with((session) -> {
			most.accumulateAndGet(this.running.incrementAndGet(), Math::max);
			Thread.sleep(20);
			this.running.decrementAndGet();
			session.getWriter().println(session.getRequest().command());
		}, HOSTS, (factory, hosts) -> {
			AtomicInteger threads = new AtomicInteger();
			Map<String, String> outputs = new HashMap<>();
			factory.fanOut(hosts).concurrency(CONCURRENCY).exec((host) -> host.exec(host.toString()), (result) -> {
				threads.accumulateAndGet(clientThreads(), Math::max);
				outputs.put(result.host(), result.orThrow().getOutput().strip());
			});
			assertThat(outputs).hasSize(HOSTS)
				.allSatisfy((name, output) -> assertThat(output).isEqualTo(String.valueOf(hosts.get(name))));
			assertThat(most.get()).isBetween(2, CONCURRENCY);
			assertThat(threads.get()).isLessThan(HOSTS / 4);
		});
	}

	@Test
	void fiveHundredHostsAtTheSameMomentTakeLittle() throws Exception {
		CountDownLatch all = new CountDownLatch(HOSTS);
		CountDownLatch measured = new CountDownLatch(1);
		with((session) -> {
			all.countDown();
			measured.await();
			session.getWriter().println(session.getRequest().command());
		}, HOSTS, (factory, hosts) -> {
			long before = Heap.used();
			try (SshFanOutRun run = factory.fanOut(hosts)
				.concurrency(HOSTS)
				.start((host) -> host.exec(host.toString()))) {
				all.await();
				// some had something to do for a moment and wait for more
				await().atMost(Duration.ofSeconds(40)).until(() -> clientThreads() < HOSTS / 4);
				// of both ends
				long perHost = (Heap.used() - before) / HOSTS;
				measured.countDown();
				int count = 0;
				for (HostResult result : run) {
					assertThat(result.orThrow().getOutput().strip())
						.isEqualTo(String.valueOf(hosts.get(result.host())));
					count++;
				}
				assertThat(count).isEqualTo(HOSTS);
				assertThat(perHost).isLessThan(250_000);
			}
		});
	}

	private static int clientThreads() {
		return (int) SshThreads.alive().stream().filter((name) -> name.startsWith("ssh-client-")).count();
	}

	@Test
	void failuresAreApart() throws Exception {
		with((session) -> session.exit(session.getRequest().command().contains("127.9.0.2") ? 7 : 0), 3,
				(factory, hosts) -> {
					Map<String, SshClient> clients = new LinkedHashMap<>(hosts);
					clients.put("down", factory.create((connection) -> connection.host("127.0.0.1").port(1)));
					List<HostResult> results = factory.fanOut(clients).exec((host) -> {
						if (host.toString().contains("127.9.0.3")) {
							throw new IllegalArgumentException("not on this one");
						}
						return host.exec(host.toString()).expectStatus(0);
					});
					assertThat(results).hasSize(4);
					Map<String, HostResult> byHost = new HashMap<>();
					results.forEach((result) -> byHost.put(result.host(), result));
					assertThat(byHost.get("h1").isSuccess()).isTrue();
					assertThat(byHost.get("h1").failure()).isNull();
					assertThat(byHost.get("h2").failure()).isInstanceOf(SshCommandException.class);
					assertThat(byHost.get("h3").failure()).hasMessageContaining("h3")
						.hasStackTraceContaining("not on this one");
					assertThat(byHost.get("down").failure()).isInstanceOf(SshConnectException.class);
					assertThatExceptionOfType(SshConnectException.class).isThrownBy(() -> byHost.get("down").orThrow());
				});
	}

	@Test
	void eachHostHasItsTime() throws Exception {
		with((session) -> {
			session.getWriter().println("begun");
			session.getWriter().flush();
			if (session.getRequest().command().contains("127.9.0.2")) {
				Thread.sleep(60_000);
			}
		}, 3, (factory, hosts) -> {
			List<HostResult> results = factory.fanOut(hosts)
				.hostTimeout(Duration.ofSeconds(5))
				.exec((host) -> host.exec(host.toString()).timeout(Duration.ofMinutes(5)));
			assertThat(results).filteredOn(HostResult::isSuccess).extracting(HostResult::host).containsOnly("h1", "h3");
			assertThat(results.get(2).failure()).isInstanceOfSatisfying(SshTimeoutException.class,
					(ex) -> assertThat(ex.getOutput()).isEqualTo("begun\n"));
		});
	}

	@Test
	void allTogetherHaveTheirTime() throws Exception {
		with(this::sleep, 6, (factory, hosts) -> {
			long begin = System.nanoTime();
			List<HostResult> results = factory.fanOut(hosts)
				.concurrency(2)
				.timeout(Duration.ofSeconds(2))
				.exec((host) -> host.exec("sleep"));
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
			assertThat(results).hasSize(6)
				.allSatisfy((result) -> assertThat(result.failure()).isInstanceOf(SshTimeoutException.class));
			// one may have been about to
			assertThat(results).filteredOn((result) -> String.valueOf(result.failure()).contains("did not begin"))
				.hasSizeGreaterThanOrEqualTo(3);
			assertThat(this.begun.get()).isLessThanOrEqualTo(2);
		});
	}

	@Test
	void resultsComeAsTheyAreAndHoldBackWhatFollows() throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		with((session) -> {
			this.begun.incrementAndGet();
			if (session.getRequest().command().contains("127.9.0.1:")) {
				first.await();
			}
		}, 10, (factory, hosts) -> {
			try (SshFanOutRun run = factory.fanOut(hosts).concurrency(2).start((host) -> host.exec(host.toString()))) {
				await().untilAtomic(this.begun, is(2));
				await().during(Duration.ofMillis(500)).untilAtomic(this.begun, is(2));
				List<String> names = new ArrayList<>();
				Stream<HostResult> results = run.stream();
				results.limit(9).map(HostResult::host).forEach(names::add);
				assertThat(names).hasSize(9).doesNotContain("h1");
				first.countDown();
				assertThat(run.iterator().next().host()).isEqualTo("h1");
				assertThat(run.iterator().hasNext()).isFalse();
			}
		});
	}

	@Test
	void closingAbandonsWhatRunsAndBeginsNothing() throws Exception {
		with(this::sleep, 6, (factory, hosts) -> {
			SshFanOutRun run = factory.fanOut(hosts).concurrency(3).start((host) -> host.exec("sleep"));
			await().untilAtomic(this.begun, is(3));
			run.close();
			assertThat(run.iterator().hasNext()).isFalse();
			await().untilAtomic(this.ended, is(3));
			assertThat(this.begun).hasValue(3);
		});
	}

	@Test
	void consumerThatFailsAbandonsTheRest() throws Exception {
		with((session) -> {
			if (!session.getRequest().command().contains("127.9.0.1:")) {
				sleep(session);
			}
		}, 4, (factory, hosts) -> {
			assertThatIllegalStateException()
				.isThrownBy(() -> factory.fanOut(hosts).exec((host) -> host.exec(host.toString()), (result) -> {
					throw new IllegalStateException(result.host());
				}))
				.withMessage("h1");
			await().untilAsserted(() -> assertThat(this.ended.get()).isEqualTo(this.begun.get()));
		});
	}

	@Test
	void configuredConnectionsAreFoundByName() throws Exception {
		with((session) -> session.exit(0), 1, (factory, hosts) -> {
			assertThat(factory.fanOut(factory.getNames()).exec((host) -> host.exec("x"))).extracting(HostResult::host)
				.containsExactly("demo");
			assertThatExceptionOfType(UnknownSshConnectionException.class)
				.isThrownBy(() -> factory.fanOut(List.of("demo", "other")));
			assertThat(factory.fanOut(List.of()).exec((host) -> host.exec("x"))).isEmpty();
		});
	}

	private void sleep(SshSession session) throws Exception {
		this.begun.incrementAndGet();
		try {
			Thread.sleep(60_000);
		}
		finally {
			this.ended.incrementAndGet();
		}
	}

	private void with(SshHandler handler, int count, Use use) throws Exception {
		try (TestSshServer server = TestSshServer.builder()
			.handler(handler)
			.maxThreads(HOSTS)
			.listen(ListenerSettings.defaults(), "0.0.0.0")
			.start(); DefaultSshClientFactory factory = TestSshClients.create(server.port())) {
			Path key = TestKeys.write(this.directory, "key", TestKeys.USER_PRIVATE);
			Map<String, SshClient> hosts = new LinkedHashMap<>();
			for (int i = 1; i <= count; i++) {
				String address = "127.9.%d.%d".formatted(i / 250, i % 250);
				hosts.put("h" + i,
						factory.create((connection) -> connection.host(address)
							.port(server.port())
							.privateKey(key)
							.hostKey(TestKeys.ED25519_PUBLIC)));
			}
			use.use(factory, hosts);
		}
	}

	/**
	 * The use of many hosts.
	 */
	@FunctionalInterface
	private interface Use {

		void use(DefaultSshClientFactory factory, Map<String, SshClient> hosts) throws Exception;

	}

}
