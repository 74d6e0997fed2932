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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.testing.TmuxTerminal;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.Assert;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for sessions of clients other than OpenSSH's.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class OtherClientsTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@EnumSource
	void commandHasOutputErrorAndStatus(Client client) {
		try (TestSshServer server = TestSshServer.start((session) -> {
			session.getWriter().print("out " + session.getRequest().command());
			session.getErrorWriter().print("err");
			session.exit(42);
		})) {
			Result result = run(client, server, new byte[0], List.of(), "say hello");
			assertThat(result.status()).isEqualTo(42);
			assertThat(result.output()).isEqualTo("out say hello");
			assertThat(result.error()).endsWith("err");
		}
	}

	@ParameterizedTest
	@EnumSource
	void inputArrivesWholeAndEnds(Client client) {
		byte[] random = new byte[1_000_000];
		new Random(5).nextBytes(random);
		String input = HexFormat.of().formatHex(random);
		try (TestSshServer server = TestSshServer
			.start((session) -> session.getInput().transferTo(session.getOutput()))) {
			Result result = run(client, server, input.getBytes(StandardCharsets.US_ASCII), List.of(), "x");
			assertThat(result.output().equals(input)).isTrue();
			assertThat(result.status()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource
	void shellWithoutATerminal(Client client) {
		try (TestSshServer server = TestSshServer.start((session) -> session.getWriter()
			.print(session.getRequest().kind() + " " + session.getTerminal() + " " + session.getReader().readLine()))) {
			Result result = run(client, server, "line\n".getBytes(StandardCharsets.US_ASCII), List.of("-T"));
			assertThat(result.output()).isEqualTo("SHELL null line");
			assertThat(result.status()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource
	void commandWithATerminal(Client client) {
		try (TestSshServer server = TestSshServer.start((session) -> {
			SshTerminal terminal = session.getTerminal();
			Assert.state(terminal != null, "No terminal");
			session.getWriter().println(terminal.getColumns() + "x" + terminal.getRows());
			session.getWriter().println("[" + session.getReader().readLine() + "]");
			session.exit(3);
		});
				TmuxTerminal terminal = TmuxTerminal.run(this.directory,
						withEnvironment(command(client, server, List.of("-t"), "x")))) {
			terminal.awaitLines("80x24");
			terminal.type("typx");
			terminal.press("BSpace");
			terminal.type("ed");
			terminal.press("Enter");
			terminal.awaitLines("typed", "[typed]", "[status 3]");
		}
	}

	private List<String> withEnvironment(List<String> command) {
		List<String> all = new ArrayList<>(List.of("env", "HOME=" + this.directory, "DROPBEAR_PASSWORD=demo"));
		all.addAll(command);
		return all;
	}

	@ParameterizedTest
	@EnumSource
	void subsystemIsServed(Client client) {
		try (TestSshServer server = TestSshServer
			.start((session) -> session.getWriter().print(session.getRequest().subsystem()))) {
			assertThat(run(client, server, new byte[0], List.of("-s"), "metrics").output()).isEqualTo("metrics");
		}
	}

	/**
	 * PuTTY's ends when it cannot write. Dropbear's goes on and drops the output, also
	 * that of sshd, and tells nobody.
	 */
	@ParameterizedTest
	@EnumSource(names = "PLINK")
	void readerThatHasReadEnoughEndsTheHandler(Client client, CapturedOutput output) throws Exception {
		CountDownLatch ended = new CountDownLatch(1);
		try (TestSshServer server = TestSshServer.start((session) -> {
			try {
				while (true) {
					session.getOutput().write("line\n".getBytes(StandardCharsets.US_ASCII));
				}
			}
			finally {
				ended.countDown();
			}
		})) {
			List<String> script = new ArrayList<>(List.of("sh", "-c", "\"$@\" | head -1", "sh"));
			script.addAll(withEnvironment(command(client, server, List.of(), "x")));
			assertThat(Programs.run(this.directory, script.toArray(String[]::new)).output()).endsWith("line\n");
			assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(output).doesNotContain("ERROR");
	}

	private List<String> command(Client client, TestSshServer server, List<String> options, String... command) {
		Programs.require(client.name().toLowerCase(Locale.ROOT));
		List<String> all = new ArrayList<>();
		all.add(client.name().toLowerCase(Locale.ROOT));
		all.addAll(switch (client) {
			case PLINK -> List.of("-ssh", "-batch", "-no-antispoof", "-P", String.valueOf(server.port()), "-l", "demo",
					"-pw", "demo", "-hostkey", server.server().getHostKeyFingerprints().get(0).value());
			case DBCLIENT -> List.of("-y", "-y", "-p", String.valueOf(server.port()), "-l", "demo");
		});
		all.addAll(options);
		all.add("127.0.0.1");
		all.addAll(List.of(command));
		return all;
	}

	private Result run(Client client, TestSshServer server, byte[] input, List<String> options, String... command) {
		ProcessBuilder builder = new ProcessBuilder(withEnvironment(command(client, server, options, command)));
		try {
			return Result.of(builder.start(), input, 60);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The clients.
	 */
	enum Client {

		/**
		 * Of PuTTY.
		 */
		PLINK,

		/**
		 * Of Dropbear.
		 */
		DBCLIENT

	}

}
