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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.sshboot.client.SshClientSettings.Pool;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.SshThreads;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.HostKeyPolicy;
import io.github.sshboot.transport.HostKeyTrust;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.SshServerCustomizer;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.assertj.core.util.Throwables;
import io.github.sshboot.transport.AlgorithmCategory;
import io.github.sshboot.transport.TransportSettings;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Our client, with our server and with OpenSSH's.
 */
@Timeout(120)
class SshClientTests {

	@TempDir
	Path directory;

	/**
	 * What must be the same with any server. Its commands are for a POSIX shell; on our
	 * server a handler stands in for it.
	 */
	abstract class AnyServer {

		abstract AutoCloseable startServer();

		abstract int port(AutoCloseable server);

		@Test
		void commandRuns() {
			with((client) -> {
				ExecResult result = client.exec("echo out; echo err >&2; exit 3").run();
				assertThat(result.getExitStatus()).isEqualTo(3);
				assertThat(result.getExitSignal()).isNull();
				assertThat(result.getOutput()).isEqualTo("out\n");
				assertThat(result.getError()).isEqualTo("err\n");
				assertThat(result.isSuccess()).isFalse();
			});
		}

		@Test
		void outputIsRetrieved() {
			with((client) -> {
				assertThat(client.exec("printf 'a\\nb\\n'").retrieve().asString()).isEqualTo("a\nb");
				assertThat(client.exec("printf 'a\\nb\\n'").retrieve().lines()).containsExactly("a", "b");
				assertThat(client.exec("printf 'a\\nb\\n'").retrieve().bytes()).containsExactly('a', '\n', 'b', '\n');
			});
		}

		@Test
		void failureIsAnExceptionWhenOutputIsRetrieved() {
			with((client) -> assertThatExceptionOfType(SshCommandException.class)
				.isThrownBy(() -> client.exec("echo out; echo err >&2; exit 3").retrieve().asString())
				.withMessageContaining("ended with status 3: err")
				.satisfies((ex) -> assertThat(ex.getExitStatus()).isEqualTo(3))
				.satisfies((ex) -> assertThat(ex.getErrorTail()).isEqualTo("err")));
		}

		@Test
		void inputIsSentAndEnds() {
			with((client) -> {
				assertThat(client.exec("cat").input("täxt").retrieve().asString()).isEqualTo("täxt");
				assertThat(client.exec("cat").input(new byte[] { 1, 2 }).retrieve().bytes()).containsExactly(1, 2);
				assertThat(client.exec("cat").input(new ByteArrayInputStream(new byte[3_000_000])).retrieve().bytes())
					.hasSize(3_000_000);
				assertThat(client.exec("cat").run().getOutput()).isEmpty();
			});
		}

		@Test
		void outputAndErrorGoToStreams() {
			with((client) -> {
				ByteArrayOutputStream output = new ByteArrayOutputStream();
				ByteArrayOutputStream error = new ByteArrayOutputStream();
				ExecResult result = client.exec("echo out; echo err >&2; exit 3").output(output).error(error).run();
				assertThat(output).hasToString("out\n");
				assertThat(error).hasToString("err\n");
				assertThat(result.getOutput()).isEmpty();
				assertThat(result.getExitStatus()).isEqualTo(3);
			});
		}

		@Test
		void environmentIsSent() {
			with((client) -> assertThat(
					client.exec("printf '%s' \"$LC_TEST\"").env("LC_TEST", "value").retrieve().asString())
				.isEqualTo("value"));
		}

