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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.github.sshboot.testing.ChannelScriptServer;
import io.github.sshboot.testing.ChannelScriptServer.Script;
import io.github.sshboot.testing.TestSshClients;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Servers that do on a channel what they should not: each call ends in time, with what is
 * true.
 */
@Timeout(90)
@ExtendWith(OutputCaptureExtension.class)
class LyingServerExecTests {

	private static final Duration SHORT = Duration.ofSeconds(1);

	private static final int STDERR = 1;

	@AfterEach
	void logIsCalm(CapturedOutput output) {
		// a connection that is ended tells so once
		assertThat(output.getAll().lines().filter((line) -> !line.contains("exceptionCaught(")))
			.noneMatch((line) -> line.contains(" ERROR ") || line.contains(" WARN ") || line.matches("\\s+at .*"));
	}

	@Test
	void endWithoutStatus() throws Exception {
		with((request, channel) -> {
			channel.grant();
			channel.data("out");
			channel.eof();
			channel.close();
		}, (client, server) -> {
			assertThatExceptionOfType(SshException.class).isThrownBy(() -> client.exec("x").run())
				.withMessageContaining("ended without a status");
			assertThatExceptionOfType(SshException.class).isThrownBy(() -> lines(client.exec("x")))
				.withMessageContaining("ended without a status");
			ExecResult result = client.exec("x").allowMissingStatus().run();
			assertThat(result.getExitStatus()).isNull();
			assertThat(result.getExitSignal()).isNull();
			assertThat(result.isSuccess()).isFalse();
			assertThat(result.getOutput()).isEqualTo("out");
			assertThat(client.exec("x").allowMissingStatus().retrieve().asString()).isEqualTo("out");
			assertThat(lines(client.exec("x").allowMissingStatus())).containsExactly("out");
			assertThat(server.connections()).isOne();
		});
	}

	@Test
	void statusBeforeTheOutput() throws Exception {
		with((request, channel) -> {
			channel.status(3);
			channel.grant();
			channel.data("out");
			channel.extended(STDERR, "err");
			channel.eof();
			channel.close();
		}, (client, server) -> {
			ExecResult result = client.exec("x").run();
			assertThat(result.getExitStatus()).isEqualTo(3);
			assertThat(result.getOutput()).isEqualTo("out");
			assertThat(result.getError()).isEqualTo("err");
		});
	}

