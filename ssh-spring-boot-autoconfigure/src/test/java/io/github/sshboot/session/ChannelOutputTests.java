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

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.sshboot.connection.OutputSpace;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.RemoteWindow;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyByte;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ChannelOutput}.
 */
@Timeout(60)
class ChannelOutputTests {

	private static final int PACKET_SIZE = 100;

	private static final int HEADER = 5;

	private final Channel channel = mock(Channel.class);

	private final AtomicLong window = new AtomicLong(1_000_000);

	private final AtomicInteger space = new AtomicInteger(1000);

	private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();

	private ChannelOutput output;

	private OutputStream out;

	private OutputStream err;

	@BeforeEach
	void setUp() throws IOException {
		Session session = mock(Session.class);
		given(this.channel.getSession()).willReturn(session);
		given(session.createBuffer(anyByte(), anyInt())).willAnswer((call) -> prepared(call.getArgument(0),
				new ByteArrayBuffer(HEADER + call.<Integer>getArgument(1), false)));
		given(session.prepareBuffer(anyByte(), any()))
			.willAnswer((call) -> prepared(call.getArgument(0), call.getArgument(1)));
		given(this.channel.writePacket(any())).willAnswer((call) -> send(call.getArgument(0)));
		RemoteWindow remote = mock(RemoteWindow.class);
		given(remote.getPacketSize()).willReturn((long) PACKET_SIZE);
		given(remote.getSize()).willAnswer((call) -> this.window.get());
		willAnswer((call) -> this.window.addAndGet(-call.<Long>getArgument(0))).given(remote).consume(anyLong());
		OutputSpace.Share share = mock(OutputSpace.Share.class);
		given(share.tryTake(anyInt())).willAnswer((call) -> take(call.getArgument(0)));
		this.output = new ChannelOutput(this.channel, remote, share);
		this.out = this.output.output();
		this.err = this.output.error();
	}

	private static Buffer prepared(byte command, Buffer buffer) {
		buffer.rpos(HEADER);
		buffer.wpos(HEADER);
		buffer.putByte(command);
		return buffer;
	}

	private IoWriteFuture send(Buffer buffer) {
		Sent message = new Sent(buffer.getByte() == SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, buffer);
		this.sent.add(message);
		return message.future;
	}

	private Runnable take(int size) {
		if (this.space.addAndGet(-size) < 0) {
			this.space.addAndGet(size);
			return null;
		}
		return () -> this.space.addAndGet(size);
	}

	private Sent next() throws InterruptedException {
		Sent next = this.sent.poll(20, TimeUnit.SECONDS);
		assertThat(next).isNotNull();
		return next;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private CompletableFuture<Void> inBackground(Task task) {
		return CompletableFuture.runAsync(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}, (runnable) -> new Thread(runnable).start());
	}

	@Test
	void nothingIsSentBeforeItIsFlushedOrAPacketIsFull() throws Exception {
		this.out.write(bytes("abc"));
		assertThat(this.sent).isEmpty();
		this.out.flush();
		assertThat(next()).hasToString("abc");
		this.out.write(new byte[2 * PACKET_SIZE + 1]);
		assertThat(next().text()).hasSize(PACKET_SIZE);
		assertThat(next().text()).hasSize(PACKET_SIZE);
		assertThat(this.sent).isEmpty();
	}

	@Test
	void linesAreSentTogetherOnceThoseBeforeThemAreWritten() throws Exception {
		for (String line : List.of("a\n", "b\n", "c\n")) {
			this.out.write(bytes(line));
			this.out.flush();
		}
		Sent first = next();
		assertThat(first).hasToString("a\n");
		assertThat(this.sent).isEmpty();
		first.written();
		assertThat(next()).hasToString("b\nc\n");
	}

	@Test
	void standardErrorStaysBehindTheOutputBeforeIt() throws Exception {
		this.out.write(bytes("a"));
		this.err.write(bytes("b"));
		this.out.write(bytes("c"));
		this.out.flush();
		assertThat(next()).hasToString("a");
		Sent error = next();
		assertThat(error).hasToString("error: b");
		error.written();
		this.output.offer(bytes("d"));
		assertThat(this.sent).isEmpty();
		this.output.finish();
		assertThat(next()).hasToString("cd");
	}

	@Test
	void flushDoesNotWaitForTheWindowAndIsMadeUpFor() throws Exception {
		this.window.set(2);
		this.out.write(bytes("abc"));
		this.out.flush();
		next().written();
		this.out.flush();
		assertThat(this.sent).isEmpty();
		this.window.set(10);
		this.output.windowChanged();
		assertThat(next()).hasToString("c");
		assertThat(this.window).hasValue(9);
	}

	@Test
	void writerWaitsForTheWindow() throws Exception {
		this.window.set(0);
		CompletableFuture<Void> writer = inBackground(() -> this.out.write(new byte[PACKET_SIZE + 50]));
		assertThat(this.sent.poll(100, TimeUnit.MILLISECONDS)).isNull();
		assertThat(writer).isNotDone();
		this.window.set(10);
		this.output.windowChanged();
		assertThat(next().text()).hasSize(10);
		this.window.set(1000);
		this.output.windowChanged();
		writer.get(20, TimeUnit.SECONDS);
		this.output.finish();
		assertThat(next().text()).hasSize(PACKET_SIZE);
		assertThat(next().text()).hasSize(40);
	}

