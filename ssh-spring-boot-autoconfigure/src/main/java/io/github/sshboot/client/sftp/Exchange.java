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
import java.nio.ByteBuffer;
import java.util.function.IntFunction;

import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.PacketWriter;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one thread on a connection that it may share with others. Requests are
 * gathered until the thread waits for a reply.
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
	 * All of a write but the handle and the data.
	 */
	private static final int WRITE_HEADER = 25;

	private final SftpConnection connection;

	private final PacketWriter writer = new PacketWriter();

	private final Window sent;

	private final Window received;

	private final Replies replies;

	Exchange(SftpConnection connection) {
		this(connection, new Replies());
	}

	private Exchange(SftpConnection connection, Replies replies) {
		this.connection = connection;
		this.sent = connection.newWindowOfSent();
		this.received = connection.newWindowOfReceived();
		this.replies = replies;
		replies.include(this);
	}

	/**
	 * Return an exchange of the same thread on another connection: to wait for replies is
	 * to wait for those of both. It is closed together with this one.
	 */
	Exchange alongside(SftpConnection connection) {
		return new Exchange(connection, this.replies);
	}

	SftpConnection connection() {
		return this.connection;
	}

	/**
	 * Return how much data may be on its way to the server.
	 */
	Window sent() {
		return this.sent;
	}

	/**
	 * Return how much data may be on its way from the server, or asked for.
	 */
	Window received() {
		return this.received;
	}

	/**
	 * Return whether more data may be on its way.
	 */
	boolean isOpen() {
		return this.sent.isOpen() && this.received.isOpen();
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
		return send(new Request(this, replyType, path, job, 0), type, body);
	}

	/**
	 * Ask for data.
	 * @param handle the file
	 * @param offset from where
	 * @param length how much
	 * @param job the job that it belongs to
	 * @return the request
	 */
	Request read(SftpHandle handle, long offset, int length, @Nullable Job job) throws IOException {
		return read(handle, offset, length, byte[]::new, job);
	}

	/**
	 * Ask for data.
	 * @param handle the file
	 * @param offset from where
	 * @param length how much
	 * @param buffers makes what it goes to, at least as long as it is told, once it comes
	 * @param job the job that it belongs to
	 * @return the request
	 */
	Request read(SftpHandle handle, long offset, int length, IntFunction<byte[]> buffers, @Nullable Job job)
			throws IOException {
		return send(Request.ofData(this, handle.path(), job, length, buffers), PacketType.READ,
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
		Request request = new Request(this, PacketType.STATUS, handle.path(), job, length);
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
		this.replies.expect();
		await(request);
	}

	private int register(Request request) throws IOException {
		int id = this.connection.register(request);
		this.replies.expect();
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
		this.replies.finished(request);
	}

	/**
	 * Return the next reply for a job, in the order in which they come.
	 */
	Request take() throws IOException {
		Request next = this.replies.poll();
		if (next == null) {
			return this.replies.take();
		}
		if (this.writer.size() > ENOUGH) {
			flush();
		}
		return next;
	}

	/**
	 * Wait for the reply to a request.
	 * @return the request
	 */
	Request await(Request request) throws IOException {
		this.replies.await(request);
		return request;
	}

	/**
	 * Return whether a reply is there.
	 */
	boolean isDone(Request request) {
		return this.replies.isDone(request);
	}

	/**
	 * Wait for all replies, whatever they are, and from now on without being interrupted,
	 * but not for long.
	 */
	void drain() {
		this.replies.drain();
	}

	@Override
	public void close() {
		drain();
		if (this.replies.wasInterrupted()) {
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