		@Test
		void timeoutHasTheOutputSoFar() {
			with((client) -> {
				client.exec("true").run();
				long start = System.nanoTime();
				assertThatExceptionOfType(SshTimeoutException.class).isThrownBy(
						() -> client.exec("echo begun; echo oops >&2; sleep 60").timeout(Duration.ofSeconds(2)).run())
					.withMessageContaining("did not end within 2000 ms")
					.satisfies((ex) -> assertThat(ex.getOutput()).isEqualTo("begun\n"))
					.satisfies((ex) -> assertThat(ex.getError()).isEqualTo("oops\n"));
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
				assertThatExceptionOfType(SshTimeoutException.class).isThrownBy(() -> client.exec("sleep 60")
					.output(OutputStream.nullOutputStream())
					.timeout(Duration.ofMillis(300))
					.run());
				assertThat(client.exec("echo still").retrieve().asString()).isEqualTo("still");
			});
		}

		@Test
		void processIsLive() {
			with((client) -> {
				try (SshProcess process = client.exec("cat").start()) {
					process.getInput().write("ping\n".getBytes(StandardCharsets.UTF_8));
					process.getInput().flush();
					assertThat(process.getOutput().readNBytes(5)).asString().isEqualTo("ping\n");
					assertThat(process.isAlive()).isTrue();
					assertThat(process.waitFor(Duration.ofMillis(50))).isFalse();
					assertThat(process.getExitStatus()).isNull();
					process.getInput().close();
					assertThat(process.waitFor()).isZero();
					assertThat(process.getOutput().read()).isEqualTo(-1);
				}
			});
		}

		@Test
		void signalThatEndedACommandIsTold() {
			with((client) -> {
				ExecResult result = client.exec("kill -KILL $$").run();
				assertThat(result.getExitStatus()).isNull();
				assertThat(result.getExitSignal()).isEqualTo("KILL");
				assertThatExceptionOfType(SshCommandException.class)
					.isThrownBy(() -> client.exec("kill -KILL $$").retrieve().asString())
					.withMessageContaining("was ended by signal KILL");
			});
		}

		@Test
		void manyCommandsShareAPool() {
			with((client) -> {
				ExecutorService callers = Executors.newFixedThreadPool(200);
				try {
					List<Callable<String>> calls = IntStream.range(0, 200)
						.mapToObj((i) -> (Callable<String>) () -> client.exec("echo " + i).retrieve().asString())
						.toList();
					List<String> outputs = new ArrayList<>();
					for (Future<String> output : callers.invokeAll(calls)) {
						outputs.add(output.get());
					}
					assertThat(outputs).isEqualTo(IntStream.range(0, 200).mapToObj(Integer::toString).toList());
				}
				finally {
					callers.shutdownNow();
				}
			});
		}

		@Test
		void wrongKeyIsToldAsSuch() throws Exception {
			AutoCloseable server = startServer();
			try (server; DefaultSshClientFactory clients = TestSshClients.create(port(server))) {
				SshClient client = clients.create((connection) -> connection.host("127.0.0.1")
					.port(port(server))
					.privateKey(TestKeys.write(SshClientTests.this.directory, "wrong", TestKeys.OTHER_PRIVATE)));
				assertThatExceptionOfType(SshAuthenticationException.class).isThrownBy(() -> client.exec("x").run())
					.withMessageContaining("does not let '%s' in with publickey", System.getProperty("user.name"))
					.withMessageContaining("127.0.0.1:" + port(server));
			}
		}

		@Test
		void wrongPasswordIsToldAsSuchAndNotShown() throws Exception {
			AutoCloseable server = startServer();
			try (server; DefaultSshClientFactory clients = TestSshClients.create(port(server))) {
				SshClient client = clients
					.create((connection) -> connection.host("127.0.0.1").port(port(server)).password("wr0ng"));
				assertThatExceptionOfType(SshAuthenticationException.class).isThrownBy(() -> client.exec("x").run())
					.withMessageContaining("password")
					.satisfies((ex) -> assertThat(ex).hasMessageNotContaining("wr0ng"))
					.satisfies((ex) -> assertThat(Throwables.getStackTrace(ex)).doesNotContain("wr0ng"));
			}
		}

