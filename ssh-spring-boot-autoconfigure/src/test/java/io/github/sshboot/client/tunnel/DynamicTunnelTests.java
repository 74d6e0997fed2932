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
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.sshboot.client.DefaultSshClientFactory;
import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.TunnelSpec.DynamicSpec;
import io.github.sshboot.client.tunnel.TunnelFailure.Reason;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.TestSshClients;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dynamic tunnels through OpenSSH's {@code sshd}, used by {@code curl} and by those who
 * mean no good.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class DynamicTunnelTests {

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

	@ParameterizedTest
	@ValueSource(strings = { "--socks4", "--socks4a", "--socks5", "--socks5-hostname" })
	void curlFetchesThroughIt(String option) throws Exception {
		try (TestTarget target = TestTarget.tcp(DynamicTunnelTests::serveHttp); SshTunnel tunnel = dynamic().open()) {
			assertThat(curl("http://localhost:" + target.port(), option, "127.0.0.1:" + tunnel.getPort()).output())
				.isEqualTo("served");
			assertThat(target.accepted()).isOne();
			assertThat(tunnel.getBytesReceived()).isPositive();
		}
	}

	@Test
	void serverLooksNamesUp() throws Exception {
		try (SshTunnel tunnel = dynamic().open()) {
			Programs.Result result = curl("http://no-such-host.invalid/", "--socks5-hostname",
					"127.0.0.1:" + tunnel.getPort());
			// CURLE_PROXY, not CURLE_COULDNT_RESOLVE_HOST
			assertThat(result.status()).isEqualTo(97);
			assertThat(tunnel.getLastFailure()).isNotNull();
			assertThat(tunnel.getLastFailure().reason()).isEqualTo(Reason.TARGET_REFUSED);
		}
	}

	@Test
	void warnsOfATunnelForEverybody(CapturedOutput output) {
		dynamic().open().close();
		TunnelAddress everywhere = TunnelAddress.tcp("*", 0);
		this.client.tunnel().dynamic(everywhere).login("otto", "sekret-7").open().close();
		assertThat(output.getAll()).doesNotContain("everybody");
		this.client.tunnel().dynamic(everywhere).open().close();
		assertThat(output.getAll()).contains("serves everybody who can reach it").doesNotContain("sekret");
	}

	@Test
	void loginIsAskedFor() throws Exception {
		try (TestTarget target = TestTarget.tcp(DynamicTunnelTests::serveHttp);
				SshTunnel tunnel = dynamic().login("otto", "sekret-7").open()) {
			String url = "http://127.0.0.1:" + target.port();
			String proxy = "127.0.0.1:" + tunnel.getPort();
			assertThat(curl(url, "--socks5", proxy, "--proxy-user", "otto:sekret-7").output()).isEqualTo("served");
			assertThat(curl(url, "--socks5", proxy, "--proxy-user", "otto:wrong").status()).isEqualTo(97);
			assertThat(curl(url, "--socks5", proxy).status()).isEqualTo(97);
			assertThat(curl(url, "--socks4", proxy).status()).isEqualTo(97);
			assertThat(target.accepted()).isOne();
			assertThat(tunnel.getSettings().toString()).doesNotContain("sekret");
			assertThat(tunnel.getLastFailure()).isNotNull();
			assertThat(tunnel.getLastFailure().reason()).isEqualTo(Reason.BAD_REQUEST);
		}
	}

	@Test
	void whatFollowsTheRequestAtOnceIsForTheTarget() throws Exception {
		try (TestTarget target = TestTarget.echo();
				SshTunnel tunnel = dynamic().open();
				Socket socket = TestTarget.connect(tunnel.getPort())) {
			ByteBuffer request = ByteBuffer.allocate(64)
				.put(new byte[] { 5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1 })
				.putShort((short) target.port())
				.put("early".getBytes(StandardCharsets.UTF_8))
				.flip();
			byte[] bytes = new byte[request.remaining()];
			request.get(bytes);
			socket.getOutputStream().write(bytes);
			assertThat(socket.getInputStream().readNBytes(12)).containsExactly(5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0);
			assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("early");
			assertThat(TunnelTests.echo(socket, "late")).isEqualTo("late");
		}
	}

	@Test
	void requestMayComeByteByByte() throws Exception {
		try (TestTarget target = TestTarget.echo();
				SshTunnel tunnel = dynamic().open();
				Socket socket = TestTarget.connect(tunnel.getPort())) {
			socket.setTcpNoDelay(true);
			byte[] request = { 5, 2, 7, 0, 5, 1, 0, 3, 9, 'l', 'o', 'c', 'a', 'l', 'h', 'o', 's', 't',
					(byte) (target.port() >> 8), (byte) target.port() };
			for (byte next : request) {
				socket.getOutputStream().write(next);
				socket.getOutputStream().flush();
			}
			assertThat(socket.getInputStream().readNBytes(12)).containsExactly(5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0);
			assertThat(TunnelTests.echo(socket, "hello")).isEqualTo("hello");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/1.1\r\n\r\n", "\0", "\6\1\0", "\5\1\0\4\1\0\1\177\0\0\1\0\26",
			"\5\1\0\5\1\0\11\177\0\0\1\0\26", "\5\1\0\5\1\0\3\0\0\26", "\5\1\0\5\1\0\3\2 \n\0\26",
			"\5\1\0\5\2\0\1\177\0\0\1\0\26", "\5\1\0\5\1\0\1\177\0\0\1\0\0", "\5\1\5", "\4\2\0\26\177\0\0\1\0" })
	void garbageEndsTheConnection(String garbage) throws Exception {
		try (SshTunnel tunnel = dynamic().open(); Socket socket = TestTarget.connect(tunnel.getPort())) {
			socket.getOutputStream().write(garbage.getBytes(StandardCharsets.ISO_8859_1));
			readToTheEnd(socket);
			Awaitility.await().until(() -> tunnel.getOpenConnections() == 0);
			assertThat(tunnel.getLastFailure()).isNotNull();
			assertThat(tunnel.getLastFailure().reason()).isEqualTo(Reason.BAD_REQUEST);
			assertThat(tunnel.getBytesSent()).isZero();
		}
	}

	@Test
	void requestThatDoesNotEndEndsTheConnection() throws Exception {
		try (SshTunnel tunnel = dynamic().open(); Socket socket = TestTarget.connect(tunnel.getPort())) {
			byte[] name = new byte[4096];
			name[0] = 4;
			name[1] = 1;
			name[7] = 1;
			Arrays.fill(name, 8, name.length, (byte) 'x');
			try {
				socket.getOutputStream().write(name);
			}
			catch (IOException ex) {
				// ended already
			}
			readToTheEnd(socket);
			assertThat(tunnel.getLastFailure()).isNotNull();
			assertThat(tunnel.getLastFailure().message()).contains("does not end");
		}
	}

	@Test
	void whoSaysNothingIsLeftAndKeepsNobodyWaiting() throws Exception {
		List<Socket> silent = new ArrayList<>();
		try (TestTarget target = TestTarget.tcp(DynamicTunnelTests::serveHttp); SshTunnel tunnel = dynamic().open()) {
			for (int i = 0; i < 100; i++) {
				Socket socket = TestTarget.connect(tunnel.getPort());
				silent.add(socket);
				socket.getOutputStream().write(5);
			}
			assertThat(curl("http://127.0.0.1:" + target.port(), "--socks5", "127.0.0.1:" + tunnel.getPort()).output())
				.isEqualTo("served");
			for (Socket socket : silent) {
				readToTheEnd(socket);
			}
			Awaitility.await().until(() -> tunnel.getOpenConnections() == 0);
		}
		finally {
			for (Socket socket : silent) {
				socket.close();
			}
		}
	}

	private DynamicSpec dynamic() {
		return this.client.tunnel().dynamic(0);
	}

	private Programs.Result curl(String url, String... options) {
		Programs.require("curl");
		List<String> command = new ArrayList<>(List.of("curl", "--silent", "--max-time", "30"));
		command.addAll(List.of(options));
		command.add(url);
		return Programs.run(this.directory, command.toArray(String[]::new));
	}

	private static void serveHttp(SocketChannel socket) throws IOException {
		InputStream in = Channels.newInputStream(socket);
		int newlines = 0;
		while (newlines < 2) {
			int next = in.read();
			newlines = (next == '\n') ? newlines + 1 : (next == '\r') ? newlines : 0;
			if (next < 0) {
				return;
			}
		}
		socket.write(ByteBuffer.wrap("HTTP/1.0 200 OK\r\n\r\nserved".getBytes(StandardCharsets.UTF_8)));
	}

	private static void readToTheEnd(Socket socket) {
		try {
			socket.getInputStream().readAllBytes();
		}
		catch (IOException ex) {
			// an end as well
		}
	}

}
