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
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * Writes a file, and does not wait for the server until much is on its way.
 */
final class SftpOutputStream extends OutputStream {

	private final Exchange exchange;

	private final SftpHandle handle;

	private final Window window;

	private final Deque<Request> requests = new ArrayDeque<>();

	private final byte[] buffer;

	private final int start;

	private int position;

	private long offset;

	private boolean closed;

	private @Nullable IOException failure;

	SftpOutputStream(Exchange exchange, SftpHandle handle, long offset) {
		this.exchange = exchange;
		this.handle = handle;
		this.window = exchange.sent();
		this.offset = offset;
		this.start = Exchange.dataStart(handle);
		this.position = this.start;
		this.buffer = new byte[this.start + exchange.connection().maxWrite()];
	}

	@Override
	public void write(int octet) throws IOException {
		write(new byte[] { (byte) octet }, 0, 1);
	}

	@Override
	public synchronized void write(byte[] source, int offset, int length) throws IOException {
		check();
		int from = offset;
		while (from < offset + length) {
			int count = Math.min(offset + length - from, this.buffer.length - this.position);
			System.arraycopy(source, from, this.buffer, this.position, count);
			this.position += count;
			from += count;
			if (this.position == this.buffer.length) {
				send();
			}
		}
	}

	private void check() throws IOException {
		if (this.closed) {
			throw new IOException("The stream is closed");
		}
		if (this.failure != null) {
			throw this.failure;
		}
	}

	private void send() throws IOException {
		try {
			int length = this.position - this.start;
			if (length > 0) {
				this.position = this.start;
				this.window.take(length);
				this.requests.add(this.exchange.write(this.handle, this.offset, this.buffer, length, null));
				this.offset += length;
			}
			Request oldest = this.requests.peek();
			while (oldest != null && (!this.window.isOpen() || this.exchange.isDone(oldest))) {
				acknowledge(this.requests.remove());
				oldest = this.requests.peek();
			}
		}
		catch (IOException ex) {
			this.failure = ex;
			throw ex;
		}
	}

	private void acknowledge(Request request) throws IOException {
		this.exchange.await(request).check();
		this.window.give(request.length());
	}

	/**
	 * Send what was written, and wait until the server has it.
	 */
	@Override
	public synchronized void flush() throws IOException {
		check();
		send();
		try {
			while (!this.requests.isEmpty()) {
				acknowledge(this.requests.remove());
			}
		}
		catch (IOException ex) {
			this.failure = ex;
			throw ex;
		}
	}

	/**
	 * Close the file. Without an exception, the server has all that was written.
	 */
	@Override
	public synchronized void close() throws IOException {
		if (this.closed) {
			return;
		}
		try {
			if (this.failure == null) {
				flush();
			}
			this.closed = true;
			this.exchange.await(SftpCommands.closing(this.exchange, this.handle, null)).check();
		}
		finally {
			if (!this.closed) {
				this.closed = true;
				this.exchange.drain();
				SftpCommands.close(this.exchange, this.handle);
			}
			this.exchange.close();
		}
	}

}
