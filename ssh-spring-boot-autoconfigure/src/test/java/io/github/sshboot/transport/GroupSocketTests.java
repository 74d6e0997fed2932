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
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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

	private final ReadBuffers buffers = new ReadBuffers(64);

	private final SocketGroup group;

	private final ServerSocketChannel listener;

	private final List<SocketChannel> peers = new ArrayList<>();

	GroupSocketTests() throws Exception {
		this.group = new SocketGroup(this.pool, 2, this.buffers);
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
		Reading reading = new Reading(socket);
		peer().write(ByteBuffer.wrap(new byte[] { 1, 2, 3 }));
		assertThat(reading.next()).containsExactly(1, 2, 3);
	}

	@Test
	void readsAgainAndAgain() throws Exception {
		GroupSocket socket = connect();
		byte[] sent = new byte[100_000];
		new Random(1).nextBytes(sent);
		ByteBuffer received = ByteBuffer.allocate(sent.length);
		Reading reading = new Reading(socket);
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
			received.put(reading.next());
			reading.again();
		}
		sending.get();
		assertThat(received.array()).isEqualTo(sent);
	}

	/**
	 * Not each with its own, and whatever becomes of them.
	 */
	@Test
	void allAreReadWithWhatIsLentToThem() throws Exception {
		ByteBuffer first = this.buffers.take();
		ByteBuffer second = this.buffers.take();
		this.buffers.give(first);
		this.buffers.give(second);
		List<Reading> readings = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			readings.add(new Reading(connect()));
		}
		for (int i = 0; i < 5; i++) {
			this.peers.get(i).write(ByteBuffer.wrap(new byte[] { (byte) i }));
			assertThat(readings.get(i).next()).containsExactly(i);
			readings.get(i).again();
		}
		this.peers.get(0).shutdownOutput();
		assertThat(readings.get(0).next()).isEmpty();
		this.peers.get(1).setOption(StandardSocketOptions.SO_LINGER, 0).close();
		assertThat(readings.get(1).nextFailure()).isInstanceOf(IOException.class);
		this.group.shutdownNow();
		assertThat(this.group.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		Set<ByteBuffer> left = Collections.newSetFromMap(new IdentityHashMap<>());
		left.add(this.buffers.take());
		left.add(this.buffers.take());
		assertThat(left).hasSize(2).allMatch((buffer) -> buffer == first || buffer == second);
	}

	@Test
	void bufferIsTakenBackFromWhoFails() throws Exception {
		ByteBuffer buffer = this.buffers.take();
		this.buffers.give(buffer);
		GroupSocket socket = connect();
		CountDownLatch called = new CountDownLatch(1);
		socket.read(new GroupSocket.Input() {

			@Override
			public void received(ByteBuffer content) {
				called.countDown();
				throw new IllegalStateException("Expected");
			}

			@Override
			public void ended() {
				// something has come
			}

			@Override
			public void failed(Throwable failure) {
				// something has come
			}

		});
		peer().write(ByteBuffer.wrap(new byte[1]));
		assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
		this.group.shutdownNow();
		assertThat(this.group.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.buffers.take()).isSameAs(buffer);
	}

	/**
	 * A peer with Nagle's algorithm sends the second only when it knows that the first
	 * has arrived, of which it is otherwise told after 40 ms.
	 */
	@Test
	void acknowledgesWhatHasBeenReadAtOnce() throws Exception {
		GroupSocket socket = connect();
		assertThat(peer().getOption(StandardSocketOptions.TCP_NODELAY)).isFalse();
		Reading reading = new Reading(socket);
		assertThat(Rounds.median(() -> {
			peer().write(ByteBuffer.wrap(new byte[1]));
			assertThat(reading.next()).hasSize(1);
			socket.acknowledge();
			reading.again();
			peer().write(ByteBuffer.wrap(new byte[1]));
			assertThat(reading.next()).hasSize(1);
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
		Reading reading = new Reading(socket);
		peer().shutdownOutput();
		assertThat(reading.next()).isEmpty();
		ByteBuffer[] answer = { ByteBuffer.wrap(new byte[] { 7 }) };
		socket.writeNow(answer, 0);
		ByteBuffer received = ByteBuffer.allocate(1);
		assertThat(peer().read(received)).isOne();
	}

	@Test
	void tellsOfAConnectionThatIsReset() throws Exception {
		GroupSocket socket = connect();
		Reading reading = new Reading(socket);
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
		Reading reading = new Reading(socket);
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
		new Reading(socket);
		socket.close();
		assertThat(peer().read(ByteBuffer.allocate(1))).isEqualTo(-1);
	}

	@Test
	void closedSocketFailsWhatIsAskedFor() throws Exception {
		GroupSocket socket = connect();
		socket.close();
		assertThat(new Reading(socket).nextFailure()).isInstanceOf(ClosedChannelException.class);
		assertThatExceptionOfType(ClosedChannelException.class)
			.isThrownBy(() -> socket.writeNow(new ByteBuffer[] { ByteBuffer.allocate(1) }, 0));
	}

	@Test
	void shutDownGroupFailsWhatIsAskedFor() throws Exception {
		Reading reading = new Reading(connect());
		this.group.shutdownNow();
		assertThat(reading.nextFailure()).isInstanceOf(AsynchronousCloseException.class);
	}

	@Test
	void oneReadAtATime() throws Exception {
		GroupSocket socket = connect();
		Reading reading = new Reading(socket);
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
	private static final class Reading implements GroupSocket.Input {

		private final GroupSocket socket;

		private final BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();

		private Reading(GroupSocket socket) {
			this.socket = socket;
			again();
		}

		private void again() {
			this.socket.read(this);
		}

		/**
		 * Return what has come, nothing at the end.
		 */
		private byte[] next() throws Exception {
			Object outcome = this.outcomes.poll(10, TimeUnit.SECONDS);
			assertThat(outcome).isInstanceOf(byte[].class);
			return (byte[]) outcome;
		}

		private @Nullable Object nextFailure() throws Exception {
			return this.outcomes.poll(10, TimeUnit.SECONDS);
		}

		@Override
		public void received(ByteBuffer content) {
			byte[] bytes = new byte[content.remaining()];
			content.get(bytes);
			this.outcomes.add(bytes);
		}

		@Override
		public void ended() {
			this.outcomes.add(new byte[0]);
		}

		@Override
		public void failed(Throwable failure) {
			this.outcomes.add(failure);
		}

	}

}
