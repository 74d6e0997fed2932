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

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.util.Assert;

/**
 * A command as it is sent: a line for the shell of the server.
 */
final class CommandLine {

	private static final String SAFE = "_@%+:,./-";

	/**
	 * What a shell takes for its own as the first word of a command (POSIX.1-2017,
	 * section 2.4 of the shell command language, and what shells add).
	 */
	private static final Set<String> RESERVED = Set.of("case", "coproc", "do", "done", "elif", "else", "end", "esac",
			"fi", "for", "foreach", "function", "if", "in", "namespace", "nocorrect", "repeat", "select", "then",
			"time", "until", "while");

	private final String text;

	private final boolean quoted;

	private CommandLine(String text, boolean quoted) {
		Assert.isTrue(text.indexOf('\0') < 0, "A command must not contain the character NUL");
		this.text = text;
		this.quoted = quoted;
	}

	/**
	 * Take a line as it is.
	 */
	static CommandLine of(String line) {
		Assert.hasText(line, "'command' must not be empty");
		return new CommandLine(line, false);
	}

	/**
	 * Quote a program and its arguments, so that a POSIX shell passes them on as they
	 * are.
	 */
	static CommandLine of(List<String> words) {
		Assert.notEmpty(words, "'command' must not be empty");
		Assert.hasText(words.get(0), "The program must not be empty");
		return new CommandLine(IntStream.range(0, words.size())
			.mapToObj((i) -> quote(words.get(i), i == 0))
			.collect(Collectors.joining(" ")), true);
	}

	private static String quote(String word, boolean first) {
		boolean plain = !word.isEmpty() && word.chars().allMatch(CommandLine::isPlain);
		if (plain && !(first && RESERVED.contains(word))) {
			return word;
		}
		return "'" + word.replace("'", "'\\''") + "'";
	}

	private static boolean isPlain(int c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || SAFE.indexOf(c) >= 0;
	}

	/**
	 * Return the line as it is sent: in UTF-8 where no shell understands the charset,
	 * since it has a NUL in all letters (UTF-16).
	 * @throws IllegalArgumentException if the charset lacks a character: a question mark
	 * in its place would be a wildcard
	 */
	byte[] encode(Charset charset) {
		boolean understood = count("a".getBytes(charset), 0) == 0;
		byte[] bytes = bytes(understood ? charset : StandardCharsets.UTF_8);
		if (this.quoted && count(bytes, '\'') != this.text.chars().filter((c) -> c == '\'').count()) {
			throw new IllegalArgumentException("A shell does not understand commands in the charset " + charset.name());
		}
		return bytes;
	}

	private byte[] bytes(Charset charset) {
		try {
			ByteBuffer encoded = charset.newEncoder()
				.onMalformedInput(CodingErrorAction.REPORT)
				.onUnmappableCharacter(CodingErrorAction.REPORT)
				.encode(CharBuffer.wrap(this.text));
			byte[] bytes = new byte[encoded.remaining()];
			encoded.get(bytes);
			return bytes;
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("The command has characters that %s lacks".formatted(charset.name()),
					ex);
		}
	}

	private static long count(byte[] bytes, int value) {
		return IntStream.range(0, bytes.length).filter((i) -> bytes[i] == value).count();
	}

	@Override
	public String toString() {
		return this.text;
	}

}
