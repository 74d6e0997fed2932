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
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The threads that serve sockets. One of them asks the system which sockets are ready,
 * and handles them itself: to wake another one up for it costs more than most of what
 * there is to do. Meanwhile nobody asks, so a second one looks after a moment whether
 * that takes long, and then goes on in its place. Where several sockets are ready,
 * several threads handle them. Thread-safe.
 * <p>
 * The JDK's asynchronous channels wake two threads up for all that is read: one that
 * waits for sockets, and one that handles what it has read.
 */
final class SocketGroup extends AsynchronousChannelGroup implements Executor {

	private static final Log logger = LogFactory.getLog(SocketGroup.class);

	/**
	 * How long sockets may not be looked at because of one that is handled.
	 */
	private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(4);

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

	/**
	 * After how many tasks to look for other sockets that are ready.
	 */
	private static final int MAX_TASKS = 16;

	private final Selector selector;

	private final ExecutorService pool;

	private final int maxThreads;

	private final ReadBuffers readBuffers;

	private final ThreadLocal<Boolean> member = ThreadLocal.withInitial(() -> false);

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * Signalled for threads that have nothing to do.
	 */
	private final Condition needed = this.lock.newCondition();

	private final Condition polled = this.lock.newCondition();

	private final Condition ended = this.lock.newCondition();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	/**
	 * What has been found to do. Only for the thread that polls.
	 */
	private final List<Runnable> found = new ArrayList<>();

	private int threads;

	private int idle;

	/**
	 * Whether a thread asks for sockets that are ready.
	 */
	private volatile boolean polling;

	private long polls;

	/**
	 * How many tasks were taken since.
	 */
	private int taken;

	/**
	 * Whether a thread looks, before long, how the others get on.
	 */
	private boolean watched;

	/**
	 * Whether a thread is about to come.
	 */
	private boolean coming;

	private volatile boolean closed;

	/**
	 * Create a new {@link SocketGroup}.
	 * @param pool makes the threads
	 * @param maxThreads how many there are at most
	 * @param readBuffers what they read with
	 */
	SocketGroup(ExecutorService pool, int maxThreads, ReadBuffers readBuffers) throws IOException {
		super(null);
		this.selector = Selector.open();
		this.pool = pool;
		this.maxThreads = maxThreads;
		this.readBuffers = readBuffers;
	}

	ReadBuffers readBuffers() {
		return this.readBuffers;
	}

	/**
	 * Make a channel known.
	 * @param channel a channel that does not block
	 * @return its key, which asks for nothing yet; a {@link Member} is to be attached
	 */
	SelectionKey register(SelectableChannel channel) throws IOException {
		this.lock.lock();
		try {
			if (this.threads == 0 && !this.closed) {
				startThread();
			}
		}
		finally {
			this.lock.unlock();
		}
		try {
			SelectionKey key = channel.register(this.selector, 0);
			if (!this.closed) {
				return key;
			}
		}
		catch (ClosedSelectorException ex) {
			// closed in between
		}
		throw new IOException("No longer open for connections");
	}

	/**
	 * Take notice of keys that have changed, and of channels that are closed.
	 */
	void changed() {
		if (this.polling) {
			this.selector.wakeup();
		}
	}