		@Test
		void changedHostKeyIsRefused() throws Exception {
			AutoCloseable server = startServer();
			Path knownHosts = SshClientTests.this.directory.resolve("known_hosts");
			Files.writeString(knownHosts,
					"# comment\n[127.0.0.1]:%d %s\n".formatted(port(server), TestKeys.OTHER_PUBLIC));
			try (server; DefaultSshClientFactory clients = TestSshClients.create(port(server))) {
				for (HostKeyPolicy policy : List.of(HostKeyPolicy.STRICT, HostKeyPolicy.ACCEPT_NEW)) {
					SshClient client = clients.create((connection) -> connection.host("127.0.0.1")
						.port(port(server))
						.knownHosts(KeyMaterial.ofFile(knownHosts))
						.hostKeyVerification(policy));
					assertThatExceptionOfType(SshHostKeyException.class).isThrownBy(() -> client.exec("x").run())
						.withMessageContaining("The host key of 127.0.0.1:%d has changed", port(server))
						.withMessageContaining(knownHosts + ":2")
						.withMessageContaining("SHA256:");
				}
			}
		}

		void with(Call call) {
			AutoCloseable server = startServer();
			try (server; DefaultSshClientFactory clients = TestSshClients.create(port(server))) {
				call.call(clients.get("demo"));
			}
			catch (AssertionError | RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new AssertionError(ex);
			}
		}

	}

	@Nested
	class OpenSsh extends AnyServer {

		@Override
		AutoCloseable startServer() {
			return OpenSshServer.start(SshClientTests.this.directory);
		}

		@Override
		int port(AutoCloseable server) {
			return ((OpenSshServer) server).port();
		}

	}

	@Nested
	class Ours extends AnyServer {

		@Override
		AutoCloseable startServer() {
			return TestSshServer.start(SshClientTests::shell);
		}

		@Override
		int port(AutoCloseable server) {
			return ((TestSshServer) server).port();
		}

		@Test
		void refusedCommandIsToldAsSuch() {
			try (TestSshServer server = TestSshServer.builder().start();
					DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
				assertThatExceptionOfType(SshException.class).isThrownBy(() -> clients.get("demo").exec("x").run())
					.withMessageContaining("refused the command");
			}
		}

		@Test
		void inputThatCannotBeReadDoesNotLookLikeItsEnd() throws Exception {
			CountDownLatch whole = new CountDownLatch(1);
			try (TestSshServer server = TestSshServer.start((session) -> {
				session.getInput().readAllBytes();
				whole.countDown();
			}); DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
				InputStream broken = new InputStream() {

					private int count;

					@Override
					public int read() throws IOException {
						if (this.count++ < 10) {
							return 'x';
						}
						throw new IOException("disk error");
					}

				};
				assertThatExceptionOfType(SshException.class)
					.isThrownBy(() -> clients.get("demo").exec("x").input(broken).run())
					.withMessageContaining("input of the command")
					.withStackTraceContaining("disk error");
				assertThat(whole.await(200, TimeUnit.MILLISECONDS)).isFalse();
			}
		}

		@Test
		void abandonedCommandIsInterruptedAndItsConnectionGoesOn() throws Exception {
			BlockingQueue<String> events = new LinkedBlockingQueue<>();
			try (TestSshServer server = TestSshServer.start((session) -> {
				if ("x".equals(session.getRequest().command())) {
					session.getWriter().println(session.getConnection().id());
					return;
				}
				events.add(session.getConnection().id());
				try {
					byte[] block = new byte[32768];
					while (true) {
						session.getOutput().write(block);
					}
				}
				catch (IOException ex) {
					events.add("ended");
				}
			}); DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
				SshClient client = clients.get("demo");
				SshProcess process = client.exec("flood").start();
				String connection = events.poll(20, TimeUnit.SECONDS);
				process.close();
				assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo("ended");
				assertThat(client.exec("x").retrieve().asString()).isEqualTo(connection);
			}
		}

