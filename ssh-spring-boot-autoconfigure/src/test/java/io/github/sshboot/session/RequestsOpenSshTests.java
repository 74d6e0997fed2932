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

package io.github.sshboot.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.AddressFamily;
import io.github.sshboot.transport.Identification;
import io.github.sshboot.transport.ListenerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what users ask of OpenSSH's client.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class RequestsOpenSshTests {

	@TempDir
	Path directory;

	private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

	@Test
	void shellWithoutATerminalReadsAndWritesBytes() {
		try (TestSshServer server = TestSshServer.start((session) -> {
			session.getWriter().print(session.getRequest().kind() + " " + session.getTerminal() + "\n");
			session.getInput().transferTo(session.getOutput());
		})) {
			Result result = OpenSshClient.withKey(this.directory, server.port())
				.run("a\u0003\u007f\r\n".getBytes(StandardCharsets.UTF_8), "-T");
			assertThat(result).isEqualTo(new Result(0, "SHELL null\na\u0003\u007f\r\n", ""));
		}
	}

	@Test
	void commandWithATerminalThatIsForced() {
		try (TestSshServer server = TestSshServer.start((session) -> {
			session.getWriter().println(session.getTerminal() != null);
			session.getErrorWriter().println("error");
		})) {
			assertThat(OpenSshClient.withKey(this.directory, server.port()).run("-tt", "x"))
				.isEqualTo(new Result(0, "true\r\nerror\r\n", ""));
		}
	}

	@Test
	void connectionWithoutASessionRunsNothing() throws Exception {
		AtomicInteger handled = new AtomicInteger();
		try (TestSshServer server = TestSshServer.start((session) -> handled.incrementAndGet())) {
			Process ssh = OpenSshClient.withKey(this.directory, server.port()).start("-N");
			await().until(() -> server.server().getStatistics().connections() == 1);
			assertThat(ssh.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
			ssh.destroy();
			assertThat(ssh.waitFor(20, TimeUnit.SECONDS)).isTrue();
			await().until(() -> server.server().getStatistics().connections() == 0);
			assertThat(handled).hasValue(0);
		}
	}

	@Test
	void environmentOfTheClientIsSent() {
		try (TestSshServer server = TestSshServer
			.start((session) -> session.getWriter().print(session.getEnvironment().get("LC_MINE")))) {
			OpenSshClient ssh = OpenSshClient.withKey(this.directory, server.port());
			assertThat(ssh.option("SendEnv=LC_MINE").environment("LC_MINE", "ä ö").run("x").output()).isEqualTo("ä ö");
		}
	}

	@Test
	void tenSessionsShareAConnectionAndAnotherIsRefused() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		try (TestSshServer server = TestSshServer.start((session) -> {
			this.events.add(session.getConnection().id() + "");
			release.await();
			session.exit(session.getInput().readAllBytes().length);
		})) {
			Path socket = this.directory.resolve("master");
			// a connection without a session
			Process master = OpenSshClient.withKey(this.directory, server.port())
				.start("-N", "-M", "-oControlPath=" + socket);
			OpenSshClient slave = OpenSshClient.withKey(this.directory, server.port())
				.option("ControlPath=" + socket)
				// no connection of its own
				.option("ProxyCommand=false");
			await().until(() -> slave.run("-Ocheck").status() == 0);
			List<Process> sessions = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				sessions.add(slave.start("x"));
			}
			List<String> connections = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				connections.add(this.events.poll(30, TimeUnit.SECONDS));
			}
			assertThat(connections).doesNotContainNull().containsOnly(connections.get(0));
			Result refused = slave.run("x");
			assertThat(refused.status()).isEqualTo(255);
			assertThat(refused.error()).contains("Session open refused by peer");
			release.countDown();
			for (int i = 0; i < 10; i++) {
				assertThat(Result.of(sessions.get(i), new byte[i], 30)).isEqualTo(new Result(i, "", ""));
			}
			assertThat(slave.run("x").status()).isZero();
			assertThat(master.isAlive()).isTrue();
			master.destroy();
		}
	}

	@Test
	void inputFromAFileAndFromAPipe() throws IOException {
		byte[] content = new byte[3_000_000];
		Path file = Files.write(this.directory.resolve("input"), content);
		try (TestSshServer server = TestSshServer
			.start((session) -> session.getWriter().print(session.getInput().readAllBytes().length))) {
			assertThat(sh(server, "\"$@\" x < " + file).output()).isEqualTo("3000000");
			assertThat(sh(server, "cat " + file + " | \"$@\" x").output()).isEqualTo("3000000");
			assertThat(sh(server, "\"$@\" -n x < " + file).output()).isEqualTo("0");
			assertThat(sh(server, "\"$@\" x < /dev/null").output()).isEqualTo("0");
		}
	}

	@Test
	void readerThatHasReadEnoughEndsTheHandler(CapturedOutput output) throws Exception {
		// OpenSSH tells nobody else that it does not read any more
		ListenerSettings listener = new ListenerSettings(AddressFamily.ANY, 100, null,
				new Identification("OpenSSH_like"));
		try (TestSshServer server = TestSshServer.builder().listen(listener, "127.0.0.1").handler((session) -> {
			try {
				while (true) {
					session.getOutput().write("line\n".getBytes(StandardCharsets.UTF_8));
				}
			}
			catch (IOException ex) {
				this.events.add("ended");
				throw ex;
			}
		}).start()) {
			assertThat(sh(server, "\"$@\" x | head -1").output()).isEqualTo("line\n");
			assertThat(this.events.poll(20, TimeUnit.SECONDS)).isEqualTo("ended");
		}
		assertThat(output).doesNotContain("ERROR");
	}

	private Programs.Result sh(TestSshServer server, String script) {
		List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
		command.addAll(OpenSshClient.withKey(this.directory, server.port()).command());
		return Programs.run(this.directory, command.toArray(String[]::new));
	}

}
