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
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import io.github.sshboot.authentication.ClientCredentials;
import io.github.sshboot.client.SshClientSettings.Defaults;
import io.github.sshboot.client.SshClientSettings.FileTransfer;
import io.github.sshboot.client.SshClientSettings.Pool;
import io.github.sshboot.client.SshClientSettings.Timeouts;
import io.github.sshboot.connection.WindowSettings;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.testing.BlackHole;
import io.github.sshboot.testing.ChannelScriptServer;
import io.github.sshboot.testing.Descriptors;
import io.github.sshboot.testing.LoginScriptServer;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.AddressFamily;
import io.github.sshboot.transport.ConnectFailureReason;
import io.github.sshboot.transport.ConnectSettings;
import io.github.sshboot.transport.HostKeyPolicy;
import io.github.sshboot.transport.HostKeyTrust;
import io.github.sshboot.transport.Identification;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.ListenerSettings;
import io.github.sshboot.transport.LocalAddress;
import io.github.sshboot.transport.PrivateKeySource;
import io.github.sshboot.transport.SshClientCustomizer;
import io.github.sshboot.transport.TestHosts;
import io.github.sshboot.transport.TransportSettings;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * The way to a connection, and what is told where it ends.
 */
@Timeout(120)
class ConnectingTests {

	private static final Duration LONG = Duration.ofSeconds(120);

	/**
	 * Long enough for threads that have done their work to end, and less than
	 * {@link #LONG}.
	 */
	private static final Duration SOON = Duration.ofSeconds(40);

	private static final SshHandler ADDRESSES = (session) -> session.getWriter()
		.print("%s %s %s".formatted(session.getConnection().localAddress().getAddress().getHostAddress(),
				session.getConnection().remoteAddress().getAddress().getHostAddress(),
				session.getConnection().remoteAddress().getPort()));

	private final TestHosts hosts = new TestHosts();

	@TempDir
	Path directory;

	/**
	 * The JDK keeps sockets of its own once it has used one.
	 */
	@BeforeAll
	static void useSockets() throws IOException {
		new ServerSocket(0).close();
		AsynchronousSocketChannel.open().close();
	}

	@Test
	void everyAddressIsTried() {
		this.hosts.host("db.test", "127.0.0.2", "127.0.0.3", "127.0.0.1");
		try (TestSshServer server = TestSshServer.start(ADDRESSES);
				DefaultSshClientFactory clients = clients("db.test", server.port())) {
			assertThat(run(client(clients, "db.test", server.port()))).startsWith("127.0.0.1 ");
		}
	}

