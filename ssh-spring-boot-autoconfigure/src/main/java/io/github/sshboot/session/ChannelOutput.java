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

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sshboot.connection.OutputSpace;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.RemoteWindow;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.jspecify.annotations.Nullable;

/**
 * What a handler has written and the client has not been sent yet, on standard output and
 * standard error alike, so that they stay in order. The handler fills packets, and waits
 * where the window of the client or the {@link OutputSpace} is used up. A packet that is
 * not full and is to be sent nevertheless waits until those before it have been written
 * to the socket: it could not come there earlier, and a handler that sends line by line
 * makes packets of many lines without a line being late. Thread-safe.
 */
final class ChannelOutput implements Closeable {

	private static final Log logger = LogFactory.getLog(ChannelOutput.class);

	private static final int MIN_CAPACITY = 512;

	/**
	 * How little is on its way to the socket when a handler that waits goes on: to wake
	 * it up for each packet costs more than the packet.
	 */
	private static final int LOW = 64 * 1024;

	private static final int MAX_SPARE = 16;

	private final Channel channel;

	private final RemoteWindow window;

	private final OutputSpace.Share space;

	private final Stream output = new Stream(SshConstants.SSH_MSG_CHANNEL_DATA);

	private final Stream error = new Stream(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA);

	/**
	 * What is written at once stays together, however long that takes.
	 */
	private final ReentrantLock writing = new ReentrantLock();

	/**
	 * Guards the state. No packet is sent under it: the engine has locks of its own, and
	 * calls back under them.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private @Nullable Packet packet;

	private boolean flush;

	private boolean sending;

	private int pending;

	private boolean waiting;

	private boolean closed;

	/**
	 * Whether more is likely to be written at once: nothing has been flushed since.
	 */
	private boolean streaming;

	/**
	 * Buffers of packets that have been written, while there are more. Whoever waits has
	 * none but those that come back meanwhile.
	 */
	private final Deque<Buffer> spare = new ArrayDeque<>();

	ChannelOutput(Channel channel, RemoteWindow window, OutputSpace.Share space) {
		this.channel = channel;
		this.window = window;
		this.space = space;
	}

	/**
	 * Return standard output. Flushing it never waits for the client; closing it is
	 * {@link #close()}.
	 */
	OutputStream output() {
		return this.output;
	}

	/**
	 * Return standard error, likewise.
	 */
	OutputStream error() {
		return this.error;
	}

	/**
	 * Wait until all that was written has been handed over to the engine.
	 */
	void finish() throws IOException {
		beginWriting();
		try {
			awaitRoom(null);
		}
		finally {
			this.writing.unlock();
		}
	}

	/**
	 * Put something into standard output, without waiting: it is left out if there is no
	 * room for it.
	 */
	void offer(byte[] data) throws IOException {
		this.lock.lock();
		try {
			if (append(this.output, ByteBuffer.wrap(data), data.length)) {
				this.flush = true;
			}
		}
		finally {
			this.lock.unlock();
		}
		send(false);
	}

	/**
	 * The client takes more.
	 */
	void windowChanged() {
		progress(true);
	}

	/**
	 * Forget what is not sent yet, and take nothing more.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.packet = null;
			this.spare.clear();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void write(Stream stream, ByteBuffer data) throws IOException {
		beginWriting();
		try {
			while (data.hasRemaining()) {
				boolean full;
				this.lock.lock();
				try {
					this.streaming = true;
					append(stream, data, 1);
					full = room(stream) == 0;
				}
				finally {
					this.lock.unlock();
				}
				if (data.hasRemaining()) {
					awaitRoom(stream);
				}
				else if (full) {
					send(false);
				}
			}
		}
		finally {
			this.writing.unlock();
		}
	}

	private void beginWriting() throws IOException {
		try {
			this.writing.lockInterruptibly();
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	/**
	 * Put data into the packet, as much as it has room for.
	 * @return whether it has room for any, and for no less than what is asked for
	 */
	private boolean append(Stream stream, ByteBuffer data, int atLeast) {
		int room = room(stream);
		if (this.closed || room < atLeast) {
			return false;
		}
		int count = Math.min(room, data.remaining());
		Packet target = this.packet;
		if (target == null) {
			target = newPacket(stream, count);
			this.packet = target;
		}
		target.append(data, count, maxPacket());
		return true;
	}

