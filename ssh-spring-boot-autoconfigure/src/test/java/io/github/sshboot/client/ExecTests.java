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
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.SshThreads;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.TransportSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * What can be done with a command, with OpenSSH's server.
 */
@Timeout(120)
class ExecTests {

	@TempDir
	static Path directory;

	private static OpenSshServer server;

	private static DefaultSshClientFactory clients;

	private static SshClient client;

	@BeforeAll
	static void start() {
		server = OpenSshServer.start(directory, "MaxSessions 100");
		clients = TestSshClients.create(server.port());
		client = clients.get("demo");
	}

	@AfterAll
	static void stop() {
		clients.close();
		server.close();
	}

	@Test
	void argumentsReachTheProgramAsTheyAre() {
		String[] arguments = { "", "it's", "-n", "$HOME *", "a\nb", "täxt\"", "\\", "if" };
		assertThat(client.exec("printf", Stream.concat(Stream.of("[%s]"), Stream.of(arguments)).toArray(String[]::new))
			.retrieve()
			.asString()).isEqualTo("[" + String.join("][", arguments) + "]");
		assertThat(client.exec(List.of("printf", "%s", "a  b")).retrieve().asString()).isEqualTo("a  b");
	}

	@Test
	void inputComesFromFilesAndResources() throws Exception {
		Path file = Files.writeString(directory.resolve("input"), "from a file");
		ExecSpec spec = client.exec("cat").input(file);
		assertThat(spec.retrieve().asString()).isEqualTo("from a file");
		assertThat(spec.retrieve().asString()).isEqualTo("from a file");
		assertThat(client.exec("cat").input(new ByteArrayResource(new byte[] { 1, 2 })).retrieve().bytes())
			.containsExactly(1, 2);
		assertThatExceptionOfType(SshException.class)
			.isThrownBy(() -> client.exec("cat").input(directory.resolve("none")).run())
			.withMessageContaining("input of a command")
			.withStackTraceContaining("none");
	}

