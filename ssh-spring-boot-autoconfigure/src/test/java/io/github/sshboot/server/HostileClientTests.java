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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.sshboot.testing.StockMina;
import io.github.sshboot.testing.TestSshServer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.ReservedSessionMessagesHandlerAdapter;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that do what no honest client does.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class HostileClientTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final byte UNASSIGNED_MESSAGE = (byte) 192;

	private SshClient client;

	@BeforeEach
	void startClient() {
		this.client = StockMina.client();
		this.client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
		this.client.start();
	}

	@AfterEach
	void stopClient() {
		this.client.stop();
	}

	@Test
	void attemptsAreCountedHoweverOftenTheServiceIsAskedFor() throws Exception {
		AtomicInteger checks = new AtomicInteger();
		try (TestSshServer server = TestSshServer.builder()
			.handler((session) -> session.exit(0))
			.customize((builder) -> builder.passwordEncoder(new CountingEncoder(checks)))
			.start()) {
			ClientSession session = connect(server);
			session.waitFor(EnumSet.of(ClientSessionEvent.WAIT_AUTH), TIMEOUT);
			for (int i = 0; i < 20 && session.isOpen(); i++) {
				Buffer service = session.createBuffer(SshConstants.SSH_MSG_SERVICE_REQUEST);
				service.putString("ssh-userauth");
				session.writePacket(service);
				Buffer attempt = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST);
				attempt.putString("demo");
				attempt.putString("ssh-connection");
				attempt.putString("password");
				attempt.putBoolean(false);
				attempt.putString("guess " + i);
				session.writePacket(attempt);
				// the connection may be closed before an attempt is looked at
				await().atMost(TIMEOUT).until(() -> checks.get() > 0);
			}
			await().atMost(TIMEOUT).until(() -> !session.isOpen());
			assertThat(checks.get()).isBetween(1, 7);
			assertServes(server);
		}
	}

	@Test
	void serviceAskedForBeforeEachAttemptIsNoReasonToRefuse() throws Exception {
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0))) {
			ClientSession session = connect(server);
			session.waitFor(EnumSet.of(ClientSessionEvent.WAIT_AUTH), TIMEOUT);
			Buffer service = session.createBuffer(SshConstants.SSH_MSG_SERVICE_REQUEST);
			service.putString("ssh-userauth");
			session.writePacket(service);
			session.addPasswordIdentity("demo");
			session.auth().verify(TIMEOUT);
			assertThat(session.isAuthenticated()).isTrue();
		}
	}

	@Test
	void clientThatAsksButDoesNotReadTheAnswersIsLeft(CapturedOutput output) throws Exception {
		this.client.setReservedSessionMessagesHandler(new ReservedSessionMessagesHandlerAdapter() {

			@Override
			public boolean handleUnimplementedMessage(Session session, int command, Buffer buffer) {
				return true;
			}

		});
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0))) {
			ClientSession session = logIn(server);
			session.getIoSession().suspendRead();
			boolean accepted = true;
			for (int i = 0; i < 2_000_000 && accepted; i++) {
				accepted = accepts(session, i % 100 == 0);
			}
			assertThat(accepted).isFalse();
			// not for any other reason
			await().atMost(TIMEOUT).until(() -> output.getAll().contains("it asks but does not read the answers"));
			assertServes(server);
		}
	}

	private boolean accepts(ClientSession session, boolean check) throws IOException {
		try {
			IoWriteFuture written = session.writePacket(session.createBuffer(UNASSIGNED_MESSAGE));
			return !check || (written.await(TIMEOUT) && written.isWritten());
		}
		catch (SshException ex) {
			// the session has noticed that it is closed
			return false;
		}
	}

	@Test
	void hugeWindowAndPacketsThatAreNotReadDoesNotFillTheMemory() throws Exception {
		AtomicLong written = new AtomicLong();
		CoreModuleProperties.WINDOW_SIZE.set(this.client, (long) Integer.MAX_VALUE);
		CoreModuleProperties.MAX_PACKET_SIZE.set(this.client, 1L << 28);
		try (TestSshServer server = TestSshServer.start((session) -> {
			if ("flood".equals(session.getRequest().command())) {
				byte[] block = new byte[32768];
				while (true) {
					session.getOutput().write(block);
					written.addAndGet(block.length);
				}
			}
		})) {
			ClientSession session = logIn(server);
			ChannelExec channel = session.createExecChannel("flood");
			channel.open().verify(TIMEOUT);
			session.getIoSession().suspendRead();
			AtomicLong last = new AtomicLong(-1);
			await().atMost(TIMEOUT)
				.pollInterval(Duration.ofMillis(500))
				.until(() -> written.get() > 0 && last.getAndSet(written.get()) == written.get());
			assertThat(written.get()).isLessThan(64L << 20);
			assertServes(server);
			session.close(true);
		}
	}

	@Test
	void listenerThatFailsDoesNotEndTheConnection() throws Exception {
		CountDownLatch listening = new CountDownLatch(1);
		CountDownLatch heard = new CountDownLatch(2);
		try (TestSshServer server = TestSshServer.start((session) -> {
			if ("listen".equals(session.getRequest().command())) {
				session.onSignal((name) -> {
					heard.countDown();
					throw new IllegalStateException("listener");
				});
				listening.countDown();
				heard.await();
			}
		})) {
			ClientSession session = logIn(server);
			ChannelExec channel = session.createExecChannel("listen");
			channel.open().verify(TIMEOUT);
			assertThat(listening.await(20, TimeUnit.SECONDS)).isTrue();
			request(session, channel.getRecipient(), "signal", "USR1");
			request(session, channel.getRecipient(), "signal", "USR2");
			assertThat(heard.await(20, TimeUnit.SECONDS)).isTrue();
			channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), TIMEOUT);
			assertThat(channel.getExitStatus()).isZero();
			assertThat(session.isOpen()).isTrue();
		}
	}

	@Test
	void terminalWithModesThatAreCutOffIsRefused() throws Exception {
		BlockingQueue<String> terminals = new LinkedBlockingQueue<>();
		try (TestSshServer server = TestSshServer
			.start((session) -> terminals.add((session.getTerminal() != null) ? "terminal" : "none"))) {
			ClientSession session = logIn(server);
			ChannelExec channel = new ChannelExec("x", null, null) {

				@Override
				protected void doOpenPty() throws IOException {
					Buffer request = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
					request.putUInt(getRecipient());
					request.putString("pty-req");
					request.putBoolean(false);
					request.putString("xterm");
					for (int i = 0; i < 4; i++) {
						request.putInt(10);
					}
					request.putBytes(new byte[] { 1, 0, 0 });
					getSession().writePacket(request);
				}

			};
			session.getService(ConnectionService.class).registerChannel(channel);
			channel.open().verify(TIMEOUT);
			assertThat(terminals.poll(20, TimeUnit.SECONDS)).isEqualTo("none");
		}
	}

	@Test
	void environmentIsBounded() throws Exception {
		BlockingQueue<Map<String, String>> environments = new LinkedBlockingQueue<>();
		try (TestSshServer server = TestSshServer.start((session) -> environments.add(session.getEnvironment()))) {
			ClientSession session = logIn(server);
			ChannelExec channel = session.createExecChannel("x");
			for (int i = 0; i < 1000; i++) {
				channel.setEnv("LC_" + i, "x".repeat(i * 10));
				channel.setEnv("EVIL_" + i, "x");
			}
			channel.open().verify(TIMEOUT);
			Map<String, String> environment = environments.poll(20, TimeUnit.SECONDS);
			assertThat(environment).hasSize(64).allSatisfy((name, value) -> {
				assertThat(name).startsWith("LC_");
				assertThat(value).hasSizeLessThanOrEqualTo(8192);
			});
		}
	}

	@Test
	void standardErrorOfAClientIsDropped() throws Exception {
		BlockingQueue<String> lines = new LinkedBlockingQueue<>();
		try (TestSshServer server = TestSshServer.start((session) -> lines.add(session.getReader().readLine()))) {
			ClientSession session = logIn(server);
			ChannelExec channel = session.createExecChannel("x");
			channel.open().verify(TIMEOUT);
			byte[] junk = new byte[30_000];
			for (int i = 0; i < 200; i++) {
				Buffer data = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA);
				data.putUInt(channel.getRecipient());
				data.putInt(SshConstants.SSH_EXTENDED_DATA_STDERR);
				data.putBytes(junk);
				session.writePacket(data).verify(TIMEOUT);
			}
			channel.getInvertedIn().write("line\n".getBytes(StandardCharsets.UTF_8));
			channel.getInvertedIn().flush();
			assertThat(lines.poll(20, TimeUnit.SECONDS)).isEqualTo("line");
		}
	}

	@Test
	void secondRequestOnAChannelIsRefused() throws Exception {
		BlockingQueue<String> commands = new LinkedBlockingQueue<>();
		CountDownLatch release = new CountDownLatch(1);
		try (TestSshServer server = TestSshServer.start((session) -> {
			commands.add(String.valueOf(session.getRequest().command()));
			release.await();
		})) {
			ClientSession session = logIn(server);
			ChannelExec channel = session.createExecChannel("first");
			channel.open().verify(TIMEOUT);
			assertThat(commands.poll(20, TimeUnit.SECONDS)).isEqualTo("first");
			request(session, channel.getRecipient(), "exec", "second");
			ChannelExec other = session.createExecChannel("third");
			other.open().verify(TIMEOUT);
			assertThat(commands.poll(20, TimeUnit.SECONDS)).isEqualTo("third");
			release.countDown();
		}
	}

	@Test
	void channelBeforeLoginIsRefused() throws Exception {
		BlockingQueue<String> commands = new LinkedBlockingQueue<>();
		try (TestSshServer server = TestSshServer.start((session) -> commands.add("ran"))) {
			ClientSession session = connect(server);
			session.waitFor(EnumSet.of(ClientSessionEvent.WAIT_AUTH), TIMEOUT);
			Buffer open = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN);
			open.putString("session");
			open.putUInt(0);
			open.putUInt(1 << 20);
			open.putUInt(1 << 15);
			session.writePacket(open);
			try {
				request(session, 0, "exec", "x");
			}
			catch (IOException ex) {
				// the server was faster
			}
			await().atMost(TIMEOUT).until(() -> !session.isOpen());
			assertThat(commands).isEmpty();
			assertServes(server);
		}
	}

	@Test
	void clientThatDoesNotReadBlocksOnlyItsOwnHandler() throws Exception {
		BlockingQueue<String> ends = new LinkedBlockingQueue<>();
		try (TestSshServer server = TestSshServer.start((session) -> {
			if ("flood".equals(session.getRequest().command())) {
				try {
					byte[] block = new byte[65536];
					while (true) {
						session.getOutput().write(block);
					}
				}
				catch (IOException ex) {
					ends.add("failed");
				}
			}
		})) {
			ClientSession session = logIn(server);
			ChannelExec channel = session.createExecChannel("flood");
			channel.open().verify(TIMEOUT);
			assertServes(server);
			assertThat(ends).isEmpty();
			session.close(true);
			assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo("failed");
		}
	}

	@Test
	void oddTerminalIsMadeSafe() throws Exception {
		BlockingQueue<String> terminals = new LinkedBlockingQueue<>();
		try (TestSshServer server = TestSshServer.start((session) -> {
			var terminal = session.getTerminal();
			terminals.add((terminal != null)
					? terminal.getType() + " " + terminal.getColumns() + "x" + terminal.getRows() : "none");
		})) {
			ClientSession session = logIn(server);
			ChannelExec channel = session.createExecChannel("x");
			channel.setUsePty(true);
			channel.setPtyType("../\u001b[2J");
			channel.setPtyColumns(-5);
			channel.setPtyLines(Integer.MAX_VALUE);
			channel.open().verify(TIMEOUT);
			assertThat(terminals.poll(20, TimeUnit.SECONDS)).isEqualTo("dumb 1x10000");
		}
	}

	private void request(ClientSession session, long channel, String type, String command) throws IOException {
		Buffer request = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
		request.putUInt(channel);
		request.putString(type);
		request.putBoolean(false);
		request.putString(command);
		session.writePacket(request);
	}

	private ClientSession connect(TestSshServer server) throws IOException {
		return this.client.connect("demo", "127.0.0.1", server.port()).verify(TIMEOUT).getSession();
	}

	private ClientSession logIn(TestSshServer server) throws IOException {
		ClientSession session = connect(server);
		session.addPasswordIdentity("demo");
		session.auth().verify(TIMEOUT);
		return session;
	}

	private void assertServes(TestSshServer server) throws IOException {
		try (ClientSession session = logIn(server); ChannelExec channel = session.createExecChannel("x")) {
			channel.open().verify(TIMEOUT);
			channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), TIMEOUT);
			assertThat(channel.getExitStatus()).isZero();
		}
	}

	private static final class CountingEncoder implements PasswordEncoder {

		private final AtomicInteger checks;

		private CountingEncoder(AtomicInteger checks) {
			this.checks = checks;
		}

		@Override
		public String encode(CharSequence password) {
			return password.toString();
		}

		@Override
		public boolean matches(CharSequence password, String encoded) {
			this.checks.incrementAndGet();
			return encoded.equals("{noop}" + password);
		}

	}

}
