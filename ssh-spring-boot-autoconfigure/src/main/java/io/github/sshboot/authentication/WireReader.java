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

package io.github.sshboot.authentication;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the data types of RFC 4251 section 5 and takes nothing for granted. Whatever is
 * cut off or left over is an {@link IllegalArgumentException}.
 */
final class WireReader {

	private final ByteBuffer buffer;

	WireReader(byte[] bytes) {
		this(ByteBuffer.wrap(bytes));
	}

	private WireReader(ByteBuffer buffer) {
		this.buffer = buffer;
	}

	boolean hasRemaining() {
		return this.buffer.hasRemaining();
	}

	int remaining() {
		return this.buffer.remaining();
	}

	int position() {
		return this.buffer.position();
	}

	int readByte() {
		require(Byte.BYTES);
		return Byte.toUnsignedInt(this.buffer.get());
	}

	long readUnsignedInt() {
		require(Integer.BYTES);
		return Integer.toUnsignedLong(this.buffer.getInt());
	}

	/**
	 * Read a {@code uint64}, whose greatest values are negative here.
	 */
	long readLong() {
		require(Long.BYTES);
		return this.buffer.getLong();
	}

	byte[] readString() {
		byte[] bytes = new byte[readLength()];
		this.buffer.get(bytes);
		return bytes;
	}

	/**
	 * Read a string that holds further data, without copying it.
	 */
	WireReader readSection() {
		int length = readLength();
		ByteBuffer section = this.buffer.slice(this.buffer.position(), length);
		this.buffer.position(this.buffer.position() + length);
		return new WireReader(section);
	}

	void skipString() {
		int length = readLength();
		this.buffer.position(this.buffer.position() + length);
	}

	String readText() {
		return text(readString());
	}

	void end() {
		if (hasRemaining()) {
			throw new IllegalArgumentException("it has more data than it should");
		}
	}

	/**
	 * Decode text. Two texts are never the same unless their bytes are, and none holds a
	 * zero, which would be the end of it elsewhere.
	 */
	static String text(byte[] bytes) {
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
			if (text.indexOf('\0') < 0) {
				return text;
			}
		}
		catch (CharacterCodingException ex) {
			// told below
		}
		throw new IllegalArgumentException("it has text that is not UTF-8");
	}

	private int readLength() {
		long length = readUnsignedInt();
		if (length > this.buffer.remaining()) {
			throw new IllegalArgumentException("it is cut off");
		}
		return (int) length;
	}

	private void require(int length) {
		if (this.buffer.remaining() < length) {
			throw new IllegalArgumentException("it is cut off");
		}
	}

}
