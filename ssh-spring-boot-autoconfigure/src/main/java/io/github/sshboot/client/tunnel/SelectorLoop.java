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

package io.github.sshboot.client.tunnel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The one thread that waits for the sockets of all tunnels: what listens, and what goes
 * through them. TCP and Unix-domain sockets are all the same to it. Nothing that it runs
 * may block.
 */
final class SelectorLoop implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(SelectorLoop.class);

	private static final String THREAD = "ssh-client-tunnels";

	private static final int BUFFER_SIZE = 32768;

	private static final int CLOSE_SECONDS = 5;

	private final Selector selector;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);

	private final Thread thread = new Thread(this::run, THREAD);

	private volatile boolean closed;

	private SelectorLoop(Selector selector) {
		this.selector = selector;
		this.thread.setDaemon(true);
	}

	static SelectorLoop start() {
		try {
			SelectorLoop loop = new SelectorLoop(Selector.open());
			loop.thread.start();
			return loop;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Run something on the thread of the loop, soon. Once the loop is closed it is run at
	 * once: there is nothing left that it could disturb.
	 */
	void execute(Runnable task) {
		this.tasks.add(task);
		if (this.closed) {
			runTasks();
		}
		else if (Thread.currentThread() != this.thread) {
			this.selector.wakeup();
		}
	}

	/**
	 * Watch a channel. Only for the thread of the loop.
	 * @param channel the channel, which does not block
	 * @param operations what to watch it for
	 * @param handler what to tell
	 * @return the key, to change the operations with
	 */
	SelectionKey register(SelectableChannel channel, int operations, Handler handler) throws IOException {
		return channel.register(this.selector, operations, handler);
	}

	/**
	 * Return a buffer for what is handled at once. Only for the thread of the loop.
	 */
	ByteBuffer buffer() {
		return this.buffer.clear();
	}

	/**
	 * Close a channel and wait until its address is free: as long as the selector knows a
	 * channel, the system keeps it open.
	 */
	void closeNow(SelectableChannel channel) {
		CountDownLatch done = new CountDownLatch(1);
		execute(() -> {
			close(channel);
			try {
				this.selector.selectNow();
			}
			catch (IOException | ClosedSelectorException ex) {
				logger.debug("Selector failed", ex);
			}
			done.countDown();
		});
		try {
			if (Thread.currentThread() != this.thread && !done.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
				logger.warn("A tunnel did not stop listening within %d seconds".formatted(CLOSE_SECONDS));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	static void close(SelectableChannel channel) {
		try {
			channel.close();
		}
		catch (IOException ex) {
			logger.debug("Socket did not close cleanly", ex);
		}
	}

	private void run() {
		try {
			while (!this.closed) {
				if (this.tasks.isEmpty()) {
					this.selector.select();
				}
				else {
					this.selector.selectNow();
				}
				runTasks();
				handleReady();
			}
		}
		catch (IOException ex) {
			logger.error("The sockets of tunnels cannot be watched any more", ex);
		}
		finally {
			this.closed = true;
			runTasks();
			this.selector.keys().forEach((key) -> close(key.channel()));
			try {
				this.selector.close();
			}
			catch (IOException ex) {
				logger.debug("Selector did not close cleanly", ex);
			}
			runTasks();
		}
	}

	private void runTasks() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			try {
				task.run();
			}
			catch (RuntimeException | Error ex) {
				logger.error("A tunnel failed", ex);
			}
		}
	}

	private void handleReady() {
		Iterator<SelectionKey> keys = this.selector.selectedKeys().iterator();
		while (keys.hasNext()) {
			SelectionKey key = keys.next();
			keys.remove();
			if (key.isValid()) {
				handle(key);
			}
		}
	}

	private static void handle(SelectionKey key) {
		try {
			((Handler) key.attachment()).ready(key);
		}
		catch (RuntimeException | Error ex) {
			// one connection, not all
			logger.error("A connection through a tunnel failed", ex);
			close(key.channel());
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.selector.wakeup();
		if (Thread.currentThread() == this.thread) {
			return;
		}
		try {
			this.thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Handles what a channel is ready for.
	 */
	@FunctionalInterface
	interface Handler {

		/**
		 * Called when the channel is ready for something it is watched for, or broken.
		 * @param key its key, still valid
		 */
		void ready(SelectionKey key);

	}

}
