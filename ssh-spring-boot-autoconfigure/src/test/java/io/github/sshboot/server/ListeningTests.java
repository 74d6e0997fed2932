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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.testing.Descriptors;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.AddressFamily;
import io.github.sshboot.transport.Identification;
import io.github.sshboot.transport.ListenerSettings;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Where and how a server listens.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class ListeningTests {

	private static final int TIMEOUT_MILLIS = 60_000;

	@TempDir
	Path directory;

	@Test
	void severalAddressesShareAFreePort() throws Exception {
		try (TestSshServer server = server(ListenerSettings.defaults(), "127.0.0.2", "::1", "127.0.0.3", "127.0.0.3")
			.start()) {
			assertThat(server.server().getAddresses()).hasSize(3)
				.allMatch((address) -> address.getPort() == server.port());
			for (String address : List.of("127.0.0.2", "::1", "127.0.0.3")) {
				assertThat(greeting(address, server.port())).isEqualTo("SSH-2.0-SshSpringBoot");
			}
		}
	}

	@Test
	void serverThatCannotListenOnOneAddressListensOnNone() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.3"))) {
			SshServer server = server(ListenerSettings.defaults(), "127.0.0.2", "127.0.0.3", "127.0.0.4")
				.build(taken.getLocalPort());
			assertThatExceptionOfType(SshServerBindException.class).isThrownBy(server::start)
				.withMessageContaining("SSH server cannot listen on 127.0.0.3 port %d: ", taken.getLocalPort())
				.satisfies((ex) -> assertThat(ex.getAddress()).isEqualTo("127.0.0.3"))
				.satisfies((ex) -> assertThat(ex.getPort()).isEqualTo(taken.getLocalPort()));
			assertThat(server.getAddresses()).isEmpty();
			assertThatNoException().isThrownBy(
					() -> new ServerSocket(taken.getLocalPort(), 1, InetAddress.getByName("127.0.0.2")).close());
		}
	}

	@Test
	void ipv6OnlyIsNotReachedByIpv4() throws Exception {
		try (TestSshServer server = server(settings(AddressFamily.IPV6)).start()) {
			assertThat(ssh(server).run("-6", "-oHostName=::1", "x").status()).isEqualTo(4);
			assertRefuses(server, "127.0.0.1");
			assertThat(ssh(server).run("-4", "x").status()).isEqualTo(255);
			assertThat(ssh(server).run("-6", "-oHostName=::1", "x").status()).isEqualTo(4);
		}
	}

	@Test
	void ipv4OnlyIsNotReachedByIpv6() throws Exception {
		try (TestSshServer server = server(settings(AddressFamily.IPV4)).start()) {
			assertThat(ssh(server).run("-4", "x").status()).isEqualTo(4);
			assertRefuses(server, "::1");
			assertThat(ssh(server).run("-6", "-oHostName=::1", "x").status()).isEqualTo(255);
		}
	}

	@Test
	void allAddressesAreOfBothFamilies() throws Exception {
		try (TestSshServer server = server(ListenerSettings.defaults()).start()) {
			assertThat(ssh(server).run("-4", "x").status()).isEqualTo(4);
			assertThat(ssh(server).run("-6", "-oHostName=::1", "x").status()).isEqualTo(4);
		}
	}

	/**
	 * Not a byte, and no descriptor that stays.
	 */
	private void assertRefuses(TestSshServer server, String address) throws IOException {
		long before = Descriptors.sockets();
		for (int i = 0; i < 50; i++) {
			assertThat(greeting(address, server.port())).isNull();
		}
		await().untilAsserted(() -> assertThat(Descriptors.sockets()).isLessThanOrEqualTo(before));
	}

	@Test
	void addressOfAnotherFamilyIsRefused() {
		assertThatExceptionOfType(SshServerBindException.class)
			.isThrownBy(server(settings(AddressFamily.IPV4), "127.0.0.1", "::1").build(0)::start)
			.withMessage("SSH server cannot listen on ::1 port 0: this is no IPv4 address");
		assertThatExceptionOfType(SshServerBindException.class)
			.isThrownBy(server(settings(AddressFamily.IPV6), "127.0.0.1").build(0)::start)
			.withMessage("SSH server cannot listen on 127.0.0.1 port 0: this is no IPv6 address");
		assertThatExceptionOfType(SshServerBindException.class)
			.isThrownBy(server(ListenerSettings.defaults(), "no-such-host.invalid").build(0)::start)
			.withMessageContaining("no-such-host.invalid port 0: the host name is not known");
	}

	@Test
	void hostNameStandsForItsAddressesOfTheFamily() {
		try (TestSshServer server = server(settings(AddressFamily.IPV4), "localhost").start()) {
			assertThat(server.server().getAddresses())
				.containsExactly(new InetSocketAddress("127.0.0.1", server.port()));
		}
	}

	@Test
	void portOfConnectionsThatEndIsReusedUnlessThatIsSwitchedOff() throws Exception {
		TestSshServer server = server(ListenerSettings.defaults(), "127.0.0.1").start();
		int port = server.port();
		try (Socket socket = new Socket("127.0.0.1", port)) {
			assertThat(line(socket)).startsWith("SSH-2.0-");
			// the side that closes first keeps the port for a while
			server.close();
			assertThat(line(socket)).isNull();
		}
		SshServer strict = server(new ListenerSettings(AddressFamily.ANY, 100, false, Identification.DEFAULT),
				"127.0.0.1")
			.build(port);
		assertThatExceptionOfType(SshServerBindException.class).isThrownBy(strict::start)
			.withMessageContaining("in use");
		SshServer again = server(ListenerSettings.defaults(), "127.0.0.1").build(port);
		again.start();
		again.stop();
	}

	@Test
	void backlogIsThatOfTheSocket() throws Exception {
		Stall stall = new Stall();
		ListenerSettings settings = new ListenerSettings(AddressFamily.ANY, 20, null, Identification.DEFAULT);
		try (stall; TestSshServer server = stall.apply(server(settings, "127.0.0.1")).start()) {
			List<Socket> sockets = new ArrayList<>();
			try {
				while (sockets.size() < 100) {
					Socket socket = new Socket();
					sockets.add(socket);
					socket.connect(new InetSocketAddress("127.0.0.1", server.port()), 500);
				}
			}
			catch (SocketTimeoutException ex) {
				// the backlog is full
			}
			finally {
				stall.close();
				for (Socket socket : sockets) {
					socket.close();
				}
			}
			assertThat(sockets).hasSizeBetween(20, 25);
		}
	}

	/**
	 * However busy the server is: it does not accept anything until all are connected.
	 */
	@Test
	void noneOfTwoThousandConnectionsAtOnceIsLost() throws Exception {
		int count = 2000;
		assumeTrue(Integer.parseInt(Files.readAllLines(Path.of("/proc/sys/net/core/somaxconn")).get(0)) >= count,
				"The system does not allow so many");
		Stall stall = new Stall();
		List<SocketChannel> sockets = new ArrayList<>();
		try (stall;
				TestSshServer server = stall.apply(server(ListenerSettings.defaults(), "127.0.0.1")).start();
				Selector selector = Selector.open()) {
			InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.port());
			for (int i = 0; i < count; i++) {
				SocketChannel socket = SocketChannel.open();
				sockets.add(socket);
				socket.configureBlocking(false);
				socket.connect(address);
				socket.register(selector, SelectionKey.OP_CONNECT);
			}
			assertThat(select(selector, count, ListeningTests::finishConnect)).isEqualTo(count);
			stall.close();
			assertThat(select(selector, count, ListeningTests::readGreeting)).isEqualTo(count);
			assertThat(greeting("127.0.0.1", server.port())).isEqualTo("SSH-2.0-SshSpringBoot");
		}
		finally {
			for (SocketChannel socket : sockets) {
				socket.close();
			}
		}
	}

	private static int select(Selector selector, int count, Selected selected) throws IOException {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
		int done = 0;
		while (done < count && System.nanoTime() < end) {
			selector.select(1000);
			for (SelectionKey key : selector.selectedKeys()) {
				selected.accept(key);
				done++;
			}
			selector.selectedKeys().clear();
		}
		return done;
	}

	private static void finishConnect(SelectionKey key) throws IOException {
		assertThat(((SocketChannel) key.channel()).finishConnect()).isTrue();
		key.interestOps(SelectionKey.OP_READ);
	}

	private static void readGreeting(SelectionKey key) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(1024);
		assertThat(((SocketChannel) key.channel()).read(buffer)).isPositive();
		assertThat(new String(buffer.array(), 0, 4, StandardCharsets.US_ASCII)).isEqualTo("SSH-");
		key.cancel();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r\nSSH-2.0-x\r\n", "GET / HTTP/1.1\r\n", "SSH-2.0-\0",
			"SSH-2.0-\u001b]0;evil\u0007\r\n", "SSH-1.5-old\r\n", "SSH-2.0-\u00c2\u009b31m\r\n", "SSH-2.0", "x" })
	void clientThatDoesNotIdentifyItselfProperlyIsLeft(String line, CapturedOutput output) throws Exception {
		try (TestSshServer server = server(ListenerSettings.defaults(), "127.0.0.1").start()) {
			// what has no end is too long at some time
			String sent = line.endsWith("\n") || line.length() > 8 ? line : line + "y".repeat(300);
			try (Socket socket = new Socket("127.0.0.1", server.port())) {
				socket.setSoTimeout(TIMEOUT_MILLIS);
				socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
				assertThat(line(socket)).startsWith("SSH-2.0-");
				assertEnds(socket);
			}
			assertThat(ssh(server).run("x").status()).isEqualTo(4);
		}
		assertThat(output).doesNotContain("\u001b]0").doesNotContain("yyyy");
	}

	private static void assertEnds(Socket socket) throws IOException {
		try {
			while (socket.getInputStream().read() >= 0) {
				assertThat(socket.isConnected()).isTrue();
			}
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("The server keeps the connection", ex);
		}
		catch (IOException ex) {
			// it was reset
		}
	}

	@Test
	void clientIsKnownByTheAddressItConnectsFrom() {
		try (TestSshServer server = TestSshServer.start((session) -> session.getWriter()
			.print(session.getConnection().remoteAddress().getAddress().getHostAddress()))) {
			assertThat(ssh(server).run("-b127.0.0.7", "x").output()).isEqualTo("127.0.0.7");
		}
	}

	@Test
	void identificationIsTheOneThatIsSet() throws Exception {
		ListenerSettings settings = new ListenerSettings(AddressFamily.ANY, 100, null, new Identification("Depot_7"));
		try (TestSshServer server = server(settings, "127.0.0.1").start()) {
			assertThat(greeting("127.0.0.1", server.port())).isEqualTo("SSH-2.0-Depot_7");
		}
	}

	private OpenSshClient ssh(TestSshServer server) {
		return OpenSshClient.withKey(this.directory, server.port());
	}

	private static ListenerSettings settings(AddressFamily family) {
		return new ListenerSettings(family, 100, null, Identification.DEFAULT);
	}

	private static TestSshServer.Builder server(ListenerSettings settings, String... addresses) {
		return TestSshServer.builder().handler((session) -> session.exit(4)).listen(settings, addresses);
	}

	private static String greeting(String address, int port) throws IOException {
		try (Socket socket = new Socket(address, port)) {
			return line(socket);
		}
	}

	private static String line(Socket socket) throws IOException {
		socket.setSoTimeout(TIMEOUT_MILLIS);
		return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 1)
			.readLine();
	}

	/**
	 * Does something with a socket that is ready.
	 */
	@FunctionalInterface
	private interface Selected {

		void accept(SelectionKey key) throws IOException;

	}

	/**
	 * Keeps a server from accepting a second connection.
	 */
	private static final class Stall implements SessionListener, AutoCloseable {

		private final CountDownLatch released = new CountDownLatch(1);

		private TestSshServer.Builder apply(TestSshServer.Builder server) {
			return server.customize((builder) -> builder.customizers(List.of((mina) -> mina.addSessionListener(this))));
		}

		@Override
		public void sessionCreated(Session session) {
			try {
				this.released.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public void close() {
			this.released.countDown();
		}

	}

}
