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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sshboot.testing.MinaClient;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.TestSshServer;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for handlers that do not come to a good end.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class HandlerEndTests {

	@TempDir
	Path directory;

	@Test
	void commandThatRunsForTooLongIsInterruptedAndTheClientIsTold(CapturedOutput output) {
		try (TestSshServer server = withTimeout(Duration.ofMillis(300), (session) -> {
			session.getWriter().print("so far");
			new CountDownLatch(1).await();
		})) {
			Result result = OpenSshClient.withKey(this.directory, server.port()).run("x");
			assertThat(result).isEqualTo(new Result(124, "so far", "Timed out after 300ms\n"));
			assertThat(output).contains("Interrupting command 'x' of 'demo'").doesNotContain("ERROR");
		}
	}

	@Test
	void commandThatTakesAnInterruptionForItsEndHasTimedOut() {
		try (TestSshServer server = withTimeout(Duration.ofSeconds(1), (session) -> {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				session.getWriter().print("cleaned up");
			}
		})) {
			Result result = OpenSshClient.withKey(this.directory, server.port()).run("x");
			assertThat(result).isEqualTo(new Result(124, "cleaned up", "Timed out after 1s\n"));
		}
	}

	@Test
	void clientIsLetGoThoughTheCommandCannotBeInterrupted() {
		CountDownLatch release = new CountDownLatch(1);
		try (TestSshServer server = withTimeout(Duration.ofMillis(100), (session) -> {
			while (release.getCount() > 0) {
				Thread.onSpinWait();
			}
		})) {
			assertThat(OpenSshClient.withKey(this.directory, server.port()).run("x").status()).isEqualTo(124);
			release.countDown();
		}
	}

	@Test
	void commandInTimeIsNotInterrupted() {
		try (TestSshServer server = withTimeout(Duration.ofMinutes(1), (session) -> session.exit(3))) {
			assertThat(OpenSshClient.withKey(this.directory, server.port()).run("x").status()).isEqualTo(3);
		}
	}

	@Test
	void shellMayTakeItsTime() {
		try (TestSshServer server = withTimeout(Duration.ofMillis(50), (session) -> {
			Thread.sleep(500);
			session.exit(3);
		})) {
			assertThat(OpenSshClient.withKey(this.directory, server.port()).run().status()).isEqualTo(3);
		}
	}

	private static TestSshServer withTimeout(Duration timeout, SshHandler handler) {
		return TestSshServer.builder()
			.session((settings) -> new SessionSettings(settings.encoding(), true, List.of(), 1, timeout))
			.handler(handler)
			.start();
	}

	@Test
	void clientThatVanishesWhileItIsWrittenToIsNoError(CapturedOutput output) throws Exception {
		AtomicInteger ended = new AtomicInteger();
		try (MinaClient client = MinaClient.start(); TestSshServer server = TestSshServer.start((session) -> {
			try {
				while (true) {
					session.getOutput().write(new byte[100]);
					session.getOutput().flush();
				}
			}
			finally {
				ended.incrementAndGet();
			}
		})) {
			int clients = 100;
			for (int i = 0; i < clients; i++) {
				ClientSession session = client.logIn(server.port());
				ChannelExec channel = session.createExecChannel("x");
				channel.open().verify(Duration.ofSeconds(20));
				channel.getInvertedOut().read();
				session.getIoSession().close(true);
			}
			await().atMost(Duration.ofSeconds(30)).until(() -> ended.get() == clients);
		}
		assertThat(output).doesNotContain("ERROR");
	}

	@Test
	void lackOfMemoryEndsOnlyTheChannel() {
		try (TestSshServer server = TestSshServer.start((session) -> {
			if ("greedy".equals(session.getRequest().command())) {
				List<long[]> hoard = new ArrayList<>();
				while (true) {
					// more than there is, so that others need not do without
					hoard.add(new long[Integer.MAX_VALUE - 8]);
				}
			}
			session.getWriter().println("fine");
		})) {
			OpenSshClient ssh = OpenSshClient.withKey(this.directory, server.port());
			assertThat(ssh.run("greedy")).isEqualTo(new Result(1, "", "Java heap space\n"));
			assertThat(ssh.run("x").output()).isEqualTo("fine\n");
		}
	}

}
