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
package io.github.sshboot.client.sftp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.PacketWriter;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one thread on a connection that it may share with others. Requests are
 * gathered until the thread waits for a reply. The thread that receives replies leaves
 * them here, and wakes this one up only if it waits.
 */
final class Exchange implements Closeable {

	/**
	 * When requests that are gathered are sent.
	 */
	private static final int MAX_GATHERED = 32 * 1024;

	/**
	 * When they are sent although there are replies to look at first, so that the server
	 * has something to do meanwhile.
	 */
	private static final int ENOUGH = 2 * 1024;

	/**
	 * How long replies are waited for that nobody wants any more.
	 */
	private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

	/**
	 * All of a write but the handle and the data.
	 */
	private static final int WRITE_HEADER = 25;

	private final SftpConnection connection;

	private final PacketWriter writer = new PacketWriter();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Deque<Request> finished = new ArrayDeque<>();

	private boolean waiting;

	private int outstanding;

	private long drainUntil;

	private boolean interrupted;

	Exchange(SftpConnection connection) {
		this.connection = connection;
	}

	SftpConnection connection() {
		return this.connection;
	}

	/**
	 * Send a request that is answered with a status.
	 */
	Request send(int type, String path, @Nullable Job job, Body body) throws IOException {
		return send(type, PacketType.STATUS, path, job, body);
	}

	/**
	 * Send a request.
	 * @param type its type
	 * @param replyType the type of the reply
	 * @param path what it is about
	 * @param job what it belongs to
	 * @param body writes the rest
	 * @return the request
	 */
	Request send(int type, int replyType, String path, @Nullable Job job, Body body) throws IOException {
		return send(new Request(this, replyType, path, job, null, 0), type, body);
	}

	/**
	 * Ask for data.
	 * @param handle the file
	 * @param offset from where
	 * @param length how much
	 * @param target where it goes
	 * @return the request
	 */
	Request read(SftpHandle handle, long offset, int length, byte[] target, @Nullable Job job) throws IOException {
		return send(new Request(this, PacketType.DATA, handle.path(), job, target, length), PacketType.READ,
				(writer) -> writer.writeBytes(handle.bytes()).writeLong(offset).writeInt(length));
	}

	private Request send(Request request, int type, Body body) throws IOException {
		int id = register(request);
		this.writer.begin(type, id);
		body.writeTo(this.writer);
		this.writer.end();
		if (this.writer.size() > MAX_GATHERED) {
			flush();
		}
		return request;
	}

	/**
	 * Write data, at once.
	 * @param handle the file
	 * @param offset where to
	 * @param buffer has the data behind {@link #dataStart}
	 * @param length how much there is
	 * @return the request
	 */
	Request write(SftpHandle handle, long offset, byte[] buffer, int length, @Nullable Job job) throws IOException {
		int start = dataStart(handle);
		Request request = new Request(this, PacketType.STATUS, handle.path(), job, null, length);
		int id = register(request);
		ByteBuffer.wrap(buffer)
			.putInt(start + length - Integer.BYTES)
			.put((byte) PacketType.WRITE)
			.putInt(id)
			.putInt(handle.bytes().length)
			.put(handle.bytes())
			.putLong(offset)
			.putInt(length);
		if (length >= MAX_GATHERED) {
			flush();
			this.connection.write(buffer, 0, start + length);
		}
		else {
			this.writer.begin(PacketType.WRITE, id).writeBytes(handle.bytes()).writeLong(offset);
			this.writer.writeBytes(ByteBuffer.wrap(buffer, start, length));
			this.writer.end();
			if (this.writer.size() > MAX_GATHERED) {
				flush();
			}
		}
		return request;
	}

	/**
	 * Return where data begins in a buffer that is {@link #write written}.
	 */
	static int dataStart(SftpHandle handle) {
		return WRITE_HEADER + handle.bytes().length;
	}

	/**
	 * Wait for the server to introduce itself.
	 */
	void awaitGreeting(Request request) throws IOException {
		this.lock.lock();
		try {
			this.outstanding++;
		}
		finally {
			this.lock.unlock();
		}
		await(request);
	}

	private int register(Request request) throws IOException {
		int id = this.connection.register(request);
		this.lock.lock();
		try {
			this.outstanding++;
		}
		finally {
			this.lock.unlock();
		}
		return id;
	}

	/**
	 * Send what is gathered.
	 */
	void flush() throws IOException {
		if (this.writer.size() > 0) {
			this.connection.write(this.writer);
		}
	}

	/**
	 * A reply has come, or none will.
	 */
	void finished(Request request) {
		this.lock.lock();
		try {
			request.markDone();
			this.outstanding--;
			if (request.job() != null) {
				this.finished.add(request);
			}
			if (this.waiting) {
				this.changed.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the next reply for a job, in the order in which they come.
	 */
	Request take() throws IOException {
		Request next = poll();
		if (next != null) {
			if (this.writer.size() > ENOUGH) {
				flush();
			}
			return next;
		}
		flush();
		this.lock.lock();
		try {
			next = this.finished.poll();
			while (next == null) {
				if (this.outstanding == 0) {
					throw new IllegalStateException("A job waits for nothing");
				}
				pause();
				next = this.finished.poll();
			}
			return next;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Request poll() {
		this.lock.lock();
		try {
			return this.finished.poll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for the reply to a request.
	 * @return the request
	 */
	Request await(Request request) throws IOException {
		flush();
		this.lock.lock();
		try {
			while (!request.isDone()) {
				pause();
			}
			return request;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether a reply is there.
	 */
	boolean isDone(Request request) {
		this.lock.lock();
		try {
			return request.isDone();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for all replies, whatever they are, and from now on without being interrupted,
	 * but not for long.
	 */
	void drain() {
		this.drainUntil = System.nanoTime() + DRAIN_NANOS;
		this.interrupted |= Thread.interrupted();
		try {
			flush();
		}
		catch (IOException ex) {
			// the connection is lost, and its requests have failed
		}
		this.lock.lock();
		try {
			while (this.outstanding > 0) {
				pauseBriefly();
			}
			this.finished.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for a reply, with the lock.
	 */
	private void pause() throws IOException {
		if (this.drainUntil != 0) {
			pauseBriefly();
			return;
		}
		this.waiting = true;
		try {
			this.changed.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw (IOException) new InterruptedIOException("Interrupted while waiting for an SFTP server")
				.initCause(ex);
		}
		finally {
			this.waiting = false;
		}
	}

	private void pauseBriefly() {
		long remaining = this.drainUntil - System.nanoTime();
		if (remaining <= 0) {
			this.connection.abandon("No answer to requests that are no longer wanted");
			return;
		}
		this.waiting = true;
		try {
			this.changed.awaitNanos(remaining);
		}
		catch (InterruptedException ex) {
			this.interrupted = true;
		}
		finally {
			this.waiting = false;
		}
	}

	@Override
	public void close() {
		drain();
		if (this.interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Writes what a request consists of.
	 */
	@FunctionalInterface
	interface Body {

		void writeTo(PacketWriter writer) throws IOException;

	}

}