	@Test
	void outputThatEndsLongBeforeTheCommand() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		with((request, channel) -> {
			channel.grant();
			channel.data("out");
			channel.eof();
			go.await();
			channel.status(0);
			channel.close();
		}, (client, server) -> {
			try (SshProcess process = client.exec("x").start()) {
				assertThat(process.getOutput().readAllBytes()).asString().isEqualTo("out");
				assertThat(process.getError().read()).isEqualTo(-1);
				assertThat(process.isAlive()).isTrue();
				go.countDown();
				assertThat(process.waitFor()).isZero();
			}
		});
	}

	@Test
	void outputAfterItsEndIsNone() throws Exception {
		with((request, channel) -> {
			channel.grant();
			channel.data("out");
			channel.eof();
			channel.eof();
			for (int i = 0; i < 100; i++) {
				channel.data("more");
				channel.extended(STDERR, "more");
			}
			channel.status(0);
			channel.close();
			channel.data("more");
			channel.status(1);
			channel.close();
			channel.eof();
		}, (client, server) -> {
			for (int i = 0; i < 10; i++) {
				ExecResult result = client.exec("x").run();
				assertThat(result.getOutput() + result.getError()).isEqualTo("out");
				assertThat(result.isSuccess()).isTrue();
			}
			assertThat(server.connections()).isOne();
		});
	}

	@Test
	void firstStatusCounts() throws Exception {
		with((request, channel) -> {
			channel.grant();
			channel.status(4);
			channel.status(0);
			channel.request("exit-signal", true, "KILL", false, "", "");
			channel.close();
		}, (client, server) -> {
			ExecResult result = client.exec("x").run();
			assertThat(result.getExitStatus()).isEqualTo(4);
			assertThat(result.getExitSignal()).isNull();
		});
	}

	@Test
	void channelThatIsNeverClosed() throws Exception {
		with((request, channel) -> {
			channel.grant();
			channel.data("out");
			channel.status(0);
			channel.eof();
		}, (client, server) -> {
			for (int i = 0; i < 3; i++) {
				assertThat(client.exec("x").timeout(Duration.ofSeconds(30)).retrieve().asString()).isEqualTo("out");
				server.awaitClose();
			}
		});
	}

	@Test
	void requestForAChannelThatIsNeverAnswered() throws Exception {
		with((request, channel) -> {
		}, (client, server) -> {
			server.openingNothing();
			assertThatExceptionOfType(SshTimeoutException.class).isThrownBy(() -> client.exec("x").timeout(SHORT).run())
				.withMessageContaining("did not begin within 1000 ms");
			assertThatExceptionOfType(SshTimeoutException.class)
				.isThrownBy(() -> client.exec("x").timeout(SHORT).retrieve().stream());
		});
	}

	@Test
	void commandThatIsNeverAnswered() throws Exception {
		with((request, channel) -> {
			if (request.equals("out")) {
				channel.data("out");
				channel.extended(STDERR, "err");
			}
		}, (client, server) -> {
			assertThatExceptionOfType(SshTimeoutException.class).isThrownBy(() -> client.exec("x").timeout(SHORT).run())
				.withMessageContaining("did not end within 1000 ms");
			server.awaitClose();
			assertThatExceptionOfType(SshTimeoutException.class)
				.isThrownBy(() -> client.exec("out").timeout(SHORT).run())
				.satisfies((ex) -> assertThat(ex.getOutput()).isEqualTo("out"))
				.satisfies((ex) -> assertThat(ex.getError()).isEqualTo("err"));
			assertThatExceptionOfType(SshTimeoutException.class)
				.isThrownBy(() -> client.exec("out").pty().timeout(SHORT).run());
			assertThatExceptionOfType(SshTimeoutException.class)
				.isThrownBy(() -> client.exec("x").input(new byte[8_000_000]).timeout(SHORT).run());
			try (SshProcess shell = client.shell().timeout(SHORT).start()) {
				assertThatExceptionOfType(SshTimeoutException.class).isThrownBy(shell::waitFor);
			}
			assertThat(server.connections()).isOne();
		});
	}

	@Test
	void windowOfOneByte() throws Exception {
		with((request, channel) -> {
			channel.grant();
			if (request.equals("all")) {
				for (int i = 0; i < 300; i++) {
					channel.adjust(1);
				}
				channel.awaitReceived(300);
			}
			else {
				channel.adjust(50);
				Thread.sleep(60_000);
			}
			channel.status(0);
			channel.close();
		}, (client, server) -> {
			server.window(0);
			try (SshProcess process = client.exec("all").start()) {
				process.getInput().write(new byte[300]);
				process.getInput().flush();
				assertThat(process.waitFor()).isZero();
			}
			assertThat(server.received()).isEqualTo(300);
			long begin = System.nanoTime();
			assertThatExceptionOfType(SshTimeoutException.class)
				.isThrownBy(() -> client.exec("some").input(new byte[300]).timeout(SHORT).run());
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
			server.awaitClose();
		});
	}

	@Test
	void connectionThatBreaksOff() throws Exception {
		with((request, channel) -> {
			channel.grant();
			channel.data("one\ntw");
			if (request.equals("status")) {
				channel.status(0);
			}
			// what was sent must be on its way
			Thread.sleep(300);
			channel.reset();
		}, (client, server) -> {
			for (String command : List.of("x", "status")) {
				assertThatExceptionOfType(SshConnectException.class).isThrownBy(() -> client.exec(command).run())
					.withMessageContaining("was lost before the command ended");
				List<String> lines = new ArrayList<>();
				assertThatExceptionOfType(SshConnectException.class)
					.isThrownBy(() -> client.exec(command).outputLines(lines::add).run());
				assertThat(lines).containsExactly("one");
				lines.clear();
				try (Stream<String> stream = client.exec(command).retrieve().stream()) {
					assertThatExceptionOfType(SshConnectException.class).isThrownBy(() -> stream.forEach(lines::add));
				}
				try (SshProcess process = client.exec(command).start()) {
					assertThatIOException().isThrownBy(() -> process.getOutput().readAllBytes())
						.withMessageContaining("broke off");
					assertThatExceptionOfType(SshConnectException.class).isThrownBy(process::waitFor);
				}
			}
		});
	}

	@Test
	void packetsThatAreTooLarge() throws Exception {
		with((request, channel) -> {
			channel.grant();
			channel.data(new byte[100_000]);
		}, (client, server) -> assertThatExceptionOfType(SshConnectException.class)
			.isThrownBy(() -> client.exec("x").timeout(Duration.ofSeconds(30)).run()));
	}

	@Test
	void moreThanTheWindow() throws Exception {
		with((request, channel) -> {
			channel.grant();
			for (int i = 0; i < 200; i++) {
				channel.data(new byte[32768]);
			}
		}, (client, server) -> {
			try (SshProcess process = client.exec("x").timeout(Duration.ofSeconds(30)).start()) {
				assertThatExceptionOfType(SshConnectException.class).isThrownBy(process::waitFor);
			}
		});
	}

	@Test
	void dataThatIsCutOff() throws Exception {
		with((request, channel) -> {
			channel.grant();
			Buffer message = channel.message(SshConstants.SSH_MSG_CHANNEL_DATA);
			message.putUInt(1000);
			message.putRawBytes(new byte[10]);
			channel.send(message);
		}, (client, server) -> assertThatExceptionOfType(SshConnectException.class)
			.isThrownBy(() -> client.exec("x").timeout(Duration.ofSeconds(30)).run()));
	}

	@Test
	void answersAndRequestsThatNobodyAskedFor() throws Exception {
		with((request, channel) -> {
			channel.grant();
			channel.grant();
			channel.refuse();
			channel.request("xon-xoff", true, true);
			channel.request("keepalive@openssh.com", true);
			channel.request("evil\n ERROR \u001B[31m", true, "x");
			channel.request("window-change", false);
			channel.extended(7, "nobody knows what this is");
			channel.data("out");
			channel.request("exit-signal", false, "A\nB", false, "\u001B[2J", "");
			channel.close();
		}, (client, server) -> {
			ExecResult result = client.exec("x").run();
			assertThat(result.getOutput()).isEqualTo("out");
			assertThat(result.getError()).isEmpty();
			assertThatExceptionOfType(SshCommandException.class)
				.isThrownBy(() -> client.exec("x").retrieve().asString())
				.withMessageEndingWith("was ended by signal A B");
		});
	}

	@Test
	void extendedDataThatNobodyKnowsIsDroppedWithoutEnd() throws Exception {
		with((request, channel) -> {
			channel.grant();
			String block = "x".repeat(30_000);
			for (int i = 0; i < 30; i++) {
				channel.extended(9, block);
			}
			channel.status(0);
			channel.close();
		}, (client, server) -> assertThat(client.exec("x").run().isSuccess()).isTrue());
	}

	@Test
	void refusalFreesTheChannel() throws Exception {
		with((request, channel) -> channel.refuse(), (client, server) -> {
			assertThatExceptionOfType(SshException.class).isThrownBy(() -> client.exec("x").run())
				.withMessageContaining("refused the command");
			server.awaitClose();
			assertThatExceptionOfType(SshException.class).isThrownBy(() -> client.exec("x").pty().run())
				.withMessageContaining("refused a terminal for the command");
			server.awaitClose();
		});
	}

	@Test
	void manySmallPackets() throws Exception {
		with((request, channel) -> {
			channel.grant();
			for (int i = 0; i < 10_000; i++) {
				channel.data("o");
				channel.extended(STDERR, "e");
			}
			channel.status(0);
			channel.close();
		}, (client, server) -> {
			AtomicLong output = new AtomicLong();
			AtomicLong error = new AtomicLong();
			CountDownLatch late = new CountDownLatch(1);
			client.exec("x").outputBytes((bytes) -> {
				try {
					late.await(500, TimeUnit.MILLISECONDS);
					late.countDown();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				output.addAndGet(bytes.length);
			}).errorBytes((bytes) -> error.addAndGet(bytes.length)).run();
			assertThat(output).hasValue(10_000);
			assertThat(error).hasValue(10_000);
		});
	}

	private static List<String> lines(ExecSpec spec) {
		try (Stream<String> lines = spec.retrieve().stream()) {
			return lines.toList();
		}
	}

	private static void with(Script script, Use use) throws Exception {
		try (ChannelScriptServer server = ChannelScriptServer.start(script);
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			use.use(clients.get("demo"), server);
		}
	}

	/**
	 * The use of a server by its client.
	 */
	@FunctionalInterface
	private interface Use {

		void use(SshClient client, ChannelScriptServer server) throws IOException, InterruptedException;

	}

}
