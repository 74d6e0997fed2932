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
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.sshboot.testing.Descriptors;
import io.github.sshboot.testing.LoginScriptServer;
import io.github.sshboot.testing.LoginScriptServer.Script;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.ConnectFailureReason;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Servers that keep their clients waiting: every call ends in its time, with the right
 * exception, and leaves nothing open.
 */
@Timeout(120)
class LyingServerTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	/**
	 * What a busy machine may take on top.
	 */
	private static final Duration LIMIT = Duration.ofSeconds(15);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void stopThreads() {
		this.threads.shutdownNow();
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "SSH-2.0-", "welcome\r\n" })
	void identificationThatDoesNotEnd(String drop) throws Exception {
		serve((output) -> {
			while (true) {
				output.write(drop.getBytes(StandardCharsets.US_ASCII));
				Thread.sleep(20);
			}
		}, ConnectFailureReason.TIMEOUT, ConnectFailureReason.NOT_SSH);
	}

	@Test
	void keyExchangeThatDoesNotBegin() throws Exception {
		serve((output) -> {
			output.write("SSH-2.0-slow\r\n".getBytes(StandardCharsets.US_ASCII));
			new CountDownLatch(1).await();
		}, ConnectFailureReason.TIMEOUT);
	}

	@Test
	void keyExchangeThatComesByteByByte() throws Exception {
		serve((output) -> {
			output.write("SSH-2.0-slow\r\n".getBytes(StandardCharsets.US_ASCII));
			// a packet that promises much
			output.write(new byte[] { 0, 0, 0x7f, 0, 4, SshConstants.SSH_MSG_KEXINIT });
			while (true) {
				output.write(0);
				Thread.sleep(20);
			}
		}, ConnectFailureReason.TIMEOUT);
	}

	@Test
	void connectionThatIsResetAtOnce() throws Exception {
		serve((output) -> {
			throw new SocketException("reset");
		}, ConnectFailureReason.CLOSED);
	}

	private void serve(Lie lie, ConnectFailureReason... reasons) throws Exception {
		long sockets = Descriptors.sockets();
		try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				DefaultSshClientFactory clients = TestSshClients.create(listener.getLocalPort(),
						TestSshClients.timeouts(TIMEOUT, LIMIT))) {
			this.threads.submit(() -> accept(listener, lie));
			SshClient client = clients.get("demo");
			within(() -> assertThatExceptionOfType(SshConnectException.class).isThrownBy(client::connect)
				.satisfies((ex) -> assertThat(ex.getReason()).as(ex.getMessage()).isIn((Object[]) reasons)));
			within(() -> assertThatExceptionOfType(SshConnectException.class).isThrownBy(() -> client.exec("x").run())
				.satisfies((ex) -> assertThat(ex.getReason()).as(ex.getMessage()).isIn((Object[]) reasons)));
			assertThat(client.getPoolState()).isEqualTo(new SshPoolState(0, 0, 0, 0, 0));
		}
		this.threads.shutdownNow();
		await().untilAsserted(() -> assertThat(Descriptors.sockets()).isLessThanOrEqualTo(sockets));
	}

	private Void accept(ServerSocket listener, Lie lie) throws IOException {
		while (true) {
			Socket socket = listener.accept();
			this.threads.submit(() -> {
				try (socket) {
					socket.setSoLinger(true, 0);
					lie.tell(socket.getOutputStream());
				}
				catch (IOException | InterruptedException ex) {
					// the client has gone, or the test
				}
			});
		}
	}

	@Test
	void loginThatIsNotAnswered() throws Exception {
		logIn((message, login) -> {
		}, SshConnectException.class, "no answer within 1000 ms");
	}

	@Test
	void loginWithOneBannerAfterTheOther() throws Exception {
		logIn((message, login) -> {
			while (login.session().isOpen()) {
				login.send(SshConstants.SSH_MSG_USERAUTH_BANNER, "wait ...\n", "");
				Thread.sleep(20);
			}
		}, SshConnectException.class, "within 1000 ms");
	}

	@Test
	void loginWithMoreBannersThanAnybodyReads() throws Exception {
		logIn((message, login) -> {
			for (int i = 0; i < 10_000 && login.session().isOpen(); i++) {
				login.send(SshConstants.SSH_MSG_USERAUTH_BANNER, "wait ...\n", "");
			}
		}, SshConnectException.class, "Cannot log in|was lost while logging in");
	}

	@Test
	void loginThatIsCutOff() throws Exception {
		logIn((message, login) -> login.session().close(true), SshConnectException.class, "was lost while logging in");
	}

	@Test
	void loginThatEndsWithAMessage() throws Exception {
		logIn((message, login) -> login.session().disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, "bye"),
				SshConnectException.class, "was lost while logging in: bye");
	}

	@Test
	void loginThatIsRefusedForEver() throws Exception {
		logIn(LoginScriptServer.refuse("publickey"), SshAuthenticationException.class, "does not let");
	}

	private void logIn(Script script, Class<? extends SshException> type, String message) throws Exception {
		try (LoginScriptServer server = LoginScriptServer.start(script);
				DefaultSshClientFactory clients = TestSshClients.create(server.port(),
						TestSshClients.timeouts(LIMIT, TIMEOUT))) {
			SshClient client = clients.get("demo");
			within(() -> assertThatExceptionOfType(type).isThrownBy(client::connect)
				.satisfies((ex) -> assertThat(ex.getMessage()).containsPattern(message)));
			assertThat(client.getPoolState()).isEqualTo(new SshPoolState(0, 0, 0, 0, 0));
		}
	}

	/**
	 * A server that opens a channel after a long time, while it serves others.
	 */
	@Test
	void channelThatIsNotOpened() {
		CountDownLatch end = new CountDownLatch(1);
		ChannelListener slow = new ChannelListener() {

			@Override
			public void channelInitialized(Channel channel) {
				try {
					end.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}

		};
		try (TestSshServer server = TestSshServer.builder()
			.handler((session) -> session.exit(0))
			.customize((builder) -> builder.customizers(List.of((engine) -> engine.addChannelListener(slow))))
			.start();
				DefaultSshClientFactory clients = TestSshClients.create(server.port(),
						TestSshClients.timeouts(Duration.ofSeconds(3), LIMIT));
				SshConnection connection = clients.get("demo").connect()) {
			within(() -> assertThatExceptionOfType(SshTimeoutException.class)
				.isThrownBy(() -> connection.exec("x").timeout(Duration.ofMillis(300)).run()));
			within(() -> assertThatExceptionOfType(SshConnectException.class)
				.isThrownBy(() -> connection.exec("x").run())
				.withMessageContaining("did not answer the request"));
			within(() -> assertThatExceptionOfType(SshConnectException.class)
				.isThrownBy(() -> connection.ping(Duration.ofMillis(300))));
			within(() -> connection.close(Duration.ofMillis(300)));
		}
		finally {
			end.countDown();
		}
	}

	private static void within(Runnable call) {
		long start = System.nanoTime();
		call.run();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
	}

	/**
	 * What a server sends.
	 */
	@FunctionalInterface
	private interface Lie {

		void tell(OutputStream output) throws IOException, InterruptedException;

	}

}