	private int room(Stream stream) {
		Packet current = this.packet;
		return (current == null) ? maxPacket() : (current.stream == stream) ? maxPacket() - current.length : 0;
	}

	private int maxPacket() {
		return (int) this.window.getPacketSize();
	}

	private Packet newPacket(Stream stream, int expected) {
		Buffer buffer = this.spare.poll();
		if (buffer != null) {
			this.channel.getSession().prepareBuffer(stream.command, buffer);
		}
		else {
			buffer = this.channel.getSession()
				.createBuffer(stream.command, Packet.HEADER + Math.max(expected, Math.min(MIN_CAPACITY, maxPacket())));
		}
		return new Packet(stream, buffer, this.channel.getRecipient());
	}

	/**
	 * Send until there is room for more of a stream.
	 * @param stream the stream or {@code null} to send all
	 */
	private void awaitRoom(@Nullable Stream stream) throws IOException {
		while (true) {
			flush(stream, true);
			this.lock.lock();
			try {
				if (this.closed) {
					throw new IOException("The client has gone away");
				}
				if ((stream != null) ? room(stream) > 0 : this.packet == null && !this.sending) {
					return;
				}
				if (this.sending || this.pending > 0 || this.window.getSize() == 0) {
					this.waiting = true;
					this.spare.clear();
					this.changed.await();
				}
			}
			catch (InterruptedException ex) {
				throw interrupted(ex);
			}
			finally {
				this.waiting = false;
				this.lock.unlock();
			}
		}
	}

	private static IOException interrupted(InterruptedException ex) {
		return (IOException) new InterruptedIOException("Interrupted while the client does not read").initCause(ex);
	}

	/**
	 * Send the packet as soon as that can be.
	 * @param next the stream that waits for room, and would rather fill the packet, or
	 * {@code null}
	 */
	private void flush(@Nullable Stream next, boolean urgent) throws IOException {
		this.lock.lock();
		try {
			this.flush = this.packet != null && (this.flush || this.packet.stream != next);
			this.streaming = next != null;
			if (!this.streaming && this.pending == 0) {
				this.spare.clear();
			}
		}
		finally {
			this.lock.unlock();
		}
		send(urgent);
	}

	/**
	 * Send what is to be sent and may be. Whoever makes room for more does this again.
	 * @param urgent whether a packet that is not full must not wait for others
	 */
	private void send(boolean urgent) throws IOException {
		Packet next = next(urgent);
		while (next != null) {
			Packet sent = next;
			boolean handedOver = false;
			try {
				// the engine would let threads of others wait for the end of a key
				// exchange
				ThreadUtils.runAsInternal(sent.buffer, this.channel::writePacket)
					.addListener((future) -> written(sent, future.isWritten()));
				handedOver = true;
			}
			finally {
				if (!handedOver) {
					written(sent, false);
				}
				next = sent(urgent);
			}
		}
	}

