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

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Gathers packets, one behind the other, until they are written to a stream at once. Not
 * thread-safe.
 *
 * @since 0.1.0
 */
public final class PacketWriter {

	private static final long MAX_UNSIGNED_INT = 0xFFFFFFFFL;

	/**
	 * What is kept for the next packets when there are none.
	 */
	private static final int MAX_SPARE = 80 * 1024;

	private static final int INITIAL_CAPACITY = 1024;

	private ByteBuffer buffer = ByteBuffer.allocate(INITIAL_CAPACITY);

	/**
	 * Where the packet begins that is being written, or -1.
	 */
	private int start = -1;

	/**
	 * Begin a packet.
	 * @param type the {@link PacketType}
	 * @return this writer
	 */
	public PacketWriter begin(int type) {
		Assert.state(this.start < 0, "The packet before has not ended");
		this.start = this.buffer.position();
		return writeInt(0).writeByte(type);
	}

	/**
	 * Begin a packet that has a number: any but {@link PacketType#INIT} and
	 * {@link PacketType#VERSION}.
	 * @param type the {@link PacketType}
	 * @param id the number of the request
	 * @return this writer
	 */
	public PacketWriter begin(int type, int id) {
		return begin(type).writeInt(id);
	}

	/**
	 * End the packet.
	 */
	public void end() {
		Assert.state(this.start >= 0, "There is no packet to end");
		this.buffer.putInt(this.start, this.buffer.position() - this.start - Integer.BYTES);
		this.start = -1;
	}

	/**
	 * Drop the packet that has been begun, if there is one.
	 */
	public void cancel() {
		if (this.start >= 0) {
			this.buffer.position(this.start);
			this.start = -1;
		}
	}

	/**
	 * Return the length of the packet that has been begun.
	 * @return the length so far, in bytes
	 */
	public int length() {
		Assert.state(this.start >= 0, "There is no packet");
		return this.buffer.position() - this.start - Integer.BYTES;
	}

	/**
	 * Write a number that is known only later.
	 * @return where it is
	 */
	public int reserveInt() {
		int position = this.buffer.position();
		writeInt(0);
		return position;
	}

	/**
	 * Set a number that has been reserved.
	 * @param position where it is
	 * @param value the number
	 */
	public void setInt(int position, int value) {
		this.buffer.putInt(position, value);
	}

	/**
	 * Return how many bytes are gathered.
	 * @return the number of bytes
	 */
	public int size() {
		return this.buffer.position();
	}

	/**
	 * Write all packets to a stream, which is not flushed, and begin anew.
	 * @param out the stream
	 * @throws IOException if the stream fails
	 */
	public void writeTo(OutputStream out) throws IOException {
		Assert.state(this.start < 0, "The packet has not ended");
		out.write(this.buffer.array(), 0, this.buffer.position());
		this.buffer.clear();
	}

	/**
	 * Let go of memory that only long packets need.
	 */
	public void trim() {
		if (this.buffer.position() == 0 && this.buffer.capacity() > MAX_SPARE) {
			this.buffer = ByteBuffer.allocate(INITIAL_CAPACITY);
		}
	}

	/**
	 * Write a byte.
	 * @param value the byte
	 * @return this writer
	 */
	public PacketWriter writeByte(int value) {
		require(1);
		this.buffer.put((byte) value);
		return this;
	}

	/**
	 * Write a boolean.
	 * @param value the boolean
	 * @return this writer
	 */
	public PacketWriter writeBoolean(boolean value) {
		return writeByte(value ? 1 : 0);
	}

	/**
	 * Write 32 bits.
	 * @param value the bits
	 * @return this writer
	 */
	public PacketWriter writeInt(int value) {
		require(Integer.BYTES);
		this.buffer.putInt(value);
		return this;
	}

	/**
	 * Write 64 bits.
	 * @param value the bits
	 * @return this writer
	 */
	public PacketWriter writeLong(long value) {
		require(Long.BYTES);
		this.buffer.putLong(value);
		return this;
	}

	/**
	 * Write a string of bytes.
	 * @param bytes the bytes
	 * @return this writer
	 */
	public PacketWriter writeBytes(byte[] bytes) {
		require(Integer.BYTES + bytes.length);
		this.buffer.putInt(bytes.length);
		this.buffer.put(bytes);
		return this;
	}

	/**
	 * Write a string of bytes.
	 * @param bytes the bytes, from position to limit; the position moves to the limit
	 * @return this writer
	 */
	public PacketWriter writeBytes(ByteBuffer bytes) {
		require(Integer.BYTES + bytes.remaining());
		this.buffer.putInt(bytes.remaining());
		this.buffer.put(bytes);
		return this;
	}

	/**
	 * Write a string that comes from elsewhere, without a copy.
	 * @param maxLength the most bytes that come
	 * @param source puts the bytes
	 * @return the length of the string
	 * @throws IOException if the source fails, and then nothing is written
	 */
	public int writeBytes(int maxLength, Source source) throws IOException {
		require(Integer.BYTES + maxLength);
		int begin = this.buffer.position() + Integer.BYTES;
		ByteBuffer target = this.buffer.slice(begin, maxLength);
		source.putInto(target);
		this.buffer.putInt(target.position());
		this.buffer.position(begin + target.position());
		return target.position();
	}

