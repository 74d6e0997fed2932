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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.testing.Descriptors;
import io.github.sshboot.testing.LoopbackProxy;
import io.github.sshboot.testing.LoopbackProxy.Damage;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.ConnectFailureReason;
import io.github.sshboot.transport.SshConnectionInfo;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * Connections of one's own.
 */
@Timeout(120)
class SshConnectionTests {

	@TempDir
	Path directory;

	/**
	 * What must be the same with any server.
	 */
	abstract class AnyServer {

		abstract AutoCloseable startServer();

		abstract int port(AutoCloseable server);

		@Test
		void commandsRunOnTheSameConnection() throws Exception {
			with((client, connection) -> {
				assertThat(connection.exec("echo one").retrieve().asString()).isEqualTo("one");
				assertThat(connection.exec("echo two").retrieve().asString()).isEqualTo("two");
				assertThat(connection.isOpen()).isTrue();
				assertThat(client.getPoolState()).isEqualTo(new SshPoolState(0, 0, 0, 0, 0));
			});
		}

		@Test
		void connectionTellsAboutItself() throws Exception {
			with((client, connection) -> {
				SshConnectionInfo info = connection.getInfo();
				assertThat(info.peerVersion()).startsWith("SSH-2.0-");
				assertThat(info.remoteAddress().getPort()).isEqualTo(client.connectPort());
				assertThat(info.algorithms().keyExchange()).isNotEmpty();
				assertThat(connection.getServerKey()).hasToString(TestKeys.ED25519_PUBLIC.replace(" test", ""));
				assertThat(connection.getServerKey().type()).isEqualTo("ssh-ed25519");
				assertThat(connection.getServerKey().fingerprint())
					.isEqualTo("SHA256:XLjo1bVIsdsUTaikFrHEiRKKZoWOgDHFOAOKAxLkUNY");
			});
		}

		@Test
		void serverAnswersAndAgreesOnNewKeys() throws Exception {
			with((client, connection) -> {
				assertThat(connection.ping()).isPositive().isLessThan(Duration.ofSeconds(30));
				connection.rekey();
				connection.rekey();
				assertThat(connection.exec("echo still").retrieve().asString()).isEqualTo("still");
			});
		}

		@Test
		void closedConnectionIsNotUsed() throws Exception {
			with((client, connection) -> {
				BlockingQueue<String> ends = new LinkedBlockingQueue<>();
				connection.onClose((cause) -> ends.add(String.valueOf(cause)));
				connection.close();
				connection.close();
				assertThat(connection.isOpen()).isFalse();
				assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo("null");
				assertThatExceptionOfType(SshConnectException.class).isThrownBy(() -> connection.exec("x").run())
					.withMessage("The connection to 127.0.0.1:%d is closed".formatted(client.connectPort()))
					.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(ConnectFailureReason.CLOSED));
				assertThatExceptionOfType(SshConnectException.class).isThrownBy(connection::ping)
					.withMessageContaining("is closed");
				assertThatExceptionOfType(SshConnectException.class).isThrownBy(connection::rekey)
					.withMessageContaining("is closed");
				connection.onClose((cause) -> ends.add("later " + cause));
				assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo("later null");
			});
		}

		@Test
		void whatRunsEndsWithItsConnection() throws Exception {
			with((client, connection) -> {
				try (SshProcess process = connection.exec("sleep 60").start()) {
					connection.close();
					assertThatExceptionOfType(SshConnectException.class).isThrownBy(process::waitFor);
				}
			});
		}

		@Test
		void closedConnectionsLeaveNoSocket() throws Exception {
			with((client, connection) -> {
				long before = Descriptors.sockets();
				for (int i = 0; i < 5; i++) {
					try (SshConnection other = client.connect()) {
						assertThat(other.isOpen()).isTrue();
					}
				}
				await().untilAsserted(() -> assertThat(Descriptors.sockets()).isLessThanOrEqualTo(before));
			});
		}

