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

package io.github.sshboot.client;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.function.Consumer;

import io.github.sshboot.client.shell.TextDecoder;

/**
 * Makes lines of bytes, however they are cut. A line ends as those of
 * {@link String#lines()}: with a line feed, a carriage return, or both.
 */
final class LineSplitter {

	private final TextDecoder decoder;

	private final int maxLength;

	private final Consumer<String> lines;

	private final StringBuilder line = new StringBuilder();

	private boolean afterReturn;

	LineSplitter(Charset charset, int maxLength, Consumer<String> lines) {
		this.decoder = new TextDecoder(charset);
		this.maxLength = maxLength;
		this.lines = lines;
	}

	void write(byte[] data, int offset, int length) throws IOException {
		split(this.decoder.decode(data, offset, length));
	}

	/**
	 * Nothing follows: what is there is the last line, unless it is empty.
	 */
	void end() throws IOException {
		split(this.decoder.end());
		if (!this.line.isEmpty()) {
			endLine();
		}
	}

	private void split(CharSequence text) throws IOException {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '\n' && this.afterReturn) {
				this.afterReturn = false;
				continue;
			}
			this.afterReturn = c == '\r';
			if (c == '\n' || c == '\r') {
				endLine();
			}
			else if (this.line.length() < this.maxLength) {
				this.line.append(c);
			}
			else {
				throw new LineTooLongException(this.maxLength);
			}
		}
	}

	private void endLine() {
		String line = this.line.toString();
		this.line.setLength(0);
		this.lines.accept(line);
	}

	/**
	 * A line is longer than it may be: what a server sends must not fill the memory.
	 */
	static final class LineTooLongException extends IOException {

		private LineTooLongException(int maxLength) {
			super("A line is longer than %d characters".formatted(maxLength));
		}

	}

}
