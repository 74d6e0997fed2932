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
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.session.SessionSettings;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshInterceptor;
import io.github.sshboot.session.SshRequest.Kind;
import io.github.sshboot.session.SshTerminal;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TestSshServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * OpenSSH's client and our server.
 */
@Timeout(120)
class SshServerOpenSshTests {

	@TempDir
	Path directory;

	@Test
	void handlerGetsTheCommandAsItWasSent() {
		Result result = exec((session) -> session.getWriter().println(session.getRequest().command()),
				"say 'a  b' \\$c");
		assertThat(result.output()).isEqualTo("say 'a  b' \\$c\n");
		assertThat(result.status()).isZero();
	}

	@Test
	void outputAndErrorArriveWholeThoughNothingIsFlushed() {
		Result result = exec((session) -> {
			session.getOutput().write("out".getBytes(StandardCharsets.UTF_8));
			session.getError().write("err".getBytes(StandardCharsets.UTF_8));
			session.getWriter().print(" writer");
			session.getErrorWriter().print(" error writer");
			session.exit(7);
		}, "x");
		assertThat(result).isEqualTo(new Result(7, "out writer", "err error writer"));
	}

	@Test
	void bytesAreNotTouchedWithoutATerminal() {
		Result result = exec((session) -> session.getOutput().write("a\nb\r\nc\n".getBytes(StandardCharsets.UTF_8)),
				"x");
		assertThat(result.output()).isEqualTo("a\nb\r\nc\n");
	}

	@Test
	void exceptionBecomesALineAndAStatus() {
		Result result = exec((session) -> {
			session.getWriter().print("before");
			throw new IllegalStateException("no\nsuch \u001b[31mthing");
		}, "x");
		assertThat(result).isEqualTo(new Result(1, "before", "no such  [31mthing\n"));
	}

	@Test
	void errorInAHandlerEndsOnlyItsChannel() {
		try (TestSshServer server = TestSshServer.start((session) -> {
			if ("overflow".equals(session.getRequest().command())) {
				overflow();
			}
			session.getWriter().println("fine");
		})) {
			OpenSshClient ssh = OpenSshClient.withKey(this.directory, server.port());
			assertThat(ssh.run("overflow")).isEqualTo(new Result(1, "", "StackOverflowError\n"));
			assertThat(ssh.run("x").output()).isEqualTo("fine\n");
		}
	}

	private int overflow() {
		return overflow() + 1;
	}

	@Test
	void exitStatusForAnExceptionCanBeChosen() {
		try (TestSshServer server = TestSshServer.builder().handler((session) -> {
			throw new IllegalStateException("x");
		}).customize((builder) -> builder.exitStatus((failure) -> 42)).start()) {
			assertThat(OpenSshClient.withKey(this.directory, server.port()).run("x").status()).isEqualTo(42);
		}
	}

	@Test
	void inputReachesTheHandlerAndEnds() {
		byte[] input = "eins\nzwei\näöü\n".getBytes(StandardCharsets.UTF_8);
		try (TestSshServer server = TestSshServer.start(
				(session) -> session.getReader().lines().forEach((line) -> session.getWriter().println(line + "!")))) {
			Result result = OpenSshClient.withKey(this.directory, server.port()).run(input, "x");
			assertThat(result.output()).isEqualTo("eins!\nzwei!\näöü!\n");
		}
	}

	@Test
	void textIsInTheEncodingOfTheSession() {
		try (TestSshServer server = TestSshServer.builder()
			.session((settings) -> new SessionSettings(StandardCharsets.ISO_8859_1, true, List.of(), 1, Duration.ZERO))
			.handler((session) -> session.getWriter().println("ä".equals(session.getReader().readLine())))
			.start()) {
			Result result = OpenSshClient.withKey(this.directory, server.port())
				.run(new byte[] { (byte) 0xE4, '\n' }, "x");
			assertThat(result.output()).isEqualTo("true\n");
		}
	}

	@Test
	void bytesThatAreNoTextAreReplaced() {
		try (TestSshServer server = TestSshServer
			.start((session) -> session.getWriter().println(session.getReader().readLine()))) {
			Result result = OpenSshClient.withKey(this.directory, server.port())
				.run(new byte[] { 'a', (byte) 0xFF, 'b', '\n' }, "x");
			assertThat(result.output()).isEqualTo("a\uFFFDb\n");
		}
	}

