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

package io.github.sshboot.session;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Sends {@code \n} as {@code \r\n}, as a terminal driver does, while the modes of the
 * terminal ask for it (POSIX {@code ONLCR}).
 */
final class TerminalOutput extends FilterOutputStream {

	private static final int TAB = 8;

	private static final int DELETE = 127;

	private final Supplier<TerminalModes> modes;

	private final boolean utf8;

	private final ReentrantLock lock = new ReentrantLock();

	private int column;

	/**
	 * A character of several bytes, and how many of them are still to come.
	 */
	private int character;

	private int missing;

	/**
	 * Create a new {@link TerminalOutput}.
	 * @param out where the output goes
	 * @param modes the modes that apply
	 * @param encoding the encoding of characters
	 */
	TerminalOutput(OutputStream out, Supplier<TerminalModes> modes, Charset encoding) {
		super(out);
		this.modes = modes;
		this.utf8 = encoding.equals(StandardCharsets.UTF_8);
	}

	@Override
	public void write(int b) throws IOException {
		write(new byte[] { (byte) b }, 0, 1);
	}

	@Override
	public void write(byte[] data, int offset, int length) throws IOException {
		this.lock.lock();
		try {
			int end = offset + length;
			int newlines = 0;
			int lineStart = offset;
			for (int i = offset; i < end; i++) {
				if (data[i] == '\n') {
					newlines++;
					lineStart = i;
				}
			}
			for (int i = lineStart; i < end; i++) {
				count(data[i] & 0xFF);
			}
			if (newlines > 0 && this.modes.get().newlineToCarriageReturn()) {
				this.out.write(returnCarriage(data, offset, length, newlines));
			}
			else {
				this.out.write(data, offset, length);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private static byte[] returnCarriage(byte[] data, int offset, int length, int newlines) {
		byte[] lines = new byte[length + newlines];
		int position = 0;
		for (int i = offset; i < offset + length; i++) {
			if (data[i] == '\n') {
				lines[position++] = '\r';
			}
			lines[position++] = data[i];
		}
		return lines;
	}

	/**
	 * Return the column that the next character is shown at, as far as that can be known
	 * here.
	 */
	int column() {
		this.lock.lock();
		try {
			return this.column;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void count(int b) {
		if (b == '\r' || b == '\n') {
			this.column = 0;
		}
		else if (b == '\b') {
			this.column = Math.max(0, this.column - 1);
		}
		else if (b == '\t') {
			this.column = (this.column / TAB + 1) * TAB;
		}
		else if (this.utf8 && b > DELETE) {
			countPart(b);
		}
		else if (b >= ' ' && b != DELETE) {
			this.column++;
		}
	}

	/**
	 * Count a character of UTF-8 with the last of its bytes.
	 */
	private void countPart(int b) {
		if (b >= 0xC0) {
			this.missing = Math.min(3, Integer.numberOfLeadingZeros(~(b << 24)) - 1);
			this.character = b & (0x3F >> this.missing);
		}
		else if (this.missing > 0) {
			this.character = this.character << 6 | b & 0x3F;
			this.missing--;
			if (this.missing == 0) {
				this.column += CharacterWidth.of(this.character);
			}
		}
	}

}
