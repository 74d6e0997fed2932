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

package io.github.sshboot.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sshboot.client.DefaultSshClientFactory;
import io.github.sshboot.client.SshConnectException;
import io.github.sshboot.testing.MinaClient;
import io.github.sshboot.testing.RawSshPeer;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.TransportSettings;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Peers that say of their windows what no honest peer says.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class HostileWindowTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final long MAX_WINDOW = 0xFFFFFFFFL;

	@AfterEach
	void logHasNoStackTraces(CapturedOutput output) {
		assertThat(output.getAll()).doesNotContain(" ERROR ").doesNotContainPattern("\\n\\s+at ");
	}

	private static Buffer open(long packetSize) {
		Buffer open = RawSshPeer.message(SshConstants.SSH_MSG_CHANNEL_OPEN);
		open.putString("session");
		open.putUInt(7);
		open.putUInt(1 << 20);
		open.putUInt(packetSize);
		return open;
	}

	private static Buffer confirm(long channel, long window, long packetSize) {
		Buffer confirmation = RawSshPeer.message(SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION);
		confirmation.putUInt(channel);
		confirmation.putUInt(7);
		confirmation.putUInt(window);
		confirmation.putUInt(packetSize);
		return confirmation;
	}

	private static Buffer adjust(long channel, long bytes) {
		Buffer adjust = RawSshPeer.message(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST);
		adjust.putUInt(channel);
		adjust.putUInt(bytes);
		return adjust;
	}

	private static void send(Session session, Buffer message) throws IOException {
		MinaClient.send(session, message, message.available());
	}

	/**
	 * Clients of our server.
	 */
	@Nested
	class OfClients {

		private final CountDownLatch end = new CountDownLatch(1);

		private final BlockingQueue<String> commands = new LinkedBlockingQueue<>();

		private final MinaClient client = MinaClient.start();

		private TestSshServer server;

		private ClientSession bystander;

		@BeforeEach
		void start() throws Exception {
			this.server = TestSshServer.start((session) -> {
				this.commands.add(String.valueOf(session.getRequest().command()));
				if ("wait".equals(session.getRequest().command())) {
					this.end.await();
				}
			});
			this.bystander = this.client.logIn(this.server.port());
		}

		@AfterEach
		void stop() throws Exception {
			MinaClient.assertServes(this.bystander);
			this.client.assertServes(this.server.port());
			this.end.countDown();
			this.client.close();
			this.server.close();
		}

		/**
		 * Log in and run a command, so that nothing that belongs to the login is still on
		 * its way.
		 */
		private ClientSession logIn() throws IOException {
			ClientSession session = this.client.logIn(this.server.port());
			MinaClient.assertServes(session);
			return session;
		}

		@Test
		void channelWhosePacketsCanHoldNothing() throws Exception {
			ClientSession session = logIn();
			send(session, open(0));
			this.client.assertDisconnected(session, SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
			assertThat(this.commands).containsExactly("x");
		}

		@Test
		void windowThatIsTooLarge() throws Exception {
			ClientSession session = logIn();
			ChannelExec channel = session.createExecChannel("wait");
			channel.open().verify(TIMEOUT);
			long space = MAX_WINDOW - channel.getLocalWindow().getSize();
			send(session, adjust(channel.getRecipient(), space));
			MinaClient.assertServes(session);
			send(session, adjust(channel.getRecipient(), 1));
			this.client.assertDisconnected(session, SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
		}

		@Test
		void channelWhoseRequestIsCutOff() throws Exception {
			Buffer open = open(1 << 15);
			for (int length = 1; length < open.available(); length += 3) {
				ClientSession session = logIn();
				MinaClient.send(session, open, length);
				this.client.assertDisconnected(session, SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
			}
		}

		@ParameterizedTest
		@ValueSource(ints = { 1, 4, 5, 8 })
		void adjustmentThatIsCutOff(int length) throws Exception {
			ClientSession session = logIn();
			ChannelExec channel = session.createExecChannel("wait");
			channel.open().verify(TIMEOUT);
			MinaClient.send(session, adjust(channel.getRecipient(), 1), length);
			this.client.assertDisconnected(session, SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
		}

	}

	/**
	 * Servers of our client.
	 */
	@Nested
	class OfServers {

		private final BlockingQueue<Integer> disconnects = new LinkedBlockingQueue<>();

		private final AtomicInteger logins = new AtomicInteger();

		@Test
		void channelWhosePacketsCanHoldNothing() throws Exception {
			attack((session, channel) -> send(session, confirm(channel, 1 << 20, 0)));
		}

		@Test
		void windowThatIsTooLarge() throws Exception {
			attack((session, channel) -> {
				send(session, confirm(channel, MAX_WINDOW - 1, 1 << 15));
				// more than the client's input has taken of it by now
				send(session, adjust(channel, 100));
			});
		}

		@ParameterizedTest
		@ValueSource(ints = { 1, 5, 9, 13, 16 })
		void confirmationThatIsCutOff(int length) throws Exception {
			attack((session, channel) -> MinaClient.send(session, confirm(channel, 1 << 20, 1 << 15), length));
		}

		/**
		 * What the client says last has to wait for its input, which it may be writing.
		 */
		@RepeatedTest(20)
		void adjustmentThatIsCutOff() throws Exception {
			attack((session, channel) -> {
				send(session, confirm(channel, 1 << 20, 1 << 15));
				MinaClient.send(session, adjust(channel, 1), 6);
			});
		}

		private void attack(Attack attack) throws Exception {
			try (TestSshServer hostile = TestSshServer.builder()
				.handler((session) -> session.exit(0))
				.customize((builder) -> builder.customizers(List.of((server) -> customize(server, attack))))
				.start();
					TestSshServer honest = TestSshServer.start((session) -> session.getReader().readLine());
					DefaultSshClientFactory attacked = TestSshClients.create(hostile.port(),
							TestSshClients.transport(TransportSettings.defaults()));
					DefaultSshClientFactory other = TestSshClients.create(honest.port())) {
				var bystander = other.get("demo").exec("x").start();
				assertThatExceptionOfType(SshConnectException.class)
					.isThrownBy(() -> attacked.get("demo").exec("x").input(new byte[10]).run())
					.withMessageContaining("Protocol error: ");
				// a connection that is reset may take the reason with it
				assertThat(this.disconnects.poll(20, TimeUnit.SECONDS))
					.isIn(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, RawSshPeer.NO_REASON);
				// what fails like this is not tried again
				assertThat(this.logins).hasValue(1);
				bystander.getInput().close();
				assertThat(bystander.waitFor()).isZero();
			}
		}

		private void customize(SshServer server, Attack attack) {
			server.setChannelFactories(List.of(new AttackingChannel(attack)));
			server.addSessionListener(new SessionListener() {

				@Override
				public void sessionEvent(Session session, Event event) {
					if (event == Event.Authenticated) {
						OfServers.this.logins.incrementAndGet();
					}
				}

				@Override
				public void sessionClosed(Session session) {
					OfServers.this.disconnects.add(RawSshPeer.NO_REASON);
				}

				@Override
				public void sessionDisconnect(Session session, int reason, @Nullable String message,
						@Nullable String language, boolean initiator) {
					if (!initiator) {
						OfServers.this.disconnects.add(reason);
					}
				}

			});
		}

	}

	/**
	 * What a server does instead of opening a channel.
	 */
	@FunctionalInterface
	private interface Attack {

		void run(Session session, long channel) throws IOException;

	}

	private record AttackingChannel(Attack attack) implements ChannelFactory {

		@Override
		public String getName() {
			return "session";
		}

		@Override
		public Channel createChannel(Session session) {
			return new ChannelSession() {

				@Override
				public OpenFuture open(long recipient, long windowSize, long packetSize, Buffer buffer) {
					try {
						AttackingChannel.this.attack.run(getSession(), recipient);
					}
					catch (IOException ex) {
						throw new IllegalStateException(ex);
					}
					return new DefaultOpenFuture(this, this.futureLock);
				}

				// what the client still sends of its command is nothing to fail at,
				// before
				// its last words are read

				@Override
				public void handleRequest(Buffer buffer) {
				}

				@Override
				public void handleData(Buffer buffer) {
				}

				@Override
				public void handleEof() {
				}

			};
		}

	}

}
