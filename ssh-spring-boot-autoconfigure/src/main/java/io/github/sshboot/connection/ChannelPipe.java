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
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * What a peer has sent on a channel and nobody has read yet. The window of the channel
 * bounds it. MINA's pipe tells the peer about every read, which costs a fast reader more
 * than the reading; this one tells it once an eighth of the window has been read.
 *
 * @since 0.1.0
 */
public class ChannelPipe extends InputStream {

	private static final int MIN_CAPACITY = 1024;

	/**
	 * What may be kept for later while there is nothing to keep.
	 */
	private static final int MAX_SPARE = 64 * 1024;

	/**
	 * How long more is kept: to make it anew each time a fast reader has caught up costs
	 * more than to fill it.
	 */
	private static final long SPARE_NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final byte[] NOTHING = {};

	private final Window window;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private byte[] ring = NOTHING;

	private int start;

	private int length;

	private int unreported;

	private boolean waiting;

	private boolean ended;

	private @Nullable IOException failure;

	private boolean wokenUp;

	/**
	 * Create a new {@link ChannelPipe}.
	 * @param window the window of the channel
	 */
	public ChannelPipe(Window window) {
		this.window = window;
	}

	/**
	 * Take what the peer has sent, without waiting.
	 * @param data holds the bytes
	 * @param offset where they begin
	 * @param count how many there are
	 */
	public final void receive(byte[] data, int offset, int count) {
		this.lock.lock();
		try {
			if (!this.ended) {
				put(data, offset, count);
				wakeReader();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void put(byte[] data, int offset, int count) {
		if (this.ring.length - this.length < count) {
			grow(this.length + count);
		}
		int end = (this.start + this.length) & (this.ring.length - 1);
		int first = Math.min(count, this.ring.length - end);
		System.arraycopy(data, offset, this.ring, end, first);
		System.arraycopy(data, offset + first, this.ring, 0, count - first);
		this.length += count;
	}

	private void grow(int needed) {
		byte[] larger = new byte[Math.max(MIN_CAPACITY, Integer.highestOneBit(needed - 1) << 1)];
		copyTo(larger, 0, this.length);
		this.ring = larger;
		this.start = 0;
	}

	private void copyTo(byte[] target, int offset, int count) {
		int first = Math.min(count, this.ring.length - this.start);
		System.arraycopy(this.ring, this.start, target, offset, first);
		System.arraycopy(this.ring, 0, target, offset + first, count - first);
	}

	private void wakeReader() {
		if (this.waiting) {
			this.waiting = false;
			this.changed.signalAll();
		}
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
	}

	@Override
	public int read(byte[] target, int offset, int count) throws IOException {
		if (count == 0) {
			return 0;
		}
		int taken;
		int report;
		this.lock.lock();
		try {
			awaitData();
			if (this.length == 0) {
				return atEnd();
			}
			taken = take(target, offset, count);
			this.unreported += taken;
			report = (this.unreported >= this.window.size() / 8) ? this.unreported : 0;
			this.unreported -= report;
		}
		finally {
			this.lock.unlock();
		}
		if (report > 0) {
			this.window.release(report);
		}
		return taken;
	}

	private int atEnd() throws IOException {
		if (this.failure != null) {
			throw new IOException(this.failure.getMessage(), this.failure);
		}
		return -1;
	}

	private void awaitData() throws IOException {
		while (this.length == 0 && !this.ended) {
			this.waiting = true;
			try {
				if (this.ring.length <= MAX_SPARE) {
					this.changed.await();
				}
				else if (this.changed.awaitNanos(SPARE_NANOSECONDS) <= 0 && this.length == 0) {
					this.ring = NOTHING;
				}
			}
			catch (InterruptedException ex) {
				throw interrupted(ex);
			}
		}
	}

	/**
	 * Wait until reading would not.
	 * @param timeout how long to wait
	 * @return whether reading would not wait; not so if the time is up, or if
	 * {@link #wakeUp()} has been called since the last time
	 * @throws IOException if the thread is interrupted
	 */
	public final boolean await(Duration timeout) throws IOException {
		this.lock.lock();
		try {
			long left = timeout.toNanos();
			while (this.length == 0 && !this.ended && !this.wokenUp && left > 0) {
				this.waiting = true;
				left = this.changed.awaitNanos(left);
			}
			this.wokenUp = false;
			return this.length > 0 || this.ended;
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wake up who waits in {@link #await(Duration)}.
	 */
	public final void wakeUp() {
		this.lock.lock();
		try {
			this.wokenUp = true;
			wakeReader();
		}
		finally {
			this.lock.unlock();
		}
	}

	private static IOException interrupted(InterruptedException ex) {
		return (IOException) new InterruptedIOException("Interrupted while waiting for input").initCause(ex);
	}

	private int take(byte[] target, int offset, int count) {
		int taken = Math.min(count, this.length);
		copyTo(target, offset, taken);
		this.start = (this.start + taken) & (this.ring.length - 1);
		this.length -= taken;
		if (this.length == 0) {
			this.start = 0;
		}
		return taken;
	}

	@Override
	public int available() {
		this.lock.lock();
		try {
			return this.length;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The peer sends nothing more. What is there can still be read.
	 * @param failure what the reader is told then, or {@code null} if this is the end
	 * that the peer meant
	 */
	public final void end(@Nullable IOException failure) {
		this.lock.lock();
		try {
			if (!this.ended) {
				this.ended = true;
				this.failure = failure;
				wakeReader();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The window of a channel.
	 */
	public interface Window {

		/**
		 * Return how much the peer may send before it waits.
		 * @return the number of bytes
		 */
		long size();

		/**
		 * Let the peer send more, unless the channel is closed.
		 * @param count the number of bytes
		 * @throws IOException if the peer cannot be told
		 */
		void release(int count) throws IOException;

	}

}
