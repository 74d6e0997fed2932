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
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import io.github.sshboot.testing.ChannelScriptServer;
import io.github.sshboot.testing.ChannelScriptServer.Script;
import io.github.sshboot.testing.TestSshClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Every form of a call ends in its time, with the right exception, whatever the server
 * does.
 */
@Timeout(180)
class LyingServerCallsTests {

	private static final Duration TIMEOUT = Duration.ofMillis(500);

	/**
	 * What a busy machine may take on top.
	 */
	private static final Duration LIMIT = Duration.ofSeconds(15);

	private static final Map<String, Call> CALLS = new LinkedHashMap<>();

	static {
		CALLS.put("run", (spec) -> spec.run());
		CALLS.put("merged", (spec) -> spec.mergeError().run());
		CALLS.put("terminal", (spec) -> spec.pty().run());
		CALLS.put("input", (spec) -> spec.input(new ByteArrayInputStream(new byte[8_000_000])).run());
		CALLS.put("output", (spec) -> spec.output(OutputStream.nullOutputStream()).run());
		CALLS.put("lines of output", (spec) -> spec.outputLines((line) -> {
		}).errorLines((line) -> {
		}).run());
		CALLS.put("string", (spec) -> spec.retrieve().asString());
		CALLS.put("bytes", (spec) -> spec.retrieve().bytes());
		CALLS.put("lines", (spec) -> spec.retrieve().lines());
		CALLS.put("stream", (spec) -> {
			try (Stream<String> lines = spec.retrieve().stream()) {
				lines.forEach((line) -> {
				});
			}
		});
		CALLS.put("later", (spec) -> spec.runAsync().get());
		CALLS.put("later elsewhere", (spec) -> spec.output(OutputStream.nullOutputStream()).runAsync().get());
		CALLS.put("process", (spec) -> {
			try (SshProcess process = spec.start()) {
				process.waitFor();
			}
		});
		CALLS.put("exit of a process", (spec) -> {
			try (SshProcess process = spec.start()) {
				process.onExit().join();
			}
		});
	}

	@Test
	void commandThatIsNeverAnswered() throws Exception {
		call(SshTimeoutException.class, (request, channel) -> {
		});
	}

	@Test
	void commandThatNeverEnds() throws Exception {
		call(SshTimeoutException.class, (request, channel) -> {
			channel.grant();
			channel.data("out\n");
			channel.extended(1, "err\n");
		});
	}

	@Test
	void outputWithoutEnd() throws Exception {
		call(SshTimeoutException.class, (request, channel) -> {
			channel.grant();
			while (true) {
				channel.data(".\n");
				Thread.sleep(10);
			}
		});
	}

	@Test
	void statusWithoutEnd() throws Exception {
		call(SshTimeoutException.class, (request, channel) -> {
			channel.grant();
			channel.status(0);
		});
	}

	@Test
	void resetInTheMiddle() throws Exception {
		call(SshConnectException.class, (request, channel) -> {
			channel.grant();
			channel.data("out");
			channel.reset();
		});
	}

	@Test
	void refusal() throws Exception {
		call(SshException.class, (request, channel) -> channel.refuse());
	}

	@Test
	void endWithoutStatus() throws Exception {
		call(SshException.class, (request, channel) -> {
			channel.grant();
			channel.eof();
			channel.close();
		});
	}

	private static void call(Class<? extends SshException> failure, Script script) throws Exception {
		try (ChannelScriptServer server = ChannelScriptServer.start(script);
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			SshClient client = clients.get("demo");
			CALLS.forEach((name, call) -> {
				long start = System.nanoTime();
				Throwable thrown = catchThrowable(() -> call.make(client.exec("x").timeout(TIMEOUT)));
				Throwable cause = (thrown instanceof ExecutionException || thrown instanceof CompletionException)
						? thrown.getCause() : thrown;
				assertThat(cause).as(name).isExactlyInstanceOf(cause(failure, cause));
				assertThat(Duration.ofNanos(System.nanoTime() - start)).as(name).isLessThan(LIMIT);
			});
			assertThat(clients.fanOut(clients.getNames()).exec((host) -> host.exec("x").timeout(TIMEOUT)))
				.singleElement()
				.satisfies((result) -> assertThat(result.failure()).isInstanceOf(failure));
			await().untilAsserted(() -> {
				assertThat(client.getPoolState().sessions()).isZero();
				assertThat(client.getPoolState().waiting()).isZero();
			});
		}
	}

	/**
	 * An {@link SshException} may be of a kind that only says more.
	 */
	private static Class<?> cause(Class<? extends SshException> expected, Throwable cause) {
		return (expected == SshException.class && cause instanceof SshException
				&& !(cause instanceof SshTimeoutException) && !(cause instanceof SshConnectException))
						? cause.getClass() : expected;
	}

	/**
	 * A form of a call.
	 */
	@FunctionalInterface
	private interface Call {

		void make(ExecSpec spec) throws Exception;

	}

}