		@Test
		void streamOfTheCallerThatFailsEndsTheCommand() {
			try (TestSshServer server = TestSshServer.start((session) -> {
				session.getInput().transferTo(session.getOutput());
				session.getWriter().println("out");
				session.getErrorWriter().println("err");
				Thread.sleep(60_000);
			}); DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
				SshClient client = clients.get("demo");
				OutputStream failing = new OutputStream() {

					@Override
					public void write(int b) {
						throw new IllegalStateException("broken stream");
					}

				};
				InputStream broken = new InputStream() {

					@Override
					public int read() {
						throw new IllegalStateException("broken stream");
					}

				};
				assertThatExceptionOfType(SshException.class).isThrownBy(() -> client.exec("x").output(failing).run())
					.withMessageContaining("output of a command")
					.withStackTraceContaining("broken stream");
				assertThatExceptionOfType(SshException.class).isThrownBy(() -> client.exec("x").error(failing).run())
					.withStackTraceContaining("broken stream");
				assertThatExceptionOfType(SshException.class).isThrownBy(() -> client.exec("x").input(broken).run())
					.withMessageContaining("input of the command")
					.withStackTraceContaining("broken stream");
			}
		}

		@Test
		void outputThatIsKeptHasALimit() throws Exception {
			BlockingQueue<String> events = new LinkedBlockingQueue<>();
			try (TestSshServer server = TestSshServer.start((session) -> {
				OutputStream out = "err".equals(session.getRequest().command()) ? session.getError()
						: session.getOutput();
				try {
					while (true) {
						out.write(new byte[32768]);
					}
				}
				catch (IOException ex) {
					events.add("ended");
				}
			}); DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
				for (String command : List.of("out", "err")) {
					assertThatExceptionOfType(SshException.class)
						.isThrownBy(() -> clients.get("demo").exec(command).captureLimit(1_000_000).run())
						.withMessageContaining("more than the 1000000 bytes that are kept");
					assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo("ended");
				}
			}
		}

		@Test
		void connectionLostWhileLoggingInIsToldAsSuch() {
			SshServerCustomizer closing = (server) -> server.addSessionListener(new SessionListener() {

				@Override
				public void sessionEvent(Session session, Event event) {
					if (event == Event.KexCompleted) {
						session.close(true);
					}
				}

			});
			try (TestSshServer server = TestSshServer.builder()
				.customize((builder) -> builder.customizers(List.of(closing)))
				.start(); DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
				assertThatExceptionOfType(SshConnectException.class)
					.isThrownBy(() -> clients.get("demo").exec("x").run());
			}
		}

		@Test
		void textOfTheServerIsMadeSafeInMessages() {
			try (TestSshServer server = TestSshServer.start((session) -> {
				session.getErrorWriter().print("first\n\u001b[31mFAKE");
				session.exitSignal("TE\nRM", "");
			}); DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
				assertThatExceptionOfType(SshCommandException.class)
					.isThrownBy(() -> clients.get("demo").exec("x").retrieve().asString())
					.withMessageEndingWith("was ended by signal TE RM: first  [31mFAKE");
			}
		}

		@Test
		void lostConnectionIsToldAndReplaced() throws Exception {
			AtomicInteger calls = new AtomicInteger();
			try (TestSshServer server = TestSshServer.start((session) -> {
				calls.incrementAndGet();
				Thread.sleep(60_000);
			}); DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
				int port = server.port();
				Thread stopper = new Thread(() -> {
					await().until(() -> calls.get() == 1);
					server.server().stop();
				});
				stopper.start();
				assertThatExceptionOfType(SshConnectException.class)
					.isThrownBy(() -> clients.get("demo").exec("x").run())
					.withMessageContaining("was lost before the command ended");
				stopper.join();
				var again = TestSshServer.builder().handler(SshClientTests::shell).build(port);
				again.start();
				try {
					assertThat(clients.get("demo").exec("echo back").retrieve().asString()).isEqualTo("back");
				}
				finally {
					again.stop();
				}
			}
		}

	}