	/**
	 * Write a string that comes from elsewhere and may be much shorter than it could be:
	 * the source is asked for a first part, and for the rest if there may be one.
	 * @param maxLength the most bytes that come
	 * @param firstLength the length of the first part
	 * @param source puts the bytes
	 * @return the length of the string
	 * @throws IOException if the source fails, and then the packet must be cancelled
	 */
	public int writeBytes(int maxLength, int firstLength, Source source) throws IOException {
		int lengthAt = reserveInt();
		int length = 0;
		int wanted = Math.min(firstLength, maxLength);
		while (wanted > 0) {
			require(wanted);
			ByteBuffer target = this.buffer.slice(this.buffer.position(), wanted);
			source.putInto(target);
			this.buffer.position(this.buffer.position() + target.position());
			length += target.position();
			wanted = (target.position() == wanted) ? maxLength - length : 0;
		}
		this.buffer.putInt(lengthAt, length);
		return length;
	}

	/**
	 * Write text in UTF-8.
	 * @param text the text
	 * @return this writer
	 */
	public PacketWriter writeText(String text) {
		return writeBytes(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Write attributes, as far as a version of the protocol can tell them.
	 * @param attributes the attributes
	 * @param version the version
	 * @return this writer
	 */
	public PacketWriter writeAttributes(FileAttributes attributes, int version) {
		int flagsAt = this.buffer.position();
		writeInt(0);
		int flags = (version < 4) ? writeOldAttributes(attributes) : writeNewAttributes(attributes, version);
		if (!attributes.extensions().isEmpty()) {
			flags |= FileAttributes.EXTENDED;
			writeInt(attributes.extensions().size());
			writeExtensions(attributes.extensions());
		}
		this.buffer.putInt(flagsAt, flags);
		return this;
	}

	private int writeOldAttributes(FileAttributes attributes) {
		int flags = 0;
		if (attributes.size() != null) {
			flags |= FileAttributes.SIZE;
			writeLong(attributes.size());
		}
		if (attributes.userId() != null && attributes.groupId() != null) {
			flags |= FileAttributes.USER_AND_GROUP_ID;
			writeInt(attributes.userId()).writeInt(attributes.groupId());
		}
		if (attributes.permissions() != null) {
			flags |= FileAttributes.PERMISSIONS;
			FileType type = attributes.type();
			writeInt(attributes.permissions() | ((type != null) ? type.mode() : 0));
		}
		Instant modified = attributes.modificationTime();
		if (modified != null) {
			flags |= FileAttributes.ACCESS_TIME;
			Instant accessed = attributes.accessTime();
			writeInt(seconds((accessed != null) ? accessed : modified)).writeInt(seconds(modified));
		}
		return flags;
	}

	private static int seconds(Instant time) {
		return (int) Math.min(Math.max(time.getEpochSecond(), 0), MAX_UNSIGNED_INT);
	}

	private int writeNewAttributes(FileAttributes attributes, int version) {
		int flags = 0;
		FileType type = attributes.type();
		writeByte(((type != null) ? type : FileType.UNKNOWN).code(version));
		if (attributes.size() != null) {
			flags |= FileAttributes.SIZE;
			writeLong(attributes.size());
		}
		if (version >= 6 && attributes.allocationSize() != null) {
			flags |= FileAttributes.ALLOCATION_SIZE;
			writeLong(attributes.allocationSize());
		}
		if (attributes.owner() != null && attributes.group() != null) {
			flags |= FileAttributes.OWNER_AND_GROUP;
			writeText(attributes.owner()).writeText(attributes.group());
		}
		if (attributes.permissions() != null) {
			flags |= FileAttributes.PERMISSIONS;
			writeInt(attributes.permissions());
		}
		flags |= writeTime(FileAttributes.ACCESS_TIME, attributes.accessTime());
		flags |= writeTime(FileAttributes.CREATION_TIME, attributes.creationTime());
		flags |= writeTime(FileAttributes.MODIFICATION_TIME, attributes.modificationTime());
		if (version >= 6) {
			flags |= writeTime(FileAttributes.CHANGE_TIME, attributes.changeTime());
			if (attributes.linkCount() != null) {
				flags |= FileAttributes.LINK_COUNT;
				writeInt(attributes.linkCount());
			}
		}
		return flags;
	}

	private int writeTime(int flag, @Nullable Instant time) {
		if (time == null) {
			return 0;
		}
		writeLong(time.getEpochSecond()).writeInt(time.getNano());
		return flag | FileAttributes.SUBSECOND_TIMES;
	}

	/**
	 * Write names and data of extensions.
	 * @param extensions the data by the names
	 * @return this writer
	 */
	public PacketWriter writeExtensions(Map<String, byte[]> extensions) {
		extensions.forEach((name, data) -> writeText(name).writeBytes(data));
		return this;
	}

	private void require(int length) {
		if (this.buffer.remaining() < length) {
			int capacity = Math.max(this.buffer.position() + length, 2 * this.buffer.capacity());
			int position = this.buffer.position();
			this.buffer = ByteBuffer.wrap(Arrays.copyOf(this.buffer.array(), capacity)).position(position);
		}
	}

	/**
	 * Where the bytes of a string come from.
	 */
	@FunctionalInterface
	public interface Source {

		/**
		 * Put the bytes.
		 * @param target where to; what has been put ends at its position
		 * @throws IOException if that fails
		 */
		void putInto(ByteBuffer target) throws IOException;

	}

}
