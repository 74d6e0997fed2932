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

package io.github.sshboot.authentication;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.github.sshboot.transport.PublicKeyBlob;

/**
 * The lines of a file of public keys, as OpenSSH splits it: at each newline and nowhere
 * else, with blanks around a line ignored, and without comments and empty lines.
 */
final class KeyLines {

	private KeyLines() {
	}

	/**
	 * Visit each line.
	 * @param content the content of the file
	 * @param visitor takes the number of a line and the line, in ISO 8859-1 so that each
	 * character is a byte
	 */
	static void forEach(byte[] content, BiConsumer<Integer, String> visitor) {
		int number = 1;
		int start = 0;
		for (int i = 0; i <= content.length; i++) {
			if (i == content.length || content[i] == '\n') {
				String line = trim(new String(content, start, i - start, StandardCharsets.ISO_8859_1));
				if (!line.isEmpty() && line.charAt(0) != '#') {
					visitor.accept(number, line);
				}
				number++;
				start = i + 1;
			}
		}
	}

	private static String trim(String line) {
		int start = 0;
		int end = line.length();
		if (end > 0 && line.charAt(end - 1) == '\r') {
			end--;
		}
		while (start < end && KeyOptionsParser.isBlank(line.charAt(start))) {
			start++;
		}
		while (start < end && KeyOptionsParser.isBlank(line.charAt(end - 1))) {
			end--;
		}
		return line.substring(start, end);
	}

	/**
	 * Read a file that has a key on each line and nothing else.
	 * @param content the content of the file
	 * @param parser parses a line
	 * @return the keys
	 * @throws IllegalArgumentException if a line is no key
	 */
	static Set<PublicKeyBlob> keys(byte[] content, Function<String, PublicKeyBlob> parser) {
		Set<PublicKeyBlob> keys = new HashSet<>();
		forEach(content, (number, line) -> {
			try {
				keys.add(parser.apply(line));
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalArgumentException("line %d: %s".formatted(number, ex.getMessage()), ex);
			}
		});
		return keys;
	}

}
