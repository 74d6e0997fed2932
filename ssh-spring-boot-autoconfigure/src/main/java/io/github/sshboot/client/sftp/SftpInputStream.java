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
import java.io.InputStream;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Reads a file, ahead of whoever reads the stream.
 */
final class SftpInputStream extends InputStream {

	private final Exchange exchange;

	private final SftpHandle handle;

	private final ReadAhead reads;

	private @Nullable ByteBuffer data;

	private boolean closed;

	SftpInputStream(Exchange exchange, SftpHandle handle, long offset, long size) throws IOException {
		this.exchange = exchange;
		this.handle = handle;
		this.reads = new ReadAhead(exchange, handle, offset, size, null);
		this.reads.fill();
	}

	@Override
	public int read() throws IOException {
		byte[] octet = new byte[1];
		return (read(octet, 0, 1) > 0) ? octet[0] & 0xFF : -1;
	}

	@Override
	public synchronized int read(byte[] target, int offset, int length) throws IOException {
		if (this.closed) {
			throw new IOException("The stream is closed");
		}
		if (length == 0) {
			return 0;
		}
		ByteBuffer data = data();
		if (data == null) {
			return -1;
		}
		int count = Math.min(length, data.remaining());
		data.get(target, offset, count);
		if (!data.hasRemaining()) {
			this.data = null;
			this.reads.advance();
			this.exchange.flush();
		}
		return count;
	}

	private @Nullable ByteBuffer data() throws IOException {
		ByteBuffer data = this.data;
		while (data == null) {
			data = this.reads.peek();
			if (data == null) {
				Request awaited = this.reads.awaited();
				if (awaited == null) {
					return null;
				}
				this.exchange.await(awaited);
			}
		}
		this.data = data;
		return data;
	}

	@Override
	public synchronized int available() {
		return (this.data != null) ? this.data.remaining() : 0;
	}

	@Override
	public synchronized void close() {
		if (!this.closed) {
			this.closed = true;
			this.exchange.drain();
			SftpCommands.close(this.exchange, this.handle);
			this.exchange.close();
		}
	}

}