		private void with(Use use) throws Exception {
			try (AutoCloseable server = startServer();
					DefaultSshClientFactory clients = TestSshClients.create(port(server))) {
				SshClient client = clients.get("demo");
				try (SshConnection connection = client.connect()) {
					use.use(new Client(client, port(server)), connection);
				}
			}
		}

	}

	@Nested
	class OwnServer extends AnyServer {

		@Override
		AutoCloseable startServer() {
			return TestSshServer.start((session) -> {
				String command = String.valueOf(session.getRequest().command());
				if (command.startsWith("sleep")) {
					Thread.sleep(60_000);
				}
				session.getWriter().println(command.substring("echo ".length()));
			});
		}

		@Override
		int port(AutoCloseable server) {
			return ((TestSshServer) server).port();
		}

	}

	@Nested
	class OpenSsh extends AnyServer {

		@Override
		AutoCloseable startServer() {
			return OpenSshServer.start(SshConnectionTests.this.directory);
		}

		@Override
		int port(AutoCloseable server) {
			return ((OpenSshServer) server).port();
		}

	}

	@Test
	void lostConnectionIsNotMadeAgain() throws Exception {
		BlockingQueue<Throwable> ends = new LinkedBlockingQueue<>();
		try (OpenSshServer server = OpenSshServer.start(this.directory);
				LoopbackProxy proxy = LoopbackProxy.open(server.port());
				DefaultSshClientFactory clients = TestSshClients.create(proxy.port());
				SshConnection connection = clients.get("demo").connect()) {
			connection.onClose(ends::add);
			proxy.cut();
			assertThat(ends.poll(30, TimeUnit.SECONDS)).isInstanceOf(SshConnectException.class)
				.hasMessageContaining("was lost");
			assertThat(connection.isOpen()).isFalse();
			assertThatExceptionOfType(SshConnectException.class).isThrownBy(() -> connection.exec("echo x").run())
				.withMessageContaining("was lost");
		}
	}

	@Test
	void serverThatDoesNotAnswerKeepsNobodyWaiting() {
		try (OpenSshServer server = OpenSshServer.start(this.directory);
				DefaultSshClientFactory clients = TestSshClients.create(server.port(),
						TestSshClients.timeouts(Duration.ofSeconds(10), Duration.ofSeconds(10)));
				SshConnection connection = clients.get("demo").connect()) {
			server.freezeConnections();
			assertThatExceptionOfType(SshConnectException.class)
				.isThrownBy(() -> connection.ping(Duration.ofMillis(300)))
				.withMessageContaining("did not answer within 300 ms")
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(ConnectFailureReason.TIMEOUT));
			assertThatExceptionOfType(SshConnectException.class).isThrownBy(connection::rekey)
				.withMessageContaining("did not agree on new keys within 10000 ms");
			// what is to be sent waits for the new keys
			assertThatExceptionOfType(SshConnectException.class)
				.isThrownBy(() -> connection.ping(Duration.ofMillis(300)));
			long start = System.nanoTime();
			connection.close(Duration.ofMillis(300));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
			assertThat(connection.isOpen()).isFalse();
		}
	}

	@Test
	void networkThatLosesEverythingKeepsNobodyWaiting() {
		try (OpenSshServer server = OpenSshServer.start(this.directory);
				LoopbackProxy proxy = LoopbackProxy.open(server.port());
				DefaultSshClientFactory clients = TestSshClients.create(proxy.port());
				SshConnection connection = clients.get("demo").connect()) {
			proxy.toServer(Damage.LOSS);
			assertThatExceptionOfType(SshTimeoutException.class)
				.isThrownBy(() -> connection.exec("echo x").timeout(Duration.ofMillis(500)).run());
			connection.close(Duration.ofSeconds(1));
			assertThat(connection.isOpen()).isFalse();
		}
	}

	@Test
	void serversAreToldThatTheClientsAreClosed() throws IOException {
		Path far = Files.createDirectory(this.directory.resolve("far"));
		try (OpenSshServer server = OpenSshServer.start(this.directory, "LogLevel DEBUG");
				OpenSshServer behind = OpenSshServer.start(far, "LogLevel DEBUG")) {
			DefaultSshClientFactory clients = TestSshClients.create(server.port());
			SshClient client = clients.get("demo");
			SshConnection connection = client.connect();
			client.exec("true").run();
			clients.create((builder) -> TestSshClients.describe(behind.port(), builder).proxyJump(client))
				.exec("true")
				.run();
			List<SshException> losses = new CopyOnWriteArrayList<>();
			CountDownLatch ended = new CountDownLatch(1);
			connection.onClose((loss) -> {
				if (loss != null) {
					losses.add(loss);
				}
				ended.countDown();
			});
			clients.close();
			await().untilAsserted(() -> assertThat(farewells(this.directory)).isEqualTo(2));
			await().untilAsserted(() -> assertThat(farewells(far)).isOne());
			await().until(() -> ended.getCount() == 0);
			assertThat(losses).isEmpty();
		}
	}

	private static long farewells(Path directory) throws IOException {
		return Files.readString(directory.resolve("sshd.log"))
			.lines()
			.filter((line) -> line.contains("Received disconnect") && line.endsWith("11: Closed by the client"))
			.count();
	}

	@Test
	void serverThatDoesNotReadDoesNotKeepTheClientsFromClosing() throws IOException {
		long sockets = Descriptors.sockets();
		try (OpenSshServer server = OpenSshServer.start(this.directory)) {
			DefaultSshClientFactory clients = TestSshClients.create(server.port());
			SshProcess process = clients.get("demo").exec("cat > /dev/null").start();
			server.freezeConnections();
			Thread writer = new Thread(
					() -> assertThatIOException().isThrownBy(() -> process.getInput().write(new byte[100_000_000])));
			writer.start();
			await().until(
					() -> writer.getState() == Thread.State.WAITING || writer.getState() == Thread.State.TIMED_WAITING);
			long start = System.nanoTime();
			clients.close();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
			await().until(() -> !writer.isAlive());
			await().untilAsserted(() -> assertThat(Descriptors.sockets()).isLessThanOrEqualTo(sockets));
		}
	}

	@Test
	void serverIsToldThatNothingIsWrong() {
		try (OpenSshServer server = OpenSshServer.start(this.directory, "LogLevel DEBUG");
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			clients.get("demo").connect().close();
			await().untilAsserted(() -> assertThat(this.directory.resolve("sshd.log")).content()
				.contains("Received disconnect")
				.contains("11: Closed by the client"));
		}
	}

	/**
	 * A channel that is closed twice ends the connection.
	 */
	@Test
	void commandsThatAreAbandonedAsTheyEndLeaveTheConnectionOpen() {
		Random random = new Random(42);
		try (OpenSshServer server = OpenSshServer.start(this.directory);
				DefaultSshClientFactory clients = TestSshClients.create(server.port());
				SshConnection connection = clients.get("demo").connect()) {
			for (int i = 0; i < 400; i++) {
				SshProcess process = connection.exec("true").start();
				long end = System.nanoTime() + random.nextInt(3_000_000);
				while (System.nanoTime() < end) {
					Thread.onSpinWait();
				}
				process.close();
			}
			assertThat(connection.exec("echo x").retrieve().asString()).isEqualTo("x");
		}
	}

	@Test
	void interruptedCallerIsFreed() throws Exception {
		try (BlackHoleServer server = new BlackHoleServer();
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
			Thread caller = new Thread(() -> {
				try {
					clients.get("demo").connect();
				}
				catch (SshException ex) {
					failures.add(ex);
				}
			});
			caller.start();
			server.awaitConnection();
			caller.interrupt();
			assertThat(failures.poll(30, TimeUnit.SECONDS)).hasMessageContaining("Interrupted while connecting");
			server.awaitEnd();
		}
	}

	/**
	 * A client, and the port it connects to.
	 */
	private record Client(SshClient client, int connectPort) {

		SshConnection connect() {
			return this.client.connect();
		}

		SshPoolState getPoolState() {
			return this.client.getPoolState();
		}

	}

	@FunctionalInterface
	private interface Use {

		void use(Client client, SshConnection connection) throws Exception;

	}

}
