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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Transcript}.
 */
class TranscriptTests {

	private static final String PAGER = "--More--";

	@Test
	void plainTextHasNoEscapeSequences() {
		assertThat(plain("\u001B[1;31mred\u001B[0m \u001B]0;title\u0007user\u001B]0;title\u001B\\$ "))
			.isEqualTo("red user$ ");
		assertThat(plain("\u001B[?2004h$ \u001B[K")).isEqualTo("$ ");
		assertThat(plain("\u001B(B\u001B=a\u001BPx\u001B\\b\u009B1mc\u0007\u0000\u007F")).isEqualTo("abc");
	}

	@Test
	void plainTextIsWhatALineLooksLikeInTheEnd() {
		assertThat(plain("abc\b\bX")).isEqualTo("aXc");
		assertThat(plain("abc\rX")).isEqualTo("Xbc");
		assertThat(plain("abc\r\u001B[K\r\nd")).isEqualTo("\nd");
		assertThat(plain("abc\u001B[2DX")).isEqualTo("aXc");
		assertThat(plain("abc\u001B[1GX\u001B[2CY")).isEqualTo("XbcY");
		assertThat(plain("old\u001B[2K\rnewer\r\n")).isEqualTo("newer\n");
		assertThat(plain("abc\r\u001B[P")).isEqualTo("bc");
		assertThat(plain("10%\r20%\r100%\r\ndone\r\n")).isEqualTo("100%\ndone\n");
	}

	@Test
	void otherPlacesOfTheScreenAreOtherLines() {
		assertThat(plain("one\u001B[5;1Htwo\u001B[2Jthree\n\u001B[Hfour")).isEqualTo("one\ntwo\nthree\nfour");
	}

	@Test
	void pagerThatWasAnsweredLeavesNoTrace() {
		String erased = "\b".repeat(8) + " ".repeat(8) + "\b".repeat(8);
		assertThat(afterPager(PAGER, erased + "ab\r\nline 3\r\n")).isEqualTo("line 1\nab\nline 3\n");
		assertThat(afterPager("  " + PAGER, "  \b\b" + "\b\b" + erased + "ab\r\n")).isEqualTo("line 1\nab\n");
		assertThat(afterPager(PAGER, "\r        \rab\r\n")).isEqualTo("line 1\nab\n");
		assertThat(afterPager(PAGER, "\r\u001B[Kab\r\n")).isEqualTo("line 1\nab\n");
		assertThat(afterPager(PAGER, "ab\r\n")).isEqualTo("line 1\nab\n");
		assertThat(afterPager(PAGER, "\r\nab\r\n")).isEqualTo("line 1\n\nab\n");
	}

	private static String afterPager(String pager, String next) {
		Transcript transcript = new Transcript();
		transcript.setPlain();
		transcript.write("line 1\r\n" + pager);
		int start = transcript.text().indexOf(PAGER);
		transcript.blank(start, start + PAGER.length());
		transcript.write(next);
		return transcript.text().toString();
	}

	@Test
	void whatWasTakenIsNotOverwritten() {
		Transcript transcript = new Transcript();
		transcript.setPlain();
		transcript.write("prompt# ");
		transcript.remove(0, 8);
		transcript.write("\b\b\b\rshow\r\n");
		assertThat(transcript.text()).hasToString("show\n");
	}

	@Test
	void hugeNumbersAndEndlessSequencesTakeNoMemory() {
		Transcript transcript = new Transcript();
		transcript.setPlain();
		transcript.write("\u001B[99999999999999999999C");
		assertThat(transcript.text().length()).isEqualTo(1000);
		transcript.write("\u001B[" + "1;".repeat(100_000) + "m");
		transcript.write("\u001B]" + "x".repeat(5000) + "y");
		assertThat(transcript.text().length()).isBetween(1000, 2000);
	}

	private static String plain(String sent) {
		Transcript transcript = new Transcript();
		transcript.setPlain();
		sent.chars().forEach((c) -> transcript.write(Character.toString(c)));
		return transcript.text().toString();
	}

}
