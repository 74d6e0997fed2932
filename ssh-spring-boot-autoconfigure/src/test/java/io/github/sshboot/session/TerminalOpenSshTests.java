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
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.testing.TmuxTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.Assert;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for terminals with OpenSSH's client in a real one.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("try")
class TerminalOpenSshTests {

	@TempDir
	Path directory;

	@Test
	void linesAreTypedAndEdited() {
		try (TestSshServer server = TestSshServer.start(this::converse);
				TmuxTerminal terminal = terminal(server, "-t")) {
			terminal.awaitLines(">");
			terminal.type("sizx");
			terminal.press("BSpace");
			terminal.type("e");
			terminal.press("Enter");
			terminal.awaitLines("> size", "80x24", ">");
			terminal.type("日本x");
			terminal.awaitLines("> 日本x");
			terminal.press("BSpace", "BSpace");
			terminal.awaitLines("> 日");
			terminal.press("Enter");
			terminal.awaitLines("[日]", ">");
			terminal.type("one two");
			terminal.press("C-w");
			terminal.awaitLines("> one");
			terminal.press("C-u");
			terminal.type("bye");
			terminal.press("Enter");
			terminal.awaitLines("> bye", "[status 7]");
		}
	}

	@Test
	void ctrlCInterruptsAndTheSessionGoesOn(CapturedOutput output) {
		try (TestSshServer server = TestSshServer.start(this::converse);
				TmuxTerminal terminal = terminal(server, "-t")) {
			terminal.awaitLines(">");
			terminal.type("wait");
			terminal.press("Enter");
			terminal.awaitLines("waiting");
			terminal.press("C-c");
			terminal.awaitLines("waiting", "^C", "interrupted", ">");
			terminal.press("C-d");
			terminal.awaitLines("> [status 7]");
			assertThat(output).doesNotContain("ERROR");
		}
	}

	@Test
	void newSizeIsTold() {
		try (TestSshServer server = TestSshServer.start(this::converse);
				TmuxTerminal terminal = terminal(server, "-t")) {
			terminal.awaitLines(">");
			terminal.type("resize");
			terminal.press("Enter");
			terminal.awaitLines("resize me");
			terminal.resize(77, 22);
			terminal.awaitLines("77x22");
		}
	}

	@Test
	void rawModeReadsKeys() {
		try (TestSshServer server = TestSshServer.start(this::converse);
				TmuxTerminal terminal = terminal(server, "-t")) {
			terminal.awaitLines(">");
			terminal.type("raw");
			terminal.press("Enter");
			terminal.awaitLines("press keys");
			terminal.press("a", "C-c", "C-d", "Up", "Enter");
			terminal.awaitLines("97 3 4 27 91 65 13", ">");
			terminal.type("size");
			terminal.press("Enter");
			terminal.awaitLines("> size", "80x24");
		}
	}

	@Test
	void fullScreenIsDrawn() {
		try (TestSshServer server = TestSshServer.start((session) -> {
			SshTerminal terminal = session.getTerminal();
			Assert.state(terminal != null, "No terminal");
			try (SshTerminal.RawMode raw = terminal.enterRawMode()) {
				session.getWriter().print("\u001b[2J\u001b[3;5Hover\nbelow");
				session.getWriter().flush();
				session.getInput().read();
			}
		}); TmuxTerminal terminal = terminal(server, "-t")) {
			terminal.await((screen) -> screen.startsWith("\n\n    over\n        below"));
		}
	}

	@Test
	void terminalThatIsClosedEndsTheHandler(CapturedOutput output) throws InterruptedException {
		CountDownLatch ended = new CountDownLatch(1);
		try (TestSshServer server = TestSshServer.start((session) -> {
			session.getWriter().println("ready");
			try {
				session.getInput().read();
			}
			finally {
				ended.countDown();
			}
		})) {
			try (TmuxTerminal terminal = terminal(server, "-t")) {
				terminal.awaitLines("ready");
			}
			ended.await();
			assertThat(output).doesNotContain("ERROR");
		}
	}

	private TmuxTerminal terminal(TestSshServer server, String... arguments) {
		return TmuxTerminal.run(this.directory,
				OpenSshClient.withKey(this.directory, server.port()).command(arguments));
	}

	private void converse(SshSession session) throws IOException {
		SshTerminal terminal = session.getTerminal();
		Assert.state(terminal != null, "No terminal");
		while (true) {
			session.getWriter().print("> ");
			String line = session.getReader().readLine();
			if (line == null || line.equals("bye")) {
				session.exit(7);
				return;
			}
			switch (line) {
				case "size" -> session.getWriter().println(size(terminal));
				case "wait" -> waitFor(session, new CountDownLatch(1), "waiting");
				case "resize" -> {
					CountDownLatch resized = new CountDownLatch(1);
					terminal.onResize(resized::countDown);
					waitFor(session, resized, "resize me");
					session.getWriter().println(size(terminal));
				}
				case "raw" -> readKeys(session, terminal);
				default -> session.getWriter().println("[" + line + "]");
			}
		}
	}

	private static String size(SshTerminal terminal) {
		return terminal.getColumns() + "x" + terminal.getRows();
	}

	private static void waitFor(SshSession session, CountDownLatch latch, String message) {
		session.getWriter().println(message);
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			session.getWriter().println("interrupted");
		}
	}

	private static void readKeys(SshSession session, SshTerminal terminal) throws IOException {
		StringBuilder keys = new StringBuilder();
		try (SshTerminal.RawMode raw = terminal.enterRawMode()) {
			session.getWriter().print("press keys\r\n");
			int key;
			do {
				key = session.getInput().read();
				keys.append(key).append(' ');
			}
			while (key != '\r');
		}
		session.getWriter().println(keys.toString().strip());
	}

}