	@Test
	void handlerThatReturnsAtOnceLeavesUnreadInputBehind() {
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(3))) {
			OpenSshClient ssh = OpenSshClient.withKey(this.directory, server.port());
			for (int i = 0; i < 10; i++) {
				assertThat(ssh.run(new byte[3_000_000], "x").status()).isEqualTo(3);
			}
		}
	}

	@Test
	void exitEndsTheSessionThoughTheHandlerGoesOn() throws InterruptedException {
		CountDownLatch gone = new CountDownLatch(1);
		AtomicReference<Throwable> afterwards = new AtomicReference<>();
		try (TestSshServer server = TestSshServer.start((session) -> {
			session.getWriter().print("done");
			session.exit(5);
			gone.await();
			try {
				session.getOutput().write('x');
			}
			catch (IOException ex) {
				afterwards.set(ex);
			}
		})) {
			Result result = OpenSshClient.withKey(this.directory, server.port()).run("x");
			assertThat(result).isEqualTo(new Result(5, "done", ""));
			gone.countDown();
			await().untilAsserted(() -> assertThat(afterwards.get()).hasMessage("The session has ended"));
		}
	}

	@Test
	void exitSignalIsTold() {
		Result result = exec((session) -> session.exitSignal("TERM", "stopped"), "-v", "x");
		assertThat(result.status()).isEqualTo(255);
		assertThat(result.error()).contains("exit-signal");
	}

	@Test
	void identityIsWhatTheKeyProved() {
		AtomicReference<SshIdentity> identity = new AtomicReference<>();
		exec((session) -> identity.set(session.getIdentity()), "x");
		assertThat(identity.get().username()).isEqualTo("demo");
		assertThat(identity.get().methods()).containsExactly("publickey");
		assertThat(identity.get().key()).hasToString("ssh-ed25519 " + fingerprint());
		assertThat(identity.get().authorities()).containsExactly("operator");
	}

	private String fingerprint() {
		try {
			Process process = new ProcessBuilder("ssh-keygen", "-l", "-f",
					this.directory.resolve("user_key").toString())
				.start();
			return Result.of(process, 10).output().split(" ")[1];
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void identityAfterAPassword() {
		AtomicReference<SshIdentity> identity = new AtomicReference<>();
		try (TestSshServer server = TestSshServer.start((session) -> identity.set(session.getIdentity()))) {
			assertThat(OpenSshClient.withPassword(this.directory, server.port(), "demo")
				.option("PreferredAuthentications=password")
				.run("x")
				.status()).isZero();
		}
		assertThat(identity.get().methods()).containsExactly("password");
		assertThat(identity.get().key()).isNull();
	}

	@Test
	void wrongPasswordAndUnknownKeyAreRefused() {
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0))) {
			Result password = OpenSshClient.withPassword(this.directory, server.port(), "wrong").run("x");
			assertThat(password.status()).isEqualTo(255);
			assertThat(password.error()).contains("Permission denied (publickey,password,keyboard-interactive)");
			Result key = OpenSshClient.withKey(this.directory, server.port(), TestKeys.OTHER_PRIVATE).run("x");
			assertThat(key.error()).contains("Permission denied (publickey,password,keyboard-interactive)");
		}
	}

	@Test
	void connectionInfoTellsWhatWasNegotiated() {
		try (TestSshServer server = TestSshServer.start((session) -> {
			PrintWriter out = session.getWriter();
			out.println(session.getConnection().peerVersion());
			out.println(session.getConnection().algorithms().keyExchange());
			out.println(session.getConnection().algorithms().cipherServerToClient());
			out.println(session.getConnection().remoteAddress().getAddress().getHostAddress());
		})) {
			Result result = OpenSshClient.withKey(this.directory, server.port())
				.option("Ciphers=aes256-gcm@openssh.com")
				.run("x");
			assertThat(result.output().lines()).satisfiesExactly(
					(version) -> assertThat(version).startsWith("SSH-2.0-OpenSSH"),
					(kex) -> assertThat(kex).contains("25519"),
					(cipher) -> assertThat(cipher).isEqualTo("aes256-gcm@openssh.com"),
					(address) -> assertThat(address).isEqualTo("127.0.0.1"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "chacha20-poly1305@openssh.com", "aes128-gcm@openssh.com", "aes256-gcm@openssh.com",
			"aes128-ctr", "aes192-ctr", "aes256-ctr" })
	void bytesPassThroughEveryCipher(String cipher) {
		byte[] bytes = new byte[5_000_000];
		new Random(11).nextBytes(bytes);
		// text comes back as it went in only if every byte does
		String text = Base64.getEncoder().encodeToString(bytes);
		try (TestSshServer server = TestSshServer.start((session) -> {
			session.getInput().transferTo(session.getOutput());
			session.getErrorWriter().print(session.getConnection().algorithms().cipherClientToServer());
		})) {
			Result result = OpenSshClient.withKey(this.directory, server.port())
				.option("Ciphers=" + cipher)
				.option("RekeyLimit=1M")
				.run(text.getBytes(StandardCharsets.US_ASCII), "x");
			assertThat(result.output().equals(text)).isTrue();
			assertThat(result.error()).isEqualTo(cipher);
		}
	}

	@Test
	void onlyAcceptedEnvironmentIsSeen() {
		try (TestSshServer server = TestSshServer
			.start((session) -> session.getWriter().println(session.getEnvironment()))) {
			Result result = OpenSshClient.withKey(this.directory, server.port())
				.option("SetEnv=LC_TEST=yes LD_PRELOAD=no")
				.run("x");
			assertThat(result.output()).isEqualTo("{LC_TEST=yes}\n");
		}
	}

	@Test
	void shellHasATerminalThatEditsLines() {
		try (TestSshServer server = TestSshServer.start((session) -> {
			SshTerminal terminal = session.getTerminal();
			assertThat(terminal).isNotNull();
			PrintWriter out = session.getWriter();
			out.println(session.getRequest().kind() + " " + terminal.getType());
			out.print("> ");
			String line = session.getReader().readLine();
			out.println("[" + line + "]");
			session.getErrorWriter().println("error");
		})) {
			Result result = OpenSshClient.withKey(this.directory, server.port())
				.run("heplx\u007f\u007f\u007flp\r".getBytes(StandardCharsets.UTF_8), "-tt");
			assertThat(result.status()).isZero();
			assertThat(result.output()).startsWith("SHELL ").endsWith("[help]\r\nerror\r\n");
			assertThat(result.output()).contains("> hepl");
			assertThat(result.error()).isEmpty();
		}
	}

	@Test
	void terminalIsRefusedWhereItIsNotAllowed() {
		try (TestSshServer server = TestSshServer.builder()
			.session((settings) -> new SessionSettings(StandardCharsets.UTF_8, false, List.of(), 1, Duration.ZERO))
			.handler((session) -> session.getWriter().println("terminal " + session.getTerminal()))
			.start()) {
			Result result = OpenSshClient.withKey(this.directory, server.port()).run("-tt", "x");
			assertThat(result).isEqualTo(new Result(255, "", "PTY allocation request failed on channel 0\r\n"));
		}
	}

	@Test
	void subsystemIsServedByName() {
		try (TestSshServer server = TestSshServer.builder()
			.mapping((session) -> "echo".equals(session.getRequest().subsystem())
					? (echo) -> echo.getInput().transferTo(echo.getOutput()) : null)
			.start()) {
			OpenSshClient ssh = OpenSshClient.withKey(this.directory, server.port());
			assertThat(ssh.run("abc".getBytes(StandardCharsets.UTF_8), "-s", "echo").output()).isEqualTo("abc");
			assertThat(ssh.run("-s", "other").error()).contains("subsystem request failed");
		}
	}

	@Test
	void kindOfRequestWithoutHandlerIsRefused() {
		try (TestSshServer server = TestSshServer.builder()
			.mapping((session) -> (session.getRequest().kind() == Kind.SUBSYSTEM) ? SshHandlers.NOTHING : null)
			.start()) {
			OpenSshClient ssh = OpenSshClient.withKey(this.directory, server.port());
			assertThat(ssh.run("x").error()).contains("exec request failed");
			assertThat(ssh.run().error()).contains("shell request failed");
		}
	}

	@Test
	void interceptorsGoAroundTheHandlerInOrder() {
		try (TestSshServer server = TestSshServer.builder()
			.handler((session) -> session.getWriter().print("handler "))
			.customize((builder) -> builder.interceptors(List.of(printing("a"), printing("b"))))
			.start()) {
			assertThat(OpenSshClient.withKey(this.directory, server.port()).run("x").output())
				.isEqualTo("a( b( handler )b )a ");
		}
	}

	private SshInterceptor printing(String name) {
		return (session, next) -> {
			session.getWriter().print(name + "( ");
			next.handle(session);
			session.getWriter().print(")" + name + " ");
		};
	}

	@Test
	void handlersDoNotRunOnThreadsOfTheEngine() {
		assertThat(exec((session) -> session.getWriter().print(Thread.currentThread().getName()), "x").output())
			.startsWith("ssh-handler-");
	}

	@Test
	void clientThatGoesAwayInterruptsItsHandler() throws Exception {
		BlockingQueue<Object> events = new LinkedBlockingQueue<>();
		try (TestSshServer server = TestSshServer.start((session) -> {
			events.add(Thread.currentThread());
			try {
				Thread.sleep(60_000);
			}
			catch (InterruptedException ex) {
				events.add("interrupted");
				throw ex;
			}
		})) {
			Process ssh = OpenSshClient.withKey(this.directory, server.port()).start("x");
			Thread handler = (Thread) events.poll(20, TimeUnit.SECONDS);
			ssh.destroyForcibly();
			assertThat(events.poll(1, TimeUnit.SECONDS)).isEqualTo("interrupted");
			server.server().stop();
			await().atMost(Duration.ofSeconds(2)).until(() -> !handler.isAlive());
		}
	}

	@Test
	void partOfTheInputIsNotTakenForTheWhole() throws Exception {
		BlockingQueue<Object> events = new LinkedBlockingQueue<>();
		try (TestSshServer server = TestSshServer.start((session) -> {
			events.add(session.getReader().readLine());
			try {
				events.add(String.valueOf(session.getReader().readLine()));
			}
			catch (IOException ex) {
				events.add(ex);
			}
		})) {
			Process ssh = OpenSshClient.withKey(this.directory, server.port()).start("x");
			ssh.getOutputStream().write("first\n".getBytes(StandardCharsets.UTF_8));
			ssh.getOutputStream().flush();
			assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo("first");
			ssh.destroyForcibly();
			assertThat(events.poll(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
		}
	}

	@Test
	void handlerThatHangsOrIsSlowAffectsOnlyItself() throws Exception {
		CountDownLatch hanging = new CountDownLatch(20);
		CountDownLatch release = new CountDownLatch(1);
		try (TestSshServer server = TestSshServer.start((session) -> {
			if ("hang".equals(session.getRequest().command())) {
				hanging.countDown();
				release.await();
			}
		})) {
			OpenSshClient ssh = OpenSshClient.withKey(this.directory, server.port());
			List<Process> stuck = Stream.generate(() -> ssh.start("hang")).limit(20).toList();
			assertThat(hanging.await(60, TimeUnit.SECONDS)).isTrue();
			assertThat(ssh.run("x").status()).isZero();
			release.countDown();
			for (Process process : stuck) {
				assertThat(Result.of(process, 20).status()).isZero();
			}
		}
	}

	@Test
	void clientBeyondTheThreadsIsToldToTryAgain() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		try (TestSshServer server = TestSshServer.builder().maxThreads(1).handler((session) -> {
			running.countDown();
			release.await();
		}).start()) {
			OpenSshClient ssh = OpenSshClient.withKey(this.directory, server.port());
			Process first = ssh.start("x");
			assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(ssh.run("x")).isEqualTo(new Result(75, "", "The server is busy, try again later\n"));
			assertThat(ssh.run("-tt")).isEqualTo(new Result(75, "The server is busy, try again later\r\n", ""));
			release.countDown();
			assertThat(Result.of(first, 20).status()).isZero();
		}
	}

	@Test
	void ctrlCInterruptsAHandlerThatDoesNotListen() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		try (TestSshServer server = TestSshServer.start((session) -> {
			running.countDown();
			try {
				Thread.sleep(60_000);
			}
			finally {
				interrupted.countDown();
			}
		})) {
			Process ssh = OpenSshClient.withKey(this.directory, server.port()).start("-tt", "x");
			assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
			ssh.getOutputStream().write(3);
			ssh.getOutputStream().flush();
			assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(Result.of(ssh, 20).status()).isEqualTo(255);
		}
	}

	@Test
	void listenerGetsCtrlCInsteadOfAnInterruption() throws Exception {
		BlockingQueue<String> signals = new LinkedBlockingQueue<>();
		CountDownLatch running = new CountDownLatch(1);
		try (TestSshServer server = TestSshServer.start((session) -> {
			session.onSignal(signals::add);
			running.countDown();
			session.getWriter().println("got " + signals.poll(20, TimeUnit.SECONDS));
		})) {
			Process ssh = OpenSshClient.withKey(this.directory, server.port()).start("-tt", "x");
			assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
			ssh.getOutputStream().write(3);
			ssh.getOutputStream().flush();
			assertThat(Result.of(ssh, 20)).isEqualTo(new Result(0, "^C\r\ngot INT\r\n", ""));
		}
	}

	@Test
	void requestTellsNothingOfStreamsBeforeItIsAccepted() {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		try (TestSshServer server = TestSshServer.builder().mapping((session) -> {
			try {
				session.getWriter();
			}
			catch (IllegalStateException ex) {
				failure.set(ex);
			}
			return SshHandlers.NOTHING;
		}).start()) {
			assertThat(OpenSshClient.withKey(this.directory, server.port()).run("x").status()).isZero();
		}
		assertThat(failure.get()).hasMessageContaining("only while its handler runs");
	}

	private Result exec(SshHandler handler, String... arguments) {
		try (TestSshServer server = TestSshServer.start(handler)) {
			return OpenSshClient.withKey(this.directory, server.port()).run(arguments);
		}
	}

	private static final class SshHandlers {

		private static final SshHandler NOTHING = (session) -> {
		};

	}

}
