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

package io.github.sshboot.sftp.storage;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;

/**
 * The content of an open file, by position. Reads and writes run side by side where the
 * file system lets them.
 */
final class Content implements Closeable {

	private static final int COPY_SIZE = 256 * 1024;

	private final SeekableByteChannel channel;

	Content(SeekableByteChannel channel) {
		this.channel = channel;
	}

	int read(ByteBuffer target, long position) throws IOException {
		int total = 0;
		while (target.hasRemaining()) {
			int read = readSome(target, position + total);
			if (read < 0) {
				return (total > 0) ? total : -1;
			}
			total += read;
		}
		return total;
	}

	private int readSome(ByteBuffer target, long position) throws IOException {
		if (this.channel instanceof FileChannel file) {
			return file.read(target, position);
		}
		synchronized (this) {
			return this.channel.position(position).read(target);
		}
	}

	void write(ByteBuffer source, long position) throws IOException {
		long next = position;
		while (source.hasRemaining()) {
			next += writeSome(source, next);
		}
	}

	private int writeSome(ByteBuffer source, long position) throws IOException {
		if (this.channel instanceof FileChannel file) {
			return file.write(source, position);
		}
		synchronized (this) {
			return this.channel.position(position).write(source);
		}
	}

	long size() throws IOException {
		if (this.channel instanceof FileChannel) {
			return this.channel.size();
		}
		synchronized (this) {
			return this.channel.size();
		}
	}

	/**
	 * Cut the file off, or extend it with zeros.
	 */
	void resize(long size) throws IOException {
		long current = size();
		if (size > current) {
			write(ByteBuffer.allocate(1), size - 1);
		}
		else if (size < current) {
			synchronized (this) {
				this.channel.truncate(size);
			}
		}
	}

	/**
	 * Copy all to another file. From file to file, the operating system does it, which on
	 * some file systems takes no time and no space.
	 */
	void copyTo(Content target) throws IOException {
		long size = size();
		long position = 0;
		if (this.channel instanceof FileChannel from && target.channel instanceof FileChannel to) {
			to.position(0);
			while (position < size) {
				long copied = from.transferTo(position, size - position, to);
				if (copied <= 0) {
					throw new EOFException();
				}
				position += copied;
			}
			return;
		}
		ByteBuffer buffer = ByteBuffer.allocate(COPY_SIZE);
		while (position < size) {
			int read = read(buffer.clear(), position);
			if (read <= 0) {
				throw new EOFException();
			}
			target.write(buffer.flip(), position);
			position += read;
		}
	}

	void sync() throws IOException {
		if (this.channel instanceof FileChannel file) {
			file.force(true);
		}
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
