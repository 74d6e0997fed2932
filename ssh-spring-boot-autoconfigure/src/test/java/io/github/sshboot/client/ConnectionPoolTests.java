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

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.sshboot.client.ConnectionSource.Lease;
import io.github.sshboot.client.SshClientSettings.Pool;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.testing.Descriptors;
import io.github.sshboot.testing.Heap;
import io.github.sshboot.testing.LoopbackProxy;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.SshThreads;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.ListenerSettings;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * How calls share connections.
 */
@Timeout(180)
class ConnectionPoolTests {

	private static final Duration LONG = Duration.ofMinutes(5);

	private static final Duration RECOVERY = Duration.ofSeconds(2);

	/**
	 * How many clients of the time of a call are used one after the other.
	 */
	private static final int CLIENTS = Integer.getInteger("client.clients", 300);

	private final ExecutorService callers = Executors.newCachedThreadPool();

	@TempDir
	Path directory;

	@AfterEach
	void stopCallers() {
		this.callers.shutdownNow();
	}

	@Test
	void callersShareTheFailureOfOneAttempt() throws Exception {
		List<Socket> accepted = new CopyOnWriteArrayList<>();
		try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				DefaultSshClientFactory clients = TestSshClients.create(listener.getLocalPort())) {
			this.callers.submit(() -> acceptAll(listener, accepted));
			SshClient client = clients.get("demo");
			List<Future<ExecResult>> calls = start(10, client, "x");
			await().until(() -> client.getPoolState().waiting() == 10 && !accepted.isEmpty());
			assertThat(client.getPoolState()).isEqualTo(new SshPoolState(0, 1, 0, 0, 10));
			for (Socket socket : accepted) {
				socket.close();
			}
			List<Throwable> failures = new ArrayList<>();
			for (Future<ExecResult> call : calls) {
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(20, TimeUnit.SECONDS))
					.satisfies((ex) -> failures.add(ex.getCause()));
			}
			assertThat(accepted).hasSize(1);
			assertThat(failures).allSatisfy((failure) -> assertThat(failure).isInstanceOf(SshConnectException.class)
				.hasMessageContaining("closed the connection without identifying itself"));
			assertThat(Set.copyOf(failures)).hasSize(10);
			assertThat(client.getPoolState()).isEqualTo(new SshPoolState(0, 0, 0, 0, 0));
		}
	}

	private static Void acceptAll(ServerSocket listener, List<Socket> accepted) throws IOException {
		while (true) {
			accepted.add(listener.accept());
		}
	}

	@Test
	void callersWhoGiveUpEndTheAttempt() throws Exception {
		try (BlackHoleServer server = new BlackHoleServer();
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			SshClient client = clients.get("demo");
			assertThatExceptionOfType(SshTimeoutException.class)
				.isThrownBy(() -> client.exec("x").timeout(Duration.ofMillis(500)).run());
			server.awaitConnection();
			server.awaitEnd();
			await().until(() -> client.getPoolState().equals(new SshPoolState(0, 0, 0, 0, 0)));
		}
	}

	@Test
	void callerWithMoreTimeKeepsTheAttempt() throws Exception {
		try (OpenSshServer server = OpenSshServer.start(this.directory);
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			SshClient client = clients.get("demo");
			List<Future<ExecResult>> patient = start(1, client, "echo x");
			try {
				client.exec("x").timeout(Duration.ofMillis(1)).run();
			}
			catch (SshTimeoutException ex) {
				// rather sure
			}
			assertThat(patient.get(0).get(30, TimeUnit.SECONDS).getOutput()).isEqualTo("x\n");
		}
	}

	@Test
	void sessionsThatTheServerDoesNotGrantWaitOrGoElsewhere() throws Exception {
		try (OpenSshServer server = OpenSshServer.start(this.directory, "MaxSessions 2");
				DefaultSshClientFactory clients = TestSshClients.create(server.port(),
						TestSshClients.pool(new Pool(2, 10, LONG)))) {
			SshClient client = clients.get("demo");
			for (Future<ExecResult> call : start(20, client, "sleep 0.1; echo x")) {
				assertThat(call.get(60, TimeUnit.SECONDS).getOutput()).isEqualTo("x\n");
			}
			assertThat(client.getPoolState().connections()).isEqualTo(2);
		}
	}

	@Test
	void waitingHasALimit() throws Exception {
		try (TestSshServer server = TestSshServer.start(ConnectionPoolTests::untilInputEnds);
				DefaultSshClientFactory clients = TestSshClients.create(server.port(),
						TestSshClients.pool(new Pool(1, 1, LONG, Duration.ZERO, Duration.ofMillis(300))))) {
			SshClient client = clients.get("demo");
			try (SshProcess running = client.exec("x").start()) {
				assertThat(running.isAlive()).isTrue();
				assertThatExceptionOfType(SshTimeoutException.class).isThrownBy(() -> client.exec("x").run())
					.withMessageContaining("became free within 300 ms: 1 connections with 1 sessions are in use")
					.withMessageContaining("ssh.client.pool.max-connections")
					.withMessageContaining("max-wait");
				assertThat(client.getPoolState()).isEqualTo(new SshPoolState(1, 0, 0, 1, 0));
			}
			assertThat(client.exec("x").run().isSuccess()).isTrue();
		}
	}

	@Test
	void callersAreServedInTheirOrder() throws Exception {
		List<String> served = new CopyOnWriteArrayList<>();
		try (TestSshServer server = TestSshServer.start((session) -> {
			served.add(String.valueOf(session.getRequest().command()));
			session.getInput().readAllBytes();
		});
				DefaultSshClientFactory clients = TestSshClients.create(server.port(),
						TestSshClients.pool(new Pool(1, 1, LONG)))) {
			SshClient client = clients.get("demo");
			List<Future<ExecResult>> calls = new ArrayList<>();
			try (SshProcess running = client.exec("first").start()) {
				for (int i = 0; i < 8; i++) {
					calls.addAll(start(1, client, "call " + i));
					int waiting = i + 1;
					await().until(() -> client.getPoolState().waiting() == waiting);
				}
				running.getInput().close();
			}
			for (Future<ExecResult> call : calls) {
				call.get(30, TimeUnit.SECONDS);
			}
			assertThat(served).containsExactly("first", "call 0", "call 1", "call 2", "call 3", "call 4", "call 5",
					"call 6", "call 7");
		}
	}

	@Test
	void interruptedCallerNoLongerWaits() throws Exception {
		try (TestSshServer server = TestSshServer.start(ConnectionPoolTests::untilInputEnds);
				DefaultSshClientFactory clients = TestSshClients.create(server.port(),
						TestSshClients.pool(new Pool(1, 1, LONG)))) {
			SshClient client = clients.get("demo");
			try (SshProcess running = client.exec("x").start()) {
				Thread caller = new Thread(
						() -> assertThatExceptionOfType(SshException.class).isThrownBy(() -> client.exec("x").run()));
				caller.start();
				await().until(() -> client.getPoolState().waiting() == 1);
				caller.interrupt();
				caller.join(10_000);
				assertThat(client.getPoolState()).isEqualTo(new SshPoolState(1, 0, 0, 1, 0));
				running.getInput().close();
			}
			assertThat(client.exec("x").run().isSuccess()).isTrue();
		}
	}

	@Test
	void oldConnectionsAreReplacedOnceNobodyUsesThem() throws Exception {
		try (TestSshServer server = TestSshServer.start(ConnectionPoolTests::untilInputEnds);
				DefaultSshClientFactory clients = TestSshClients.create(server.port(),
						TestSshClients.pool(new Pool(2, 10, LONG, Duration.ofMillis(500), Duration.ofSeconds(30))))) {
			SshClient client = clients.get("demo");
			try (SshProcess running = client.exec("x").start()) {
				String old = readLine(running);
				await().untilAsserted(() -> assertThat(client.exec("x").retrieve().asString()).isNotEqualTo(old));
				assertThat(running.isAlive()).isTrue();
				running.getInput().close();
				assertThat(running.waitFor()).isZero();
			}
			await().until(() -> client.getPoolState().connections() == 0);
		}
	}

	@Test
	void connectionThatIsLostUnnoticedIsNotHandedOut() throws Exception {
		Duration checkAfter = Duration.ofMillis(100);
		try (OpenSshServer server = OpenSshServer.start(this.directory);
				DefaultSshClientFactory clients = TestSshClients.create(server.port());
				ClientEngine engine = new ClientEngine(
						new SshClientCallbacks(List.of(), List.of(), List.of(), List.of()), false)) {
			SshClientSettings settings = ((DefaultSshClient) clients.get("demo")).settings();
			ConnectionPool pool = new ConnectionPool(engine, new Connector(engine, settings, null), settings.endpoint(),
					settings.pool(), checkAfter);
			ClientSession first = use(pool);
			Thread.sleep(checkAfter.toMillis());
			assertThat(use(pool)).isSameAs(first);
			server.freezeConnections();
			Thread.sleep(checkAfter.toMillis());
			assertThat(use(pool)).isNotSameAs(first);
			assertThat(first.isClosed()).isTrue();
			assertThat(Connector.lossOf(first)).contains("did not answer within 5000 ms when it was to be used again");
		}
	}

	private static ClientSession use(ConnectionPool pool) {
		Lease lease = pool.acquire(Deadline.in(Duration.ofSeconds(60))).join();
		assertThat(lease).isNotNull();
		lease.release();
		return lease.session();
	}

	@Test
	void connectionThatWasClosedIsNotHandedOut() {
		try (OpenSshServer server = OpenSshServer.start(this.directory);
				LoopbackProxy proxy = LoopbackProxy.open(server.port());
				DefaultSshClientFactory clients = TestSshClients.create(proxy.port())) {
			SshClient client = clients.get("demo");
			for (int i = 0; i < 5; i++) {
				assertThat(client.exec("echo x").retrieve().asString()).isEqualTo("x");
				proxy.cut();
			}
			assertThat(client.exec("echo x").retrieve().asString()).isEqualTo("x");
			assertThat(client.getPoolState().connections()).isOne();
		}
	}

	@Test
	void clientsThatAreDroppedLeaveNothing() throws Exception {
		try (TestSshServer server = TestSshServer.start((session) -> session.getWriter().print("done"));
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			assertThat(clients.get("demo").exec("x").retrieve().asString()).isEqualTo("done");
			long sockets = Descriptors.sockets();
			Set<String> threads = kinds(SshThreads.alive());
			List<WeakReference<Object>> dropped = new ArrayList<>();
			for (int i = 0; i < 10_000; i++) {
				SshClient client = clients.create((builder) -> TestSshClients.describe(server.port(), builder));
				if (i % 500 == 0) {
					assertThat(client.exec("x").retrieve().asString()).isEqualTo("done");
					dropped.add(new WeakReference<>(((DefaultSshClient) client).pool()));
				}
				dropped.add(new WeakReference<>(client));
			}
			await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
				System.gc();
				assertThat(dropped.stream().filter((reference) -> reference.get() != null)).isEmpty();
				assertThat(Descriptors.sockets()).isLessThanOrEqualTo(sockets);
			});
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(threads).containsAll(kinds(SshThreads.alive())));
			// some had something to do for a moment
			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(SshThreads.alive()).hasSizeLessThan(100));
			assertThat(clients.get("demo").exec("x").retrieve().asString()).isEqualTo("done");
		}
	}

	@Test
	@Timeout(1200)
	void clientsThatHaveCalledAndAreDroppedLeaveNothing() throws Exception {
		try (TestSshServer server = TestSshServer.builder()
			.handler((session) -> session.getWriter().print("done"))
			.listen(ListenerSettings.defaults(), "0.0.0.0")
			.start(); DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			callOnceEach(clients, server.port(), 50);
			awaitNothing(server, 0, Long.MAX_VALUE);
			long sockets = Descriptors.sockets();
			long heap = Heap.used();
			callOnceEach(clients, server.port(), CLIENTS);
			awaitNothing(server, sockets, heap + 2_000_000);
			// some had something to do for a moment
			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(SshThreads.alive()).hasSizeLessThan(40));
		}
	}

	private static void callOnceEach(SshClientFactory clients, int port, int count) {
		for (int i = 0; i < count; i++) {
			String host = "127.8.%d.%d".formatted(i / 250, i % 250 + 1);
			SshClient client = clients.create((builder) -> TestSshClients.describe(port, builder).host(host));
			assertThat(client.exec("x").retrieve().asString()).isEqualTo("done");
		}
	}

	private static void awaitNothing(TestSshServer server, long sockets, long heap) {
		await().atMost(Duration.ofSeconds(120)).untilAsserted(() -> {
			System.gc();
			assertThat(server.server().getStatistics().connections()).isZero();
		});
		await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			assertThat(Descriptors.sockets()).isLessThanOrEqualTo((sockets > 0) ? sockets : Long.MAX_VALUE);
			assertThat(Heap.used()).isLessThan(heap);
		});
	}

	/**
	 * There is a timer of each kind whenever something is to be done later.
	 */
	private static Set<String> kinds(List<String> threads) {
		return threads.stream()
			.filter((name) -> !name.contains("timer"))
			.map((name) -> name.replaceAll("[0-9]+", ""))
			.collect(Collectors.toSet());
	}

	@Test
	void clientThatIsDroppedDoesNotTakeItsCommandsAlong() throws Exception {
		try (TestSshServer server = TestSshServer.start(ConnectionPoolTests::untilInputEnds);
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			long sockets = Descriptors.sockets();
			SshClient client = clients.create((builder) -> TestSshClients.describe(server.port(), builder));
			WeakReference<SshClient> dropped = new WeakReference<>(client);
			SshProcess process = client.exec("x").start();
			client = null;
			await().until(() -> {
				System.gc();
				return dropped.get() == null;
			});
			assertThat(readLine(process)).isNotEmpty();
			assertThat(process.isAlive()).isTrue();
			process.getInput().close();
			assertThat(process.waitFor()).isZero();
			process.close();
			await().untilAsserted(() -> assertThat(Descriptors.sockets()).isLessThanOrEqualTo(sockets));
		}
	}

	@Test
	void twentyRestartsOfTheServerAreSurvived() throws Exception {
		try (OpenSshServer server = OpenSshServer.start(this.directory);
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			SshClient client = clients.get("demo");
			CountDownLatch end = new CountDownLatch(1);
			List<Future<Duration>> calls = new CopyOnWriteArrayList<>();
			Future<?> load = this.callers.submit(() -> {
				while (!end.await(50, TimeUnit.MILLISECONDS)) {
					calls.add(this.callers.submit(() -> callUntilItSucceeds(client)));
				}
				return null;
			});
			for (int i = 1; i <= 20; i++) {
				int begun = 5 * i;
				await().until(() -> calls.size() >= begun);
				server.restart();
				// what anybody needs at this moment, who has not known the server before
				SshClient stranger = clients.create((builder) -> TestSshClients.describe(server.port(), builder));
				Future<Duration> unavoidable = this.callers.submit(() -> callUntilItSucceeds(stranger));
				Duration recovery = callUntilItSucceeds(client);
				assertThat(recovery.minus(unavoidable.get(60, TimeUnit.SECONDS))).isLessThan(RECOVERY);
			}
			end.countDown();
			load.get(30, TimeUnit.SECONDS);
			for (Future<Duration> call : calls) {
				assertThat(call.get(60, TimeUnit.SECONDS)).isLessThan(Duration.ofSeconds(20));
			}
			assertThat(client.getPoolState().waiting()).isZero();
		}
	}

	/**
	 * Run a command that may run more than once.
	 */
	private static Duration callUntilItSucceeds(SshClient client) throws InterruptedException {
		long start = System.nanoTime();
		while (true) {
			try {
				assertThat(client.exec("echo x").timeout(Duration.ofSeconds(20)).retrieve().asString()).isEqualTo("x");
				return Duration.ofNanos(System.nanoTime() - start);
			}
			catch (SshConnectException ex) {
				Thread.sleep(20);
			}
		}
	}

	private List<Future<ExecResult>> start(int count, SshClient client, String command) {
		List<Future<ExecResult>> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls.add(this.callers.submit(() -> client.exec(command).run()));
		}
		return calls;
	}

	private static void untilInputEnds(SshSession session) throws IOException {
		session.getWriter().println(session.getConnection().id());
		session.getInput().readAllBytes();
	}

	private static String readLine(SshProcess process) {
		try {
			StringBuilder line = new StringBuilder();
			for (int c = process.getOutput().read(); c != '\n'; c = process.getOutput().read()) {
				line.append((char) c);
			}
			return line.toString();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
