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
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Where the JDK completes reads and writes of sockets: on the threads of a pool. But a
 * write that is done at once is completed by the thread that writes the packet, as soon
 * as it has left the engine, which holds locks meanwhile: to wake another thread for it
 * costs more than many a packet. The JDK must not do that itself, as it clears the
 * interruption of threads that complete something. Thread-safe.
 */
final class Completions extends AbstractExecutorService {

	private static final ThreadLocal<@Nullable Packet> packet = new ThreadLocal<>();

	private final ThreadLocal<@Nullable Write> write = new ThreadLocal<>();

	private final ExecutorService pool;

	Completions(ExecutorService pool) {
		this.pool = pool;
	}

	/**
	 * Send a packet, and complete what has been written at once. Only one completion is
	 * for the thread; what that leads to is for the pool: a thread that writes must not
	 * end up writing for all others.
	 * @param sending sends the packet
	 * @return what that returns
	 */
	static <T> T send(Sending<T> sending) throws IOException {
		if (packet.get() != null) {
			return sending.send();
		}
		Packet sent = new Packet();
		packet.set(sent);
		try {
			return sending.send();
		}
		finally {
			sent.left = true;
			try {
				sent.complete();
			}
			finally {
				packet.remove();
			}
		}
	}

	/**
	 * Begin to write.
	 * @param begin calls the JDK
	 * @return how the JDK would complete the write, if it is done; {@code null} if it is
	 * not, or the JDK has completed it
	 */
	@Nullable Runnable begin(Runnable begin) {
		Write begun = new Write();
		this.write.set(begun);
		try {
			begin.run();
			return begun.completion;
		}
		finally {
			this.write.remove();
		}
	}

	/**
	 * The JDK completes a write, and whatever else it completes meanwhile is another.
	 */
	void begunIsCompleted() {
		this.write.remove();
	}

	/**
	 * Complete a write that is done when the packet has left the engine.
	 * @param completion completes it
	 */
	void complete(Runnable completion) {
		Packet sent = packet.get();
		if (sent == null || !sent.take(completion)) {
			executeOnPool(completion);
		}
	}

	@Override
	public void execute(Runnable completion) {
		Write begun = this.write.get();
		if (begun != null) {
			begun.completion = completion;
		}
		else {
			executeOnPool(completion);
		}
	}

	private void executeOnPool(Runnable completion) {
		try {
			this.pool.execute(completion);
		}
		catch (RejectedExecutionException ex) {
			// all sockets are closed, and what still waits for them is to hear of it
			completion.run();
		}
	}

	@Override
	public void shutdown() {
		this.pool.shutdown();
	}

	@Override
	public List<Runnable> shutdownNow() {
		return this.pool.shutdownNow();
	}

	@Override
	public boolean isShutdown() {
		return this.pool.isShutdown();
	}

	@Override
	public boolean isTerminated() {
		return this.pool.isTerminated();
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		return this.pool.awaitTermination(timeout, unit);
	}

	/**
	 * Sends a packet.
	 *
	 * @param <T> what it returns
	 */
	@FunctionalInterface
	interface Sending<T> {

		T send() throws IOException;

	}

	/**
	 * A write that a thread is about to begin.
	 */
	private static final class Write {

		private @Nullable Runnable completion;

	}

	/**
	 * A packet that a thread is about to send.
	 */
	private static final class Packet {

		private boolean left;

		private @Nullable Runnable completion;

		private boolean take(Runnable completion) {
			if (this.left || this.completion != null) {
				return false;
			}
			this.completion = completion;
			return true;
		}

		private void complete() {
			if (this.completion != null) {
				this.completion.run();
			}
		}

	}

}
