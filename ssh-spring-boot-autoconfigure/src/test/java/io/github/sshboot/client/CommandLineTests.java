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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CommandLine}.
 */
class CommandLineTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "ls|-l|/srv/a.csv|ls -l /srv/a.csv", "a b|||'a b' '' ''",
					"echo|it's|$HOME|echo 'it'\\''s' '$HOME'", "if|if|*|'if' if '*'", "A=1|A=1|-|'A=1' 'A=1' -",
					"~|~root|#|'~' '~root' '#'", "x|\\|!|x '\\' '!'" })
	void onlyWhatNeedsQuotesHasThem(String program, String first, String second, String line) {
		List<String> words = IntStream.range(0, 3)
			.mapToObj((i) -> Arrays.asList(program, first, second).get(i))
			.map((word) -> (word != null) ? word : "")
			.toList();
		assertThat(CommandLine.of(words)).hasToString(line);
	}

	@Test
	void shellPassesArgumentsOnAsTheyAre() throws Exception {
		Random random = new Random(7);
		List<String> arguments = new ArrayList<>(List.of("", "'", "''", "'\\''", "\"", "\\", "$(id)", "`id`", "\n",
				"\r\n", "\t", "-n", "--", "-", "~", "!!", "*", "?", "[a]", "{a,b}", "a=b", "#", ";", "&", "|", ">x",
				"täxt €", "\uD83D\uDE80", "\u001B[31m", "\u007F", "%s", "\\0", "if", "a\\"));
		for (int i = 0; i < 4000; i++) {
			arguments.add(random.ints(random.nextInt(12), 1, 0x180)
				.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
				.toString());
		}
		// every byte but NUL
		arguments.add(IntStream.range(1, 128)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString());
		for (int from = 0; from < arguments.size(); from += 500) {
			List<String> some = arguments.subList(from, Math.min(arguments.size(), from + 500));
			assertThat(throughShell(some, StandardCharsets.UTF_8)).isEqualTo(some);
		}
	}

	@Test
	void everyByteReachesTheProgram() throws Exception {
		String bytes = IntStream.range(1, 256)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
		assertThat(throughShell(List.of(bytes), StandardCharsets.ISO_8859_1)).containsExactly(bytes);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Shift_JIS", "GBK", "Big5", "EUC-JP", "UTF-8" })
	void bytesOfCharactersThatLookLikeQuotesAreNone(String charset) throws Exception {
		List<String> arguments = List.of("表示'ソ'", "能\\", "\\'表", "漢字 $(id)");
		List<String> possible = arguments.stream()
			.filter((argument) -> Charset.forName(charset).newEncoder().canEncode(argument))
			.toList();
		assertThat(possible).isNotEmpty();
		assertThat(throughShell(possible, Charset.forName(charset))).isEqualTo(possible);
	}

	/**
	 * Let a shell run a program that writes its arguments, each with a NUL behind it.
	 */
	private static List<String> throughShell(List<String> arguments, Charset charset) throws Exception {
		List<String> words = new ArrayList<>(List.of("printf", "%s\\0"));
		words.addAll(arguments);
		byte[] line = CommandLine.of(words).encode(charset);
		Process shell = new ProcessBuilder("sh", "-s").redirectError(ProcessBuilder.Redirect.INHERIT).start();
		shell.getOutputStream().write(line);
		shell.getOutputStream().write('\n');
		shell.getOutputStream().close();
		byte[] output = shell.getInputStream().readAllBytes();
		assertThat(shell.waitFor()).isZero();
		return split(output, charset);
	}

	private static List<String> split(byte[] output, Charset charset) throws IOException {
		List<String> parts = new ArrayList<>();
		ByteArrayOutputStream part = new ByteArrayOutputStream();
		for (byte b : output) {
			if (b == 0) {
				parts.add(part.toString(charset));
				part.reset();
			}
			else {
				part.write(b);
			}
		}
		assertThat(part.size()).isZero();
		return parts;
	}

	@Test
	void charsetInWhichQuotesArePartsOfCharactersIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CommandLine.of(List.of("echo", "ぇА")).encode(Charset.forName("ISO-2022-JP")))
			.withMessageContaining("ISO-2022-JP");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32" })
	void commandsAreInUtf8WhereNoShellUnderstandsTheCharset(String charset) {
		assertThat(CommandLine.of(List.of("echo", "ぇА", "it's")).encode(Charset.forName(charset)))
			.asString(StandardCharsets.UTF_8)
			.isEqualTo("echo 'ぇА' 'it'\\''s'");
	}

	@Test
	void charactersThatTheCharsetLacksAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CommandLine.of("rm täxt").encode(StandardCharsets.US_ASCII))
			.withMessageContaining("US-ASCII");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CommandLine.of(List.of("rm", "\uD800")).encode(StandardCharsets.UTF_8));
	}

	@Test
	void nulIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> CommandLine.of(List.of("echo", "a\0b")));
		assertThatIllegalArgumentException().isThrownBy(() -> CommandLine.of("echo a\0b"));
	}

	@Test
	void nothingIsNoCommand() {
		assertThatIllegalArgumentException().isThrownBy(() -> CommandLine.of(" "));
		assertThatIllegalArgumentException().isThrownBy(() -> CommandLine.of(List.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> CommandLine.of(List.of("", "a")));
	}

}
