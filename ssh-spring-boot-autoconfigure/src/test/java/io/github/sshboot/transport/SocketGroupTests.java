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

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SocketGroup}.
 */
@Timeout(60)
class SocketGroupTests {

	private static final int THREADS = 3;

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	private final ExecutorService pool = Executors.newFixedThreadPool(THREADS, this::newThread);

	private final List<Watched> members = new ArrayList<>();

	private final SocketGroup group;

	SocketGroupTests() throws Exception {
		this.group = new SocketGroup(this.pool, THREADS, new ReadBuffers(16));
	}

	private Thread newThread(Runnable task) {
		Thread thread = new Thread(task);
		this.threads.add(thread);
		return thread;
	}

	@AfterEach
	void tearDown() throws Exception {
		this.group.shutdownNow();
		assertThat(this.group.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		for (Watched member : this.members) {
			member.pipe.sink().close();
		}
	}

	@Test
	void threadThatFindsSomethingReadyHandlesIt() throws Exception {
		Queue<Thread> handled = new ConcurrentLinkedQueue<>();
		Watched member = new Watched((self) -> handled.add(Thread.currentThread()));
		for (int i = 1; i <= 5; i++) {
			int count = i;
			member.send();
			await().untilAsserted(() -> assertThat(handled).hasSize(count));
		}
		assertThat(this.threads).containsAll(handled);
	}

	@Test
	void othersAreHandledWhileOneIsHandledForLong() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		Watched slow = new Watched((self) -> {
			begun.countDown();
			release.await();
		});
		AtomicInteger handled = new AtomicInteger();
		Watched other = new Watched((self) -> handled.incrementAndGet());
		slow.send();
		begun.await();
		for (int i = 1; i <= 5; i++) {
			int count = i;
			other.send();
			await().untilAsserted(() -> assertThat(handled).hasValue(count));
		}
		release.countDown();
	}

