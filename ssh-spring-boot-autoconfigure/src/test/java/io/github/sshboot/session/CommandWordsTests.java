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

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.sshboot.testing.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CommandWordsTests {

	@TempDir
	static Path directory;

	static Stream<Arguments> lines() {
		return Stream.of(line(""), line("   \t "), line("word", "word"), line("  two \t words  ", "two", "words"),
				line("'single quoted'", "single quoted"), line("\"double quoted\"", "double quoted"),
				line("a'b c'd", "ab cd"), line("a\"b c\"d", "ab cd"), line("'a'\"b\"c", "abc"), line("'a''b'", "ab"),
				line("\"a\"\"b\"", "ab"), line("''", ""), line("\"\"", ""), line("'' \"\" x", "", "", "x"),
				line("a''", "a"), line("''a", "a"), line("''\"\"", ""), line("'\"'", "\""), line("\"'\"", "'"),
				line("'\\'", "\\"), line("'\\n'", "\\n"), line("it\\'s", "it's"), line("'it'\\''s'", "it's"),
				line("a\\ b", "a b"), line("\\\\", "\\"), line("\\a\\b", "ab"), line("\\\"a\\\"", "\"a\""),
				line("\\  x", " ", "x"), line("\\\tx", "\tx"), line("\"\\\"\"", "\""), line("\"\\\\\"", "\\"),
				line("\"\\$HOME\"", "$HOME"), line("\"\\`date\\`\"", "`date`"),
				line("\"\\a\\n\\ \\'\"", "\\a\\n\\ \\'"), line("\"a\\\\\"", "a\\"), line("'a\tb'", "a\tb"),
				line("\"a\tb\"", "a\tb"), line("'a\nb'", "a\nb"), line("\"a\nb\"", "a\nb"),
				line("--name='John Smith'", "--name=John Smith"), line("a=\"b\"", "a=b"),
				line("-- -x --y", "--", "-x", "--y"));
	}

	static Stream<Arguments> continuedLines() {
		return Stream.of(line("a\\\nb", "ab"), line("a \\\n b", "a", "b"), line("\"a\\\nb\"", "ab"), line("a\\\n", "a"),
				line("\\\na", "a"), line("'a\\\nb'", "a\\\nb"));
	}

	@ParameterizedTest
	@MethodSource({ "lines", "continuedLines" })
	void splitsByTheRulesOfAShell(String line, List<String> words) {
		assertThat(CommandWords.split(line)).isEqualTo(words);
	}

	@ParameterizedTest
	@MethodSource({ "lines", "continuedLines" })
	void agreesWithAShell(String line) {
		Programs.require("sh");
		String printed = Programs
			.run(directory, "sh", "-c", "set -- " + line + "\nfor word do printf '%s\\0' \"$word\"; done")
			.output();
		StringBuilder split = new StringBuilder();
		CommandWords.split(line).forEach((word) -> split.append(word).append('\0'));
		assertThat(printed).isEqualTo(split.toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "$HOME", "\"$HOME\"", "`id`", "$(id)", "*", "~", "a;b", "a|b", "a&b", "<a", ">b", "#c",
			"{a,b}", "!x", "@/etc/passwd", "${env:HOME}", "%s", "\"`id`\"", "[a]", "(a)" })
	void expandsNothing(String word) {
		assertThat(CommandWords.split("echo " + word)).containsExactly("echo", word.replace("\"", ""));
	}

	@Test
	void keepsCharactersOutsideOfAscii() {
		assertThat(CommandWords.split("déjà 'ひ ら'\u00a0x 😀")).containsExactly("déjà", "ひ ら\u00a0x", "😀");
	}

	@Test
	void newlineSeparatesWords() {
		assertThat(CommandWords.split("a\nb\r\nc")).containsExactly("a", "b", "c");
	}

	@ParameterizedTest
	@ValueSource(strings = { "'", "a 'b", "'a' 'b", "it's", "a'b\"c\"" })
	void refusesOpenSingleQuote(String line) {
		assertThatExceptionOfType(CommandSyntaxException.class).isThrownBy(() -> CommandWords.split(line))
			.withMessage("A single quote is not closed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"", "a \"b", "\"a\" \"b", "\"a\\\"", "\"a\\", "\"it's" })
	void refusesOpenDoubleQuote(String line) {
		assertThatExceptionOfType(CommandSyntaxException.class).isThrownBy(() -> CommandWords.split(line))
			.withMessage("A double quote is not closed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\", "a \\", "a\\", "'a'\\", "\\\\\\" })
	void refusesBackslashAtTheEnd(String line) {
		assertThatExceptionOfType(CommandSyntaxException.class).isThrownBy(() -> CommandWords.split(line))
			.withMessage("The command line ends with a backslash");
	}

	@Test
	void splitsLongLinesInReasonableTime() {
		assertThat(CommandWords.split("word ".repeat(100_000))).hasSize(100_000);
		assertThat(CommandWords.split("''".repeat(100_000))).containsExactly("");
		assertThat(CommandWords.split("\\a".repeat(100_000)).get(0)).hasSize(100_000);
	}

	@Test
	void onlyCommandsHaveArguments() {
		assertThat(SshRequest.exec("deploy 'to production'").arguments()).containsExactly("deploy", "to production");
		assertThat(SshRequest.shell().arguments()).isEmpty();
		assertThat(SshRequest.subsystem("sftp server").arguments()).isEmpty();
	}

	private static Arguments line(String line, String... words) {
		return Arguments.of(line, List.of(words));
	}

}
