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

package io.github.sshboot.autoconfigure.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.sshboot.session.annotation.SshCommand;
import io.github.sshboot.session.annotation.SshController;
import io.github.sshboot.testing.MinaClient;
import io.github.sshboot.testing.TestKeys;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What no user types into the shell of an application.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class HostileShellTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final String PROMPT = "ssh> ";

	@TempDir
	Path directory;

	private MinaClient client;

	private ConfigurableApplicationContext context;

	private ClientSession session;

	@BeforeEach
	void start() throws Exception {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.run("--ssh.server.port=0", "--ssh.server.address=127.0.0.1", "--ssh.server.shutdown.grace-period=0",
					"--ssh.server.host-key.private-keys="
							+ TestKeys.write(this.directory, "host", TestKeys.ED25519_PRIVATE),
					"--ssh.server.authentication.users.demo.password={noop}demo");
		this.client = MinaClient.start();
		this.session = this.client
			.logIn(this.context.getEnvironment().getRequiredProperty("local.ssh.server.port", Integer.class));
	}

	@AfterEach
	void serverGoesOn(CapturedOutput output) throws Exception {
		try {
			MinaClient.assertServes(this.session);
			await().atMost(TIMEOUT).until(() -> shells() == 0);
			assertThat(output).doesNotContain(" ERROR ");
		}
		finally {
			this.client.close();
			this.context.close();
		}
	}

	private static long shells() {
		return Thread.getAllStackTraces()
			.values()
			.stream()
			.filter((frames) -> Arrays.stream(frames).anyMatch((frame) -> frame.getClassName().endsWith(".ShellLoop")))
			.count();
	}

	private ChannelShell open(String type, int columns, int rows) throws Exception {
		ChannelShell shell = this.session.createShellChannel();
		shell.setPtyType(type);
		shell.setPtyColumns(columns);
		shell.setPtyLines(rows);
		shell.open().verify(TIMEOUT);
		return shell;
	}

	private static void awaitOutput(ChannelShell shell, String expected) throws Exception {
		StringBuilder seen = new StringBuilder();
		while (seen.indexOf(expected) < 0) {
			int b = shell.getInvertedOut().read();
			assertThat(b).as("after %s", seen).isNotNegative();
			seen.append((char) b);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "unknown", "../../../etc/passwd", "xterm\n$(id)", "%s%n", "dumb", "ansi", "windows" })
	void typesOfTerminals(String type) throws Exception {
		try (ChannelShell shell = open(type, 80, 24)) {
			awaitOutput(shell, PROMPT);
			shell.getInvertedIn().write("x\rexit\r".getBytes(StandardCharsets.US_ASCII));
			shell.getInvertedIn().flush();
			assertThat(shell.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), TIMEOUT))
				.contains(ClientChannelEvent.CLOSED);
			assertThat(shell.getExitStatus()).isZero();
		}
	}

	@Test
	void typeWithoutEnd() throws Exception {
		typesOfTerminals("x".repeat(30_000));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE })
	void sizes(int size) throws Exception {
		ChannelShell shell = open("xterm", size, size);
		await().atMost(TIMEOUT).until(() -> shells() == 1);
		CountDownLatch read = readAll(shell);
		for (int i = 0; i < 50; i++) {
			shell.sendWindowChange(size + i, size - i);
			shell.getInvertedIn().write("xx xx\t".getBytes(StandardCharsets.US_ASCII));
			shell.getInvertedIn().flush();
		}
		// unlike closing it at once, that tells the server
		shell.close(false);
		assertThat(read.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void garbage() throws Exception {
		byte[] garbage = new byte[200_000];
		new Random(1).nextBytes(garbage);
		try (ChannelShell shell = open("xterm", 80, 24)) {
			CountDownLatch read = readAll(shell);
			try {
				shell.getInvertedIn().write(garbage);
				shell.getInvertedIn().flush();
			}
			catch (IOException ex) {
				// garbage may say that the shell is to end
			}
			shell.close(false);
			assertThat(read.await(60, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void pasteThatNeverEnds() throws Exception {
		try (ChannelShell shell = open("xterm", 80, 24)) {
			awaitOutput(shell, PROMPT);
			readAll(shell);
			OutputStream in = shell.getInvertedIn();
			in.write("\u001b[200~".getBytes(StandardCharsets.US_ASCII));
			byte[] line = "x".repeat(99).concat("\n").getBytes(StandardCharsets.US_ASCII);
			long before = usedHeap();
			await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(1)).until(() -> {
				try {
					for (int i = 0; i < 1000; i++) {
						in.write(line);
					}
					in.flush();
					return shell.isClosed();
				}
				catch (IOException ex) {
					return true;
				}
			});
			assertThat(usedHeap() - before).isLessThan(32L << 20);
		}
	}

	@Test
	void clientThatDoesNotRead() throws Exception {
		Commands commands = this.context.getBean(Commands.class);
		ClientSession other = this.client
			.logIn(this.context.getEnvironment().getRequiredProperty("local.ssh.server.port", Integer.class));
		ChannelShell shell = other.createShellChannel();
		shell.setPtyType("xterm");
		shell.open().verify(TIMEOUT);
		awaitOutput(shell, PROMPT);
		shell.getInvertedIn().write("flood\r".getBytes(StandardCharsets.US_ASCII));
		shell.getInvertedIn().flush();
		await().atMost(TIMEOUT).until(() -> commands.lines.get() > 0);
		other.getIoSession().suspendRead();
		AtomicLong last = new AtomicLong(-1);
		await().atMost(TIMEOUT)
			.pollInterval(Duration.ofSeconds(1))
			.until(() -> last.getAndSet(commands.lines.get()) == commands.lines.get());
		long before = usedHeap();
		MinaClient.assertServes(this.session);
		assertThat(usedHeap() - before).isLessThan(8L << 20);
		other.close(true);
		assertThat(commands.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
	}

	private static CountDownLatch readAll(ChannelShell shell) {
		CountDownLatch ended = new CountDownLatch(1);
		Thread reader = new Thread(() -> {
			try {
				shell.getInvertedOut().transferTo(OutputStream.nullOutputStream());
			}
			catch (IOException ex) {
				// the channel is closed
			}
			ended.countDown();
		});
		reader.setDaemon(true);
		reader.start();
		return ended;
	}

	private static long usedHeap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SshServerAutoConfiguration.class)
	@Import(Commands.class)
	static class Application {

	}

	@SshController
	static class Commands {

		private final AtomicLong lines = new AtomicLong();

		private final CountDownLatch interrupted = new CountDownLatch(1);

		@SshCommand("x")
		void nothing() {
		}

		@SshCommand("flood")
		void flood(PrintWriter out) {
			try {
				while (!out.checkError()) {
					out.println("a line of a flood that nobody reads, and another, and another");
					this.lines.incrementAndGet();
				}
			}
			finally {
				this.interrupted.countDown();
			}
		}

	}

}
