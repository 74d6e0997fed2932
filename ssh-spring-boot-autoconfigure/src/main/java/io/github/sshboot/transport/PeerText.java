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

package io.github.sshboot.transport;

/**
 * Makes text that came from a peer safe for a terminal, a log or a message: of bounded
 * length and without control characters.
 *
 * @since 0.1.0
 */
public final class PeerText {

	private static final int MAX_LENGTH = 500;

	private static final int MAX_LINES_LENGTH = 10_000;

	private PeerText() {
	}

	/**
	 * Make a text printable. What is not harmless becomes a blank.
	 * @param text the text
	 * @return its first 500 characters in one line
	 */
	public static String printable(String text) {
		return printable(text, MAX_LENGTH, false);
	}

	/**
	 * Make a text printable that may have several lines. What is not harmless becomes a
	 * blank.
	 * @param text the text
	 * @return its first 10,000 characters
	 */
	public static String printableLines(String text) {
		return printable(text, MAX_LINES_LENGTH, true);
	}

	private static String printable(String text, int maxLength, boolean lines) {
		StringBuilder printable = new StringBuilder();
		text.codePoints().limit(maxLength).forEach((c) -> {
			int type = Character.getType(c);
			boolean harmless = type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE
					&& type != Character.LINE_SEPARATOR && type != Character.PARAGRAPH_SEPARATOR;
			printable.appendCodePoint((harmless || (lines && c == '\n')) ? c : ' ');
		});
		return printable.toString().strip();
	}

}
