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

package io.github.sshboot.server;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.SshThreads;
import io.github.sshboot.testing.TestSshServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ApplicationEventPublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Starting and stopping.
 */
@Timeout(120)
class SshServerLifecycleTests {

	@TempDir
	Path directory;

	@Test
	void serverCanBeStartedAgain() {
		SshServer server = TestSshServer.builder().handler((session) -> session.exit(4)).build(0);
		for (int i = 0; i < 3; i++) {
			assertThat(server.getPort()).isEqualTo(-1);
			server.start();
			assertThat(server.isRunning()).isTrue();
			assertThat(server.getPort()).isPositive();
			assertThat(server.getAddresses()).hasSize(1);
			assertThat(server.getHostKeyFingerprints()).hasSize(1);
			assertThat(OpenSshClient.withKey(this.directory, server.getPort()).run("x").status()).isEqualTo(4);
			server.stop();
			assertThat(server.isRunning()).isFalse();
		}
	}

	@Test
	void stoppedServerLeavesNoThreadAndNoPort() throws Exception {
		SshServer server = TestSshServer.builder().handler((session) -> session.exit(0)).build(0);
		List<String> before = SshThreads.alive();
		server.start();
		int port = server.getPort();
		OpenSshClient.withPassword(this.directory, port, "demo").run("x");
		server.stop();
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			assertThat(socket.getLocalPort()).isEqualTo(port);
		}
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(before).containsAll(SshThreads.alive()));
	}

	@Test
	void handlerThatRunsMayFinishWithinTheGracePeriod() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch stopping = new CountDownLatch(1);
		try (TestSshServer server = TestSshServer.builder().gracePeriod(Duration.ofSeconds(30)).handler((session) -> {
			running.countDown();
			stopping.await();
			session.getWriter().print("finished");
		}).start()) {
			Process ssh = OpenSshClient.withKey(this.directory, server.port()).start("x");
			assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
			Thread stop = new Thread(server.server()::stop);
			stop.start();
			await().until(() -> OpenSshClient.withKey(this.directory, server.port()).run("x").status() == 255);
			stopping.countDown();
			Result result = Result.of(ssh, 20);
			assertThat(result.output()).isEqualTo("finished");
			assertThat(result.status()).isZero();
			stop.join(10_000);
			assertThat(stop.isAlive()).isFalse();
		}
	}

	@Test
	void handlerThatDoesNotEndDoesNotKeepTheServerFromStopping() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		TestSshServer server = TestSshServer.start((session) -> {
			running.countDown();
			while (release.getCount() > 0) {
				try {
					release.await();
				}
				catch (InterruptedException ex) {
					// stubborn
				}
			}
		});
		Process ssh = OpenSshClient.withKey(this.directory, server.port()).start("x");
		assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
		long start = System.nanoTime();
		server.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
		assertThat(Result.of(ssh, 20).status()).isEqualTo(255);
		release.countDown();
	}

	@Test
	void portInUseIsTold() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			SshServer server = TestSshServer.builder()
				.handler((session) -> session.exit(0))
				.build(taken.getLocalPort());
			List<String> before = SshThreads.alive();
			assertThatExceptionOfType(SshServerBindException.class).isThrownBy(server::start)
				.satisfies((ex) -> assertThat(ex.getPort()).isEqualTo(taken.getLocalPort()));
			assertThat(server.isRunning()).isFalse();
			await().untilAsserted(() -> assertThat(before).containsAll(SshThreads.alive()));
		}
	}

	@Test
	void lifecyclePublishesEventsAndKeepsTheApplicationAlive() {
		List<Thread> others = keepAliveThreads();
		List<Object> events = new ArrayList<>();
		SshServer server = TestSshServer.builder().handler((session) -> session.exit(0)).build(0);
		SshServerLifecycle lifecycle = new SshServerLifecycle(server, (ApplicationEventPublisher) events::add);
		lifecycle.start();
		assertThat(events).singleElement()
			.isInstanceOfSatisfying(SshServerStartedEvent.class,
					(event) -> assertThat(event.getPort()).isEqualTo(server.getPort()).isPositive());
		assertThat(keepAliveThreads()).hasSize(others.size() + 1);
		CountDownLatch stopped = new CountDownLatch(1);
		lifecycle.stop(stopped::countDown);
		await().until(() -> stopped.getCount() == 0);
		assertThat(events).hasSize(2).last().isInstanceOf(SshServerStoppedEvent.class);
		await().untilAsserted(() -> assertThat(keepAliveThreads()).hasSameElementsAs(others));
		assertThat(lifecycle.isPauseable()).isFalse();
	}

	private List<Thread> keepAliveThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("ssh-server") && !thread.isDaemon())
			.toList();
	}

}