	@Test
	void addressThatDoesNotAnswerDelaysTheNextByAMomentOnly() {
		this.hosts.host("db.test", "127.0.0.2", "127.0.0.1");
		try (TestSshServer server = TestSshServer.start(ADDRESSES);
				BlackHole hole = BlackHole.open("127.0.0.2", server.port());
				DefaultSshClientFactory clients = clients("db.test", server.port())) {
			assertThat(hole.port()).isEqualTo(server.port());
			long before = Descriptors.sockets();
			long start = System.nanoTime();
			assertThat(run(client(clients, "db.test", server.port()))).startsWith("127.0.0.1 ");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(250),
					Duration.ofSeconds(20));
			// both ends of the connection, and nothing of the other attempt
			await().untilAsserted(() -> assertThat(Descriptors.sockets()).isEqualTo(before + 2));
		}
	}

	@Test
	void addressesAreOfTheFamilyAskedForAndIpv6ComesFirst() {
		this.hosts.host("db.test", "127.0.0.1", "::1").host("v4.test", "127.0.0.1");
		try (TestSshServer server = bothFamilies();
				DefaultSshClientFactory clients = clients("db.test", server.port())) {
			assertThat(run(client(clients, "db.test", server.port()))).startsWith("0:0:0:0:0:0:0:1 ");
			assertThat(run(client(clients, "db.test", server.port(), (b) -> b.addressFamily(AddressFamily.IPV4))))
				.startsWith("127.0.0.1 ");
			assertThat(run(client(clients, "db.test", server.port(), (b) -> b.addressFamily(AddressFamily.IPV6))))
				.startsWith("0:0:0:0:0:0:0:1 ");
			assertFails(client(clients, "v4.test", server.port(), (b) -> b.addressFamily(AddressFamily.IPV6)),
					ConnectFailureReason.UNREACHABLE)
				.withMessage("Cannot connect to v4.test:%d: the host has no IPv6 address, see 'address-family'",
						server.port());
		}
	}

	@Test
	void localAddressIsUsedWithAddressesOfItsFamily() {
		this.hosts.host("db.test", "::1", "127.0.0.1").host("v6.test", "::1");
		int port = OpenSshServer.freePort();
		try (TestSshServer server = bothFamilies();
				DefaultSshClientFactory clients = clients("db.test", server.port())) {
			assertThat(run(from(clients, "db.test", server.port(), "127.0.0.9"))).startsWith("127.0.0.1 127.0.0.9 ");
			assertThat(run(from(clients, "db.test", server.port(), "127.0.0.9:" + port)))
				.isEqualTo("127.0.0.1 127.0.0.9 " + port);
			assertThat(run(from(clients, "db.test", server.port(), "[::1]"))).startsWith("0:0:0:0:0:0:0:1 ");
			assertFails(from(clients, "v6.test", server.port(), "127.0.0.9"), ConnectFailureReason.UNREACHABLE)
				.withMessageContaining("no address that the local address '127.0.0.9' can connect to");
			assertFails(from(clients, "db.test", server.port(), "255.1.2.3"), ConnectFailureReason.OTHER)
				.withMessageContaining("(127.0.0.1)");
			assertFails(from(clients, "db.test", server.port(), "no-such-host.invalid"),
					ConnectFailureReason.UNKNOWN_HOST)
				.withMessageContaining("the local address 'no-such-host.invalid' is not known");
		}
	}

	@Test
	void nameOfTheHostStaysWithTheConnection() {
		this.hosts.host("db.test", "127.0.0.1");
		AtomicReference<InetSocketAddress> address = new AtomicReference<>();
		SshClientCustomizer recorder = (client) -> client.addSessionListener(new SessionListener() {

			@Override
			public void sessionEvent(Session session, Event event) {
				address.set((InetSocketAddress) ((ClientSession) session).getConnectAddress());
			}

		});
		try (TestSshServer server = TestSshServer.start(ADDRESSES);
				DefaultSshClientFactory clients = clients("db.test", server.port(), this.hosts, recorder)) {
			run(client(clients, "db.test", server.port()));
			assertThat(address.get()).hasToString("db.test/127.0.0.1:" + server.port());
			assertThatExceptionOfType(SshHostKeyException.class)
				.isThrownBy(() -> run(client(clients, "127.0.0.1", server.port())));
		}
	}

	@Test
	void identificationIsThatOfTheConnection() {
		try (TestSshServer server = TestSshServer
			.start((session) -> session.getWriter().print(session.getConnection().peerVersion()));
				DefaultSshClientFactory clients = clients("127.0.0.1", server.port())) {
			assertThat(run(client(clients, "127.0.0.1", server.port()))).isEqualTo("SSH-2.0-SshSpringBoot");
			assertThat(run(client(clients, "127.0.0.1", server.port(),
					(b) -> b.identification(new Identification("Backup_1.2")))))
				.isEqualTo("SSH-2.0-Backup_1.2");
		}
	}

	@Test
	void whatEveryAddressSaidIsTold() throws Exception {
		// TCP cannot reach a broadcast address
		this.hosts.host("db.test", "127.0.0.2", "255.255.255.255").host("nowhere.test", "255.255.255.255");
		int port = OpenSshServer.freePort();
		try (DefaultSshClientFactory clients = clients("db.test", port)) {
			assertFails(client(clients, "db.test", port), ConnectFailureReason.REFUSED).withMessage(
					"Cannot connect to db.test:%d: Connection refused (127.0.0.2), Network is unreachable (255.255.255.255)",
					port);
			assertFails(client(clients, "nowhere.test", port), ConnectFailureReason.UNREACHABLE)
				.withMessageContaining("Network is unreachable (255.255.255.255)");
			assertFails(client(clients, "no-such-host.invalid", port), ConnectFailureReason.UNKNOWN_HOST)
				.withMessage("Cannot connect to no-such-host.invalid:%d: the host name is not known", port);
		}
	}

	@Test
	void nameServerThatDoesNotAnswerIsLeftInTime() {
		this.hosts.host("slow.test");
		try (TestSshServer server = TestSshServer.start(ADDRESSES);
				DefaultSshClientFactory clients = clients("127.0.0.1", server.port())) {
			for (int i = 0; i < 3; i++) {
				assertFails(client(clients, "slow.test", 22, (b) -> b.connectTimeout(Duration.ofMillis(300))),
						ConnectFailureReason.UNKNOWN_HOST)
					.withMessage("Cannot connect to slow.test:22: the host could not be looked up within 300 ms");
			}
			assertThat(run(client(clients, "127.0.0.1", server.port()))).startsWith("127.0.0.1 ");
			assertThat(threads("lookup")).isLessThanOrEqualTo(2);
		}
		await().until(() -> threads("lookup") == 0);
	}

	@Test
	void addressesThatDoNotAnswerAreTold() {
		try (BlackHole hole = BlackHole.open("127.0.0.2", 0)) {
			this.hosts.host("db.test", "127.0.0.3", "127.0.0.2");
			try (DefaultSshClientFactory clients = clients("db.test", hole.port())) {
				assertFails(client(clients, "db.test", hole.port(), (b) -> b.connectTimeout(Duration.ofMillis(700))),
						ConnectFailureReason.TIMEOUT)
					.withMessageContaining("no answer within 700 ms from 127.0.0.3 (Connection refused), 127.0.0.2");
			}
		}
	}

	@Test
	void connectionsThatAreNotAnsweredDoNotHoldUpOthers() throws Exception {
		int count = 200;
		long before = Descriptors.sockets();
		ExecutorService callers = Executors.newFixedThreadPool(count);
		List<Future<SshConnectException>> failures = new ArrayList<>();
		try (TestSshServer server = TestSshServer.start(ADDRESSES); BlackHole hole = BlackHole.open("127.0.0.2", 0)) {
			try (DefaultSshClientFactory clients = clients("127.0.0.1", server.port())) {
				assertThat(run(client(clients, "127.0.0.1", server.port()))).isNotEmpty();
				int threads = threads("NamedHostClient");
				for (int i = 0; i < count; i++) {
					SshClient stuck = client(clients, "127.0.0.2", hole.port(), (b) -> b.connectTimeout(LONG));
					failures.add(callers
						.submit(() -> catchThrowableOfType(SshConnectException.class, () -> stuck.exec("x").run())));
				}
				await().atMost(LONG).until(() -> Descriptors.sockets() >= before + count);
				long start = System.nanoTime();
				assertThat(run(client(clients, "127.0.0.1", server.port()))).isNotEmpty();
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
				await().atMost(SOON).until(() -> threads("NamedHostClient") < threads + count / 2);
				assertThat(failures).noneMatch(Future::isDone);
			}
			for (Future<SshConnectException> failure : failures) {
				assertThat(failure.get(20, TimeUnit.SECONDS)).isNotNull();
			}
		}
		finally {
			callers.shutdownNow();
		}
		await().untilAsserted(() -> assertThat(Descriptors.sockets()).isLessThanOrEqualTo(before));
	}

	@Test
	void callsThatNobodyWaitsForTakeNoThreadsToConnect() throws Exception {
		int count = 1000;
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		try (TestSshServer server = TestSshServer.start(ADDRESSES);
				BlackHole hole = BlackHole.open("127.0.0.2", 0);
				DefaultSshClientFactory clients = clients("127.0.0.1", server.port())) {
			assertThat(run(client(clients, "127.0.0.1", server.port()))).isNotEmpty();
			long sockets = Descriptors.sockets();
			int before = threads.getThreadCount();
			List<CompletableFuture<ExecResult>> calls = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				calls
					.add(client(clients, "127.0.0.2", hole.port(), (b) -> b.connectTimeout(LONG)).exec("x").runAsync());
			}
			await().atMost(LONG).until(() -> Descriptors.sockets() >= sockets + count);
			long start = System.nanoTime();
			assertThat(run(client(clients, "127.0.0.1", server.port()))).isNotEmpty();
			assertThat(client(clients, "127.0.0.1", server.port()).exec("x").runAsync().get(20, TimeUnit.SECONDS))
				.satisfies((result) -> assertThat(result.isSuccess()).isTrue());
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
			await().atMost(SOON).until(() -> threads.getThreadCount() - before < count / 10);
			assertThat(calls).noneMatch(Future::isDone);
			calls.forEach((call) -> call.cancel(false));
			// both ends of the other two connections stay
			await().untilAsserted(() -> assertThat(Descriptors.sockets()).isLessThanOrEqualTo(sockets + 4));
		}
	}

	@Test
	void callsThatNobodyWaitsForTakeNoThreadsToFindTheirWay() throws Exception {
		int count = 1000;
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		try (ChannelScriptServer jump = ChannelScriptServer.start((request, channel) -> {
		}).openingNothing();
				BlackHole hole = BlackHole.open("127.0.0.2", 0);
				DefaultSshClientFactory clients = clients("127.0.0.1", jump.port())) {
			SshClient silent = client(clients, "127.0.0.1", jump.port(), (b) -> b.connectTimeout(LONG));
			SshClient dead = client(clients, "127.0.0.2", hole.port(), (b) -> b.connectTimeout(LONG));
			int before = threads.getThreadCount();
			List<CompletableFuture<ExecResult>> calls = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				SshClient way = (i % 2 == 0) ? silent : dead;
				calls.add(client(clients, "10.0.0.1", 22, (b) -> b.connectTimeout(LONG).proxyJump(way)).exec("x")
					.runAsync());
			}
			await().atMost(LONG).until(() -> jump.connections() == 1);
			SshClient impatient = client(clients, "10.0.0.1", 22,
					(b) -> b.connectTimeout(Duration.ofMillis(300)).proxyJump(silent));
			assertFails(impatient, ConnectFailureReason.TIMEOUT).withMessageContaining("no way there within 300 ms");
			await().atMost(SOON).until(() -> threads.getThreadCount() - before < count / 10);
			assertThat(calls).noneMatch(Future::isDone);
			calls.forEach((call) -> call.cancel(false));
			await().until(() -> dead.getPoolState().equals(new SshPoolState(0, 0, 0, 0, 0)));
			await().until(() -> silent.getPoolState().connections() == 0);
		}
	}

	@Test
	void callsThatNobodyWaitsForTakeNoThreadsToLogIn() throws Exception {
		int count = 200;
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		AtomicInteger asked = new AtomicInteger();
		try (LoginScriptServer silent = LoginScriptServer.start((message, login) -> asked.incrementAndGet());
				DefaultSshClientFactory clients = clients("127.0.0.1", silent.port())) {
			int before = threads.getThreadCount();
			List<CompletableFuture<ExecResult>> calls = new ArrayList<>();
			for (int i = 1; i <= count; i++) {
				calls.add(client(clients, "127.0.0.1", silent.port(), (b) -> b.connectTimeout(LONG).loginTimeout(LONG))
					.exec("x")
					.runAsync());
				if (i % 20 == 0) {
					// as many as the server keeps waiting
					int begun = i;
					await().atMost(LONG).until(() -> asked.get() == begun);
				}
			}
			assertThat(calls).noneMatch(Future::isDone);
			await().atMost(SOON).until(() -> threads.getThreadCount() - before < count / 2);
		}
	}

	@Test
	void interruptedCallerLeavesNothingBehind() throws Exception {
		try (BlackHole hole = BlackHole.open("127.0.0.2", 0);
				DefaultSshClientFactory clients = clients("127.0.0.2", hole.port())) {
			SshClient client = client(clients, "127.0.0.2", hole.port(), (b) -> b.connectTimeout(LONG));
			long before = Descriptors.sockets();
			CompletableFuture<Throwable> failure = new CompletableFuture<>();
			Thread caller = new Thread(() -> {
				try {
					client.exec("x").run();
				}
				catch (RuntimeException ex) {
					failure.complete(ex);
				}
			});
			caller.start();
			await().until(() -> Descriptors.sockets() > before);
			caller.interrupt();
			assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(SshException.class);
			await().untilAsserted(() -> assertThat(Descriptors.sockets()).isLessThanOrEqualTo(before));
		}
	}

	@Test
	void timeoutIsForTheWholeWay() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
				BlackHole hole = BlackHole.open("127.0.0.2", silent.getLocalPort())) {
			this.hosts.host("db.test", "127.0.0.2", "127.0.0.1");
			try (DefaultSshClientFactory clients = clients("db.test", hole.port())) {
				long start = System.nanoTime();
				assertFails(client(clients, "db.test", hole.port(), (b) -> b.connectTimeout(Duration.ofMillis(900))),
						ConnectFailureReason.TIMEOUT)
					.withMessageContaining("the server did not identify itself within 900 ms");
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(850),
						Duration.ofSeconds(10));
			}
		}
	}

	@Test
	void serverThatIsNoneIsToldWithWhatItSent() throws Exception {
		assertAnswer("HTTP/1.1 400 Bad\u001b[2J Request\r\nServer: x\r\n\r\n", ConnectFailureReason.NOT_SSH)
			.withMessageContaining("it is not an SSH server; it sent 'HTTP/1.1 400 Bad [2J Request  Server: x'");
		assertAnswer("SSH-1.5-old\r\n", ConnectFailureReason.NOT_SSH).withMessageContaining("it sent 'SSH-1.5-old'");
		assertAnswer("x".repeat(300), ConnectFailureReason.NOT_SSH).withMessageContaining("it sent 'xxxx");
		assertAnswer("\0\1\2", ConnectFailureReason.NOT_SSH).withMessageContaining("what it sent is no text");
	}

	@Test
	void serverThatClosesTheConnectionIsTold() throws Exception {
		assertAnswer("", ConnectFailureReason.CLOSED)
			.withMessageContaining("the server closed the connection without identifying itself");
		assertAnswer("SSH-2.0-gone\r\n", ConnectFailureReason.CLOSED).withMessageContaining("during the key exchange");
	}

	@Test
	void serverThatEndsTheKeyExchangeIsToldWithItsReason() throws Exception {
		String disconnect = "\1\0\0\0\14" + "\0\0\0\11" + "Go\u0007 away!" + "\0\0\0\0";
		assertAnswer("SSH-2.0-odd\r\n" + packet(disconnect), ConnectFailureReason.CLOSED)
			.withMessageContaining("the server ended the key exchange: Go  away!");
	}

	@Test
	void serverThatSpeaksNonsenseAfterItsIdentificationIsTold() throws Exception {
		assertAnswer("SSH-2.0-odd\r\n" + packet("\24nonsense"), ConnectFailureReason.KEY_EXCHANGE)
			.withMessageContaining("the key exchange failed (");
	}

	/**
	 * Return a packet (RFC 4253 section 6) as it is before keys are exchanged.
	 */
	private static String packet(String payload) {
		int padding = 12 - (payload.length() + 9) % 8;
		return "\0\0\0%c%c".formatted(payload.length() + padding + 1, padding) + payload + "\0".repeat(padding);
	}

	@Test
	void algorithmsOfBothSidesAreToldWhereNoneIsCommon() {
		assertNoCommon("Ciphers 3des-cbc", "no common cipher: we offer [aes128-gcm@openssh.com, ",
				"the server offers [3des-cbc]; add one with 'algorithms.cipher: +name'");
		assertNoCommon("KexAlgorithms diffie-hellman-group14-sha256", "no common key exchange: we offer [",
				"the server offers [diffie-hellman-group14-sha256]; add one with 'algorithms.key-exchange: +name'");
	}

	private void assertNoCommon(String option, String... messages) {
		try (OpenSshServer server = OpenSshServer.start(this.directory, option);
				DefaultSshClientFactory clients = clients("127.0.0.1", server.port())) {
			ThrowableAssertAlternative<SshConnectException> failure = assertFails(
					client(clients, "127.0.0.1", server.port()), ConnectFailureReason.KEY_EXCHANGE);
			for (String message : messages) {
				failure.withMessageContaining(message);
			}
		}
	}

	/**
	 * Connect to a server that sends something, and closes the connection when it has
	 * read something.
	 */
	private ThrowableAssertAlternative<SshConnectException> assertAnswer(String answer, ConnectFailureReason reason)
			throws Exception {
		try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
				DefaultSshClientFactory clients = clients("127.0.0.1", server.getLocalPort())) {
			Thread thread = new Thread(() -> answer(server, answer));
			thread.start();
			return assertFails(client(clients, "127.0.0.1", server.getLocalPort()), reason);
		}
	}

	private static void answer(ServerSocket server, String answer) {
		try (Socket socket = server.accept()) {
			OutputStream output = socket.getOutputStream();
			output.write(answer.getBytes(StandardCharsets.ISO_8859_1));
			output.flush();
			socket.shutdownOutput();
			// a socket that is closed with input unread takes back what it has sent
			socket.getInputStream().transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			// the client has closed first
		}
	}

	private static ThrowableAssertAlternative<SshConnectException> assertFails(SshClient client,
			ConnectFailureReason reason) {
		return assertThatExceptionOfType(SshConnectException.class).isThrownBy(() -> client.exec("x").run())
			.satisfies((ex) -> assertThat(ex.getReason()).as(ex.getMessage()).isEqualTo(reason));
	}

	private static int threads(String name) {
		return (int) Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().contains(name))
			.count();
	}

	private static TestSshServer bothFamilies() {
		return TestSshServer.builder()
			.handler(ADDRESSES)
			.listen(ListenerSettings.defaults(), "127.0.0.1", "::1")
			.start();
	}

	private static String run(SshClient client) {
		return client.exec("x").retrieve().asString();
	}

	private SshClient from(DefaultSshClientFactory clients, String host, int port, String localAddress) {
		return client(clients, host, port, (builder) -> builder.localAddress(LocalAddress.parse(localAddress)));
	}

	private SshClient client(DefaultSshClientFactory clients, String host, int port) {
		return client(clients, host, port, (builder) -> builder);
	}

	private SshClient client(DefaultSshClientFactory clients, String host, int port,
			UnaryOperator<SshClient.Builder> more) {
		KeyMaterial key = KeyMaterial.ofContent("user key", TestKeys.USER_PRIVATE.getBytes(StandardCharsets.UTF_8));
		return clients.create((builder) -> more
			.apply(builder.host(host).port(port).username("demo").privateKey(new PrivateKeySource(key, null))));
	}

	private DefaultSshClientFactory clients(String host, int port) {
		return clients(host, port, this.hosts);
	}

	/**
	 * Return clients that know the key of one host, by its name.
	 */
	private static DefaultSshClientFactory clients(String host, int port, SshClientCustomizer... customizers) {
		String line = "[%s]:%d %s\n".formatted(host, port, TestKeys.ED25519_PUBLIC);
		HostKeyTrust trust = new HostKeyTrust(HostKeyPolicy.STRICT,
				List.of(KeyMaterial.ofContent("test known hosts", line.getBytes(StandardCharsets.UTF_8))));
		return new DefaultSshClientFactory(Map.of(),
				new Defaults(ConnectSettings.defaults(), new ClientCredentials("demo", null, List.of()), trust,
						TransportSettings.defaults(), WindowSettings.defaults(),
						new Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(20)), Pool.defaults(),
						FileTransfer.defaults()),
				List.of(customizers), false);
	}

}
