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

import java.io.IOException;

import org.jspecify.annotations.Nullable;
import io.github.sshboot.transport.PeerText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FailureMessagesTests {

	@ParameterizedTest
	@ValueSource(strings = { "parcel 42 is unknown", "Größe ひらがな 😀", "100% {} 'quoted' \"x\" \\ <b>", "a  b" })
	void keepsOrdinaryText(String text) {
		assertThat(PeerText.printable(text)).isEqualTo(text);
		assertThat(FailureMessages.oneLine(new IllegalStateException(text))).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(ints = {
			// C0, DEL, C1
			0, 7, 8, '\t', '\n', 0x0B, 0x0C, '\r', 0x1B, 0x7F, 0x80, 0x85, 0x9B, 0x9F,
			// bidirectional marks, embeddings, overrides and isolates
			0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069,
			// zero width characters, soft hyphen, byte order mark, tags
			0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xE0001, 0xE0041,
			// line and paragraph separator, lone surrogates
			0x2028, 0x2029, 0xD800, 0xDFFF })
	void blanksCharactersThatAreNotPrinted(int character) {
		assertThat(PeerText.printable("a" + Character.toString(character) + "b")).isEqualTo("a b");
	}

	@Test
	void makesOneLineOfSeveral() {
		assertThat(FailureMessages.oneLine(new IOException("first\r\nsecond\nthird\n")))
			.isEqualTo("first  second third");
	}

	@Test
	void disarmsEscapeSequences() {
		assertThat(PeerText.printable("\u001b]0;title\u0007\u001b[31mred\u009b2J")).isEqualTo("]0;title  [31mred 2J");
	}

	@Test
	void boundsTheLength() {
		assertThat(PeerText.printable("x".repeat(500))).hasSize(500);
		assertThat(PeerText.printable("x".repeat(501))).hasSize(500);
		assertThat(PeerText.printable("x".repeat(1_000_000))).hasSize(500);
	}

	@Test
	void doesNotCutCharactersInHalf() {
		String printable = PeerText.printable("😀".repeat(600));
		assertThat(printable).isEqualTo("😀".repeat(500));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\n\t" })
	void failureWithoutAMessageIsNamedByItsKind(@Nullable String message) {
		assertThat(FailureMessages.oneLine(new IllegalStateException(message))).isEqualTo("IllegalStateException");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u0007", "\u001b", "\u202e\u200b" })
	void failureWithoutAPrintableMessageIsNamedByItsKind(String message) {
		assertThat(FailureMessages.oneLine(new IllegalStateException(message))).isEqualTo("IllegalStateException");
	}

}