	@Test
	void nothingFollowsInputThatWasInterrupted() throws Exception {
		try (SshProcess process = client.exec("sleep 60").start()) {
			OutputStream input = process.getInput();
			CompletableFuture<Throwable> failure = new CompletableFuture<>();
			Thread writer = new Thread(() -> failure.complete(catchThrowable(() -> {
				while (true) {
					input.write(new byte[1_000_000]);
				}
			})));
			writer.start();
			await().until(() -> Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING).contains(writer.getState()));
			writer.interrupt();
			assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
			assertThatIOException().isThrownBy(() -> {
				input.write(1);
				input.flush();
			}).withMessageContaining("What was written before could not be sent");
			// half of an input must not look like all of it
			assertThatIOException().isThrownBy(input::close);
		}
	}

	@Test
	void resourceIsClosedAndStreamIsNot() {
		AtomicInteger closed = new AtomicInteger();
		InputStream stream = new ByteArrayInputStream(new byte[100_000]) {

			@Override
			public void close() {
				closed.incrementAndGet();
			}

		};
		client.exec("cat").input(stream).run();
		assertThat(closed).hasValue(0);
		client.exec("true").input(() -> stream).run();
		await().untilAsserted(() -> assertThat(closed).hasValue(1));
	}

	@Test
	void outputGoesToFiles() throws Exception {
		Path output = Files.writeString(directory.resolve("output"), "something longer that was there before");
		Path error = directory.resolve("error");
		ExecResult result = client.exec("echo out; echo err >&2; exit 3").output(output).error(error).run();
		assertThat(result.getExitStatus()).isEqualTo(3);
		assertThat(output).hasContent("out\n");
		assertThat(error).hasContent("err\n");
		assertThatExceptionOfType(SshException.class)
			.isThrownBy(() -> client.exec("touch %s/ran".formatted(directory)).output(directory).run())
			.withMessageContaining("output of a command");
		assertThat(directory.resolve("ran")).doesNotExist();
	}

	@Test
	void linesGoToConsumersWhileTheyComeAndInOrder() {
		List<String> lines = Collections.synchronizedList(new ArrayList<>());
		ExecResult result = client
			.exec("for i in 1 2 3; do echo out $i; sleep .1; echo err $i >&2; sleep .1; done; printf x")
			.outputLines((line) -> lines.add(Thread.currentThread().getName() + line))
			.errorLines((line) -> lines.add(Thread.currentThread().getName() + line))
			.run();
		assertThat(result.getOutput()).isEmpty();
		assertThat(lines).containsExactlyElementsOf(Stream.of("out 1", "err 1", "out 2", "err 2", "out 3", "err 3", "x")
			.map((line) -> Thread.currentThread().getName() + line)
			.toList());
	}

	@Test
	void errorIsMerged() throws Exception {
		String command = "echo out; sleep .2; echo err >&2; sleep .2; echo out";
		assertThat(client.exec(command).mergeError().run().getOutput()).isEqualTo("out\nerr\nout\n");
		List<String> lines = new ArrayList<>();
		client.exec(command).outputLines(lines::add).mergeError().run();
		assertThat(lines).containsExactly("out", "err", "out");
		try (SshProcess process = client.exec(command).mergeError().start()) {
			assertThat(process.getOutput().readAllBytes()).asString().isEqualTo("out\nerr\nout\n");
		}
	}

	@Test
	void bytesGoToConsumers() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		client.exec("head -c 1000000 /dev/zero").outputBytes(bytes::writeBytes).run();
		assertThat(bytes.size()).isEqualTo(1_000_000);
	}

	@Test
	void bothOutputsOfAnySizeAreReadByOneThread() {
		AtomicLong output = new AtomicLong();
		AtomicLong error = new AtomicLong();
		client.exec("head -c 30000000 /dev/zero >&2 & head -c 30000000 /dev/zero; wait")
			.outputBytes((bytes) -> output.addAndGet(bytes.length))
			.errorBytes((bytes) -> error.addAndGet(bytes.length))
			.run();
		assertThat(output).hasValue(30_000_000);
		assertThat(error).hasValue(30_000_000);
	}

	@Test
	void consumerThatIsSlowLetsTheCommandWait() throws Exception {
		Path progress = directory.resolve("progress");
		CountDownLatch go = new CountDownLatch(1);
		CompletableFuture<ExecResult> result = client
			.exec("i=0; while [ $i -lt 64 ]; do head -c 1000000 /dev/zero; i=$((i+1)); echo $i > %s; done"
				.formatted(progress))
			.outputBytes((bytes) -> {
				try {
					go.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			})
			.runAsync();
		await().until(() -> Files.exists(progress) && !Files.readString(progress).isBlank());
		await().during(Duration.ofSeconds(1))
			.untilAsserted(() -> assertThat(Files.readString(progress)).hasSizeLessThan(3));
		go.countDown();
		assertThat(result.get(60, TimeUnit.SECONDS).isSuccess()).isTrue();
		assertThat(progress).hasContent("64\n");
	}

	@Test
	void charsetIsThatOfTextInBothDirections() {
		Charset charset = Charset.forName("UTF-16BE");
		assertThat(client.exec("cat").charset(StandardCharsets.ISO_8859_1).input("ä").run().getOutputBytes())
			.containsExactly(0xE4);
		List<String> lines = new ArrayList<>();
		// the two bytes of a character, and of the end of a line, in different packets
		client.exec("printf '\\000a\\000'; sleep .2; printf '\\n\\040'; sleep .2; printf '\\254'")
			.charset(charset)
			.outputLines(lines::add)
			.run();
		assertThat(lines).containsExactly("a", "€");
		lines.clear();
		client.exec("printf '\\303'; sleep .2; printf '\\244\\nb'").outputLines(lines::add).run();
		assertThat(lines).containsExactly("ä", "b");
		assertThat(client.exec("printf '\\000a\\040\\254'").charset(charset).retrieve().asString()).isEqualTo("a€");
		assertThat(client.exec("cat").charset(charset).input("a€\n€").retrieve().lines()).containsExactly("a€", "€");
		// which has states
		Charset japanese = Charset.forName("ISO-2022-JP");
		assertThat(client.exec("cat").charset(japanese).input("日本語").run().getOutput()).isEqualTo("日本語");
		assertThat(client.exec("printf ä").charset(StandardCharsets.ISO_8859_1).retrieve().bytes())
			.containsExactly(0xE4);
	}

	@Test
	void statusThatIsNotExpectedIsAFailure() {
		assertThat(client.exec("exit 1").expectStatus(0, 1).run().getExitStatus()).isEqualTo(1);
		assertThatExceptionOfType(SshCommandException.class)
			.isThrownBy(() -> client.exec("echo bad >&2; exit 2").expectStatus(0, 1).run())
			.withMessageContaining("ended with status 2: bad");
		assertThatExceptionOfType(SshCommandException.class)
			.isThrownBy(() -> client.exec("kill -TERM $$").expectStatus(0).run())
			.withMessageContaining("signal TERM");
		assertThat(client.exec("echo nothing found; exit 1").expectStatus(0, 1).retrieve().asString())
			.isEqualTo("nothing found");
		assertThatExceptionOfType(SshCommandException.class)
			.isThrownBy(() -> client.exec("exit 2").expectStatus(0, 1).retrieve().asString());
	}

	@Test
	void handlersDecideAboutStatuses() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> client.exec("echo out; echo err >&2; exit 4")
				.retrieve()
				.onStatus((status) -> status == 3, (result) -> {
					throw new AssertionError();
				})
				.onStatus((status) -> status >= 4, (result) -> {
					throw new IllegalArgumentException(result.getOutput() + result.getError());
				})
				.asString())
			.withMessage("out\nerr\n");
		assertThat(client.exec("echo out; exit 4").retrieve().onStatus((status) -> status == 4, (result) -> {
		}).lines()).containsExactly("out");
	}

	@Test
	void linesAreStreamed() {
		try (Stream<String> lines = client.exec("seq 1000000").retrieve().stream()) {
			assertThat(lines.mapToLong(Long::parseLong).sum()).isEqualTo(500_000_500_000L);
		}
		try (Stream<String> lines = client.exec("printf 'a\\nb'; echo err >&2; exit 3").retrieve().stream()) {
			List<String> taken = new ArrayList<>();
			assertThatExceptionOfType(SshCommandException.class).isThrownBy(() -> lines.forEach(taken::add))
				.withMessageContaining("ended with status 3: err");
			assertThat(taken).containsExactly("a", "b");
		}
		try (Stream<String> lines = client.exec("echo x; sleep 60")
			.timeout(Duration.ofSeconds(1))
			.retrieve()
			.stream()) {
			assertThatExceptionOfType(SshTimeoutException.class).isThrownBy(() -> lines.forEach((line) -> {
			}));
		}
	}

	@Test
	void closingAStreamOfLinesEndsTheCommand() {
		Path ended = directory.resolve("ended");
		try (Stream<String> lines = client.exec("yes; touch %s".formatted(ended)).retrieve().stream()) {
			assertThat(lines.limit(1000)).allMatch("y"::equals).hasSize(1000);
		}
		await().untilAsserted(() -> assertThat(ended).exists());
	}

	@Test
	void timeoutHasTheOutputSoFar() {
		List<String> lines = new ArrayList<>();
		assertThatExceptionOfType(SshTimeoutException.class)
			.isThrownBy(() -> client.exec("echo begun; echo oops >&2; sleep 60")
				.outputLines(lines::add)
				.timeout(Duration.ofSeconds(1))
				.run())
			.satisfies((ex) -> assertThat(ex.getError()).isEqualTo("oops\n"));
		assertThat(lines).containsExactly("begun");
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> client.exec("printf €; sleep 60")
				.timeout(Duration.ofSeconds(1))
				.runAsync()
				.get(20, TimeUnit.SECONDS))
			.withCauseInstanceOf(SshTimeoutException.class)
			.satisfies((ex) -> assertThat(((SshTimeoutException) ex.getCause()).getOutput()).isEqualTo("€"));
	}

	@Test
	void terminalHasTypeSizeAndModes() {
		assertThat(client.exec("tty >&2; echo $TERM; stty size; stty -a | grep -o -e '-echo '")
			.pty(TerminalSpec.of("vt220", 132, 50).withMode("ECHO", 0))
			.run()
			.getOutput()).matches("/dev/\\S+\r\nvt220\r\n50 132\r\n-echo \r\n");
		assertThat(client.exec("tty").run().getOutput()).contains("not a tty");
		assertThat(client.exec("echo $TERM").pty().retrieve().asString()).isEqualTo("dumb");
	}

	@Test
	void terminalThatIsRefusedIsAFailure() {
		try (OpenSshServer strict = OpenSshServer.start(directory, "PermitTTY no");
				DefaultSshClientFactory clients = TestSshClients.create(strict.port())) {
			Path ran = directory.resolve("ran-without-terminal");
			assertThatExceptionOfType(SshException.class)
				.isThrownBy(() -> clients.get("demo").exec("touch", ran.toString()).pty().run())
				.withMessageContaining("refused a terminal");
			assertThat(clients.get("demo").exec("echo still").retrieve().asString()).isEqualTo("still");
			assertThat(ran).doesNotExist();
		}
	}

	@Test
	void terminalOfAProcessIsResized() throws Exception {
		try (SshProcess process = client.exec("trap 'stty size' WINCH; echo ready; while :; do sleep .1; done")
			.pty()
			.start()) {
			InputStream output = process.getOutput();
			assertThat(new String(output.readNBytes(7), StandardCharsets.UTF_8)).isEqualTo("ready\r\n");
			process.resize(100, 30);
			assertThat(new String(output.readNBytes(8), StandardCharsets.UTF_8)).isEqualTo("30 100\r\n");
			process.sendBreak(Duration.ofMillis(500));
			assertThat(process.isAlive()).isTrue();
		}
		try (SshProcess process = client.exec("true").start()) {
			assertThatIllegalStateException().isThrownBy(() -> process.resize(80, 24))
				.withMessageContaining("has no terminal");
		}
	}

	@Test
	void closingAtTheSameTimeAsTheServerLeavesTheConnection() throws Exception {
		try (DefaultSshClientFactory factory = TestSshClients.create(server.port(),
				TestSshClients.transport(TransportSettings.defaults()))) {
			SshClient single = factory.get("demo");
			String connection = single.exec("echo $SSH_CONNECTION").retrieve().asString();
			for (int i = 0; i < 300; i++) {
				try (SshProcess process = single.exec("true").start()) {
					assertThat(process.getOutput().read()).isEqualTo(-1);
				}
			}
			assertThat(single.exec("echo $SSH_CONNECTION").retrieve().asString()).isEqualTo(connection);
		}
	}

	@Test
	void signalIsSent() throws Exception {
		try (TestSshServer ours = TestSshServer.start((session) -> {
			BlockingQueue<String> signals = new LinkedBlockingQueue<>();
			session.onSignal(signals::add);
			session.getOutput().write('!');
			session.getOutput().flush();
			session.exitSignal(signals.take(), "");
		});
				DefaultSshClientFactory factory = TestSshClients.create(ours.port());
				SshProcess process = factory.get("demo").exec("x").start()) {
			assertThat(process.getOutput().read()).isEqualTo('!');
			process.signal("USR1");
			assertThatExceptionOfType(SshCommandException.class).isThrownBy(process::waitFor)
				.withMessageContaining("signal USR1");
			assertThat(process.getExitSignal()).isEqualTo("USR1");
			assertThatIllegalArgumentException().isThrownBy(() -> process.signal("TERM\n"));
		}
	}

	@Test
	void exitIsToldWithoutAThreadThatWaits() throws Exception {
		try (SshProcess process = client.exec("cat; exit 5").start()) {
			CompletableFuture<SshProcess> exit = process.onExit();
			assertThat(exit).isNotDone();
			process.onExit().cancel(true);
			process.getInput().close();
			assertThat(exit.get(20, TimeUnit.SECONDS).getExitStatus()).isEqualTo(5);
			assertThat(exit.thenApply((ended) -> Thread.currentThread().getName()).get()).isNotNull();
		}
		try (SshProcess process = client.exec("sleep 60").timeout(Duration.ofMillis(500)).start()) {
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> process.onExit().get(20, TimeUnit.SECONDS))
				.withCauseInstanceOf(SshTimeoutException.class);
			assertThatException().isThrownBy(() -> process.getOutput().read())
				.isInstanceOf(IOException.class)
				.withMessageContaining("did not end within 500 ms");
		}
		SshProcess process = client.exec("sleep 60").start();
		process.close();
		process.close();
		assertThatExceptionOfType(SshException.class).isThrownBy(process::waitFor).withMessageContaining("abandoned");
	}

	@Test
	void commandsThatNobodyWaitsForHoldNoThread() throws Exception {
		List<CompletableFuture<ExecResult>> results = new ArrayList<>(IntStream.range(0, 40)
			.mapToObj((i) -> client.exec("read line; echo %d $line".formatted(i)).mergeError().runAsync())
			.toList());
		results.forEach(CompletableFuture::join);
		CountDownLatch go = new CountDownLatch(1);
		results.clear();
		for (int i = 0; i < 30; i++) {
			results.add(
					client.exec("while [ ! -e %s/go ]; do sleep .1; done; echo %d".formatted(directory, i)).runAsync());
		}
		// the pool's threads end when there is nothing to do for ten seconds
		await().atMost(Duration.ofSeconds(60))
			.untilAsserted(
					() -> assertThat(SshThreads.alive().stream().filter((name) -> name.matches("ssh-client-\\d+")))
						.hasSizeLessThan(5));
		Files.createFile(directory.resolve("go"));
		go.countDown();
		for (int i = 0; i < 30; i++) {
			assertThat(results.get(i).get(60, TimeUnit.SECONDS).getOutput()).isEqualTo(i + "\n");
		}
	}

	@Test
	void cancellingACommandThatNobodyWaitsForEndsIt() {
		Path begun = directory.resolve("cancel-begun");
		Path ended = directory.resolve("cancel-ended");
		CompletableFuture<ExecResult> result = client
			.exec("trap '' PIPE; touch %s; while echo x 2>/dev/null; do sleep .1; done; touch %s".formatted(begun,
					ended))
			.runAsync();
		await().until(() -> Files.exists(begun));
		result.cancel(false);
		assertThatExceptionOfType(CancellationException.class).isThrownBy(result::join);
		await().untilAsserted(() -> assertThat(ended).exists());
	}

	@Test
	void failuresOfCommandsThatNobodyWaitsForAreTold() {
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> client.exec("exit 2").expectStatus(0).runAsync().join())
			.withCauseInstanceOf(SshCommandException.class);
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> client.exec("cat").input(directory.resolve("none")).runAsync().join())
			.withCauseInstanceOf(SshException.class);
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> client.exec("echo x").outputLines((line) -> {
				throw new IllegalStateException("no");
			}).runAsync().join())
			.withCauseInstanceOf(SshException.class)
			.withStackTraceContaining("IllegalStateException: no");
		assertThatExceptionOfType(CompletionException.class).isThrownBy(
				() -> clients.create((connection) -> connection.host("127.0.0.1").port(1)).exec("x").runAsync().join())
			.withCauseInstanceOf(SshConnectException.class);
	}

	@Test
	void inputAndOutputOfCommandsThatNobodyWaitsForGoEverywhere() {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		List<String> error = new ArrayList<>();
		client.exec("tee /dev/stderr")
			.input("a\nb\n".repeat(100_000))
			.output(output)
			.errorLines(error::add)
			.runAsync()
			.join();
		assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("a\nb\n".repeat(100_000));
		assertThat(error).hasSize(200_000);
	}

	@Test
	void outputThatIsElsewhereIsNotReturned() {
		ExecSpec spec = client.exec("x").output(OutputStream.nullOutputStream());
		assertThatIllegalStateException().isThrownBy(() -> spec.retrieve().asString());
		assertThatIllegalStateException().isThrownBy(() -> spec.retrieve().stream());
		assertThatIllegalStateException().isThrownBy(spec::start);
		assertThatIllegalStateException().isThrownBy(spec::expect);
	}

	@Test
	void environmentIsSent() {
		assertThat(client.exec("echo $LC_A$LC_B").env(Map.of("LC_A", "a", "LC_B", "b")).retrieve().asString())
			.isEqualTo("ab");
	}

}
