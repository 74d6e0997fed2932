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
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.sshboot.session.SshRequest;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.SshTerminal;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Shells and dialogues with them.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class SshDialogueTests {

	private static final Pattern ANY_PROMPT = Pattern.compile("(?m)^[\\w.-]+[>#] ?\\z");

	/**
	 * The shell of a real server.
	 */
	@Nested
	class OpenSsh {

		@TempDir
		Path directory;

		@Test
		void shellHasATerminalUnlessItIsAskedForNone() throws Exception {
			with((client) -> {
				try (SshProcess shell = client.shell().pty(TerminalSpec.of("vt100", 100, 30)).start()) {
					shell.getInput().write("stty size; echo $TERM; exit 7\n".getBytes(StandardCharsets.UTF_8));
					shell.getInput().flush();
					assertThat(new String(shell.getOutput().readAllBytes(), StandardCharsets.UTF_8))
						.contains("30 100\r\n", "vt100\r\n");
					assertThat(shell.waitFor()).isEqualTo(7);
				}
				try (SshProcess shell = client.shell().withoutPty().env("LC_X", "y").start()) {
					shell.getInput().write("tty; echo $LC_X; echo err >&2\n".getBytes(StandardCharsets.UTF_8));
					shell.getInput().close();
					assertThat(new String(shell.getOutput().readAllBytes(), StandardCharsets.UTF_8))
						.isEqualTo("not a tty\ny\n");
					assertThat(new String(shell.getError().readAllBytes(), StandardCharsets.UTF_8)).contains("err\n");
					assertThat(shell.waitFor()).isZero();
				}
			});
		}

		@Test
		void promptIsDetectedAndCommandsRun() throws Exception {
			with((client) -> {
				try (SshDialogue shell = client.shell().expect().plainText()) {
					String prompt = shell.detectPrompt();
					assertThat(prompt).endsWith("# ").isNotBlank();
					assertThat(shell.run("printf 'a\\nb\\n'")).isEqualTo("a\nb");
					assertThat(shell.run("true")).isEmpty();
					assertThat(shell.run("echo " + "x".repeat(300))).isEqualTo("x".repeat(300));
					assertThat(shell.run("seq 5000 | tr '\\n' ' '; echo")).startsWith("1 2 ").endsWith("5000 ");
					shell.sendLine("exit 3");
					shell.expectEnd();
					assertThat(shell.getProcess().waitFor()).isEqualTo(3);
				}
			});
		}

		@Test
		void commandIsTalkedTo() throws Exception {
			with((client) -> {
				String questions = "printf 'Name: '; read n; stty -echo; printf 'Password: '; read p; stty echo; "
						+ "echo; echo \"$n has ${#p}\"";
				try (SshDialogue command = client.exec("sh", "-c", questions).pty().expect()) {
					command.expect("Name: ");
					command.sendLine("me");
					command.expect(Pattern.compile("[Pp]assword: "));
					command.sendSecret("12345");
					assertThat(command.expectAny("me has 5", "wrong").alternative()).isZero();
					command.expectEnd();
				}
			});
		}

		@Test
		void controlCharacterIsSent() throws Exception {
			with((client) -> {
				try (SshDialogue shell = client.shell().expect().plainText()) {
					shell.detectPrompt();
					shell.sendLine("echo begun; cat; echo over");
					shell.expect(Pattern.compile("(?m)^begun$"));
					shell.sendControl('D');
					shell.expect(Pattern.compile("(?m)^over$"));
					shell.expectPrompt();
					assertThat(shell.run("echo on")).isEqualTo("on");
				}
			});
		}

		private void with(SshClientTests.Call call) throws Exception {
			try (OpenSshServer server = OpenSshServer.start(this.directory, "SetEnv PS1='host# ' ENV=/dev/null");
					DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
				call.call(clients.get("demo"));
			}
		}

	}

	/**
	 * A device as they stand in cabinets.
	 */
	@Nested
	class Device {

		@Test
		void configurationIsReadThroughThePager() throws Exception {
			with((client) -> {
				try (SshDialogue device = client.shell().expect().plainText()) {
					device.whenever("--More--", " ");
					device.prompt(ANY_PROMPT);
					assertThat(device.expectPrompt()).contains("Authorized access only");
					device.sendLine("enable");
					device.expect("Password: ");
					device.sendSecret("s3cret");
					device.expectPrompt();
					assertThat(device.run("show running-config")).isEqualTo(IntStream.rangeClosed(1, 60)
						.mapToObj((i) -> "line " + i)
						.collect(Collectors.joining("\n")));
					assertThat(device.run("show clock", Duration.ofSeconds(20))).isEqualTo("12:00:00");
				}
			});
		}

		@Test
		void promptOfADeviceIsDetected() throws Exception {
			with((client) -> {
				try (SshDialogue device = client.shell().expect().plainText()) {
					assertThat(device.detectPrompt()).isEqualTo("router>");
					assertThat(device.run("show clock")).isEqualTo("12:00:00");
				}
			});
		}

		@Test
		void secretsAreInNoExceptionAndNoLog(CapturedOutput log) throws Exception {
			with((client) -> {
				try (SshDialogue device = client.shell().expect().timeout(Duration.ofSeconds(1))) {
					device.expect("router>");
					device.sendLine("echo");
					device.expect("Password: ");
					device.sendSecret("hunter2!");
					assertThatExceptionOfType(SshTimeoutException.class).isThrownBy(() -> device.expect("never"))
						.withMessageContaining("'never' did not come from the shell on 127.0.0.1:")
						.withMessageContaining("1000 ms")
						.satisfies((ex) -> assertThat(ex.getOutput()).contains("you said ***"))
						.satisfies((ex) -> assertThat(Throwables.getStackTrace(ex)).doesNotContain("hunter2!"));
					device.sendLine("exit");
					assertThatExceptionOfType(SshException.class).isThrownBy(() -> device.expect("never"))
						.withMessageContaining("it has ended")
						.satisfies((ex) -> assertThat(Throwables.getStackTrace(ex)).doesNotContain("hunter2!"));
				}
			});
			assertThat(log.getAll()).doesNotContain("hunter2!");
		}

		@Test
		void deviceThatFloodsIsHeldBackAndAFailure() throws Exception {
			with((client) -> {
				try (SshDialogue device = client.shell().expect().limit(100_000)) {
					device.expect("router>");
					device.sendLine("flood");
					assertThatExceptionOfType(SshException.class).isThrownBy(() -> device.expect("never"))
						.withMessageContaining("More than 100000 characters");
				}
			});
		}

		@Test
		void deviceThatTakesNothingIsATimeout() throws Exception {
			with((client) -> {
				try (SshDialogue device = client.shell().expect().timeout(Duration.ofSeconds(1))) {
					device.expect("router>");
					device.sendLine("deaf");
					device.expect("deaf now");
					long begin = System.nanoTime();
					assertThatExceptionOfType(SshTimeoutException.class)
						.isThrownBy(() -> device.send("x".repeat(8_000_000)))
						.withMessageContaining("did not take what was sent within 1000 ms");
					assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
				}
			});
		}

		@Test
		void connectionThatIsLostIsToldAsSuch() throws Exception {
			try (TestSshServer server = TestSshServer.start(SshDialogueTests::device);
					DefaultSshClientFactory clients = TestSshClients.create(server.port());
					SshDialogue device = clients.get("demo").shell().expect()) {
				device.expect("router>");
				server.server().stop();
				assertThatExceptionOfType(SshConnectException.class).isThrownBy(() -> device.expect("never"))
					.withMessageContaining("was lost before the shell ended");
			}
		}

		@Test
		void promptMustBeKnown() throws Exception {
			with((client) -> {
				try (SshDialogue device = client.shell().expect()) {
					assertThatIllegalStateException().isThrownBy(() -> device.run("x"));
					assertThatIllegalStateException().isThrownBy(device::expectPrompt);
				}
			});
		}

		@Test
		void shellThatIsRefusedIsToldAsSuch() {
			try (TestSshServer server = TestSshServer.builder()
				.mapping((session) -> (session.getRequest().kind() == SshRequest.Kind.EXEC) ? SshDialogueTests::device
						: null)
				.start();
					DefaultSshClientFactory clients = TestSshClients.create(server.port());
					SshDialogue device = clients.get("demo").shell().expect()) {
				assertThatExceptionOfType(SshException.class).isThrownBy(() -> device.expect("x"))
					.withMessageContaining("refused the shell");
			}
		}

		private void with(SshClientTests.Call call) throws Exception {
			try (TestSshServer server = TestSshServer.start(SshDialogueTests::device);
					DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
				call.call(clients.get("demo"));
			}
		}

	}

	/**
	 * A device with two modes, a password between them, and a pager.
	 */
	private static void device(SshSession session) throws Exception {
		SshTerminal terminal = session.getTerminal();
		assertThat(terminal).isNotNull();
		SshTerminal.RawMode raw = terminal.enterRawMode();
		try (raw) {
			InputStream in = session.getInput();
			PrintWriter out = session.getWriter();
			out.print("\r\nAuthorized access only\r\n\r\n");
			String prompt = "router>";
			while (true) {
				out.print(prompt);
				out.flush();
				String line = readLine(in, out, true);
				switch (line) {
					case "enable" -> {
						out.print("Password: ");
						out.flush();
						prompt = readLine(in, out, false).equals("s3cret") ? "router#" : prompt;
						out.print("\r\n");
					}
					case "show running-config" -> page(in, out);
					case "show clock" -> out.print("\u001B[1m12:00:00\u001B[0m\r\n");
					case "echo" -> {
						out.print("Password: ");
						out.flush();
						out.print("\r\nyou said " + readLine(in, out, false) + "\r\n");
					}
					case "flood" -> {
						while (true) {
							session.getOutput().write(new byte[32768]);
						}
					}
					case "deaf" -> {
						out.print("deaf now");
						out.flush();
						Thread.sleep(60_000);
					}
					case "exit" -> {
						return;
					}
					default -> out.print(line.isEmpty() ? "" : "% Unknown command\r\n");
				}
			}
		}
	}

	private static void page(InputStream in, PrintWriter out) throws IOException {
		for (int i = 1; i <= 60; i++) {
			out.print("line " + i + "\r\n");
			if (i % 24 == 0) {
				out.print(" --More-- ");
				out.flush();
				if (in.read() != ' ') {
					return;
				}
				out.print("\b".repeat(10) + " ".repeat(10) + "\b".repeat(10));
			}
		}
	}

	private static String readLine(InputStream in, PrintWriter out, boolean echo) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
			line.append((char) c);
			if (echo) {
				out.print((char) c);
				out.flush();
			}
		}
		if (echo) {
			out.print("\r\n");
		}
		return line.toString();
	}

}