	@Test
	void asManyAreHandledAtTheSameTimeAsThereAreThreads() throws Exception {
		CyclicBarrier together = new CyclicBarrier(THREADS);
		AtomicInteger handled = new AtomicInteger();
		List<Watched> members = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			members.add(new Watched((self) -> {
				together.await();
				handled.incrementAndGet();
			}));
		}
		for (int i = 1; i <= 5; i++) {
			int count = i * THREADS;
			for (Watched member : members) {
				member.send();
			}
			await().untilAsserted(() -> assertThat(handled).hasValue(count));
		}
	}

	@Test
	void whatIsHandledCanWaitForWhatItHasExecuted() throws Exception {
		AtomicInteger handled = new AtomicInteger();
		Watched member = new Watched((self) -> {
			CountDownLatch executed = new CountDownLatch(1);
			this.group.execute(executed::countDown);
			executed.await();
			handled.incrementAndGet();
		});
		Watched other = new Watched((self) -> handled.incrementAndGet());
		for (int i = 1; i <= 5; i++) {
			int count = 2 * i;
			member.send();
			other.send();
			await().untilAsserted(() -> assertThat(handled).hasValue(count));
		}
	}

	@Test
	void whatIsHandledCanWaitForAnother() throws Exception {
		CountDownLatch released = new CountDownLatch(1);
		AtomicInteger handled = new AtomicInteger();
		Watched other = new Watched((self) -> released.countDown());
		Watched member = new Watched((self) -> {
			other.send();
			released.await();
			handled.incrementAndGet();
		});
		member.send();
		await().untilAsserted(() -> assertThat(handled).hasValue(1));
	}

	@Test
	void whatAlwaysHasSomethingToDoLeavesOthersTheirTurn() throws Exception {
		CountDownLatch stop = new CountDownLatch(1);
		CountDownLatch stopped = new CountDownLatch(THREADS);
		for (int i = 0; i < THREADS; i++) {
			this.group.execute(new Runnable() {

				@Override
				public void run() {
					if (stop.getCount() > 0) {
						SocketGroupTests.this.group.execute(this);
					}
					else {
						stopped.countDown();
					}
				}

			});
		}
		AtomicInteger handled = new AtomicInteger();
		Watched other = new Watched((self) -> handled.incrementAndGet());
		for (int i = 1; i <= 5; i++) {
			int count = i;
			other.send();
			await().untilAsserted(() -> assertThat(handled).hasValue(count));
		}
		stop.countDown();
		assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void oneIsNotHandledTwiceAtTheSameTime() throws Exception {
		AtomicInteger most = new AtomicInteger();
		AtomicInteger handled = new AtomicInteger();
		List<Watched> members = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			Watched member = new Watched((self) -> {
				most.accumulateAndGet(self.running.incrementAndGet(), Math::max);
				Thread.yield();
				self.running.decrementAndGet();
				handled.incrementAndGet();
			});
			members.add(member);
		}
		for (int i = 0; i < 2000; i++) {
			members.get(i % 2).send();
		}
		await().untilAsserted(() -> assertThat(handled).hasValue(2000));
		assertThat(most).hasValue(1);
	}

	@Test
	void errorsEndNoThread() throws Exception {
		AtomicInteger handled = new AtomicInteger();
		Watched member = new Watched((self) -> {
			if (handled.incrementAndGet() <= 2 * THREADS) {
				throw new StackOverflowError("expected");
			}
		});
		for (int i = 1; i <= 2 * THREADS + 1; i++) {
			int count = i;
			member.send();
			await().untilAsserted(() -> assertThat(handled).hasValue(count));
		}
		assertThat(this.threads).hasSizeLessThanOrEqualTo(THREADS).allMatch(Thread::isAlive);
	}

	@Test
	void interruptionIsNotPassedOn() throws Exception {
		List<Boolean> interrupted = Collections.synchronizedList(new ArrayList<>());
		Watched member = new Watched((self) -> {
			interrupted.add(Thread.currentThread().isInterrupted());
			Thread.currentThread().interrupt();
		});
		for (int i = 1; i <= 5; i++) {
			int count = i;
			member.send();
			await().untilAsserted(() -> assertThat(interrupted).hasSize(count));
		}
		assertThat(interrupted).containsOnly(false);
	}

	@Test
	void idleGroupIsAtRest() throws Exception {
		AtomicInteger handled = new AtomicInteger();
		Watched member = new Watched((self) -> handled.incrementAndGet());
		Watched unread = new Watched((self) -> {
			handled.incrementAndGet();
			self.last = true;
		});
		member.send();
		unread.send();
		unread.send();
		await().untilAsserted(() -> assertThat(handled).hasValue(2));
		await().untilAsserted(() -> assertThat(this.threads).filteredOn(Thread::isAlive)
			.noneMatch((thread) -> thread.getState() == Thread.State.TIMED_WAITING));
		await().until(() -> {
			long before = cpuTime();
			TimeUnit.MILLISECONDS.sleep(200);
			return cpuTime() == before;
		});
	}

	private long cpuTime() {
		ThreadMXBean bean = ManagementFactory.getThreadMXBean();
		return this.threads.stream().mapToLong((thread) -> bean.getThreadCpuTime(thread.getId())).sum();
	}

	@Test
	void channelIsLetGoAtOnceWhateverIsHandled() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger begun = new AtomicInteger();
		List<Watched> blocked = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			Watched member = new Watched((self) -> {
				begun.incrementAndGet();
				release.await();
			});
			blocked.add(member);
		}
		Watched closed = new Watched((self) -> {
		});
		for (Watched member : blocked) {
			member.send();
		}
		await().untilAsserted(() -> assertThat(begun).hasValue(THREADS));
		closed.pipe.source().close();
		this.group.release();
		// its reader is gone for good
		assertThatIOException().isThrownBy(closed::send);
		release.countDown();
		blocked.get(0).send();
		await().untilAsserted(() -> assertThat(begun).hasValue(THREADS + 1));
	}

	@Test
	void channelIsLetGoWhileThreadsWait() throws Exception {
		AtomicInteger handled = new AtomicInteger();
		Watched open = new Watched((self) -> handled.incrementAndGet());
		for (int i = 1; i <= 20; i++) {
			int count = i;
			Watched closed = new Watched((self) -> {
			});
			closed.pipe.source().close();
			this.group.release();
			assertThatIOException().isThrownBy(closed::send);
			open.send();
			await().untilAsserted(() -> assertThat(handled).hasValue(count));
		}
	}

	@Test
	void shutDownGroupClosesItsChannelsAndEnds() throws Exception {
		Watched member = new Watched((self) -> {
		});
		this.group.shutdownNow();
		assertThat(member.pipe.source().isOpen()).isFalse();
		assertThat(this.group.isShutdown()).isTrue();
		assertThat(this.group.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.group.isTerminated()).isTrue();
		for (Thread thread : this.threads) {
			thread.join(10_000);
			assertThat(thread.isAlive()).isFalse();
		}
		assertThatIOException().isThrownBy(member::send);
	}

	@Test
	void shutDownGroupLetsGoOfChannelsWhateverIsHandled() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		Watched slow = new Watched((self) -> {
			begun.countDown();
			release.await();
		});
		slow.send();
		begun.await();
		this.group.shutdownNow();
		assertThat(this.group.isTerminated()).isFalse();
		assertThatIOException().isThrownBy(slow::send);
		release.countDown();
		assertThat(this.group.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whoeverHasSomethingForAGroupThatIsShutDownDoesIt() throws Exception {
		new Watched((self) -> {
		});
		this.group.shutdownNow();
		List<Thread> threads = new ArrayList<>();
		this.group.execute(() -> threads.add(Thread.currentThread()));
		assertThat(threads).containsExactly(Thread.currentThread());
	}

	@Test
	void groupThatIsShutDownTakesNoChannel() throws Exception {
		this.group.shutdownNow();
		assertThatIOException().isThrownBy(() -> new Watched((self) -> {
		})).withMessageContaining("No longer open");
	}

	@Test
	void groupWithoutChannelsHasNoThreads() throws Exception {
		assertThat(this.threads).isEmpty();
		this.group.shutdownNow();
		assertThat(this.group.isTerminated()).isTrue();
	}

	/**
	 * Handles a byte.
	 */
	@FunctionalInterface
	private interface Handler {

		void handle(Watched self) throws Exception;

	}

	/**
	 * The end of a pipe that is watched for one byte after the other.
	 */
	private final class Watched implements SocketGroup.Member {

		private final Pipe pipe = Pipe.open();

		private final AtomicInteger running = new AtomicInteger();

		private final Handler handler;

		private final Readiness readiness;

		private volatile boolean last;

		private Watched(Handler handler) throws Exception {
			this.handler = handler;
			SocketGroupTests.this.members.add(this);
			this.pipe.source().configureBlocking(false);
			SelectionKey key = SocketGroupTests.this.group.register(this.pipe.source());
			this.readiness = new Readiness(SocketGroupTests.this.group, key, SelectionKey.OP_READ, this::handle);
			key.attach(this);
			this.readiness.await(false);
		}

		private void send() throws Exception {
			this.pipe.sink().write(ByteBuffer.allocate(1));
		}

		private void handle() {
			try {
				if (this.pipe.source().read(ByteBuffer.allocate(1)) > 0) {
					this.handler.handle(this);
				}
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			finally {
				if (!this.last && this.pipe.source().isOpen()) {
					this.readiness.await(false);
				}
			}
		}

		@Override
		public void ready(int operations, List<Runnable> tasks) {
			this.readiness.ready(operations, tasks);
		}

		@Override
		public void close() {
			try {
				this.pipe.source().close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
