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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import org.apache.sshd.common.channel.PtyMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TerminalInputTests {

	private static final String RUBOUT = "\b \b";

	private final Map<PtyMode, Integer> modes = new HashMap<>();

	private final ByteArrayOutputStream echo = new ByteArrayOutputStream();

	private Charset encoding = StandardCharsets.UTF_8;

	private boolean raw;

	private int waits;

	private int column;

	@Test
	void carriageReturnEndsALine() throws IOException {
		assertThat(readAll("hello\r")).isEqualTo("hello\n");
		assertThat(echoed()).isEqualTo("hello\n");
	}

	@Test
	void carriageReturnStaysWithoutIcrnl() throws IOException {
		this.modes.put(PtyMode.ICRNL, 0);
		assertThat(readAll("a\rb\n")).isEqualTo("a\rb\n");
		assertThat(echoed()).isEqualTo("a^Mb\n");
	}

	@Test
	void carriageReturnIsNothingWithIgncr() throws IOException {
		this.modes.put(PtyMode.IGNCR, 1);
		assertThat(readAll("a\rb\n")).isEqualTo("ab\n");
	}

	@Test
	void newlineIsACarriageReturnWithInlcr() throws IOException {
		this.modes.put(PtyMode.INLCR, 1);
		assertThat(readAll("a\nb\r")).isEqualTo("a\rb\n");
	}

	@Test
	void interruptLeavesTheLineWithNoflsh() throws IOException {
		assertThat(readAll("ab\u0003c\n")).isEqualTo("c\n");
		this.modes.put(PtyMode.NOFLSH, 1);
		assertThat(readAll("ab\u0003c\n")).isEqualTo("abc\n");
	}

	@ParameterizedTest
	@CsvSource({ "0, a, 7", "0, '', 8", "3, '', 5", "3, abcde, 8", "3, \u65e5x, 2", "12, a, 3" })
	void tabIsErasedFromItsFirstColumnToItsLast(int column, String before, int width) throws IOException {
		this.column = column;
		assertThat(readAll(before + "\t\u007fx\r")).isEqualTo(before + "x\n");
		assertThat(echoed()).isEqualTo(before + "\t" + RUBOUT.repeat(width) + "x\n");
	}

	@Test
	void handsOutALineAtATime() throws IOException {
		TerminalInput input = input("one\rtwo\r");
		assertThat(readSome(input)).isEqualTo("one\n");
		assertThat(echoed()).isEqualTo("one\n");
		assertThat(readSome(input)).isEqualTo("two\n");
		assertThat(echoed()).isEqualTo("one\ntwo\n");
		assertThat(input.read()).isEqualTo(-1);
	}

	@Test
	void handsOutNothingOfALineThatIsNotFinished() throws IOException {
		TerminalInput input = input("hel", "lo", "\r");
		assertThat(input.available()).isZero();
		assertThat(readSome(input)).isEqualTo("hello\n");
	}

	@Test
	void echoesWhatIsTypedBeforeTheLineIsFinished() throws IOException {
		StringBuilder echoedBefore = new StringBuilder();
		InputStream in = new Chunks(List.of("he", "llo\r")) {

			@Override
			public int read(byte[] target, int offset, int length) {
				echoedBefore.append('[').append(echoed()).append(']');
				return super.read(target, offset, length);
			}

		};
		assertThat(readSome(new TerminalInput(in, this.echo, () -> this.column, () -> TerminalModes.of(this.modes),
				StandardCharsets.UTF_8, () -> {
				})))
			.isEqualTo("hello\n");
		assertThat(echoedBefore).hasToString("[][he]");
	}

	@Test
	void readsInPieces() throws IOException {
		TerminalInput input = input("hello\r");
		assertThat(input.read()).isEqualTo('h');
		assertThat(input.available()).isEqualTo(5);
		byte[] target = new byte[10];
		assertThat(input.read(target, 2, 3)).isEqualTo(3);
		assertThat(new String(target, 2, 3, StandardCharsets.US_ASCII)).isEqualTo("ell");
		assertThat(input.read(target, 0, 0)).isZero();
		assertThat(input.readAllBytes()).asString().isEqualTo("o\n");
		assertThat(input.available()).isZero();
	}

	@Test
	void readsBytesAboveAsciiAsUnsigned() throws IOException {
		assertThat(input("ÿ\r").read()).isEqualTo(0xC3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\b", "\u007f" })
	void erases(String erase) throws IOException {
		assertThat(readAll("hellp" + erase + "o\r")).isEqualTo("hello\n");
		assertThat(echoed()).isEqualTo("hellp" + RUBOUT + "o\n");
	}

	@Test
	void erasesWithTheCharacterTheClientAskedFor() throws IOException {
		this.modes.put(PtyMode.VERASE, (int) '#');
		assertThat(readAll("ab#c\r")).isEqualTo("ac\n");
	}

	@Test
	void erasesNothingAtTheStartOfALine() throws IOException {
		assertThat(readAll("\u007f\ba\u007f\u007f\u007fb\rc\r\u007f\u007fd\r")).isEqualTo("b\nc\nd\n");
		assertThat(echoed()).isEqualTo("a" + RUBOUT + "b\nc\nd\n");
	}

	@ParameterizedTest
	@CsvSource({ "é, 1", "ひ, 2", "😀, 2" })
	void erasesAWholeUtf8Character(String character, int columns) throws IOException {
		assertThat(readAll("a" + character + "\u007fb\r")).isEqualTo("ab\n");
		assertThat(echoed()).isEqualTo("a" + character + RUBOUT.repeat(columns) + "b\n");
	}

	@Test
	void erasesOneOfSeveralUtf8Characters() throws IOException {
		assertThat(readAll("éèê\u007f\u007fx\r")).isEqualTo("éx\n");
	}

	@Test
	void killsTheLine() throws IOException {
		assertThat(readAll("one\rtwé\u0015three\r")).isEqualTo("one\nthree\n");
		assertThat(echoed()).isEqualTo("one\ntwé" + RUBOUT.repeat(3) + "three\n");
	}

	@Test
	void killsNothingAtTheStartOfALine() throws IOException {
		assertThat(readAll("\u0015a\r")).isEqualTo("a\n");
		assertThat(echoed()).isEqualTo("a\n");
	}

	@Test
	void endOfFileOnAnEmptyLineEndsTheInput() throws IOException {
		TerminalInput input = input("one\r\u0004");
		assertThat(input.readAllBytes()).asString().isEqualTo("one\n");
		assertThat(echoed()).isEqualTo("one\n");
	}

	@Test
	void inputGoesOnAfterAnEndOfFile() throws IOException {
		TerminalInput input = input("\u0004one\r\u0004\u0004two\r");
		assertThat(input.read()).isEqualTo(-1);
		assertThat(readSome(input)).isEqualTo("one\n");
		assertThat(input.read()).isEqualTo(-1);
		assertThat(input.read()).isEqualTo(-1);
		assertThat(readSome(input)).isEqualTo("two\n");
	}

	@Test
	void endOfFileOnAStartedLineHandsItOut() throws IOException {
		TerminalInput input = input("one\u0004two\r");
		assertThat(readSome(input)).isEqualTo("one");
		assertThat(readSome(input)).isEqualTo("two\n");
	}

	@Test
	void secondEndOfFileAfterAStartedLineEndsTheInput() throws IOException {
		TerminalInput input = input("one\u0004\u0004two\r");
		assertThat(readSome(input)).isEqualTo("one");
		assertThat(input.read()).isEqualTo(-1);
		assertThat(readSome(input)).isEqualTo("two\n");
	}

	@Test
	void endOfTheChannelHandsOutAStartedLine() throws IOException {
		TerminalInput input = input("one\rtwo");
		assertThat(readSome(input)).isEqualTo("one\n");
		assertThat(readSome(input)).isEqualTo("two");
		assertThat(input.read()).isEqualTo(-1);
		assertThat(input.read()).isEqualTo(-1);
	}

	@Test
	void interruptThrowsTheLineAway() throws IOException {
		assertThat(readAll("one\rtwo\u0003three\r")).isEqualTo("one\nthree\n");
		assertThat(echoed()).isEqualTo("one\ntwothree\n");
	}

	@Test
	void interruptIsACharacterWithoutIsig() throws IOException {
		this.modes.put(PtyMode.ISIG, 0);
		assertThat(readAll("a\u0003b\r")).isEqualTo("a\u0003b\n");
		assertThat(echoed()).isEqualTo("a^Cb\n");
	}

	@ParameterizedTest
	@CsvSource({ "VINTR, 3", "VKILL, 21", "VEOF, 4" })
	void disabledCharacterIsOrdinary(PtyMode mode, int character) throws IOException {
		this.modes.put(mode, 255);
		String typed = "a" + (char) character + "b";
		assertThat(readAll(typed + "\r")).isEqualTo(typed + "\n");
	}

	@ParameterizedTest
	@CsvSource({ "VINTR", "VERASE", "VKILL", "VEOF" })
	void disabledCharacterIsNotByte255(PtyMode mode) throws IOException {
		this.modes.put(mode, 255);
		TerminalInput input = new TerminalInput(new ByteArrayInputStream(new byte[] { 'a', (byte) 0xFF, 'b', '\n' }),
				this.echo, () -> this.column, () -> TerminalModes.of(this.modes), StandardCharsets.UTF_8, () -> {
				});
		assertThat(input.readAllBytes()).isEqualTo(new byte[] { 'a', (byte) 0xFF, 'b', '\n' });
	}

	@Test
	void handsOutEveryByteWithoutCanonicalMode() throws IOException {
		this.modes.put(PtyMode.ICANON, 0);
		TerminalInput input = input("a", "\u007f\b\u0004\u0015\r", "\u001b[A");
		assertThat(readSome(input)).isEqualTo("a");
		assertThat(readSome(input)).isEqualTo("\u007f\b\u0004\u0015\n");
		assertThat(readSome(input)).isEqualTo("\u001b[A");
		assertThat(input.read()).isEqualTo(-1);
	}

	@Test
	void interruptIsASignalWithoutCanonicalMode() throws IOException {
		this.modes.put(PtyMode.ICANON, 0);
		assertThat(readAll("a", "\u0003", "b")).isEqualTo("ab");
		assertThat(echoed()).isEqualTo("ab");
	}

	@Test
	void rawModeHandsOutEverything() throws IOException {
		for (PtyMode mode : List.of(PtyMode.ICANON, PtyMode.ECHO, PtyMode.ISIG, PtyMode.ICRNL)) {
			this.modes.put(mode, 0);
		}
		byte[] all = new byte[256];
		for (int i = 0; i < all.length; i++) {
			all[i] = (byte) i;
		}
		TerminalInput input = new TerminalInput(new ByteArrayInputStream(all), this.echo, () -> this.column,
				() -> TerminalModes.of(this.modes), StandardCharsets.UTF_8, () -> {
				});
		assertThat(input.readAllBytes()).isEqualTo(all);
		assertThat(echoed()).isEmpty();
	}

	@Test
	void showsNothingWithoutEcho() throws IOException {
		this.modes.put(PtyMode.ECHO, 0);
		assertThat(readAll("secrey\u007ft\u0003secret\r")).isEqualTo("secret\n");
		assertThat(echoed()).isEmpty();
	}

	@Test
	void showsControlCharactersAsText() throws IOException {
		assertThat(readAll("\u0000\u0001\u001b[2J\u001f\t\r")).isEqualTo("\u0000\u0001\u001b[2J\u001f\t\n");
		assertThat(echoed()).isEqualTo("^@^A^[[2J^_\t\n");
	}

	@Test
	void showsDeleteAsText() throws IOException {
		this.modes.put(PtyMode.VERASE, 8);
		assertThat(readAll("a\u007f\r")).isEqualTo("a\u007f\n");
		assertThat(echoed()).isEqualTo("a^?\n");
	}

	@Test
	void erasesAllThatIsShownOfAControlCharacter() throws IOException {
		assertThat(readAll("a\u0001\u007fb\r")).isEqualTo("ab\n");
		assertThat(echoed()).isEqualTo("a^A" + RUBOUT.repeat(2) + "b\n");
	}

	@Test
	void handsOutAVeryLongLineInPartsButWhole() throws IOException {
		String line = "x".repeat(200_000);
		assertThat(readAll(line + "\ry\r")).isEqualTo(line + "\ny\n");
		assertThat(echoed()).isEqualTo(line + "\ny\n");
	}

	@Test
	void keepsNoMoreThanABoundedPartOfALineInMemory() throws IOException {
		InputStream endless = new InputStream() {

			@Override
			public int read() {
				return 'x';
			}

		};
		TerminalInput input = new TerminalInput(endless, this.echo, () -> this.column,
				() -> TerminalModes.of(this.modes), StandardCharsets.UTF_8, () -> {
				});
		byte[] target = new byte[1_000_000];
		assertThat(input.read(target, 0, target.length)).isEqualTo(65536);
	}

	@ParameterizedTest
	@CsvSource({ "a, 1", "é, 1", "日, 2", "한, 2", "Ａ, 2", "😀, 2", "e\u0301, 1", "日\u0302, 2", "𠀀, 2", "ﾊ, 1",
			"\u200b, 0" })
	void erasesAsManyColumnsAsTheCharacterHas(String character, int columns) throws IOException {
		input(character + "\u007f").read(new byte[10], 0, 10);
		assertThat(echoed()).isEqualTo(character + RUBOUT.repeat(columns));
	}

	@Test
	void erasesABrokenCharacterAsOne() throws IOException {
		this.encoding = StandardCharsets.ISO_8859_1;
		InputStream typed = new ByteArrayInputStream(new byte[] { 'a', (byte) 0xA9, (byte) 0xA9, 127, '\r' });
		TerminalInput input = new TerminalInput(typed, this.echo, () -> this.column, () -> TerminalModes.of(this.modes),
				this.encoding, () -> {
				});
		assertThat(input.readAllBytes()).containsExactly('a', 0xA9, '\n');
	}

	@ParameterizedTest
	@CsvSource({ "'one two', 'one '", "'one two  ', 'one '", "'one', ''", "'  ', ''", "'', ''", "'日本 語', '日本 '",
			"'a\tb', 'a\t'" })
	void erasesAWord(String typed, String left) throws IOException {
		assertThat(readAll(typed + "\u0017\r")).isEqualTo(left + "\n");
	}

	@Test
	void wordIsErasedOnTheScreenToo() throws IOException {
		readAll("a 日本\u0017\r");
		assertThat(echoed()).isEqualTo("a 日本" + RUBOUT.repeat(4) + "\n");
	}

	@Test
	void quitThrowsTheLineAway() throws IOException {
		assertThat(readAll("half\u001cwhole\r")).isEqualTo("whole\n");
		assertThat(echoed()).isEqualTo("halfwhole\n");
	}

	@Test
	void rawModeGivesEveryKeyAsItIsPressed() throws IOException {
		this.raw = true;
		TerminalInput input = input("a", "\r\u0003\u0004\u007f\u0015", "\u001b[A");
		assertThat(readSome(input)).isEqualTo("a");
		assertThat(readSome(input)).isEqualTo("\r\u0003\u0004\u007f\u0015");
		assertThat(readSome(input)).isEqualTo("\u001b[A");
		assertThat(echoed()).isEmpty();
	}

	@Test
	void rawModeHandsOutTheLineThatIsNotFinished() throws IOException {
		TerminalInput input = input("first\rhal", "f\r");
		assertThat(readSome(input)).isEqualTo("first\n");
		input.available();
		this.raw = true;
		assertThat(input.available()).isEqualTo(3);
		assertThat(readSome(input)).isEqualTo("hal");
		this.raw = false;
		assertThat(readSome(input)).isEqualTo("f\n");
	}

	@Test
	void tellsWhatIsAvailable() throws IOException {
		TerminalInput input = new TerminalInput(new ByteArrayInputStream(new byte[] { 27, '[', 'A' }), this.echo,
				() -> this.column, () -> this.raw ? TerminalModes.RAW : TerminalModes.of(this.modes), this.encoding,
				() -> {
				});
		assertThat(input.available()).as("of a line that is not finished").isZero();
		this.raw = true;
		assertThat(input.available()).isEqualTo(3);
		assertThat(input.read()).isEqualTo(27);
		assertThat(input.available()).isEqualTo(2);
	}

	@Test
	void flushesPromptsBeforeItWaits() throws IOException {
		TerminalInput input = input("one\r");
		assertThat(this.waits).isZero();
		input.read();
		assertThat(this.waits).isEqualTo(1);
	}

	private String readAll(String... typed) throws IOException {
		return new String(input(typed).readAllBytes(), StandardCharsets.UTF_8);
	}

	private static String readSome(TerminalInput input) throws IOException {
		byte[] target = new byte[1000];
		int count = input.read(target, 0, target.length);
		assertThat(count).isPositive();
		return new String(target, 0, count, StandardCharsets.UTF_8);
	}

	private TerminalInput input(String... typed) {
		return new TerminalInput(new Chunks(List.of(typed)), this.echo, () -> this.column,
				() -> this.raw ? TerminalModes.RAW : TerminalModes.of(this.modes), this.encoding, () -> this.waits++);
	}

	private String echoed() {
		return this.echo.toString(StandardCharsets.UTF_8);
	}

	/**
	 * Gives out what was typed as a channel does: never more than one packet at a time.
	 */
	private static class Chunks extends InputStream {

		private final Queue<ByteArrayInputStream> chunks = new ArrayDeque<>();

		Chunks(List<String> chunks) {
			chunks
				.forEach((chunk) -> this.chunks.add(new ByteArrayInputStream(chunk.getBytes(StandardCharsets.UTF_8))));
		}

		@Override
		public int read() {
			throw new UnsupportedOperationException();
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			while (!this.chunks.isEmpty()) {
				int count = this.chunks.element().read(target, offset, length);
				if (count > 0) {
					return count;
				}
				this.chunks.remove();
			}
			return -1;
		}

	}

}
