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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;

import org.jspecify.annotations.Nullable;

/**
 * Reads a file in order, with several requests on their way.
 */
final class ReadAhead {

	private final Exchange exchange;

	private final SftpHandle handle;

	private final Window window;

	private final @Nullable Job job;

	private final Deque<Chunk> chunks = new ArrayDeque<>();

	/**
	 * What was used last is used first, as the processor has it still.
	 */
	private final Deque<byte[]> spare = new ConcurrentLinkedDeque<>();

	private final long size;

	private long next;

	private int limit = 2;

	private boolean ended;

	/**
	 * Create a new {@link ReadAhead}.
	 * @param exchange sends the requests
	 * @param handle the file
	 * @param offset where to begin
	 * @param size the size of the file; some that have one of 0 can be read all the same
	 * @param job whom the requests belong to
	 */
	ReadAhead(Exchange exchange, SftpHandle handle, long offset, long size, @Nullable Job job) {
		this.exchange = exchange;
		this.handle = handle;
		this.window = exchange.received();
		this.job = job;
		this.next = offset;
		this.size = size;
	}

	/**
	 * Ask for as much as may be on its way.
	 */
	void fill() throws IOException {
		while (!this.ended && this.window.isOpen()
				&& ((this.size == 0) ? this.chunks.size() < this.limit : this.next < this.size)) {
			int length = this.exchange.connection().maxRead();
			if (this.size > 0) {
				length = (int) Math.min(length, this.size - this.next);
			}
			Chunk chunk = new Chunk(this.next, length);
			this.window.take(length);
			this.next += length;
			this.chunks.add(chunk);
			request(chunk);
		}
	}

	/**
	 * Called by the thread that receives: memory follows what has come, and not what is
	 * asked for.
	 */
	private byte[] buffer(int length) {
		byte[] buffer = this.spare.poll();
		return (buffer != null && buffer.length >= length) ? buffer : new byte[length];
	}

	private void request(Chunk chunk) throws IOException {
		chunk.request = this.exchange.read(this.handle, chunk.offset, chunk.length, this::buffer, this.job);
	}

	/**
	 * Return the request that is to be answered first.
	 */
	@Nullable Request awaited() {
		Chunk chunk = this.chunks.peek();
		return (chunk != null) ? chunk.request : null;
	}

	/**
	 * Return the data that is next, if it has come.
	 * @return the data, valid until {@link #advance()}, or {@code null} if it has not
	 * come or there is no more
	 */
	@Nullable ByteBuffer peek() throws IOException {
		Chunk chunk = this.chunks.peek();
		while (chunk != null && chunk.request != null && this.exchange.isDone(chunk.request)) {
			int count = chunk.request.data();
			if (count > 0 && !this.ended) {
				return ByteBuffer.wrap(chunk.request.target(), 0, count);
			}
			// what is said to be behind the end does not count
			this.ended = true;
			release(chunk);
			chunk = this.chunks.peek();
		}
		return null;
	}

	/**
	 * Go on to what comes after the data.
	 */
	void advance() throws IOException {
		Chunk chunk = this.chunks.element();
		Request request = Objects.requireNonNull(chunk.request);
		int count = request.data();
		this.spare.push(request.target());
		if (count < chunk.length) {
			// a server may return less than it was asked for
			chunk.offset += count;
			chunk.length -= count;
			this.window.give(count);
			request(chunk);
		}
		else {
			release(chunk);
		}
		fill();
	}

	private void release(Chunk chunk) {
		this.chunks.remove();
		this.window.give(chunk.length);
		// a file that is larger than it seems is not known to be worth more at first
		this.limit += 2;
	}

	/**
	 * Return whether all has been passed on, and nothing is on its way.
	 */
	boolean isFinished() {
		return this.chunks.isEmpty() && (this.ended || this.size > 0 && this.next >= this.size);
	}

	/**
	 * A part of the file.
	 */
	private static final class Chunk {

		private long offset;

		private int length;

		private @Nullable Request request;

		private Chunk(long offset, int length) {
			this.offset = offset;
			this.length = length;
		}

	}

}
