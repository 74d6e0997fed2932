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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

import io.github.sshboot.connection.SshConnectionListener;
import io.github.sshboot.connection.SshConnectionListenerFactory;
import io.github.sshboot.connection.SshConnectionPeer;
import io.github.sshboot.testing.LoopbackProxy;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.SshConnectionInfo;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What the listeners of connections are told, and when.
 */
@Timeout(120)
class ConnectionListenerTests {

	@TempDir
	Path directory;

	@Test
	void listenerHearsTheLifeOfItsConnectionInOrder() throws Exception {
		Path banner = Files.writeString(this.directory.resolve("banner"), "Welcome\nto sshd\n");
		Recorder recorder = new Recorder();
		try (OpenSshServer server = OpenSshServer.start(this.directory, "Banner " + banner);
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			SshConnection connection = clients.get("demo").connect(recorder);
			assertThat(recorder.events).filteredOn((event) -> !event.startsWith("debug"))
				.containsExactly("connected 127.0.0.1:%d".formatted(server.port()), "banner Welcome\nto sshd\n",
						"authenticated " + connection.getInfo().id());
			clients.get("demo").exec("true").run();
			connection.close();
			await().until(() -> recorder.events.contains("disconnected null"));
			assertThat(recorder.events).filteredOn((event) -> !event.startsWith("debug"))
				.hasSize(4)
				.last()
				.isEqualTo("disconnected null");
			assertThat(recorder.events).last().isEqualTo("disconnected null");
			assertThat(recorder.ids).containsExactly(connection.getInfo().id());
		}
	}