	/**
	 * Let go of channels that are closed: as long as the selector knows them, the system
	 * keeps them open. Waits for nothing that is handled.
	 */
	void release() {
		this.lock.lock();
		try {
			// the one that is under way may have let go of channels already
			long last = this.polls + 2;
			while (this.polls < last && !this.closed) {
				if (!this.polling) {
					poll(false);
					takeBack();
					return;
				}
				this.selector.wakeup();
				this.polled.awaitUninterruptibly();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The others may have taken the current thread for one of them.
	 */
	private void takeBack() {
		if (this.threads > 0) {
			help();
			watch();
		}
	}

	/**
	 * Run something on one of the threads: on the current one, if that is one of them, as
	 * soon as it is done with what it handles now. Once the group is closed, whoever
	 * comes does it: what still waits for sockets is to hear of it.
	 */
	@Override
	public void execute(Runnable task) {
		boolean member = this.member.get();
		this.lock.lock();
		try {
			if (member || !this.closed) {
				this.tasks.add(task);
				if (member) {
					watch();
				}
				else {
					help();
				}
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		task.run();
	}

	private void serve(boolean first) {
		this.member.set(true);
		try {
			boolean busy = first;
			while (work(busy)) {
				busy = true;
			}
		}
		finally {
			this.member.remove();
		}
	}

	/**
	 * Do one thing. Nothing is left of it, not even a variable, when the next one is
	 * waited for.
	 */
	private boolean work(boolean busy) {
		Runnable task = next(busy);
		if (task == null) {
			return false;
		}
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			// one connection, not all
			logger.error("A connection failed", ex);
		}
		finally {
			// whoever was to be interrupted, it is not what comes next
			Thread.interrupted();
		}
		return true;
	}

	/**
	 * Return what to do next, or {@code null} if there will be nothing more.
	 * @param busy whether the thread comes from doing something, so that it is for it to
	 * poll
	 */
	private @Nullable Runnable next(boolean busy) {
		this.lock.lock();
		try {
			this.coming &= busy;
			boolean due = busy;
			long seen = this.polls;
			while (true) {
				if (due && !this.polling && !this.closed && (this.tasks.isEmpty() || this.taken >= MAX_TASKS)) {
					poll(this.tasks.isEmpty());
					continue;
				}
				Runnable task = this.tasks.poll();
				if (task != null) {
					this.taken++;
					if (!this.tasks.isEmpty()) {
						help();
					}
					else if (!this.polling) {
						watch();
					}
					return task;
				}
				if (this.closed) {
					this.threads--;
					this.ended.signalAll();
					return null;
				}
				if (!this.watched && (!this.polling || this.polls != seen)) {
					seen = this.polls;
					due = !await(PATIENCE) && this.polls == seen;
				}
				else {
					this.idle++;
					this.needed.awaitUninterruptibly();
					this.idle--;
					this.coming = false;
					seen = this.polls;
					due = false;
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean await(long nanos) {
		this.watched = true;
		try {
			return this.needed.awaitNanos(nanos) > 0;
		}
		catch (InterruptedException ex) {
			// nobody is to interrupt these threads
			return true;
		}
		finally {
			this.watched = false;
			this.coming = false;
		}
	}

	/**
	 * Ask the system which sockets are ready.
	 */
	private void poll(boolean wait) {
		this.polling = true;
		this.taken = 0;
		this.lock.unlock();
		try {
			if (wait) {
				// an interruption would not let it wait
				Thread.interrupted();
				this.selector.select(this::collect);
			}
			else {
				this.selector.selectNow(this::collect);
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			if (!this.closed) {
				logger.error("Sockets cannot be watched", ex);
				LockSupport.parkNanos(PAUSE);
			}
		}
		finally {
			this.lock.lock();
			this.polling = false;
			this.polls++;
			this.tasks.addAll(this.found);
			this.found.clear();
			if (this.lock.hasWaiters(this.polled)) {
				this.polled.signalAll();
			}
		}
	}

	private void collect(SelectionKey key) {
		try {
			if (key.attachment() instanceof Member member) {
				member.ready(key.readyOps(), this.found);
			}
		}
		catch (CancelledKeyException ex) {
			// closed meanwhile
		}
	}

	/**
	 * There is more to do than the current thread does.
	 */
	private void help() {
		if (!this.coming && !this.tasks.isEmpty()) {
			call();
		}
	}

	/**
	 * Somebody is to see whether what the current thread does takes long.
	 */
	private void watch() {
		if (!this.coming && !this.watched) {
			call();
		}
	}

	private void call() {
		if (this.closed) {
			return;
		}
		if (this.idle > 0 || this.watched) {
			this.coming = true;
			this.needed.signal();
		}
		else if (this.threads < this.maxThreads) {
			startThread();
		}
		else if (this.polling) {
			this.selector.wakeup();
		}
	}

	private void startThread() {
		boolean first = this.threads == 0;
		try {
			this.pool.execute(() -> serve(first));
			this.coming = !first;
			this.threads++;
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			if (first) {
				throw ex;
			}
			logger.warn("One thread less serves sockets, as no further one can be started", ex);
		}
	}

	@Override
	public void shutdown() {
		shutdownNow();
	}

	/**
	 * Close all channels. What waits for them is told; threads end when they are done
	 * with what they do.
	 */
	@Override
	public void shutdownNow() {
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			this.closed = true;
		}
		finally {
			this.lock.unlock();
		}
		List.copyOf(this.selector.keys()).forEach(SocketGroup::close);
		try {
			// lets go of the channels, whatever the threads do
			this.selector.close();
		}
		catch (IOException ex) {
			logger.debug("Selector did not close cleanly", ex);
		}
		this.pool.shutdown();
		this.lock.lock();
		try {
			this.needed.signalAll();
			this.polled.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void close(SelectionKey key) {
		if (key.attachment() instanceof Member member) {
			member.close();
		}
		else {
			SocketService.close(key.channel());
		}
	}

	@Override
	public boolean isShutdown() {
		return this.closed;
	}

	@Override
	public boolean isTerminated() {
		this.lock.lock();
		try {
			return this.closed && this.threads == 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		long left = unit.toNanos(timeout);
		this.lock.lock();
		try {
			while (!this.closed || this.threads > 0) {
				if (left <= 0) {
					return false;
				}
				left = this.ended.awaitNanos(left);
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * One of the channels.
	 */
	interface Member {

		/**
		 * Called when the channel is ready for something its key asks for, or is broken.
		 * Must not wait.
		 * @param operations what it is ready for
		 * @param tasks takes what is to be done then
		 */
		void ready(int operations, List<Runnable> tasks);

		void close();

	}

}