	@Test
	void unknownHostKeyIsRefused() {
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0));
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			Path knownHosts = this.directory.resolve("none");
			SshClient client = clients.create((connection) -> connection.host("127.0.0.1")
				.port(server.port())
				.password("demo")
				.knownHosts(KeyMaterial.ofFile(knownHosts)));
			assertThatExceptionOfType(SshHostKeyException.class).isThrownBy(() -> client.exec("x").run())
				.withMessageContaining("The host key of 127.0.0.1:%d is unknown", server.port())
				.withMessageContaining(server.server().getHostKeyFingerprints().get(0).value())
				.withMessageContaining(knownHosts.toString())
				.withMessageContaining("host-key-verification");
			assertThat(knownHosts).doesNotExist();
		}
	}

	@Test
	void firstHostKeyIsRememberedWhereThatIsWanted() throws Exception {
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0));
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			Path knownHosts = this.directory.resolve("new/known_hosts");
			for (HostKeyPolicy policy : List.of(HostKeyPolicy.ACCEPT_NEW, HostKeyPolicy.STRICT)) {
				SshClient client = clients.create((connection) -> connection.host("127.0.0.1")
					.port(server.port())
					.username("demo")
					.password("demo")
					.knownHosts(KeyMaterial.ofFile(knownHosts))
					.hostKeyVerification(policy));
				assertThat(client.exec("x").run().isSuccess()).isTrue();
			}
			assertThat(Files.readAllLines(knownHosts)).containsExactly(
					"[127.0.0.1]:%d %s".formatted(server.port(), TestKeys.ED25519_PUBLIC.replace(" test", "")));
		}
	}

	@Test
	void keyIsOnlyUsedWithTheAlgorithmsOfTheConnection() {
		try (OpenSshServer server = OpenSshServer.start(this.directory);
				DefaultSshClientFactory clients = TestSshClients.create(server.port(),
						(settings) -> new SshClientSettings(settings.endpoint(), settings.connect(),
								settings.credentials(), settings.hostKeyTrust(),
								new TransportSettings(
										settings.transport()
											.algorithms()
											.with(AlgorithmCategory.PUBLIC_KEY, List.of("rsa-sha2-512")),
										settings.transport().rekey(), settings.transport().keepAlive()),
								settings.windows(), settings.timeouts(), settings.pool()))) {
			assertThatExceptionOfType(SshAuthenticationException.class)
				.isThrownBy(() -> clients.get("demo").exec("true").run());
		}
	}

	@Test
	void hostKeyOfAKnownTypeIsAskedFor() {
		try (OpenSshServer server = OpenSshServer.start(this.directory,
				"HostKey " + TestKeys.write(this.directory, "ecdsa", TestKeys.ECDSA_PRIVATE));
				DefaultSshClientFactory clients = TestSshClients.create(server.port(),
						(settings) -> new SshClientSettings(settings.endpoint(), settings.connect(),
								settings.credentials(),
								new HostKeyTrust(HostKeyPolicy.STRICT, List.of(KeyMaterial.ofContent("test",
										"[127.0.0.1]:%d %s".formatted(settings.endpoint().port(), TestKeys.ECDSA_PUBLIC)
											.getBytes(StandardCharsets.UTF_8)))),
								settings.transport(), settings.windows(), settings.timeouts(), settings.pool()))) {
			assertThat(clients.get("demo").exec("echo ok").retrieve().asString()).isEqualTo("ok");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "chacha20-poly1305@openssh.com", "aes128-gcm@openssh.com", "aes256-ctr" })
	void bytesPassThroughEveryCipher(String cipher) {
		byte[] bytes = new byte[8_000_000];
		new Random(12).nextBytes(bytes);
		try (OpenSshServer server = OpenSshServer.start(this.directory, "Ciphers " + cipher, "RekeyLimit 1M");
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			assertThat(clients.get("demo").exec("cat").input(bytes).retrieve().bytes()).isEqualTo(bytes);
		}
	}

	@Test
	void refusedConnectionAndUnknownHostAreTold() {
		try (DefaultSshClientFactory clients = TestSshClients.create(OpenSshServer.freePort())) {
			assertThatExceptionOfType(SshConnectException.class).isThrownBy(() -> clients.get("demo").exec("x").run())
				.withMessageContaining("Cannot connect to 127.0.0.1:")
				.withMessageContaining("refused");
			SshClient unknown = clients.create((connection) -> connection.host("no-such-host.invalid"));
			assertThatExceptionOfType(SshConnectException.class).isThrownBy(() -> unknown.exec("x").run())
				.withMessageContaining("no-such-host.invalid:22: the host name is not known");
		}
	}

	@Test
	void serverThatSaysNothingIsLeftInTime() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
				DefaultSshClientFactory clients = TestSshClients.create(silent.getLocalPort())) {
			long start = System.nanoTime();
			SshClient client = clients.create((connection) -> connection.host("127.0.0.1")
				.port(silent.getLocalPort())
				.connectTimeout(Duration.ofMillis(500)));
			assertThatExceptionOfType(SshConnectException.class).isThrownBy(() -> client.exec("x").run())
				.withMessageContaining("the server did not identify itself within 500 ms");
			assertThatExceptionOfType(SshTimeoutException.class)
				.isThrownBy(() -> clients.get("demo").exec("x").timeout(Duration.ofMillis(400)).run());
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
		}
	}

	@Test
	void credentialsThatAreMissingAreTold() {
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0));
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			SshClient client = clients.create((connection) -> connection.host("127.0.0.1").port(server.port()));
			assertThatExceptionOfType(SshAuthenticationException.class).isThrownBy(() -> client.exec("x").run())
				.withMessageContaining("no password or private key set");
		}
	}

	@Test
	void privateKeyThatCannotBeUsedIsTold() {
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0));
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			Path missing = this.directory.resolve("missing");
			SshClient client = clients
				.create((connection) -> connection.host("127.0.0.1").port(server.port()).privateKey(missing));
			assertThatExceptionOfType(SshAuthenticationException.class).isThrownBy(() -> client.exec("x").run())
				.withMessageContaining("Private key '%s' does not exist", missing)
				.withMessageContaining("see 'private-keys'");
		}
	}

	@Test
	void privateKeyThatOthersMayReadIsNotUsedUntilThatIsMended() throws Exception {
		Path key = TestKeys.write(this.directory, "open_key", TestKeys.USER_PRIVATE);
		Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
		try (TestSshServer server = TestSshServer.start((session) -> session.getWriter().print("in"));
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			SshClient client = clients.create(
					(connection) -> connection.host("127.0.0.1").port(server.port()).username("demo").privateKey(key));
			assertThatExceptionOfType(SshAuthenticationException.class).isThrownBy(() -> client.exec("x").run())
				.withMessageContaining("Private key '%s' can be accessed by others", key)
				.withMessageContaining("run 'chmod 600 %s'", key);
			Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
			assertThat(client.exec("x").run().getOutput()).isEqualTo("in");
		}
	}

	@Test
	void startedProcessHasItsOwnStreams() {
		try (DefaultSshClientFactory clients = TestSshClients.create(1)) {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> clients.get("demo").exec("x").output(OutputStream.nullOutputStream()).start())
				.withMessageContaining("left to the caller");
		}
	}

	@Test
	void connectionsAreLimitedSharedAndClosedWhenIdle() {
		try (TestSshServer server = TestSshServer.start((session) -> {
			session.getWriter().println(session.getConnection().id());
			session.getInput().readAllBytes();
		});
				DefaultSshClientFactory clients = TestSshClients.create(server.port(),
						(settings) -> new SshClientSettings(settings.endpoint(), settings.connect(),
								settings.credentials(), settings.hostKeyTrust(), settings.transport(),
								settings.windows(), settings.timeouts(), new Pool(2, 2, Duration.ofMillis(300))))) {
			SshClient client = clients.get("demo");
			List<SshProcess> running = new ArrayList<>();
			List<String> connections = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				SshProcess process = client.exec("x").start();
				running.add(process);
				connections.add(firstLine(process));
			}
			assertThat(Set.copyOf(connections)).hasSize(2);
			assertThatExceptionOfType(SshTimeoutException.class)
				.isThrownBy(() -> client.exec("x").timeout(Duration.ofMillis(300)).run());
			running.forEach(SshProcess::close);
			String sameConnection = client.exec("x").retrieve().asString();
			assertThat(connections).contains(sameConnection);
			await().pollInterval(Duration.ofSeconds(1))
				.untilAsserted(() -> assertThat(client.exec("x").retrieve().asString()).isNotIn(connections));
		}
	}

	private String firstLine(SshProcess process) {
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

	@Test
	void interruptedCallerIsFreed() throws Exception {
		try (TestSshServer server = TestSshServer.start((session) -> Thread.sleep(60_000));
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			CountDownLatch begun = new CountDownLatch(1);
			List<Throwable> failures = new ArrayList<>();
			Thread caller = new Thread(() -> {
				begun.countDown();
				try {
					clients.get("demo").exec("x").run();
				}
				catch (SshException ex) {
					failures.add(ex);
				}
			});
			caller.start();
			begun.await();
			caller.interrupt();
			caller.join(10_000);
			assertThat(failures).singleElement()
				.satisfies((ex) -> assertThat(ex).hasMessageContaining("Interrupted while a command ran"));
		}
	}

	@Test
	void closedClientsLeaveNoThread() {
		List<String> before = SshThreads.alive();
		try (TestSshServer server = TestSshServer.start(SshClientTests::shell)) {
			for (int i = 0; i < 3; i++) {
				try (DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
					assertThat(clients.get("demo")
						.exec("cat")
						.input("x")
						.timeout(Duration.ofSeconds(20))
						.run()
						.getOutput()).isEqualTo("x");
				}
			}
		}
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(before).containsAll(SshThreads.alive()));
	}

	@Test
	void unknownConnectionNamesTheKnownOnes() {
		try (DefaultSshClientFactory clients = TestSshClients.create(1)) {
			assertThatExceptionOfType(UnknownSshConnectionException.class).isThrownBy(() -> clients.get("prod"))
				.withMessage("There is no SSH connection 'prod'; known are [demo]");
			assertThat(clients.getNames()).containsExactly("demo");
			assertThat(clients.get("demo")).isSameAs(clients.get("demo"));
		}
	}

	/**
	 * Does what the shell of {@code sshd} would do.
	 */
	private static void shell(SshSession session) throws Exception {
		String command = String.valueOf(session.getRequest().command());
		if (command.startsWith("echo out;")) {
			session.getWriter().println("out");
			session.getErrorWriter().println("err");
			session.exit(3);
		}
		else if (command.startsWith("echo begun;")) {
			session.getWriter().println("begun");
			session.getErrorWriter().println("oops");
			Thread.sleep(60_000);
		}
		else if (command.startsWith("printf '%s'")) {
			session.getWriter().print(session.getEnvironment().get("LC_TEST"));
		}
		else if (command.startsWith("printf")) {
			session.getWriter().print("a\nb\n");
		}
		else if (command.startsWith("echo ")) {
			session.getWriter().println(command.substring(5));
		}
		else if (command.startsWith("kill")) {
			session.exitSignal("KILL", "");
		}
		else if (command.startsWith("sleep")) {
			Thread.sleep(60_000);
		}
		else {
			session.getInput().transferTo(session.getOutput());
		}
	}

	/**
	 * A use of a client.
	 */
	@FunctionalInterface
	interface Call {

		void call(SshClient client) throws Exception;

	}

}
