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
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.sshboot.client.DefaultSshClientFactory;
import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.SshTunnelException;
import io.github.sshboot.client.tunnel.TunnelFailure.Reason;
import io.github.sshboot.testing.Descriptors;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.Rounds;
import io.github.sshboot.testing.SshThreads;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tunnels through OpenSSH's {@code sshd}.
 */
@Timeout(120)
class TunnelTests {

	@TempDir
	private Path directory;

	private OpenSshServer server;

	private DefaultSshClientFactory clients;

	private SshClient client;

	@BeforeEach
	void connect() {
		this.server = OpenSshServer.start(this.directory);
		this.clients = TestSshClients.create(this.server.port());
		this.client = this.clients.get("demo");
	}

	@AfterEach
	void disconnect() {
		this.clients.close();
		this.server.close();
	}

	@Test
	void localTunnelLeadsToAPortOfTheServer() throws Exception {
		try (TestTarget target = TestTarget.echo();
				SshTunnel tunnel = this.client.tunnel().local(0).to("127.0.0.1", target.port()).open()) {
			assertThat(tunnel.getState()).isEqualTo(TunnelState.UP);
			assertThat(tunnel.getPort()).isPositive();
			assertThat(tunnel.getAddress()).isEqualTo(TunnelAddress.tcp("localhost", tunnel.getPort()));
			try (Socket socket = TestTarget.connect(tunnel.getPort())) {
				assertThat(echo(socket, "hello")).isEqualTo("hello");
				assertThat(tunnel.getOpenConnections()).isOne();
				assertThat(tunnel.getBytesSent()).isEqualTo(5);
				assertThat(tunnel.getBytesReceived()).isEqualTo(5);
			}
			Awaitility.await().until(() -> tunnel.getOpenConnections() == 0);
			assertThat(tunnel.getLastFailure()).isNull();
		}
	}

	/**
	 * OpenSSH's server has Nagle's algorithm where there is no session, and keeps the
	 * second part until the first is acknowledged.
	 */
	@Test
	void answersInPartsAreNotKeptWaiting() throws Exception {
		try (TestTarget target = TestTarget.tcp(TunnelTests::answerInParts);
				SshTunnel tunnel = this.client.tunnel().local(0).to("127.0.0.1", target.port()).open();
				Socket socket = TestTarget.connect(tunnel.getPort())) {
			assertThat(Rounds.median(() -> {
				socket.getOutputStream().write('?');
				assertThat(socket.getInputStream().readNBytes(2)).asString().isEqualTo("ok");
			})).isLessThan(Duration.ofMillis(30));
		}
	}

	private static void answerInParts(SocketChannel socket) throws IOException, InterruptedException {
		socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
		while (socket.read(ByteBuffer.allocate(1)) > 0) {
			socket.write(ByteBuffer.wrap("o".getBytes(StandardCharsets.UTF_8)));
			// so that sshd gets them one by one
			Thread.sleep(2);
			socket.write(ByteBuffer.wrap("k".getBytes(StandardCharsets.UTF_8)));
		}
	}

	@Test
	void localTunnelListensOnTheLoopbackAddressAlone() throws Exception {
		InetAddress other = InetAddress.getByName("127.0.0.2");
		try (TestTarget target = TestTarget.echo();
				SshTunnel tunnel = this.client.tunnel().local(0).to("127.0.0.1", target.port()).open();
				SshTunnel everywhere = this.client.tunnel()
					.local(TunnelAddress.parseListen("*:0"))
					.to("127.0.0.1", target.port())
					.open()) {
			assertThatThrownBy(() -> new Socket(other, tunnel.getPort()).close()).isInstanceOf(IOException.class);
			try (Socket socket = new Socket(other, everywhere.getPort())) {
				assertThat(echo(socket, "hello")).isEqualTo("hello");
			}
		}
	}

