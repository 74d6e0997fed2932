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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class TerminalOutputTests {

	private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

	private TerminalModes modes = TerminalModes.of(Map.of());

	private final TerminalOutput output = new TerminalOutput(this.sent, () -> this.modes, StandardCharsets.UTF_8);

	static Stream<Arguments> texts() {
		return Stream.of(Arguments.of("", ""), Arguments.of("text", "text"), Arguments.of("\n", "\r\n"),
				Arguments.of("a\nb", "a\r\nb"), Arguments.of("a\n\nb\n", "a\r\n\r\nb\r\n"),
				Arguments.of("\r\n", "\r\r\n"), Arguments.of("a\rb", "a\rb"), Arguments.of("é\nひ", "é\r\nひ"));
	}

	@ParameterizedTest
	@MethodSource("texts")
	void returnsTheCarriageAtANewline(String text, String expected) throws IOException {
		this.output.write(text.getBytes(StandardCharsets.UTF_8));
		assertThat(this.sent.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
	}

	@ParameterizedTest
	@MethodSource("texts")
	void returnsTheCarriageAtANewlineByteByByte(String text, String expected) throws IOException {
		for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
			this.output.write(b);
		}
		assertThat(this.sent.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
	}

	@Test
	void knowsItsColumn() throws IOException {
		this.output.write("abc\n> \u00e9\t".getBytes(StandardCharsets.UTF_8));
		assertThat(this.output.column()).isEqualTo(8);
		this.output.write("x\b\b\u007f\u0007".getBytes(StandardCharsets.UTF_8));
		assertThat(this.output.column()).isEqualTo(7);
		this.output.write('\r');
		assertThat(this.output.column()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "'> ', 2", "'日本> ', 6", "'e\u0301> ', 3", "'😀', 2", "'日本\n日', 2", "'one\ntwo\n', 0", "'日\b', 1",
			"'a\tb', 9" })
	void columnIsWhereTheTerminalIs(String text, int column) throws IOException {
		byte[] data = text.getBytes(StandardCharsets.UTF_8);
		this.output.write(data);
		assertThat(this.output.column()).isEqualTo(column);
		this.output.write('\r');
		for (byte b : data) {
			this.output.write(b);
		}
		assertThat(this.output.column()).as("byte by byte").isEqualTo(column);
	}

	@Test
	void columnOfATerminalThatIsNotUtf8() throws IOException {
		TerminalOutput latin = new TerminalOutput(this.sent, () -> this.modes, StandardCharsets.ISO_8859_1);
		latin.write(new byte[] { 'a', (byte) 0xE9, (byte) 0xFC });
		assertThat(latin.column()).isEqualTo(3);
	}

	@Test
	void bytesThatAreNoTextDoNoHarm() throws IOException {
		byte[] broken = new byte[100_000];
		new Random(1).nextBytes(broken);
		this.output.write(broken);
		assertThat(this.output.column()).isNotNegative();
		this.output.write('\r');
		this.output.write('a');
		assertThat(this.output.column()).isOne();
	}

	@Test
	void writesPartOfAnArray() throws IOException {
		this.output.write("x\na\nb\nx".getBytes(StandardCharsets.US_ASCII), 2, 3);
		assertThat(this.sent).hasToString("a\r\nb");
	}

	@Test
	void leavesNewlinesAloneInRawMode() throws IOException {
		this.output.write('\n');
		this.modes = TerminalModes.RAW;
		this.output.write("a\nb".getBytes(StandardCharsets.US_ASCII));
		this.output.write('\n');
		assertThat(this.sent).hasToString("\r\na\nb\n");
	}

	@Test
	void doesNotBreakTextIntoPieces() throws IOException {
		AtomicInteger writes = new AtomicInteger();
		OutputStream counting = new OutputStream() {

			@Override
			public void write(int b) {
				throw new UnsupportedOperationException();
			}

			@Override
			public void write(byte[] data, int offset, int length) {
				writes.incrementAndGet();
			}

		};
		new TerminalOutput(counting, () -> this.modes, StandardCharsets.UTF_8)
			.write("a long line\nand another\nand a third".getBytes(StandardCharsets.US_ASCII));
		assertThat(writes).hasValue(1);
	}

	@Test
	void flushes() throws IOException {
		AtomicInteger flushes = new AtomicInteger();
		new TerminalOutput(new ByteArrayOutputStream() {

			@Override
			public void flush() {
				flushes.incrementAndGet();
			}

		}, () -> this.modes, StandardCharsets.UTF_8).flush();
		assertThat(flushes).hasValue(1);
	}

}