	@Test
	void debugMessagesAreHeard() {
		Recorder recorder = new Recorder();
		ChannelListener debug = new ChannelListener() {

			@Override
			public void channelOpenSuccess(Channel channel) {
				try {
					channel.getSession().sendDebugMessage(true, "look \u001b here", "en");
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}

		};
		try (TestSshServer server = TestSshServer.builder()
			.handler((session) -> session.exit(0))
			.customize((builder) -> builder.customizers(List.of((engine) -> engine.addChannelListener(debug))))
			.start();
				DefaultSshClientFactory clients = TestSshClients.create(server.port());
				SshConnection connection = clients.get("demo").connect(recorder)) {
			assertThat(connection.exec("x").run().isSuccess()).isTrue();
			await().untilAsserted(() -> assertThat(recorder.events).contains("debug look \u001b here en true"));
		}
	}

	@Test
	void hostThatCannotBeReachedHasNoConnection() {
		Recorder recorder = new Recorder();
		try (DefaultSshClientFactory clients = TestSshClients.create(OpenSshServer.freePort())) {
			assertThatExceptionOfType(SshConnectException.class)
				.isThrownBy(() -> clients.get("demo").connect(recorder));
			assertThat(recorder.events).isEmpty();
		}
	}

	@Test
	void failureIsHeardBeforeItIsThrown() {
		Recorder recorder = new Recorder();
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0));
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			SshClient stranger = clients.get("demo").mutate().username("stranger").build();
			assertThatExceptionOfType(SshAuthenticationException.class).isThrownBy(() -> stranger.connect(recorder))
				.satisfies((ex) -> assertThat(recorder.events).containsExactly(
						"connected 127.0.0.1:%d".formatted(server.port()), "disconnected " + ex.getMessage()));
		}
	}

	@Test
	void refusedHostKeyIsHeard() {
		Recorder recorder = new Recorder();
		try (TestSshServer server = TestSshServer.builder()
			.hostKey(TestKeys.OTHER_PRIVATE)
			.handler((session) -> session.exit(0))
			.start(); DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			assertThatExceptionOfType(SshHostKeyException.class).isThrownBy(() -> clients.get("demo").connect(recorder))
				.satisfies((ex) -> assertThat(recorder.events).last().isEqualTo("disconnected " + ex.getMessage()));
		}
	}

	@Test
	void serverThatIsSilentIsHeardToTimeOut() throws Exception {
		Recorder recorder = new Recorder();
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
				DefaultSshClientFactory clients = TestSshClients.create(silent.getLocalPort(),
						TestSshClients.timeouts(Duration.ofMillis(500), Duration.ofSeconds(20)))) {
			assertThatExceptionOfType(SshConnectException.class).isThrownBy(() -> clients.get("demo").connect(recorder))
				.withMessageContaining("did not identify itself within 500 ms")
				.satisfies((ex) -> assertThat(recorder.events).hasSize(2)
					.last()
					.isEqualTo("disconnected " + ex.getMessage()));
		}
	}

	@Test
	void lossIsHeardWithItsCause() {
		Recorder recorder = new Recorder();
		try (OpenSshServer server = OpenSshServer.start(this.directory);
				LoopbackProxy proxy = LoopbackProxy.open(server.port());
				DefaultSshClientFactory clients = TestSshClients.create(proxy.port());
				SshConnection connection = clients.get("demo").connect(recorder)) {
			proxy.cut();
			await().until(() -> recorder.events.size() > 2);
			assertThat(recorder.events).last().asString().contains("was lost");
			assertThat(connection.isOpen()).isFalse();
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void listenersThatFailChangeNothing(CapturedOutput output) {
		Recorder recorder = new Recorder();
		SshConnectionListener broken = new Recorder() {

			@Override
			void record(SshConnectionPeer peer, String event) {
				throw new IllegalStateException("broken by " + event);
			}

		};
		SshConnectionListenerFactory brokenFactory = (peer) -> {
			throw new IllegalStateException("no listener");
		};
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0));
				DefaultSshClientFactory clients = TestSshClients.create(server.port(), UnaryOperator.identity(),
						new SshClientCallbacks(List.of(), List.of(), List.of(broken, recorder),
								List.of(brokenFactory)))) {
			try (SshConnection connection = clients.get("demo").connect()) {
				assertThat(connection.exec("x").run().isSuccess()).isTrue();
			}
			await().until(() -> recorder.events.size() == 3);
		}
		assertThat(output).contains("broken by connected").contains("broken by authenticated").contains("no listener");
	}

	@Test
	void slowListenerKeepsOnlyItsOwnConnectionWaiting() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		SshConnectionListener slow = new SshConnectionListener() {

			@Override
			public void connected(SshConnectionPeer peer) {
				try {
					release.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}

		};
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0));
				DefaultSshClientFactory clients = TestSshClients.create(server.port(),
						TestSshClients.timeouts(Duration.ofSeconds(20), Duration.ofSeconds(2)))) {
			SshClient client = clients.get("demo");
			for (int i = 0; i < Runtime.getRuntime().availableProcessors() + 2; i++) {
				assertThatExceptionOfType(SshConnectException.class).isThrownBy(() -> client.connect(slow))
					.withMessageContaining("a connection listener did not return within 2000 ms");
				assertThat(client.exec("x").run().isSuccess()).isTrue();
				if (i == 0) {
					assertThat(client.getPoolState().connections()).isOne();
				}
			}
		}
		finally {
			release.countDown();
		}
	}

	@Test
	void allListenersHearOfAllConnections() {
		Recorder bean = new Recorder();
		Set<Recorder> made = ConcurrentHashMap.newKeySet();
		SshConnectionListenerFactory factory = (peer) -> {
			if (made.size() == 2) {
				return null;
			}
			Recorder recorder = new Recorder();
			made.add(recorder);
			return recorder;
		};
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0))) {
			try (DefaultSshClientFactory clients = TestSshClients.create(server.port(), UnaryOperator.identity(),
					new SshClientCallbacks(List.of(), List.of(), List.of(bean), List.of(factory)))) {
				clients.get("demo").exec("x").run();
				clients.get("demo").connect().close();
				clients.create((builder) -> TestSshClients.describe(server.port(), builder)).connect().close();
				await().until(() -> bean.events.stream().filter((event) -> event.startsWith("disc")).count() == 2);
			}
			await().until(() -> bean.events.size() == 9);
			assertThat(bean.ids).hasSize(3);
			assertThat(bean.events).filteredOn((event) -> event.startsWith("disconnected"))
				.containsOnly("disconnected null");
			assertThat(made).hasSize(2).allSatisfy((recorder) -> {
				assertThat(recorder.events).hasSize(3).last().isEqualTo("disconnected null");
				assertThat(recorder.ids).hasSize(1);
			});
		}
	}

	/**
	 * Writes down what it hears.
	 */
	private static class Recorder implements SshConnectionListener {

		final List<String> events = new CopyOnWriteArrayList<>();

		final Set<String> ids = ConcurrentHashMap.newKeySet();

		void record(SshConnectionPeer peer, String event) {
			assertThat(Thread.currentThread().getName()).doesNotContain("nio2");
			this.ids.add(peer.connectionId());
			this.events.add(event);
		}

		@Override
		public void connected(SshConnectionPeer peer) {
			record(peer, "connected " + peer.endpoint());
		}

		@Override
		public void banner(SshConnectionPeer peer, String message, String language) {
			record(peer, "banner " + message);
		}

		@Override
		public void debugMessage(SshConnectionPeer peer, String message, String language, boolean alwaysDisplay) {
			record(peer, "debug %s %s %s".formatted(message, language, alwaysDisplay));
		}

		@Override
		public void authenticated(SshConnectionPeer peer, SshConnectionInfo connection) {
			record(peer, "authenticated " + connection.id());
		}

		@Override
		public void disconnected(SshConnectionPeer peer, @Nullable Throwable cause) {
			record(peer, "disconnected " + ((cause != null) ? cause.getMessage() : null));
		}

	}

}
