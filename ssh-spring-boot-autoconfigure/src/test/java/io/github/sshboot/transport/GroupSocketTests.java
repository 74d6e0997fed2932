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

package io.github.sshboot.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.testing.Rounds;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link GroupSocket}.
 */
@Timeout(60)
class GroupSocketTests {

	private final ExecutorService pool = Executors.newFixedThreadPool(2);

	private final SocketGroup group;

	private final ServerSocketChannel listener;

	private final List<SocketChannel> peers = new ArrayList<>();

	GroupSocketTests() throws Exception {
		this.group = new SocketGroup(this.pool, 2);
		this.listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
	}

	@AfterEach
	void tearDown() throws Exception {
		this.group.shutdownNow();
		assertThat(this.group.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		this.listener.close();
		for (SocketChannel peer : this.peers) {
			peer.close();
		}
	}

	@Test
	void reads() throws Exception {
		GroupSocket socket = connect();
		Reading reading = new Reading(socket, 16);
		peer().write(ByteBuffer.wrap(new byte[] { 1, 2, 3 }));
		assertThat(reading.next()).isEqualTo(3);
		assertThat(reading.buffer.flip()).isEqualTo(ByteBuffer.wrap(new byte[] { 1, 2, 3 }));
	}

	@Test
	void readsAgainAndAgainWhateverTheSizeOfTheBuffer() throws Exception {
		GroupSocket socket = connect();
		byte[] sent = new byte[100_000];
		new Random(1).nextBytes(sent);
		ByteBuffer received = ByteBuffer.allocate(sent.length);
		Reading reading = new Reading(socket, 64);
		CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
			try {
				for (int i = 0; i < sent.length; i += 1000) {
					peer().write(ByteBuffer.wrap(sent, i, 1000));
				}
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		while (received.hasRemaining()) {
			reading.next();
			received.put(reading.buffer.flip());
			reading.again();
		}
		sending.get();
		assertThat(received.array()).isEqualTo(sent);
	}

	/**
	 * A peer with Nagle's algorithm sends the second only when it knows that the first
	 * has arrived, of which it is otherwise told after 40 ms.
	 */
	@Test
	void acknowledgesWhatHasBeenReadAtOnce() throws Exception {
		GroupSocket socket = connect();
		assertThat(peer().getOption(StandardSocketOptions.TCP_NODELAY)).isFalse();
		Reading reading = new Reading(socket, 1);
		assertThat(Rounds.median(() -> {
			peer().write(ByteBuffer.wrap(new byte[1]));
			assertThat(reading.next()).isOne();
			socket.acknowledge();
			reading.again();
			peer().write(ByteBuffer.wrap(new byte[1]));
			assertThat(reading.next()).isOne();
			socket.writeNow(new ByteBuffer[] { ByteBuffer.wrap(new byte[1]) }, 0);
			assertThat(peer().read(ByteBuffer.allocate(1))).isOne();
			reading.again();
		})).isLessThan(Duration.ofMillis(30));
	}

	@Test
	void acknowledgesNothingOnceItIsClosed() throws Exception {
		GroupSocket socket = connect();
		socket.close();
		socket.acknowledge();
	}

	@Test
	void tellsOfTheEndOfTheInputAndStillWrites() throws Exception {
		GroupSocket socket = connect();
		Reading reading = new Reading(socket, 16);
		peer().shutdownOutput();
		assertThat(reading.next()).isEqualTo(-1);
		ByteBuffer[] answer = { ByteBuffer.wrap(new byte[] { 7 }) };
		socket.writeNow(answer, 0);
		ByteBuffer received = ByteBuffer.allocate(1);
		assertThat(peer().read(received)).isOne();
	}

	@Test
	void tellsOfAConnectionThatIsReset() throws Exception {
		GroupSocket socket = connect();
		Reading reading = new Reading(socket, 16);
		peer().setOption(StandardSocketOptions.SO_LINGER, 0).close();
		assertThat(reading.nextFailure()).isInstanceOf(IOException.class);
	}

	@Test
	void whatThereIsNoRoomForIsWrittenWhenThePeerReads() throws Exception {
		GroupSocket socket = connect();
		Random random = new Random(2);
		ByteBuffer[] sources = new ByteBuffer[16];
		ByteBuffer expected = ByteBuffer.allocate(16 * 1_000_000);
		for (int i = 0; i < sources.length; i++) {
			byte[] source = new byte[1_000_000 - i];
			random.nextBytes(source);
			sources[i] = ByteBuffer.wrap(source);
			expected.put(source);
		}
		expected.flip();
		socket.writeNow(sources, 0);
		assertThat(sources[15].hasRemaining()).isTrue();
		CompletableFuture<Void> written = new CompletableFuture<>();
		socket.write(sources, (failure) -> complete(written, failure));
		assertThat(written).isNotDone();
		ByteBuffer received = ByteBuffer.allocate(expected.remaining());
		while (received.hasRemaining()) {
			assertThat(peer().read(received)).isPositive();
		}
		written.get(10, TimeUnit.SECONDS);
		assertThat(received.flip()).isEqualTo(expected);
	}

	@Test
	void interruptedThreadWritesWithoutClosingAnything() throws Exception {
		GroupSocket socket = connect();
		Thread.currentThread().interrupt();
		try {
			socket.writeNow(new ByteBuffer[] { ByteBuffer.allocate(10) }, 0);
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
		finally {
			Thread.interrupted();
		}
		assertThat(socket.isOpen()).isTrue();
		assertThat(peer().read(ByteBuffer.allocate(20))).isEqualTo(10);
	}

	@Test
	void closingFailsWhatIsAskedForOnce() throws Exception {
		GroupSocket socket = connect();
		Reading reading = new Reading(socket, 16);
		ByteBuffer[] sources = { ByteBuffer.allocate(50_000_000) };
		socket.writeNow(sources, 0);
		BlockingQueue<Object> written = new LinkedBlockingQueue<>();
		socket.write(sources, (failure) -> written.add((failure != null) ? failure : "written"));
		socket.close();
		socket.close();
		assertThat(socket.isOpen()).isFalse();
		assertThat(reading.nextFailure()).isInstanceOf(AsynchronousCloseException.class);
		assertThat(written.poll(10, TimeUnit.SECONDS)).isInstanceOf(AsynchronousCloseException.class);
		this.group.shutdownNow();
		assertThat(this.group.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		assertThat(reading.outcomes).isEmpty();
		assertThat(written).isEmpty();
	}

	@Test
	void closingTellsThePeer() throws Exception {
		GroupSocket socket = connect();
		new Reading(socket, 16);
		socket.close();
		assertThat(peer().read(ByteBuffer.allocate(1))).isEqualTo(-1);
	}

	@Test
	void closedSocketFailsWhatIsAskedFor() throws Exception {
		GroupSocket socket = connect();
		socket.close();
		assertThat(new Reading(socket, 16).nextFailure()).isInstanceOf(ClosedChannelException.class);
		assertThatExceptionOfType(ClosedChannelException.class)
			.isThrownBy(() -> socket.writeNow(new ByteBuffer[] { ByteBuffer.allocate(1) }, 0));
	}

	@Test
	void shutDownGroupFailsWhatIsAskedFor() throws Exception {
		Reading reading = new Reading(connect(), 16);
		this.group.shutdownNow();
		assertThat(reading.nextFailure()).isInstanceOf(AsynchronousCloseException.class);
	}

	@Test
	void oneReadAtATime() throws Exception {
		GroupSocket socket = connect();
		Reading reading = new Reading(socket, 16);
		assertThatIllegalStateException().isThrownBy(reading::again);
	}

	@Test
	void tellsOfAConnectionThatIsRefused() throws Exception {
		InetSocketAddress address = (InetSocketAddress) this.listener.getLocalAddress();
		this.listener.close();
		CompletableFuture<Void> connected = new CompletableFuture<>();
		GroupSocket socket = GroupSocket.of(this.group, SocketChannel.open());
		socket.connect(address, (failure) -> complete(connected, failure));
		assertThat(connected).failsWithin(10, TimeUnit.SECONDS)
			.withThrowableThat()
			.withCauseInstanceOf(ConnectException.class);
	}

	@Test
	void closingFailsAConnectionThatIsBeingMade() throws Exception {
		try (ServerSocketChannel full = ServerSocketChannel.open()
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1)) {
			List<CompletableFuture<Void>> connecting = new ArrayList<>();
			List<GroupSocket> sockets = new ArrayList<>();
			// nobody accepts: some wait
			for (int i = 0; i < 5; i++) {
				CompletableFuture<Void> connected = new CompletableFuture<>();
				GroupSocket socket = GroupSocket.of(this.group, SocketChannel.open());
				socket.connect(full.getLocalAddress(), (failure) -> complete(connected, failure));
				connecting.add(connected);
				sockets.add(socket);
			}
			sockets.forEach(GroupSocket::close);
			assertThat(connecting.get(4)).failsWithin(10, TimeUnit.SECONDS)
				.withThrowableThat()
				.withCauseInstanceOf(AsynchronousCloseException.class);
		}
	}

	private GroupSocket connect() throws Exception {
		CompletableFuture<Void> connected = new CompletableFuture<>();
		GroupSocket socket = GroupSocket.of(this.group, SocketChannel.open());
		socket.connect(this.listener.getLocalAddress(), (failure) -> complete(connected, failure));
		this.peers.add(this.listener.accept());
		connected.get(10, TimeUnit.SECONDS);
		return socket;
	}

	private SocketChannel peer() {
		return this.peers.get(0);
	}

	private static void complete(CompletableFuture<Void> future, @Nullable Throwable failure) {
		if (failure != null) {
			future.completeExceptionally(failure);
		}
		else {
			future.complete(null);
		}
	}

	/**
	 * What is read, one after the other.
	 */
	private static final class Reading implements CompletionHandler<Integer, @Nullable Void> {

		private final GroupSocket socket;

		private final ByteBuffer buffer;

		private final BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();

		private Reading(GroupSocket socket, int size) {
			this.socket = socket;
			this.buffer = ByteBuffer.allocate(size);
			again();
		}

		private void again() {
			this.buffer.clear();
			this.socket.read(this.buffer, null, this);
		}

		private int next() throws Exception {
			Object outcome = this.outcomes.poll(10, TimeUnit.SECONDS);
			assertThat(outcome).isInstanceOf(Integer.class);
			return (Integer) outcome;
		}

		private @Nullable Object nextFailure() throws Exception {
			return this.outcomes.poll(10, TimeUnit.SECONDS);
		}

		@Override
		public void completed(Integer count, @Nullable Void attachment) {
			this.outcomes.add(count);
		}

		@Override
		public void failed(Throwable failure, @Nullable Void attachment) {
			this.outcomes.add(failure);
		}

	}

}
