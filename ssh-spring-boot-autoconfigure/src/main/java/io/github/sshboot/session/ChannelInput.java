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
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.sshd.common.channel.LocalWindow;
import org.apache.sshd.server.channel.ChannelDataReceiver;
import org.apache.sshd.server.channel.ChannelSession;

/**
 * What a client has sent on a channel and the handler has not read yet. Its window bounds
 * it. MINA's pipe tells the client about every read, which costs a fast reader more than
 * the reading; this one tells it once an eighth of the window has been read.
 */
final class ChannelInput extends InputStream implements ChannelDataReceiver {

	private static final int MIN_CAPACITY = 1024;

	/**
	 * What may be kept for later while there is nothing to keep.
	 */
	private static final int MAX_SPARE = 64 * 1024;

	private static final byte[] NOTHING = {};

	private final LocalWindow window;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private byte[] ring = NOTHING;

	private int start;

	private int length;

	private int unreported;

	private boolean waiting;

	private boolean ended;

	private boolean wokenUp;

	ChannelInput(LocalWindow window) {
		this.window = window;
	}

	@Override
	public int data(ChannelSession channel, byte[] data, int offset, int count) {
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
		// what has been read is reported by the reader
		return 0;
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
				return -1;
			}
			taken = take(target, offset, count);
			this.unreported += taken;
			report = (this.unreported >= this.window.getMaxSize() / 8) ? this.unreported : 0;
			this.unreported -= report;
		}
		finally {
			this.lock.unlock();
		}
		if (report > 0 && this.window.isOpen()) {
			this.window.release(report);
		}
		return taken;
	}

	private void awaitData() throws IOException {
		while (this.length == 0 && !this.ended) {
			this.waiting = true;
			try {
				this.changed.await();
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
	 */
	boolean await(Duration timeout) throws IOException {
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

	void wakeUp() {
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
			if (this.ring.length > MAX_SPARE) {
				this.ring = NOTHING;
			}
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
	 * The client sends nothing more. What is there can still be read.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.ended = true;
			wakeReader();
		}
		finally {
			this.lock.unlock();
		}
	}

}
