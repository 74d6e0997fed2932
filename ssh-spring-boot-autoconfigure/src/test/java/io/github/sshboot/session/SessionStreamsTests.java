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
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.TestSshServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the ends of the streams of a session, with OpenSSH's client.
 */
@Timeout(120)
class SessionStreamsTests {

	@TempDir
	Path directory;

	private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

	@Test
	void outputCanBeClosedWhileInputGoesOn() throws Exception {
		try (TestSshServer server = TestSshServer.start((session) -> {
			session.getWriter().print("all there is");
			session.getOutput().close();
			this.events.add(session.getReader().readLine());
			session.exit(9);
		})) {
			Process ssh = OpenSshClient.withKey(this.directory, server.port()).start("x");
			// only now: the end of the output must not wait for the input
			assertThat(new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.isEqualTo("all there is");
			assertThat(ssh.isAlive()).isTrue();
			try (OutputStream input = ssh.getOutputStream()) {
				input.write("late\n".getBytes(StandardCharsets.UTF_8));
			}
			assertThat(this.events.poll(20, TimeUnit.SECONDS)).isEqualTo("late");
			assertThat(ssh.waitFor()).isEqualTo(9);
		}
	}

	@Test
	void nothingIsSentAfterTheEndOfTheOutput() {
		try (TestSshServer server = TestSshServer.start((session) -> {
			session.getErrorWriter().print("error before");
			OutputStream output = session.getOutput();
			output.close();
			output.close();
			for (OutputStream closed : new OutputStream[] { output, session.getError() }) {
				try {
					closed.write('x');
				}
				catch (IOException ex) {
					this.events.add(String.valueOf(ex.getMessage()));
				}
			}
			throw new IllegalStateException("not told");
		})) {
			Result result = OpenSshClient.withKey(this.directory, server.port()).run("x");
			assertThat(result).isEqualTo(new Result(1, "", "error before"));
			assertThat(this.events).containsExactly("The output is closed", "The output is closed");
		}
	}

	@Test
	void closingAWriterOrTheErrorOnlyFlushes() {
		try (TestSshServer server = TestSshServer.start((session) -> {
			session.getErrorWriter().close();
			session.getError().close();
			session.getWriter().close();
			session.getWriter().print("out");
			throw new IllegalStateException("told");
		})) {
			Result result = OpenSshClient.withKey(this.directory, server.port()).run("x");
			assertThat(result).isEqualTo(new Result(1, "out", "told\n"));
		}
	}

	@Test
	void terminalHasNoEndOfOutput() {
		try (TestSshServer server = TestSshServer.start((session) -> {
			session.getOutput().close();
			session.getWriter().print("more");
		})) {
			assertThat(OpenSshClient.withKey(this.directory, server.port()).run("-tt", "x").output()).isEqualTo("more");
		}
	}

	@Test
	void outputGoesOnAfterTheEndOfTheInput() {
		try (TestSshServer server = TestSshServer.start((session) -> {
			session.getWriter().print(session.getInput().readAllBytes().length);
			session.getWriter().print(session.getInput().read());
		})) {
			assertThat(OpenSshClient.withKey(this.directory, server.port()).run(new byte[100_000], "x").output())
				.isEqualTo("100000-1");
		}
	}

}
