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

package io.github.sshboot.sftp.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Reads packets from a stream. Small packets are read many at a time, long ones to where
 * they are needed. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class PacketInput {

	/**
	 * The longest packet that is accepted, in bytes without the length itself (OpenSSH
	 * {@code SFTP_MAX_MSG_LENGTH}).
	 */
	public static final int MAX_PACKET_LENGTH = 256 * 1024;

	/**
	 * What is read at a time where more is not asked for.
	 */
	private static final int READ_AHEAD = 8 * 1024;

	private final InputStream in;

	private byte[] buffer = new byte[READ_AHEAD];

	private int start;

	private int end;

	/**
	 * Create a new {@link PacketInput}.
	 * @param in the stream
	 */
	public PacketInput(InputStream in) {
		this.in = in;
	}

	/**
	 * Read the next packet.
	 * @return the packet, valid until the next one is read, or {@code null} at the end of
	 * the stream
	 * @throws PacketFormatException if the packet is too long or empty; nothing can be
	 * read after that
	 * @throws EOFException if the stream ends within the packet
	 * @throws IOException if the stream fails
	 */
	public @Nullable PacketReader read() throws IOException {
		if (!fill(Integer.BYTES)) {
			return null;
		}
		int length = length();
		if (length <= 0 || length > MAX_PACKET_LENGTH) {
			throw new PacketFormatException(
					"A packet of " + Integer.toUnsignedString(length) + " bytes is not accepted");
		}
		fill(Integer.BYTES + length);
		PacketReader packet = new PacketReader(
				ByteBuffer.wrap(this.buffer, this.start + Integer.BYTES, length).slice());
		this.start += Integer.BYTES + length;
		return packet;
	}

	/**
	 * Return whether there is something to read: the next packet, or a part of it that is
	 * not all that comes.
	 * @return whether there is something to read
	 * @throws IOException if the stream fails
	 */
	public boolean isReady() throws IOException {
		int buffered = this.end - this.start;
		return buffered >= Integer.BYTES && buffered - Integer.BYTES >= length() || this.in.available() > 0;
	}

	/**
	 * Let go of memory that only long packets need. The packet that was read last is no
	 * longer valid.
	 */
	public void trim() {
		if (this.start == this.end && this.buffer.length > READ_AHEAD) {
			this.buffer = new byte[READ_AHEAD];
			this.start = 0;
			this.end = 0;
		}
	}

	private int length() {
		return ByteBuffer.wrap(this.buffer).getInt(this.start);
	}

	/**
	 * Have some bytes in the buffer.
	 * @return whether they are there; not so if the stream has ended before the first
	 */
	private boolean fill(int count) throws IOException {
		if (this.end - this.start >= count) {
			return true;
		}
		makeRoom(count);
		// what is read beyond a long packet would have to be moved
		int limit = Math.max(this.start + count, READ_AHEAD);
		while (this.end - this.start < count) {
			int read = this.in.read(this.buffer, this.end, limit - this.end);
			if (read < 0) {
				if (this.end == this.start && count == Integer.BYTES) {
					return false;
				}
				throw new EOFException("The stream ends within a packet");
			}
			this.end += read;
		}
		return true;
	}

	private void makeRoom(int count) {
		if (this.start == this.end) {
			this.start = 0;
			this.end = 0;
		}
		if (this.start + count > this.buffer.length) {
			byte[] target = (count > this.buffer.length)
					? new byte[Math.max(count, Math.min(2 * this.buffer.length, Integer.BYTES + MAX_PACKET_LENGTH))]
					: this.buffer;
			System.arraycopy(this.buffer, this.start, target, 0, this.end - this.start);
			this.end -= this.start;
			this.start = 0;
			this.buffer = target;
		}
	}

}