	@Test
	void localTunnelLeadsToAUnixDomainSocketOfTheServer() throws Exception {
		Path path = this.directory.resolve("target.sock");
		try (TestTarget target = TestTarget.unix(path, TestTarget::echo);
				SshTunnel tunnel = this.client.tunnel().local(0).to(TunnelAddress.unix(path.toString())).open();
				Socket socket = TestTarget.connect(tunnel.getPort())) {
			assertThat(echo(socket, "hello")).isEqualTo("hello");
			assertThat(target.accepted()).isOne();
		}
	}

	@Test
	void localTunnelBeginsAtAUnixDomainSocketForItsOwnerOnly() throws Exception {
		Path path = this.directory.resolve("tunnel.sock");
		try (TestTarget target = TestTarget.echo();
				SshTunnel tunnel = this.client.tunnel()
					.local(TunnelAddress.unix(path.toString()))
					.to("127.0.0.1", target.port())
					.open()) {
			assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
			assertThat(tunnel.getAddress()).hasToString(path.toString());
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(tunnel::getPort)
				.withMessageContaining("not on a port");
			try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
				socket.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
				socket.shutdownOutput();
				assertThat(Channels.newInputStream(socket).readAllBytes()).asString().isEqualTo("hello");
			}
		}
		assertThat(path).doesNotExist();
		try (var files = Files.list(this.directory)) {
			assertThat(files.map((file) -> file.getFileName().toString())).noneMatch((name) -> name.startsWith(".ssh"));
		}
	}

	@Test
	void socketThatNobodyListensOnIsReplacedAndAnythingElseIsNot() throws Exception {
		Path path = this.directory.resolve("tunnel.sock");
		TunnelAddress address = TunnelAddress.unix(path.toString());
		TestTarget.unix(path, TestTarget::echo).close();
		assertThat(path).exists();
		try (SshTunnel tunnel = this.client.tunnel().local(address).to("127.0.0.1", 1).open()) {
			assertThat(tunnel.getAddress()).isEqualTo(address);
			assertThatExceptionOfType(SshTunnelException.class)
				.isThrownBy(() -> this.client.tunnel().local(address).to("127.0.0.1", 1).open())
				.satisfies((ex) -> assertThat(ex.getFailure().reason()).isEqualTo(Reason.ADDRESS_IN_USE));
			assertThat(path).exists();
		}
		Files.writeString(path, "precious");
		assertThatExceptionOfType(SshTunnelException.class)
			.isThrownBy(() -> this.client.tunnel().local(address).to("127.0.0.1", 1).open())
			.satisfies((ex) -> assertThat(ex.getFailure().reason()).isEqualTo(Reason.ADDRESS_IN_USE));
		assertThat(path).hasContent("precious");
	}

	@Test
	void remoteTunnelLeadsToAPortOfThisMachine() throws Exception {
		try (TestTarget target = TestTarget.echo();
				SshTunnel tunnel = this.client.tunnel().remote(0).to("127.0.0.1", target.port()).open()) {
			assertThat(tunnel.getState()).isEqualTo(TunnelState.UP);
			try (Socket socket = TestTarget.connect(tunnel.getPort())) {
				assertThat(echo(socket, "hello")).isEqualTo("hello");
				assertThat(tunnel.getOpenConnections()).isOne();
				assertThat(tunnel.getBytesSent()).isEqualTo(5);
				assertThat(tunnel.getBytesReceived()).isEqualTo(5);
			}
			Awaitility.await().until(() -> tunnel.getOpenConnections() == 0);
		}
	}

	@Test
	void serverNoLongerListensOnceARemoteTunnelIsClosed() throws Exception {
		try (TestTarget target = TestTarget.echo();
				SshTunnel other = this.client.tunnel().remote(0).to("127.0.0.1", target.port()).open()) {
			SshTunnel tunnel = this.client.tunnel().remote(0).to("127.0.0.1", target.port()).open();
			int port = tunnel.getPort();
			tunnel.close();
			assertThat(tunnel.getState()).isEqualTo(TunnelState.CLOSED);
			Awaitility.await()
				.untilAsserted(() -> assertThatThrownBy(() -> TestTarget.connect(port).close())
					.isInstanceOf(IOException.class));
			try (Socket socket = TestTarget.connect(other.getPort())) {
				assertThat(echo(socket, "hello")).isEqualTo("hello");
			}
		}
	}

	@Test
	void remoteTunnelJoinsUnixDomainSockets() throws Exception {
		Path path = this.directory.resolve("target.sock");
		Path entrance = this.directory.resolve("entrance.sock");
		try (TestTarget target = TestTarget.unix(path, TestTarget::echo);
				SshTunnel tunnel = this.client.tunnel()
					.remote(TunnelAddress.unix(entrance.toString()))
					.to(TunnelAddress.unix(path.toString()))
					.open();
				SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(entrance))) {
			socket.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
			socket.shutdownOutput();
			assertThat(Channels.newInputStream(socket).readAllBytes()).asString().isEqualTo("hello");
			assertThat(target.accepted()).isOne();
			assertThat(tunnel.getBytesReceived()).isEqualTo(5);
		}
	}

	@Test
	void eitherDirectionEndsBeforeTheOther() throws Exception {
		CountDownLatch ended = new CountDownLatch(1);
		try (TestTarget target = TestTarget.tcp((socket) -> {
			socket.write(ByteBuffer.wrap("greeting".getBytes(StandardCharsets.UTF_8)));
			socket.shutdownOutput();
			assertThat(Channels.newInputStream(socket).readAllBytes()).asString().isEqualTo("much later");
			ended.countDown();
		});
				SshTunnel tunnel = this.client.tunnel().local(0).to("127.0.0.1", target.port()).open();
				Socket socket = TestTarget.connect(tunnel.getPort())) {
			assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("greeting");
			socket.getOutputStream().write("much later".getBytes(StandardCharsets.UTF_8));
			socket.shutdownOutput();
			assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
			Awaitility.await().until(() -> tunnel.getOpenConnections() == 0);
		}
	}

	@Test
	void allThatWasSentArrivesBothWays() throws Exception {
		byte[] data = new byte[24 * 1024 * 1024];
		new Random(1).nextBytes(data);
		try (TestTarget target = TestTarget.echo();
				SshTunnel tunnel = this.client.tunnel().local(0).to("127.0.0.1", target.port()).open();
				SshTunnel back = this.client.tunnel().remote(0).to("127.0.0.1", target.port()).open()) {
			assertThat(Arrays.equals(roundTrip(tunnel.getPort(), data), data)).isTrue();
			assertThat(Arrays.equals(roundTrip(back.getPort(), data), data)).isTrue();
			assertThat(tunnel.getBytesSent()).isEqualTo(data.length);
			assertThat(back.getBytesReceived()).isEqualTo(data.length);
		}
	}

	@Test
	void allArrivesWhileKeysAreExchangedAgainAndAgain() throws Exception {
		byte[] data = new byte[16 * 1024 * 1024];
		new Random(2).nextBytes(data);
		Path other = Files.createDirectory(this.directory.resolve("other"));
		try (OpenSshServer rekeying = OpenSshServer.start(other, "RekeyLimit 1M");
				TestTarget target = TestTarget.echo();
				SshTunnel tunnel = client(rekeying).tunnel().local(0).to("127.0.0.1", target.port()).open();
				SshTunnel back = client(rekeying).tunnel().remote(0).to("127.0.0.1", target.port()).open()) {
			ExecutorService executor = Executors.newCachedThreadPool();
			List<Future<byte[]>> results = new ArrayList<>();
			for (int port : List.of(tunnel.getPort(), back.getPort(), tunnel.getPort())) {
				results.add(executor.submit(() -> roundTrip(port, data)));
			}
			for (Future<byte[]> result : results) {
				assertThat(Arrays.equals(result.get(100, TimeUnit.SECONDS), data)).isTrue();
			}
			executor.shutdownNow();
		}
	}

	private SshClient client(OpenSshServer server) {
		return this.clients.create((builder) -> TestSshClients.describe(server.port(), builder));
	}

	@Test
	void tunnelGoesThroughAJumpHost() throws Exception {
		Path other = Files.createDirectory(this.directory.resolve("other"));
		try (OpenSshServer behind = OpenSshServer.start(other); TestTarget target = TestTarget.echo()) {
			SshClient jumping = this.clients
				.create((builder) -> TestSshClients.describe(behind.port(), builder).proxyJump(this.client));
			try (SshTunnel tunnel = jumping.tunnel().local(0).to("127.0.0.1", target.port()).open();
					Socket socket = TestTarget.connect(tunnel.getPort())) {
				assertThat(echo(socket, "hello")).isEqualTo("hello");
				assertThat(behind.connections()).isOne();
			}
		}
	}

	@Test
	void clientsThatAreMadeForATunnelLeaveNothing() throws Exception {
		try (TestTarget target = TestTarget.echo()) {
			useOnce(target.port());
			long sockets = Descriptors.sockets();
			int threads = SshThreads.alive().size();
			for (int i = 0; i < 30; i++) {
				useOnce(target.port());
			}
			Awaitility.await().until(() -> this.server.connections() == 0);
			Awaitility.await().untilAsserted(() -> assertThat(Descriptors.sockets()).isLessThanOrEqualTo(sockets));
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(SshThreads.alive()).hasSizeLessThanOrEqualTo(threads));
		}
	}

	private void useOnce(int target) throws IOException {
		try (SshTunnel tunnel = client(this.server).tunnel().local(0).to("127.0.0.1", target).open();
				Socket socket = TestTarget.connect(tunnel.getPort())) {
			assertThat(echo(socket, "hello")).isEqualTo("hello");
		}
	}

	@Test
	void serverOfOursForwardsNothing() throws Exception {
		try (TestSshServer ours = TestSshServer.start((session) -> session.exit(0))) {
			SshClient client = this.clients.create((builder) -> TestSshClients.describe(ours.port(), builder));
			try (SshTunnel tunnel = client.tunnel().local(0).to("127.0.0.1", 1).open();
					Socket socket = TestTarget.connect(tunnel.getPort())) {
				assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read());
				assertThat(tunnel.getLastFailure()).isNotNull();
				assertThat(tunnel.getLastFailure().reason()).isEqualTo(Reason.PROHIBITED);
				assertThatExceptionOfType(SshTunnelException.class)
					.isThrownBy(() -> client.tunnel().remote(0).to("127.0.0.1", 1).open())
					.satisfies((ex) -> assertThat(ex.getFailure().reason()).isEqualTo(Reason.PROHIBITED));
			}
		}
	}

	@Test
	void fiveHundredConnectionsAtOnceGoThroughATunnel() throws Exception {
		int count = 500;
		List<Socket> sockets = new ArrayList<>();
		try (TestTarget target = TestTarget.echo();
				SshTunnel tunnel = this.client.tunnel().local(0).to("127.0.0.1", target.port()).open()) {
			int threads = Thread.activeCount();
			for (int i = 0; i < count; i++) {
				sockets.add(TestTarget.connect(tunnel.getPort()));
			}
			for (int i = 0; i < count; i++) {
				sockets.get(i).getOutputStream().write("connection %03d".formatted(i).getBytes(StandardCharsets.UTF_8));
			}
			for (int i = 0; i < count; i++) {
				assertThat(sockets.get(i).getInputStream().readNBytes(14)).asString()
					.isEqualTo("connection %03d".formatted(i));
			}
			assertThat(tunnel.getOpenConnections()).isEqualTo(count);
			// but for those of the target
			Awaitility.await().until(() -> Thread.activeCount() - count < threads + 20);
			for (Socket socket : sockets) {
				socket.close();
			}
			Awaitility.await().until(() -> tunnel.getOpenConnections() == 0);
		}
		finally {
			for (Socket socket : sockets) {
				socket.close();
			}
		}
	}

	@Test
	void whoDoesNotReadKeepsTheTargetWaitingAndNothingInMemory() throws Exception {
		AtomicLong written = new AtomicLong();
		try (TestTarget target = TestTarget.tcp((socket) -> flood(socket, written));
				SshTunnel tunnel = this.client.tunnel().local(0).to("127.0.0.1", target.port()).open();
				Socket lazy = connectWithSmallBuffer(tunnel.getPort())) {
			long total = awaitStandstill(written);
			// what the target has written fits into the window and the buffers of sockets
			assertThat(tunnel.getBytesReceived()).isLessThanOrEqualTo(total).isLessThan(12 * 1024 * 1024);
			assertThat(lazy.getInputStream().readNBytes((int) total)).hasSize((int) total);
			Awaitility.await().until(() -> written.get() > total);
		}
	}

	@Test
	void targetThatDoesNotReadKeepsWhoSendsWaiting() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		AtomicLong read = new AtomicLong();
		AtomicLong written = new AtomicLong();
		try (TestTarget target = TestTarget.tcp((socket) -> {
			release.await();
			InputStream in = Channels.newInputStream(socket);
			for (byte[] buffer = in.readNBytes(65536); buffer.length > 0; buffer = in.readNBytes(65536)) {
				read.addAndGet(buffer.length);
			}
		});
				SshTunnel tunnel = this.client.tunnel().local(0).to("127.0.0.1", target.port()).open();
				SocketChannel eager = SocketChannel
					.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), tunnel.getPort()))) {
			Thread sender = new Thread(() -> {
				try {
					flood(eager, written);
				}
				catch (IOException ex) {
					// the test is over
				}
			});
			sender.start();
			long total = awaitStandstill(written);
			assertThat(tunnel.getBytesSent()).isLessThanOrEqualTo(total).isLessThan(24 * 1024 * 1024);
			release.countDown();
			Awaitility.await().until(() -> read.get() > total);
		}
	}

	@Test
	void resetOnOneSideIsSeenOnTheOther() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		try (TestTarget target = TestTarget.tcp((socket) -> {
			begun.countDown();
			try {
				Channels.newInputStream(socket).readAllBytes();
			}
			finally {
				ended.countDown();
			}
		}); SshTunnel tunnel = this.client.tunnel().local(0).to("127.0.0.1", target.port()).open()) {
			Socket socket = TestTarget.connect(tunnel.getPort());
			assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
			socket.setSoLinger(true, 0);
			socket.close();
			assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
			Awaitility.await().until(() -> tunnel.getOpenConnections() == 0);
		}
	}

	@Test
	void closingATunnelEndsItsConnectionsAndFreesThePort() throws Exception {
		try (TestTarget target = TestTarget.echo()) {
			SshTunnel tunnel = this.client.tunnel().local(0).to("127.0.0.1", target.port()).open();
			int port = tunnel.getPort();
			try (Socket socket = TestTarget.connect(port)) {
				assertThat(echo(socket, "hello")).isEqualTo("hello");
				tunnel.close();
				new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
				assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read())
					.withMessageContaining("reset");
			}
			assertThat(tunnel.getState()).isEqualTo(TunnelState.CLOSED);
			Awaitility.await().until(() -> tunnel.getOpenConnections() == 0);
			tunnel.close();
		}
	}

	@Test
	void closingTheClientsClosesTheirTunnels() throws Exception {
		Path path = this.directory.resolve("tunnel.sock");
		SshTunnel tunnel = this.client.tunnel().local(0).to("127.0.0.1", 1).open();
		SshTunnel file = this.client.tunnel().local(TunnelAddress.unix(path.toString())).to("127.0.0.1", 1).open();
		this.clients.close();
		assertThat(tunnel.getState()).isEqualTo(TunnelState.CLOSED);
		assertThat(file.getState()).isEqualTo(TunnelState.CLOSED);
		assertThat(path).doesNotExist();
		new ServerSocket(tunnel.getPort(), 1, InetAddress.getLoopbackAddress()).close();
		assertThatThrownBy(() -> this.client.tunnel().local(0).to("127.0.0.1", 1).open())
			.hasMessageContaining("closed");
	}

	@Test
	void portInUseIsToldAsSuch() throws Exception {
		try (ServerSocket occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThatExceptionOfType(SshTunnelException.class)
				.isThrownBy(() -> this.client.tunnel().local(occupied.getLocalPort()).to("127.0.0.1", 1).open())
				.withMessage("The local tunnel from localhost:%1$d to 127.0.0.1:1 of 127.0.0.1:%2$d cannot be opened: "
						+ "Something else is at localhost:%1$d", occupied.getLocalPort(), this.server.port())
				.satisfies((ex) -> assertThat(ex.getFailure().reason()).isEqualTo(Reason.ADDRESS_IN_USE));
		}
		assertThatExceptionOfType(SshTunnelException.class)
			.isThrownBy(() -> this.client.tunnel().local(TunnelAddress.tcp("192.0.2.1", 0)).to("127.0.0.1", 1).open())
			.satisfies((ex) -> assertThat(ex.getFailure().reason()).isEqualTo(Reason.ADDRESS_UNUSABLE));
	}

	@Test
	void targetThatRefusesIsToldAndEndsTheConnection() throws Exception {
		int closed = OpenSshServer.freePort();
		try (SshTunnel tunnel = this.client.tunnel().local(0).to("127.0.0.1", closed).open();
				Socket socket = TestTarget.connect(tunnel.getPort())) {
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read());
			assertThat(tunnel.getLastFailure()).isNotNull()
				.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(Reason.TARGET_REFUSED));
			Awaitility.await().until(() -> tunnel.getOpenConnections() == 0);
		}
	}

	@Test
	void targetOfARemoteTunnelThatRefusesIsToldAndEndsTheConnection() throws Exception {
		int closed = OpenSshServer.freePort();
		try (SshTunnel tunnel = this.client.tunnel().remote(0).to("127.0.0.1", closed).open();
				Socket socket = TestTarget.connect(tunnel.getPort())) {
			try {
				assertThat(socket.getInputStream().read()).isEqualTo(-1);
			}
			catch (SocketException ex) {
				// just as well
			}
			assertThat(tunnel.getLastFailure()).isNotNull()
				.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(Reason.TARGET_REFUSED));
			Awaitility.await().until(() -> tunnel.getOpenConnections() == 0);
		}
	}

	static byte[] roundTrip(int port, byte[] data) throws Exception {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try (Socket socket = TestTarget.connect(port)) {
			Future<byte[]> received = executor.submit(() -> socket.getInputStream().readAllBytes());
			socket.getOutputStream().write(data);
			socket.shutdownOutput();
			return received.get(60, TimeUnit.SECONDS);
		}
		finally {
			executor.shutdownNow();
		}
	}

	static String echo(Socket socket, String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		socket.getOutputStream().write(bytes);
		return new String(socket.getInputStream().readNBytes(bytes.length), StandardCharsets.UTF_8);
	}

	private static void flood(SocketChannel socket, AtomicLong written) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(65536);
		while (true) {
			buffer.clear();
			while (buffer.hasRemaining()) {
				written.addAndGet(socket.write(buffer));
			}
		}
	}

	private static Socket connectWithSmallBuffer(int port) throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(65536);
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		return socket;
	}

	private static long awaitStandstill(AtomicLong counter) {
		AtomicLong last = new AtomicLong(-1);
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofSeconds(1))
			.until(() -> counter.get() > 0 && last.getAndSet(counter.get()) == counter.get());
		return counter.get();
	}

}
