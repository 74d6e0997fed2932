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

package io.github.sshboot.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.sshboot.testing.MinaClient;
import io.github.sshboot.testing.TestSshServer;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ChannelSession;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for requests that no honest client makes. None of them is an error of the server,
 * and other channels go on.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class HostileRequestsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

	private final AtomicInteger resizes = new AtomicInteger();

	private final CountDownLatch release = new CountDownLatch(1);

	private MinaClient client;

	private TestSshServer server;

	private ClientSession session;

	@BeforeEach
	void start() throws IOException {
		this.client = MinaClient.start();
		this.server = TestSshServer.start(this::handle);
		this.session = this.client.logIn(this.server.port());
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.server.close();
	}

	private void handle(SshSession session) throws Exception {
		if ("x".equals(session.getRequest().command())) {
			return;
		}
		if ("print".equals(session.getRequest().command())) {
			for (int i = 0; i < 2000; i++) {
				session.getWriter().print(i % 10);
			}
			return;
		}
		if ("stubborn".equals(session.getRequest().command())) {
			this.events.add("stubborn");
			while (this.release.getCount() > 0) {
				try {
					this.release.await();
				}
				catch (InterruptedException ex) {
					// it has not been released
				}
			}
			session.exit(7);
			return;
		}
		session.onSignal(this.events::add);
		SshTerminal terminal = session.getTerminal();
		if (terminal != null) {
			this.events.add(terminal.getType());
			terminal.onResize(this.resizes::incrementAndGet);
		}
		if ("read".equals(session.getRequest().command())) {
			this.events.add("read " + session.getInput().readAllBytes().length);
		}
		this.events.add("running");
		this.release.await();
	}

	@Test
	void requestsForChannelsThatAreNotThere(CapturedOutput output) throws Exception {
		for (int i = 0; i < 1000; i++) {
			send(request(i, "exec", (buffer) -> buffer.putString("x")));
			send(request(0xFFFFFFFFL - i, "shell", (buffer) -> {
			}));
		}
		assertGoesOn(output);
	}

	@Test
	void secondTerminalAndTerminalAfterTheStart(CapturedOutput output) throws Exception {
		ChannelExec channel = this.session.createExecChannel("wait");
		channel.setUsePty(true);
		channel.setPtyType("first");
		channel.open().verify(TIMEOUT);
		awaitEvents("first", "running");
		send(request(channel.getRecipient(), "pty-req", (buffer) -> {
			buffer.putString("second");
			for (int i = 0; i < 4; i++) {
				buffer.putUInt(10);
			}
			buffer.putBytes(new byte[0]);
		}));
		assertGoesOn(output);
	}

	@Test
	void sizesWithoutEnd(CapturedOutput output) throws Exception {
		ChannelExec channel = this.session.createExecChannel("wait");
		channel.setUsePty(true);
		channel.setPtyType("tty");
		channel.open().verify(TIMEOUT);
		awaitEvents("tty", "running");
		for (int i = 0; i < 5000; i++) {
			long size = i * 858_993L;
			send(request(channel.getRecipient(), "window-change", (buffer) -> {
				for (int j = 0; j < 4; j++) {
					buffer.putUInt(size);
				}
			}));
		}
		assertGoesOn(output);
		assertThat(this.resizes).hasValue(5000);
	}

	@Test
	void signalsWithOddNames(CapturedOutput output) throws Exception {
		ChannelExec channel = start("wait");
		for (String name : List.of("", " ", "\n", "USR1\r\nERROR forged", "\u001b[2J", "x".repeat(65), "ä",
				"x".repeat(100_000))) {
			send(request(channel.getRecipient(), "signal", (buffer) -> buffer.putString(name)));
		}
		send(request(channel.getRecipient(), "signal", (buffer) -> buffer.putString("odd@example.com")));
		awaitEvents("odd@example.com");
		send(request(channel.getRecipient(), "break", (buffer) -> buffer.putUInt(500)));
		awaitEvents("BREAK");
		assertGoesOn(output);
	}

	@Test
	void unknownRequestsAreRefusedWithoutAWord(CapturedOutput output) throws Exception {
		ChannelExec channel = start("wait");
		for (int i = 0; i < 1000; i++) {
			send(request(channel.getRecipient(), "\nERROR forged " + i, (buffer) -> buffer.putString("x")));
		}
		assertGoesOn(output);
		assertThat(output).doesNotContain("forged");
	}

	@Test
	void dataAfterTheEndIsDropped(CapturedOutput output) throws Exception {
		ChannelExec channel = start("read");
		data(channel, 10);
		Buffer eof = this.session.createBuffer(SshConstants.SSH_MSG_CHANNEL_EOF);
		eof.putUInt(channel.getRecipient());
		send(eof);
		for (int i = 0; i < 50; i++) {
			data(channel, 1000);
		}
		awaitEvents("read 10", "running");
		assertGoesOn(output);
		assertThat(output).doesNotContain("after EOF");
	}

	@Test
	void channelThatIsClosedAgainAndAgain(CapturedOutput output) throws Exception {
		for (int i = 0; i < 100; i++) {
			ChannelExec channel = this.session.createExecChannel("wait");
			channel.open().verify(TIMEOUT);
			for (int j = 0; j < 3; j++) {
				Buffer close = this.session.createBuffer(SshConstants.SSH_MSG_CHANNEL_CLOSE);
				close.putUInt(channel.getRecipient());
				send(close);
				send(request(channel.getRecipient(), "exec", (buffer) -> buffer.putString("again")));
				data(channel, 10);
			}
			channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), TIMEOUT);
		}
		assertGoesOn(output);
	}

	@Test
	void dataBeforeTheRequestIsReadByItsHandler(CapturedOutput output) throws Exception {
		ChannelSession channel = open();
		for (int i = 0; i < 10; i++) {
			data(channel, 1000);
		}
		Buffer eof = this.session.createBuffer(SshConstants.SSH_MSG_CHANNEL_EOF);
		eof.putUInt(channel.getRecipient());
		send(eof);
		send(request(channel.getRecipient(), "exec", (buffer) -> buffer.putString("read")));
		awaitEvents("read 10000", "running");
		assertGoesOn(output);
	}

	@Test
	void dataForChannelsWithoutARequestIsBoundedByTheirWindows(CapturedOutput output) throws Exception {
		ChannelSession channel = open();
		for (int i = 0; i < 1000 && !this.session.isClosing(); i++) {
			try {
				data(channel, 32_000);
			}
			catch (IOException ex) {
				break;
			}
		}
		await().atMost(TIMEOUT).until(() -> !this.session.isOpen());
		this.client.assertServes(this.server.port());
		assertThat(output).doesNotContain("ERROR");
		this.release.countDown();
	}

	@Test
	void requestsBeforeTheCommandWithoutEnd(CapturedOutput output) throws Exception {
		ChannelSession channel = open();
		for (int i = 0; i < 5000; i++) {
			String name = "LC_" + i;
			send(request(channel.getRecipient(), "env", (buffer) -> {
				buffer.putString(name);
				buffer.putString("x".repeat(8000));
			}));
			send(request(channel.getRecipient(), "pty-req", (buffer) -> {
				buffer.putString(name);
				for (int j = 0; j < 4; j++) {
					buffer.putUInt(10);
				}
				buffer.putBytes(new byte[8000]);
			}));
			send(request(channel.getRecipient(), "signal", (buffer) -> buffer.putString("KILL")));
			send(request(channel.getRecipient(), "window-change", (buffer) -> {
				for (int j = 0; j < 4; j++) {
					buffer.putUInt(10);
				}
			}));
		}
		send(request(channel.getRecipient(), "exec", (buffer) -> buffer.putString("wait")));
		awaitEvents("LC_0", "running");
		assertGoesOn(output);
	}

	@Test
	void signalsWithoutEndForAHandlerThatDoesNotListen(CapturedOutput output) throws Exception {
		ChannelSession channel = open();
		send(request(channel.getRecipient(), "exec", (buffer) -> buffer.putString("stubborn")));
		awaitEvents("stubborn");
		for (int i = 0; i < 20_000; i++) {
			send(request(channel.getRecipient(), "signal", (buffer) -> buffer.putString("INT")));
		}
		MinaClient.assertServes(this.session);
		this.release.countDown();
		channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), TIMEOUT);
		// it has come to a good end, whatever it was told
		assertThat(channel.getExitStatus()).isEqualTo(7);
		assertGoesOn(output);
	}

	@Test
	void windowOfOneByte(CapturedOutput output) throws Exception {
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		CoreModuleProperties.WINDOW_SIZE.set(this.session, 1L);
		ChannelSession channel = open(new ChannelSession() {

			@Override
			public void handleData(Buffer buffer) throws IOException {
				assertThat(buffer.getInt()).isOne();
				received.write(buffer.getByte());
				Buffer adjust = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST);
				adjust.putUInt(getRecipient());
				adjust.putUInt(1);
				getSession().writePacket(adjust);
			}

		});
		CoreModuleProperties.WINDOW_SIZE.remove(this.session);
		send(request(channel.getRecipient(), "exec", (buffer) -> buffer.putString("print")));
		assertThat(channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), TIMEOUT)).contains(ClientChannelEvent.CLOSED);
		assertThat(received.toString(StandardCharsets.US_ASCII)).isEqualTo("0123456789".repeat(200));
		assertThat(channel.getExitStatus()).isZero();
		assertGoesOn(output);
	}

	/**
	 * Open a session that asks for nothing.
	 */
	private ChannelSession open() throws IOException {
		return open(new ChannelSession());
	}

	private ChannelSession open(ChannelSession channel) throws IOException {
		this.session.getService(ConnectionService.class).registerChannel(channel);
		channel.open().verify(TIMEOUT);
		return channel;
	}

	private ChannelExec start(String command) throws Exception {
		ChannelExec channel = this.session.createExecChannel(command);
		channel.open().verify(TIMEOUT);
		if (!"read".equals(command)) {
			awaitEvents("running");
		}
		return channel;
	}

	private void awaitEvents(String... expected) throws InterruptedException {
		for (String event : expected) {
			assertThat(this.events.poll(90, TimeUnit.SECONDS)).isEqualTo(event);
		}
	}

	private void assertGoesOn(CapturedOutput output) throws IOException {
		MinaClient.assertServes(this.session);
		assertThat(output).doesNotContain("ERROR");
		this.release.countDown();
	}

	private void data(ClientChannel channel, int length) throws IOException {
		Buffer data = this.session.createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA);
		data.putUInt(channel.getRecipient());
		data.putBytes(new byte[length]);
		send(data);
	}

	private Buffer request(long channel, String type, Consumer<Buffer> content) {
		Buffer request = this.session.createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
		request.putUInt(channel);
		request.putString(type);
		request.putBoolean(false);
		content.accept(request);
		return request;
	}

	/**
	 * Each message has its time to get away: on a busy machine, many take longer than
	 * what comes after them may.
	 */
	private void send(Buffer message) throws IOException {
		assertThat(this.session.writePacket(message).await(TIMEOUT)).isTrue();
	}

}
