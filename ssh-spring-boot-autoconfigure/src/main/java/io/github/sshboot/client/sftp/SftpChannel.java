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
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;

import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.OpenFlags;
import io.github.sshboot.sftp.protocol.PacketType;

/**
 * Random access to a file.
 */
final class SftpChannel implements SeekableByteChannel {

	private final Exchange exchange;

	private final SftpHandle handle;

	private final boolean readable;

	private final boolean writable;

	private final boolean append;

	private long position;

	private boolean closed;

	SftpChannel(Exchange exchange, SftpHandle handle, Set<? extends OpenOption> options) {
		this.exchange = exchange;
		this.handle = handle;
		this.append = isAppend(options);
		this.writable = this.append || options.contains(StandardOpenOption.WRITE);
		this.readable = options.contains(StandardOpenOption.READ) || !this.writable;
	}

	/**
	 * Open something, or leave nothing behind.
	 */
	static <T> T opened(Exchange exchange, Opening<T> opening) throws IOException {
		boolean opened = false;
		try {
			T result = opening.open();
			opened = true;
			return result;
		}
		finally {
			if (!opened) {
				exchange.close();
			}
		}
	}

	static boolean isAppend(Set<? extends OpenOption> options) {
		return options.contains(StandardOpenOption.APPEND);
	}

	/**
	 * Return the flags for options.
	 * @param options the options
	 * @param stream whether it is for an output stream, which has others by default
	 */
	static int flags(Set<? extends OpenOption> options, boolean stream) {
		Set<? extends OpenOption> all = (options.isEmpty() && stream)
				? EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING) : options;
		int flags = 0;
		for (OpenOption option : all) {
			if (!(option instanceof StandardOpenOption standard)) {
				throw new UnsupportedOperationException(option + " is not supported");
			}
			flags |= switch (standard) {
				case READ -> OpenFlags.READ;
				// where to write is for the client to say, which knows the size
				case WRITE, APPEND -> OpenFlags.WRITE;
				case CREATE -> OpenFlags.CREATE;
				case CREATE_NEW -> OpenFlags.CREATE | OpenFlags.EXCLUSIVE;
				case TRUNCATE_EXISTING -> OpenFlags.TRUNCATE;
				case SPARSE, SYNC, DSYNC -> 0;
				case DELETE_ON_CLOSE -> throw new UnsupportedOperationException(option + " is not supported");
			};
		}
		if (stream) {
			flags |= OpenFlags.WRITE;
		}
		if ((flags & (OpenFlags.READ | OpenFlags.WRITE)) == 0) {
			flags |= OpenFlags.READ;
		}
		if ((flags & OpenFlags.WRITE) == 0) {
			flags &= OpenFlags.READ;
		}
		if ((flags & OpenFlags.TRUNCATE) != 0) {
			flags |= OpenFlags.CREATE;
		}
		return flags;
	}

	@Override
	public synchronized int read(ByteBuffer target) throws IOException {
		checkOpen();
		if (!this.readable) {
			throw new NonReadableChannelException();
		}
		if (!target.hasRemaining()) {
			return 0;
		}
		Deque<Request> requests = new ArrayDeque<>();
		int wanted = Math.min(target.remaining(), this.exchange.connection().maxInFlight());
		for (int offset = 0; offset < wanted;) {
			int length = Math.min(wanted - offset, this.exchange.connection().maxRead());
			requests.add(this.exchange.read(this.handle, this.position + offset, length, null));
			offset += length;
		}
		int total = 0;
		boolean gap = false;
		for (Request request : requests) {
			this.exchange.await(request);
			if (!gap) {
				int count = request.data();
				gap = count < request.length();
				if (count > 0) {
					target.put(request.target(), 0, count);
					total += count;
				}
			}
		}
		this.position += total;
		return (total > 0) ? total : -1;
	}

	@Override
	public synchronized int write(ByteBuffer source) throws IOException {
		checkOpen();
		checkWritable();
		if (this.append) {
			this.position = size();
		}
		int start = Exchange.dataStart(this.handle);
		byte[] buffer = new byte[start + Math.min(source.remaining(), this.exchange.connection().maxWrite())];
		Window window = this.exchange.connection().newWindowOfSent();
		Deque<Request> requests = new ArrayDeque<>();
		int total = source.remaining();
		while (source.hasRemaining()) {
			while (!window.isOpen()) {
				Request oldest = requests.remove();
				this.exchange.await(oldest).check();
				window.give(oldest.length());
			}
			int length = Math.min(source.remaining(), buffer.length - start);
			source.get(buffer, start, length);
			window.take(length);
			requests.add(this.exchange.write(this.handle, this.position, buffer, length, null));
			this.position += length;
		}
		for (Request request : requests) {
			this.exchange.await(request).check();
		}
		return total;
	}

	@Override
	public synchronized long position() throws IOException {
		checkOpen();
		return this.position;
	}

	@Override
	public synchronized SeekableByteChannel position(long newPosition) throws IOException {
		checkOpen();
		if (newPosition < 0) {
			throw new IllegalArgumentException("'newPosition' must not be negative");
		}
		this.position = newPosition;
		return this;
	}

	@Override
	public synchronized long size() throws IOException {
		checkOpen();
		return SftpCommands.size(this.exchange, this.handle);
	}

	@Override
	public synchronized SeekableByteChannel truncate(long size) throws IOException {
		checkOpen();
		checkWritable();
		if (size < size()) {
			FileAttributes attributes = new FileAttributes.Builder().size(size).build();
			this.exchange.await(this.exchange.send(PacketType.FSETSTAT, this.handle.path(), null,
					(writer) -> writer.writeBytes(this.handle.bytes())
						.writeAttributes(attributes, SftpConnection.VERSION)))
				.check();
		}
		this.position = Math.min(this.position, size);
		return this;
	}

	private void checkWritable() {
		if (!this.writable) {
			throw new NonWritableChannelException();
		}
	}

	private void checkOpen() throws ClosedChannelException {
		if (this.closed) {
			throw new ClosedChannelException();
		}
	}

	@Override
	public synchronized boolean isOpen() {
		return !this.closed;
	}

	@Override
	public synchronized void close() throws IOException {
		if (this.closed) {
			return;
		}
		this.closed = true;
		try {
			Request closing = this.exchange.await(SftpCommands.closing(this.exchange, this.handle, null));
			if (this.writable) {
				closing.check();
			}
		}
		finally {
			this.exchange.close();
		}
	}

	/**
	 * Opens something.
	 *
	 * @param <T> what
	 */
	@FunctionalInterface
	interface Opening<T> {

		T open() throws IOException;

	}

}