	private @Nullable Packet sent(boolean urgent) {
		this.lock.lock();
		try {
			this.sending = false;
			if (this.waiting) {
				this.changed.signalAll();
			}
			return next(urgent);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take what can be sent of the packet. Its window and its space are taken before, so
	 * that whoever is interrupted while waiting for them leaves no hole in the stream.
	 */
	private @Nullable Packet next(boolean urgent) {
		this.lock.lock();
		try {
			Packet current = this.packet;
			if (current == null || this.closed || this.sending) {
				return null;
			}
			if (room(current.stream) > 0 && (!this.flush || (this.pending > 0 && !urgent))) {
				return null;
			}
			int count = (int) Math.min(current.length, this.window.getSize());
			Runnable release = (count > 0) ? this.space.tryTake(count) : null;
			if (release == null) {
				return null;
			}
			this.window.consume(count);
			this.packet = (count < current.length) ? rest(current, count) : null;
			this.flush = this.flush && this.packet != null;
			this.pending += count;
			this.sending = true;
			current.end(count, release);
			return current;
		}
		finally {
			this.lock.unlock();
		}
	}

	private Packet rest(Packet current, int count) {
		Packet rest = newPacket(current.stream, current.length - count);
		ByteBuffer data = ByteBuffer.wrap(current.buffer.array(), current.buffer.wpos() - (current.length - count),
				current.length - count);
		rest.append(data, data.remaining(), maxPacket());
		return rest;
	}

	/**
	 * A packet is on the socket, or never will be.
	 */
	private void written(Packet sent, boolean success) {
		boolean low;
		sent.release();
		this.lock.lock();
		try {
			this.pending -= sent.length;
			low = this.pending <= LOW;
			if (!success) {
				close();
			}
			else {
				keep(sent.buffer);
			}
		}
		finally {
			this.lock.unlock();
		}
		progress(low);
	}

	private void keep(Buffer buffer) {
		if (this.closed || (this.pending == 0 && !this.streaming)) {
			this.spare.clear();
		}
		else if (this.spare.size() < MAX_SPARE) {
			this.spare.push(buffer);
		}
	}

	/**
	 * There may be room now. A handler that waits for it does the work itself, and the
	 * threads of connections only what nobody waits for.
	 */
	private void progress(boolean enough) {
		this.lock.lock();
		try {
			if (this.waiting) {
				if (enough) {
					this.changed.signalAll();
				}
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		try {
			send(false);
		}
		catch (IOException ex) {
			logger.debug("The client went away before it was sent all", ex);
			close();
		}
	}

	/**
	 * One of the two streams.
	 */
	private final class Stream extends OutputStream {

		private final byte command;

		private Stream(byte command) {
			this.command = command;
		}

		@Override
		public void write(int b) throws IOException {
			write(new byte[] { (byte) b }, 0, 1);
		}

		@Override
		public void write(byte[] data, int offset, int length) throws IOException {
			ChannelOutput.this.write(this, ByteBuffer.wrap(data, offset, length));
		}

		@Override
		public void flush() throws IOException {
			ChannelOutput.this.flush(null, false);
		}

		@Override
		public void close() {
			ChannelOutput.this.close();
		}

	}

	/**
	 * A message that is being filled.
	 */
	private static final class Packet {

		/**
		 * What comes before the data, without what every message begins with.
		 */
		private static final int HEADER = 13;

		/**
		 * What every message begins and ends with.
		 */
		private static final int ENVELOPE = 128;

		private final Stream stream;

		private final Buffer buffer;

		private final int lengthPosition;

		private int length;

		private @Nullable Runnable release;

		private Packet(Stream stream, Buffer buffer, long recipient) {
			this.stream = stream;
			this.buffer = buffer;
			buffer.putUInt(recipient);
			if (stream.command == SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA) {
				buffer.putUInt(SshConstants.SSH_EXTENDED_DATA_STDERR);
			}
			this.lengthPosition = buffer.wpos();
			buffer.putUInt(0);
		}

		private void append(ByteBuffer data, int count, int max) {
			this.buffer.ensureCapacity(count,
					(needed) -> Math.max(needed, Math.min(2 * needed, HEADER + max + ENVELOPE)));
			this.buffer.putRawBytes(data.array(), data.arrayOffset() + data.position(), count);
			data.position(data.position() + count);
			this.length += count;
		}

		private void end(int count, Runnable release) {
			int start = this.buffer.wpos() - this.length;
			this.buffer.wpos(this.lengthPosition);
			this.buffer.putUInt(count);
			this.buffer.wpos(start + count);
			this.length = count;
			this.release = release;
		}

		private void release() {
			Runnable release = this.release;
			if (release != null) {
				this.release = null;
				release.run();
			}
		}

	}

}
