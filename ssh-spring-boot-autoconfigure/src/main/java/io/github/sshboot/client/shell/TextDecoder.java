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

package io.github.sshboot.client.shell;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Decodes text that comes in pieces, wherever they are cut and whatever state the charset
 * has. What is no text is replaced.
 *
 * @since 0.1.0
 */
public final class TextDecoder {

	private static final int BUFFER_SIZE = 4096;

	private final CharsetDecoder decoder;

	private final CharBuffer decoded = CharBuffer.allocate(BUFFER_SIZE);

	private ByteBuffer rest = ByteBuffer.allocate(0);

	/**
	 * Create a new {@link TextDecoder}.
	 * @param charset the charset
	 */
	public TextDecoder(Charset charset) {
		this.decoder = charset.newDecoder()
			.onMalformedInput(CodingErrorAction.REPLACE)
			.onUnmappableCharacter(CodingErrorAction.REPLACE);
	}

	/**
	 * Decode a piece.
	 * @param data holds the bytes
	 * @param offset where they begin
	 * @param length how many there are
	 * @return the text, without a character of which not all bytes are there
	 */
	public CharSequence decode(byte[] data, int offset, int length) {
		ByteBuffer input = ByteBuffer.wrap(data, offset, length);
		if (this.rest.hasRemaining()) {
			input = ByteBuffer.allocate(this.rest.remaining() + length).put(this.rest).put(input).flip();
		}
		StringBuilder text = new StringBuilder();
		decode(input, false, text);
		this.rest = ByteBuffer.allocate(input.remaining()).put(input).flip();
		return text;
	}

	/**
	 * Decode what is left, as nothing follows.
	 * @return the text
	 */
	public CharSequence end() {
		StringBuilder text = new StringBuilder();
		decode(this.rest, true, text);
		while (this.decoder.flush(this.decoded) == CoderResult.OVERFLOW) {
			drain(text);
		}
		drain(text);
		return text;
	}

	private void decode(ByteBuffer input, boolean end, StringBuilder text) {
		CoderResult result;
		do {
			result = this.decoder.decode(input, this.decoded, end);
			drain(text);
		}
		while (result == CoderResult.OVERFLOW);
	}

	private void drain(StringBuilder text) {
		text.append(this.decoded.flip());
		this.decoded.clear();
	}

}
