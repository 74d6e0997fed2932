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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link LineSplitter}.
 */
class LineSplitterTests {

	@ParameterizedTest
	@ValueSource(strings = { "UTF-8", "UTF-16", "UTF-16LE", "Shift_JIS", "GB18030", "ISO-2022-JP", "EUC-JP" })
	void linesAreTheSameWhereverTheBytesAreCut(String name) throws Exception {
		Charset charset = Charset.forName(name);
		String text = "first\r\n日本語\n\n\rlast\r漢字";
		byte[] bytes = text.getBytes(charset);
		List<String> expected = text.lines().toList();
		for (int size = 1; size <= bytes.length; size++) {
			assertThat(split(bytes, charset, size)).as("pieces of %d bytes", size).isEqualTo(expected);
		}
	}

	private static List<String> split(byte[] bytes, Charset charset, int size) throws IOException {
		List<String> lines = new ArrayList<>();
		LineSplitter splitter = new LineSplitter(charset, 100, lines::add);
		for (int offset = 0; offset < bytes.length; offset += size) {
			splitter.write(bytes, offset, Math.min(size, bytes.length - offset));
		}
		splitter.end();
		return lines;
	}

	@Test
	void whatIsNoTextIsReplaced() throws Exception {
		byte[] bytes = { 'a', (byte) 0xFF, '\n', (byte) 0xC3 };
		assertThat(split(bytes, StandardCharsets.UTF_8, 1)).containsExactly("a\uFFFD", "\uFFFD");
	}

	@Test
	void lineComesAsSoonAsItHasEnded() throws Exception {
		List<String> lines = new ArrayList<>();
		LineSplitter splitter = new LineSplitter(StandardCharsets.UTF_8, 100, lines::add);
		splitter.write(new byte[] { 'a', '\r' }, 0, 2);
		assertThat(lines).containsExactly("a");
		splitter.write(new byte[] { '\n', 'b' }, 0, 2);
		assertThat(lines).containsExactly("a");
	}

	@Test
	void lineThatIsTooLongIsRefused() throws Exception {
		LineSplitter splitter = new LineSplitter(StandardCharsets.UTF_8, 10, (line) -> {
		});
		splitter.write("0123456789\n".repeat(3).getBytes(StandardCharsets.UTF_8), 0, 33);
		assertThatIOException().isThrownBy(() -> splitter.write(new byte[11], 0, 11))
			.withMessageContaining("longer than 10");
	}

}
