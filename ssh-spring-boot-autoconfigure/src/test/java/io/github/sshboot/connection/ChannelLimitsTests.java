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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.session.SshHandler;
import io.github.sshboot.testing.MinaClient;
import io.github.sshboot.testing.TestSshServer;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ChannelLimits} at the wire.
 */
@Timeout(120)
class ChannelLimitsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final SshHandler UNTIL_CLOSED = (session) -> {
		if ("wait".equals(session.getRequest().command())) {
			new CountDownLatch(1).await();
		}
	};

	private MinaClient client;

	@BeforeEach
	void startClient() {
		this.client = MinaClient.start();
	}

	@AfterEach
	void stopClient() {
		this.client.close();
	}

	@Test
	void sessionBeyondTheLimitIsRefusedAndTheConnectionGoesOn() throws Exception {
		try (TestSshServer server = TestSshServer.start(UNTIL_CLOSED)) {
			ClientSession session = this.client.logIn(server.port());
			List<ChannelExec> channels = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				ChannelExec channel = session.createExecChannel("wait");
				channel.open().verify(TIMEOUT);
				channels.add(channel);
			}
			assertRefused(session, 10);
			assertThat(session.isOpen()).isTrue();
			this.client.assertServes(server.port());
			channels.get(3).close(false);
			channels.get(3).waitFor(EnumSet.of(ClientChannelEvent.CLOSED), TIMEOUT);
			MinaClient.assertServes(session);
		}
	}

	@Test
	void nextSessionCanBeOpenedAsSoonAsTheClientHasClosedOne() throws Exception {
		try (TestSshServer server = TestSshServer.builder().handler(UNTIL_CLOSED).channels(1, Duration.ZERO).start()) {
			ClientSession session = this.client.logIn(server.port());
			for (int i = 0; i < 50; i++) {
				ChannelExec channel = session.createExecChannel("wait");
				channel.open().verify(TIMEOUT);
				// nothing waits for the answer
				Buffer close = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_CLOSE);
				close.putUInt(channel.getRecipient());
				session.writePacket(close);
			}
			MinaClient.assertServes(session);
		}
	}

	@Test
	void sessionsThatTheClientDoesNotCloseCount() throws Exception {
		try (TestSshServer server = TestSshServer.builder().handler(UNTIL_CLOSED).channels(3, Duration.ZERO).start()) {
			ClientSession session = this.client.logIn(server.port());
			for (int i = 0; i < 3; i++) {
				CountDownLatch ended = new CountDownLatch(1);
				ChannelExec channel = new ChannelExec("x", null, null) {

					@Override
					public void handleClose() {
						ended.countDown();
					}

				};
				session.getService(ConnectionService.class).registerChannel(channel);
				channel.open().verify(TIMEOUT);
				ended.await();
			}
			assertRefused(session, 3);
		}
	}

	private static void assertRefused(ClientSession session, int limit) {
		assertThatExceptionOfType(SshException.class)
			.isThrownBy(() -> session.createExecChannel("x").open().verify(TIMEOUT))
			.havingCause()
			.isInstanceOfSatisfying(SshChannelOpenException.class, (ex) -> {
				assertThat(ex.getReasonCode()).isEqualTo(SshConstants.SSH_OPEN_RESOURCE_SHORTAGE);
				assertThat(ex).hasMessage("A connection can have %d sessions at the same time", limit);
			});
	}

	@Test
	void messagesThatOnlyKeepTheConnectionAliveAreNoActivity() throws Exception {
		try (TestSshServer server = TestSshServer.builder()
			.handler(UNTIL_CLOSED)
			.channels(10, Duration.ofSeconds(1))
			.start()) {
			ClientSession session = this.client.logIn(server.port());
			ChannelExec channel = session.createExecChannel("wait");
			channel.open().verify(TIMEOUT);
			long end = System.nanoTime() + TIMEOUT.toNanos();
			while (session.isOpen() && System.nanoTime() < end) {
				keepAlive(session, channel);
				Thread.sleep(50);
			}
			this.client.assertDisconnected(session, SshConstants.SSH2_DISCONNECT_BY_APPLICATION);
		}
	}

	private static void keepAlive(ClientSession session, ChannelExec channel) {
		try {
			session.sendIgnoreMessage(new byte[10]);
			Buffer global = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
			global.putString("keepalive@openssh.com");
			global.putBoolean(false);
			session.writePacket(global);
			Buffer request = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
			request.putUInt(channel.getRecipient());
			request.putString("keepalive@openssh.com");
			request.putBoolean(false);
			session.writePacket(request);
		}
		catch (IOException ex) {
			// the connection is closed
		}
	}

	@Test
	void outputIsActivity() throws Exception {
		Duration idleTimeout = Duration.ofSeconds(3);
		try (TestSshServer server = TestSshServer.builder().handler((session) -> {
			long end = System.nanoTime() + idleTimeout.multipliedBy(2).toNanos();
			while (System.nanoTime() < end) {
				session.getWriter().println("line");
				Thread.sleep(50);
			}
		}).channels(10, idleTimeout).start()) {
			ClientSession session = this.client.logIn(server.port());
			assertThat(session.executeRemoteCommand("x")).startsWith("line\n");
		}
	}

	@Test
	void inputIsActivity() throws Exception {
		Duration idleTimeout = Duration.ofSeconds(3);
		try (TestSshServer server = TestSshServer.builder()
			.handler((session) -> session.exit(session.getInput().readAllBytes().length))
			.channels(10, idleTimeout)
			.start()) {
			ClientSession session = this.client.logIn(server.port());
			ChannelExec channel = session.createExecChannel("x");
			channel.open().verify(TIMEOUT);
			int sent = 0;
			long end = System.nanoTime() + idleTimeout.multipliedBy(2).toNanos();
			while (System.nanoTime() < end) {
				channel.getInvertedIn().write('x');
				channel.getInvertedIn().flush();
				sent++;
				Thread.sleep(50);
			}
			channel.getInvertedIn().close();
			channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), TIMEOUT);
			assertThat(channel.getExitStatus()).isEqualTo(sent);
		}
	}

	/**
	 * Connections may come and go faster than the time passes that they could be idle.
	 */
	@Test
	void nothingIsLeftToTimeConnectionsThatAreGone() throws Exception {
		List<SshServer> engine = new ArrayList<>();
		try (TestSshServer server = TestSshServer.builder()
			.handler((session) -> session.exit(0))
			.channels(10, Duration.ofHours(1))
			.customize((builder) -> builder.customizers(List.of(engine::add)))
			.start()) {
			ScheduledThreadPoolExecutor timer = (ScheduledThreadPoolExecutor) engine.get(0)
				.getScheduledExecutorService();
			ClientSession session = this.client.logIn(server.port());
			assertThat(delays(timer)).anyMatch((minutes) -> minutes > 50);
			session.close(true);
			Awaitility.await().untilAsserted(() -> assertThat(delays(timer)).noneMatch((minutes) -> minutes > 50));
		}
	}

	private static List<Long> delays(ScheduledThreadPoolExecutor timer) {
		return timer.getQueue().stream().map((task) -> ((Delayed) task).getDelay(TimeUnit.MINUTES)).toList();
	}

}
