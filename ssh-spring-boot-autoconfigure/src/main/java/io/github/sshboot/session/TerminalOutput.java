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
import java.util.function.Supplier;

/**
 * Sends {@code \n} as {@code \r\n}, as a terminal driver does, while the modes of the
 * terminal ask for it (POSIX {@code ONLCR}).
 */
final class TerminalOutput extends FilterOutputStream {

	private static final byte[] NEWLINE = { '\r', '\n' };

	private static final int TAB = 8;

	private static final int DELETE = 127;

	private final Supplier<TerminalModes> modes;

	private int column;

	TerminalOutput(OutputStream out, Supplier<TerminalModes> modes) {
		super(out);
		this.modes = modes;
	}

	@Override
	public synchronized void write(int b) throws IOException {
		write(new byte[] { (byte) b }, 0, 1);
	}

	@Override
	public synchronized void write(byte[] data, int offset, int length) throws IOException {
		int start = offset;
		int end = offset + length;
		count(data, offset, end);
		if (this.modes.get().newlineToCarriageReturn()) {
			for (int i = offset; i < end; i++) {
				if (data[i] == '\n') {
					this.out.write(data, start, i - start);
					this.out.write(NEWLINE);
					start = i + 1;
				}
			}
		}
		this.out.write(data, start, end - start);
	}

	/**
	 * Return the column that the next character is shown at, as far as that can be known
	 * here.
	 */
	synchronized int column() {
		return this.column;
	}

	private void count(byte[] data, int start, int end) {
		for (int i = start; i < end; i++) {
			byte b = data[i];
			if (b == '\r' || b == '\n') {
				this.column = 0;
			}
			else if (b == '\b') {
				this.column = Math.max(0, this.column - 1);
			}
			else if (b == '\t') {
				this.column = (this.column / TAB + 1) * TAB;
			}
			else if ((b >= ' ' && b != DELETE) || (b & 0xC0) == 0xC0) {
				// the first byte of a character
				this.column++;
			}
		}
	}

}
