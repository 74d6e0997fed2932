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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;

import io.github.sshboot.sftp.protocol.PacketReader;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * A request that is on its way, and then its reply. The thread that sent it may look at
 * the reply once the {@link Exchange} has said that it is there.
 */
final class Request {

	private static final byte[] NO_DATA = new byte[0];

	private final Exchange exchange;

	private final int replyType;

	private final String path;

	private final @Nullable Job job;

	private final IntFunction<byte[]> buffers;

	private final int length;

	private long sent = System.nanoTime();

	private byte[] target = NO_DATA;

	private byte @Nullable [] reply;

	private int received;

	private @Nullable SftpLostException loss;

	private boolean done;

	/**
	 * Create a new {@link Request}.
	 * @param exchange who is told of the reply
	 * @param replyType the type that the reply has, if it is not a status
	 * @param path what it is about
	 * @param job the job that it belongs to
	 * @param length how much data is sent with it
	 */
	Request(Exchange exchange, int replyType, String path, @Nullable Job job, int length) {
		this(exchange, replyType, path, job, length, byte[]::new);
	}

	private Request(Exchange exchange, int replyType, String path, @Nullable Job job, int length,
			IntFunction<byte[]> buffers) {
		this.exchange = exchange;
		this.replyType = replyType;
		this.path = path;
		this.job = job;
		this.length = length;
		this.buffers = buffers;
	}

	/**
	 * Create a new {@link Request} for data.
	 * @param exchange who is told of the reply
	 * @param path what it is about
	 * @param job the job that it belongs to
	 * @param length how much data is asked for
	 * @param buffers makes what the data goes to, at least as long as it is told, once it
	 * comes
	 */
	static Request ofData(Exchange exchange, String path, @Nullable Job job, int length, IntFunction<byte[]> buffers) {
		return new Request(exchange, PacketType.DATA, path, job, length, buffers);
	}

	Exchange exchange() {
		return this.exchange;
	}

	@Nullable Job job() {
		return this.job;
	}

	String path() {
		return this.path;
	}

	int length() {
		return this.length;
	}

	long sent() {
		return this.sent;
	}

	boolean expects(int type) {
		return type == PacketType.STATUS || type == this.replyType;
	}

	/**
	 * Data comes.
	 * @param length how much
	 */
	void beginData(int length) {
		this.target = this.buffers.apply(length);
	}

	/**
	 * Return where the data of the reply goes, which is empty if none has come.
	 */
	byte[] target() {
		return this.target;
	}

	boolean isDone() {
		return this.done;
	}

	/**
	 * The reply has come, other than data.
	 */
	void complete(byte[] reply) {
		this.reply = reply;
		this.exchange.finished(this);
	}

	/**
	 * The data has come.
	 */
	void complete(int received) {
		this.received = received;
		this.exchange.finished(this);
	}

	/**
	 * No reply will come.
	 */
	void fail(SftpLostException loss) {
		this.loss = loss;
		this.exchange.finished(this);
	}

	/**
	 * Called by the exchange, with its lock.
	 */
	void markDone() {
		this.done = true;
	}

	/**
	 * Check that all went well.
	 */
	void check() throws IOException {
		StatusCode status = status();
		if (status != null && status != StatusCode.OK) {
			throw failure(status);
		}
	}

	/**
	 * Return the reply of the type that is expected.
	 * @return the reader, behind the number of the request, or {@code null} at the end of
	 * what there is to read
	 */
	@Nullable PacketReader replyOrEnd() throws IOException {
		StatusCode status = status();
		if (status == StatusCode.EOF) {
			return null;
		}
		if (status == StatusCode.OK) {
			throw new SftpLostException(SftpLostException.Reason.PROTOCOL,
					"The server says that all is well, but not what it was asked for", null);
		}
		if (status != null) {
			throw failure(status);
		}
		return reader();
	}

	/**
	 * Return the reply of the type that is expected.
	 * @return the reader, behind the number of the request
	 */
	PacketReader reply() throws IOException {
		PacketReader reply = replyOrEnd();
		if (reply == null) {
			throw failure(StatusCode.EOF);
		}
		return reply;
	}

	/**
	 * Return how much data has come.
	 * @return the number of bytes or -1 at the end of the file
	 */
	int data() throws IOException {
		if (this.reply == null && this.loss == null) {
			return this.received;
		}
		PacketReader reply = replyOrEnd();
		if (reply != null) {
			throw new IllegalStateException("Data is not kept as a reply");
		}
		return -1;
	}

	/**
	 * Return the status that the server has answered.
	 * @return the status, or {@code null} if the reply is another
	 */
	@Nullable StatusCode status() throws IOException {
		if (this.loss != null) {
			throw this.loss.copy();
		}
		if (this.reply == null || this.reply[0] != PacketType.STATUS) {
			return null;
		}
		return StatusCode.of(reader().readInt());
	}

	/**
	 * Return a failure of this request.
	 */
	SftpStatusException failure(StatusCode status) throws IOException {
		return new SftpStatusException(status, this.path, message());
	}

	private String message() throws IOException {
		if (this.reply == null || this.reply[0] != PacketType.STATUS) {
			return "";
		}
		PacketReader reader = reader();
		reader.readInt();
		// some old servers leave it out
		return (reader.remaining() > 0) ? reader.readMessage() : "";
	}

	private PacketReader reader() throws IOException {
		byte[] reply = this.reply;
		if (reply == null) {
			throw new IllegalStateException("There is no reply");
		}
		PacketReader reader = new PacketReader(ByteBuffer.wrap(reply));
		reader.readInt();
		return reader;
	}

}
