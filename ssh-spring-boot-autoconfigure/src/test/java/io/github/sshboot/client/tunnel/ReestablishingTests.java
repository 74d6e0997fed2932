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

package io.github.sshboot.client.tunnel;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sshboot.client.DefaultSshClientFactory;
import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.SshConnectException;
import io.github.sshboot.client.SshConnection;
import io.github.sshboot.client.SshTunnelException;
import io.github.sshboot.client.tunnel.TunnelFailure.Reason;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.SshThreads;
import io.github.sshboot.testing.TestSshClients;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tunnels whose server goes away and comes back.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class ReestablishingTests {

	private final int port = OpenSshServer.freePort();

	private final DefaultSshClientFactory clients = TestSshClients.create(this.port);

	private final SshClient client = this.clients.get("demo");

	@TempDir
	private Path directory;

	private OpenSshServer server;

	@AfterEach
	void disconnect() {
		this.clients.close();
		if (this.server != null) {
			this.server.close();
		}
	}

	private void startServer(String... options) {
		this.server = OpenSshServer.start(this.directory, this.port, options);
	}

	@Test
	void connectionsWaitWhileTheServerIsAwayAndOpenOnesEnd(CapturedOutput output) throws Exception {
		startServer();
		try (TestTarget target = TestTarget.echo();
				SshTunnel tunnel = this.client.tunnel()
					.local(0)
					.to("127.0.0.1", target.port())
					.waitTimeout(Duration.ofSeconds(60))
					.open();
				Socket before = TestTarget.connect(tunnel.getPort())) {
			assertThat(TunnelTests.echo(before, "hello")).isEqualTo("hello");
			assertThat(tunnel.getReconnections()).isZero();
			this.server.close();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> before.getInputStream().read());
			Awaitility.await().until(() -> tunnel.getState() == TunnelState.CONNECTING);
			try (Socket during = TestTarget.connect(tunnel.getPort())) {
				during.getOutputStream().write('x');
				Awaitility.await().until(() -> tunnel.getOpenConnections() == 1);
				startServer();
				assertThat(during.getInputStream().read()).isEqualTo('x');
				assertThat(tunnel.getState()).isEqualTo(TunnelState.UP);
				assertThat(tunnel.getReconnections()).isOne();
				assertThat(tunnel.getTotalConnections()).isEqualTo(2);
			}
		}
		assertThat(output.getAll()).contains("Tunnels of 127.0.0.1:" + this.port + " have lost their connection")
			.contains("Tunnels of 127.0.0.1:" + this.port + " are connected");
	}

	@Test
	void connectionsDoNotWaitForEver() throws Exception {
		startServer();
		try (SshTunnel tunnel = this.client.tunnel()
			.local(0)
			.to("127.0.0.1", 1)
			.waitTimeout(Duration.ofMillis(200))
			.open()) {
			this.server.close();
			Awaitility.await().until(() -> tunnel.getState() == TunnelState.CONNECTING);
			try (Socket socket = TestTarget.connect(tunnel.getPort())) {
				assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read());
			}
			assertThat(tunnel.getLastFailure()).isNotNull();
			assertThat(tunnel.getLastFailure().reason()).isEqualTo(Reason.NO_CONNECTION);
			Awaitility.await().until(() -> tunnel.getOpenConnections() == 0);
		}
	}

	@Test
	void serverListensAgainOnThePortThatItHasFound() throws Exception {
		startServer();
		try (TestTarget target = TestTarget.echo();
				SshTunnel tunnel = this.client.tunnel().remote(0).to("127.0.0.1", target.port()).open()) {
			int port = tunnel.getPort();
			this.server.close();
			Awaitility.await().until(() -> tunnel.getState() == TunnelState.CONNECTING);
			startServer();
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> tunnel.getState() == TunnelState.UP);
			assertThat(tunnel.getPort()).isEqualTo(port);
			assertThat(tunnel.getReconnections()).isOne();
			try (Socket socket = TestTarget.connect(port)) {
				assertThat(TunnelTests.echo(socket, "hello")).isEqualTo("hello");
			}
		}
	}

	@Test
	void trafficGoesOnThroughRestartsOfTheServer() throws Exception {
		startServer();
		AtomicInteger served = new AtomicInteger();
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try (TestTarget target = TestTarget.echo();
				SshTunnel tunnel = this.client.tunnel()
					.local(0)
					.to("127.0.0.1", target.port())
					.waitTimeout(Duration.ofSeconds(60))
					.open()) {
			for (int i = 0; i < 4; i++) {
				executor.execute(() -> use(tunnel.getPort(), served));
			}
			for (int i = 0; i < 3; i++) {
				int before = served.get();
				Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> served.get() > before + 20);
				this.server.close();
				startServer();
			}
			int before = served.get();
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> served.get() > before + 20);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static void use(int port, AtomicInteger served) {
		while (!Thread.currentThread().isInterrupted()) {
			try (Socket socket = TestTarget.connect(port)) {
				if (TunnelTests.echo(socket, "hello").equals("hello")) {
					served.incrementAndGet();
				}
			}
			catch (IOException ex) {
				// lost with the connection
			}
		}
	}

	@Test
	void tunnelIsNotOpenedWithoutAServerUnlessInTheBackground(CapturedOutput output) throws Exception {
		assertThatExceptionOfType(SshConnectException.class)
			.isThrownBy(() -> this.client.tunnel().local(0).to("127.0.0.1", 1).open());
		assertThat(output.getAll()).doesNotContain("WARN");
		try (TestTarget target = TestTarget.echo();
				SshTunnel tunnel = this.client.tunnel()
					.local(0)
					.to("127.0.0.1", target.port())
					.waitTimeout(Duration.ofSeconds(60))
					.openInBackground();
				SshTunnel remote = this.client.tunnel().remote(0).to("127.0.0.1", target.port()).openInBackground()) {
			assertThat(tunnel.getState()).isEqualTo(TunnelState.CONNECTING);
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(remote::getPort);
			Awaitility.await().untilAsserted(() -> assertThat(output.getAll()).contains("cannot be connected"));
			startServer();
			try (Socket socket = TestTarget.connect(tunnel.getPort())) {
				assertThat(TunnelTests.echo(socket, "hello")).isEqualTo("hello");
			}
			Awaitility.await().until(() -> remote.getState() == TunnelState.UP);
			assertThat(tunnel.getReconnections()).isZero();
			try (Socket socket = TestTarget.connect(remote.getPort())) {
				assertThat(TunnelTests.echo(socket, "hello")).isEqualTo("hello");
			}
		}
	}

	@Test
	void serverThatForbidsTunnelsIsToldApart() throws Exception {
		startServer("AllowTcpForwarding no", "AllowStreamLocalForwarding no");
		assertThatExceptionOfType(SshTunnelException.class)
			.isThrownBy(() -> this.client.tunnel().remote(0).to("127.0.0.1", 1).open())
			.withMessageContaining("The server does not listen at localhost:0")
			.satisfies((ex) -> assertThat(ex.getFailure().reason()).isEqualTo(Reason.PROHIBITED));
		assertThatExceptionOfType(SshTunnelException.class)
			.isThrownBy(() -> this.client.tunnel()
				.remote(TunnelAddress.unix(this.directory.resolve("x").toString()))
				.to("127.0.0.1", 1)
				.open())
			.satisfies((ex) -> assertThat(ex.getFailure().reason()).isEqualTo(Reason.PROHIBITED));
		assertThat(failure(TunnelAddress.tcp("127.0.0.1", this.port)).reason()).isEqualTo(Reason.PROHIBITED);
		// all that OpenSSH says about it is that it cannot connect
		assertThat(failure(TunnelAddress.unix("/run/x")).reason()).isEqualTo(Reason.TARGET_REFUSED);
	}

	private TunnelFailure failure(TunnelAddress target) throws IOException {
		try (SshTunnel tunnel = this.client.tunnel().local(0).to(target).open();
				Socket socket = TestTarget.connect(tunnel.getPort())) {
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read());
			assertThat(tunnel.getLastFailure()).isNotNull();
			return tunnel.getLastFailure();
		}
	}

	@Test
	void tunnelsOfAClientShareAConnectionThatEndsWithThem() throws Exception {
		startServer();
		int commands = 10;
		ExecutorService executor = Executors.newCachedThreadPool();
		SshTunnel first = this.client.tunnel().local(0).to("127.0.0.1", this.port).open();
		try (SshTunnel second = this.client.tunnel().dynamic(0).open()) {
			assertThat(sshdConnections()).isOne();
			assertThat(first.getPort()).isNotEqualTo(second.getPort());
			// the tunnels take no session of a command
			Future<?>[] running = new Future<?>[commands];
			for (int i = 0; i < commands; i++) {
				running[i] = executor.submit(() -> this.client.exec("true").run());
			}
			for (Future<?> command : running) {
				command.get(60, TimeUnit.SECONDS);
			}
			first.close();
			assertThat(second.getState()).isEqualTo(TunnelState.UP);
		}
		finally {
			executor.shutdownNow();
		}
		this.clients.close();
		Awaitility.await().until(() -> sshdConnections() == 0);
		Awaitility.await()
			.untilAsserted(() -> assertThat(SshThreads.alive()).noneMatch((name) -> name.contains("tunnel")));
	}

	@Test
	void tunnelsOfAConnectionOfOnesOwnEndWithIt() throws Exception {
		startServer();
		SshConnection connection = this.client.connect();
		try (TestTarget target = TestTarget.echo()) {
			SshTunnel tunnel = connection.tunnel().local(0).to("127.0.0.1", target.port()).open();
			try (Socket socket = TestTarget.connect(tunnel.getPort())) {
				assertThat(TunnelTests.echo(socket, "hello")).isEqualTo("hello");
			}
			assertThat(sshdConnections()).isOne();
			tunnel.close();
			assertThat(connection.ping()).isPositive();
			SshTunnel other = connection.tunnel().remote(0).to("127.0.0.1", target.port()).open();
			assertThat(other.getState()).isEqualTo(TunnelState.UP);
			connection.close();
			Awaitility.await().until(() -> other.getState() == TunnelState.CLOSED);
			assertThatExceptionOfType(SshConnectException.class).isThrownBy(() -> connection.tunnel().dynamic(0).open())
				.withMessageContaining("closed");
		}
	}

	private long sshdConnections() {
		return this.server.connections();
	}

}