	@Test
	void writerWaitsForTheSpaceThatIsGivenBackByWhatIsWritten() throws Exception {
		this.space.set(2 * PACKET_SIZE);
		CompletableFuture<Void> writer = inBackground(() -> this.out.write(new byte[4 * PACKET_SIZE]));
		Sent first = next();
		next();
		assertThat(this.sent.poll(100, TimeUnit.MILLISECONDS)).isNull();
		assertThat(writer).isNotDone();
		first.written();
		next().written();
		next().written();
		writer.get(20, TimeUnit.SECONDS);
	}

	@Test
	void interruptedWriterLeavesNoHole() throws Exception {
		this.window.set(0);
		this.out.write(bytes("0123456789".repeat(9)));
		Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
		Thread writer = new Thread(() -> {
			try {
				this.out.write(bytes("0123456789".repeat(9)));
			}
			catch (IOException ex) {
				thrown.add(ex);
			}
		});
		writer.start();
		await().until(() -> writer.getState() == Thread.State.WAITING);
		writer.interrupt();
		writer.join();
		assertThat(thrown).singleElement().isInstanceOf(InterruptedIOException.class);
		this.window.set(1000);
		this.output.finish();
		assertThat(next()).hasToString("0123456789".repeat(10));
		assertThat(this.sent).isEmpty();
	}

	@Test
	void closeEndsTheWaitingAndAllThatComesLater() throws Exception {
		this.window.set(0);
		CompletableFuture<Void> writer = inBackground(() -> this.out.write(new byte[PACKET_SIZE + 1]));
		assertThat(writer).isNotDone();
		this.output.close();
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> writer.get(20, TimeUnit.SECONDS))
			.withRootCauseInstanceOf(IOException.class);
		assertThatIOException().isThrownBy(() -> this.out.write('x'));
		assertThatIOException().isThrownBy(this.output::finish);
		this.window.set(1000);
		this.output.windowChanged();
		this.output.offer(bytes("x"));
		assertThat(this.sent).isEmpty();
	}

	@Test
	void whatCannotBeWrittenEndsIt() throws Exception {
		this.out.write('x');
		this.out.flush();
		next().failed();
		assertThatIOException().isThrownBy(() -> this.out.write('x'));
		assertThat(this.space).hasValue(1000);
	}

	@Test
	void whatIsOfferedIsLeftOutWithoutRoom() throws Exception {
		this.window.set(0);
		this.out.write(new byte[PACKET_SIZE - 2]);
		this.output.offer(bytes("^C\r\n"));
		this.output.offer(bytes("ab"));
		this.window.set(1000);
		this.output.finish();
		assertThat(next().text()).hasSize(PACKET_SIZE).endsWith("ab").doesNotContain("^C");
		assertThat(this.sent).isEmpty();
	}

	@Test
	void allArrivesInOrderWhateverHappensAtTheSameTime() throws Exception {
		this.window.set(500);
		Random random = new Random(1);
		StringBuilder expected = new StringBuilder();
		StringBuilder received = new StringBuilder();
		CompletableFuture<Void> writer = inBackground(() -> {
			for (int i = 0; i < 20_000; i++) {
				boolean error = random.nextInt(10) == 0;
				byte[] data = new byte[random.nextInt(150)];
				random.nextBytes(data);
				OutputStream stream = error ? this.err : this.out;
				stream.write(data);
				for (byte b : data) {
					expected.append((char) ((error ? 0x100 : 0) + (b & 0xFF)));
				}
				if (random.nextInt(3) == 0) {
					stream.flush();
				}
			}
			this.output.finish();
		});
		Random client = new Random(2);
		List<Sent> pending = new ArrayList<>();
		while (!writer.isDone() || !this.sent.isEmpty()) {
			Sent next = this.sent.poll(1, TimeUnit.MILLISECONDS);
			if (next != null) {
				int offset = next.error ? 0x100 : 0;
				next.text().chars().forEach((c) -> received.append((char) (offset + c)));
				pending.add(next);
			}
			if (next == null || client.nextBoolean()) {
				pending.forEach(Sent::written);
				pending.clear();
			}
			if (next == null || client.nextInt(3) == 0) {
				this.window.addAndGet(client.nextInt(300));
				this.output.windowChanged();
			}
		}
		writer.get();
		assertThat(received.toString().equals(expected.toString())).isTrue();
	}

	/**
	 * Something that writes.
	 */
	private interface Task {

		void run() throws IOException;

	}

	/**
	 * A message that was sent, and whether it is on the socket yet.
	 */
	private static final class Sent {

		private final boolean error;

		private final byte[] data;

		private final AbstractIoWriteFuture future = new AbstractIoWriteFuture("test", null) {
		};

		private Sent(boolean error, Buffer buffer) {
			this.error = error;
			buffer.getUInt(); // recipient channel
			if (error) {
				buffer.getUInt(); // type
			}
			this.data = buffer.getBytes();
			assertThat(buffer.available()).isZero();
			assertThat(this.data).hasSizeBetween(1, PACKET_SIZE);
		}

		private void written() {
			this.future.setValue(true);
		}

		private void failed() {
			this.future.setValue(new IOException("broken"));
		}

		private String text() {
			return new String(this.data, StandardCharsets.ISO_8859_1);
		}

		@Override
		public String toString() {
			return (this.error ? "error: " : "") + text();
		}

	}

}
