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

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a packet from its type on. Nothing that a packet says about lengths and counts is
 * believed before it is compared with the length of the packet. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class PacketReader {

	/**
	 * The times that an {@link Instant} of a file is kept within, some thousand years
	 * around the present, so that nobody needs to check sums and differences.
	 */
	private static final long MAX_SECONDS = 1L << 38;

	private static final int MAX_NANOSECONDS = 999_999_999;

	private static final int MIN_PAIR = 2 * Integer.BYTES;

	private final ByteBuffer packet;

	private final int type;

	/**
	 * Create a new {@link PacketReader}.
	 * @param packet the packet without its length: from position to limit
	 * @throws PacketFormatException if the packet has no type
	 */
	public PacketReader(ByteBuffer packet) throws PacketFormatException {
		this.packet = packet;
		this.type = readByte();
	}

	/**
	 * Return the type of the packet.
	 * @return the {@link PacketType}
	 */
	public int type() {
		return this.type;
	}

	/**
	 * Return how many bytes are not yet read.
	 * @return the number of bytes
	 */
	public int remaining() {
		return this.packet.remaining();
	}

	/**
	 * Read a byte.
	 * @return the byte, without sign
	 * @throws PacketFormatException if there is none
	 */
	public int readByte() throws PacketFormatException {
		require(1);
		return this.packet.get() & 0xFF;
	}

	/**
	 * Read a boolean.
	 * @return the boolean
	 * @throws PacketFormatException if there is none
	 */
	public boolean readBoolean() throws PacketFormatException {
		return readByte() != 0;
	}

	/**
	 * Read 32 bits: flags, the number of a request, or a number that is compared as
	 * unsigned.
	 * @return the bits
	 * @throws PacketFormatException if there are none
	 */
	public int readInt() throws PacketFormatException {
		require(Integer.BYTES);
		return this.packet.getInt();
	}

	/**
	 * Read a {@code uint32}.
	 * @return the number
	 * @throws PacketFormatException if there is none
	 */
	public long readUnsignedInt() throws PacketFormatException {
		return Integer.toUnsignedLong(readInt());
	}

	/**
	 * Read 64 bits.
	 * @return the bits
	 * @throws PacketFormatException if there are none
	 */
	public long readLong() throws PacketFormatException {
		require(Long.BYTES);
		return this.packet.getLong();
	}

	/**
	 * Read an offset or a size, a {@code uint64} that a file can have.
	 * @return the number, not negative
	 * @throws PacketFormatException if there is none
	 */
	public long readOffset() throws PacketFormatException {
		long offset = readLong();
		if (offset < 0) {
			throw new PacketFormatException("No file is as long as " + Long.toUnsignedString(offset) + " bytes");
		}
		return offset;
	}

	/**
	 * Read a count of things that follow.
	 * @param minLength the length of the shortest such thing in bytes
	 * @return the count; not more than the packet has room for
	 * @throws PacketFormatException if there is no such count
	 */
	public int readCount(int minLength) throws PacketFormatException {
		long count = readUnsignedInt();
		if (count * minLength > remaining()) {
			throw new PacketFormatException("The packet is too short for " + count + " items");
		}
		return (int) count;
	}

	/**
	 * Read a string as a view of the packet.
	 * @return the bytes of the string, valid as long as the packet is
	 * @throws PacketFormatException if there is none
	 */
	public ByteBuffer readSlice() throws PacketFormatException {
		int length = readLength();
		ByteBuffer slice = this.packet.slice(this.packet.position(), length);
		this.packet.position(this.packet.position() + length);
		return slice;
	}

	/**
	 * Read a string as a copy.
	 * @return the bytes of the string
	 * @throws PacketFormatException if there is none
	 */
	public byte[] readBytes() throws PacketFormatException {
		byte[] bytes = new byte[readLength()];
		this.packet.get(bytes);
		return bytes;
	}

	/**
	 * Read a string as text in UTF-8, such as a name.
	 * @return the text
	 * @throws PacketFormatException if there is none
	 * @throws CharacterCodingException if the string is no text; the next read goes on
	 * behind it
	 */
	public String readText() throws PacketFormatException, CharacterCodingException {
		byte[] bytes = readBytes();
		String text = new String(bytes, StandardCharsets.UTF_8);
		if (text.indexOf('\uFFFD') >= 0) {
			// replaced, or there before
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		return text;
	}

	/**
	 * Read a string as text in UTF-8, with replacements for what is none.
	 * @return the text
	 * @throws PacketFormatException if there is none
	 */
	public String readMessage() throws PacketFormatException {
		return new String(readBytes(), StandardCharsets.UTF_8);
	}

	/**
	 * Read attributes.
	 * @param version the version of the protocol
	 * @return the attributes
	 * @throws PacketFormatException if there are none
	 * @throws CharacterCodingException if the name of an owner or group is no text
	 */
	public FileAttributes readAttributes(int version) throws PacketFormatException, CharacterCodingException {
		int flags = readInt();
		return (version < 4) ? readOldAttributes(flags) : readAttributes(flags, version);
	}

	private FileAttributes readOldAttributes(int flags) throws PacketFormatException {
		FileAttributes.Builder attributes = new FileAttributes.Builder();
		if (has(flags, FileAttributes.SIZE)) {
			attributes.size(readOffset());
		}
		if (has(flags, FileAttributes.USER_AND_GROUP_ID)) {
			attributes.ids(readInt(), readInt());
		}
		if (has(flags, FileAttributes.PERMISSIONS)) {
			int permissions = readInt();
			attributes.type(FileType.ofMode(permissions)).permissions(permissions & ~FileType.MODE_MASK & 0xFFFF);
		}
		if (has(flags, FileAttributes.ACCESS_TIME)) {
			attributes.accessTime(Instant.ofEpochSecond(readUnsignedInt()))
				.modificationTime(Instant.ofEpochSecond(readUnsignedInt()));
		}
		if (has(flags, FileAttributes.EXTENDED)) {
			attributes.extensions(readPairs());
		}
		return attributes.build();
	}

	private FileAttributes readAttributes(int flags, int version)
			throws PacketFormatException, CharacterCodingException {
		FileAttributes.Builder attributes = new FileAttributes.Builder();
		attributes.type(FileType.of(readByte()));
		if (has(flags, FileAttributes.SIZE)) {
			attributes.size(readOffset());
		}
		if (version >= 6 && has(flags, FileAttributes.ALLOCATION_SIZE)) {
			attributes.allocationSize(readOffset());
		}
		if (has(flags, FileAttributes.OWNER_AND_GROUP)) {
			attributes.owner(readText(), readText());
		}
		if (has(flags, FileAttributes.PERMISSIONS)) {
			attributes.permissions(readInt() & ~FileType.MODE_MASK & 0xFFFF);
		}
		boolean subseconds = has(flags, FileAttributes.SUBSECOND_TIMES);
		if (has(flags, FileAttributes.ACCESS_TIME)) {
			attributes.accessTime(readTime(subseconds));
		}
		if (has(flags, FileAttributes.CREATION_TIME)) {
			attributes.creationTime(readTime(subseconds));
		}
		if (has(flags, FileAttributes.MODIFICATION_TIME)) {
			attributes.modificationTime(readTime(subseconds));
		}
		if (version >= 6 && has(flags, FileAttributes.CHANGE_TIME)) {
			attributes.changeTime(readTime(subseconds));
		}
		if (has(flags, FileAttributes.ACL)) {
			readSlice();
		}
		if (version >= 5 && has(flags, FileAttributes.BITS)) {
			readInt();
			if (version >= 6) {
				readInt();
			}
		}
		if (version >= 6) {
			readLateAttributes(flags, attributes);
		}
		if (has(flags, FileAttributes.EXTENDED)) {
			attributes.extensions(readPairs());
		}
		return attributes.build();
	}

	private void readLateAttributes(int flags, FileAttributes.Builder attributes) throws PacketFormatException {
		if (has(flags, FileAttributes.TEXT_HINT)) {
			readByte();
		}
		if (has(flags, FileAttributes.MIME_TYPE)) {
			readSlice();
		}
		if (has(flags, FileAttributes.LINK_COUNT)) {
			attributes.linkCount(readInt());
		}
		if (has(flags, FileAttributes.UNTRANSLATED_NAME)) {
			readSlice();
		}
	}

	private Instant readTime(boolean subseconds) throws PacketFormatException {
		long seconds = readLong();
		long nanoseconds = subseconds ? readUnsignedInt() : 0;
		if (Math.abs(seconds) > MAX_SECONDS || seconds == Long.MIN_VALUE || nanoseconds > MAX_NANOSECONDS) {
			throw new PacketFormatException("There is no such time");
		}
		return Instant.ofEpochSecond(seconds, nanoseconds);
	}

	private Map<String, byte[]> readPairs() throws PacketFormatException {
		int count = readCount(MIN_PAIR);
		Map<String, byte[]> pairs = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			pairs.put(readMessage(), readBytes());
		}
		return pairs;
	}

	/**
	 * Read the extensions at the end of {@link PacketType#INIT} and
	 * {@link PacketType#VERSION}.
	 * @return the data of the extensions by their names, in order
	 * @throws PacketFormatException if there is something else
	 */
	public Map<String, byte[]> readExtensions() throws PacketFormatException {
		Map<String, byte[]> extensions = new LinkedHashMap<>();
		while (remaining() > 0) {
			extensions.put(readMessage(), readBytes());
		}
		return extensions;
	}

	private int readLength() throws PacketFormatException {
		long length = readUnsignedInt();
		if (length > remaining()) {
			throw new PacketFormatException("The packet is too short for a string of " + length + " bytes");
		}
		return (int) length;
	}

	private void require(int length) throws PacketFormatException {
		if (remaining() < length) {
			throw new PacketFormatException("The packet is too short");
		}
	}

	private static boolean has(int flags, int flag) {
		return (flags & flag) != 0;
	}

}
