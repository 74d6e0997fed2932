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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Splits a command line by the quoting rules of a POSIX shell (IEEE Std 1003.1, section
 * 2.2).
 */
final class CommandWords {

	private final String line;

	private final List<String> words = new ArrayList<>();

	private @Nullable StringBuilder word;

	private CommandWords(String line) {
		this.line = line;
	}

	static List<String> split(String line) {
		return new CommandWords(line).split();
	}

	private List<String> split() {
		int position = 0;
		while (position < this.line.length()) {
			char c = this.line.charAt(position++);
			switch (c) {
				case ' ', '\t', '\n', '\r' -> endWord();
				case '\'' -> position = singleQuoted(position);
				case '"' -> position = doubleQuoted(position);
				case '\\' -> {
					if (position == this.line.length()) {
						throw new CommandSyntaxException("The command line ends with a backslash");
					}
					char escaped = this.line.charAt(position++);
					if (escaped != '\n') {
						word().append(escaped);
					}
				}
				default -> word().append(c);
			}
		}
		endWord();
		return List.copyOf(this.words);
	}

	private int singleQuoted(int start) {
		int end = this.line.indexOf('\'', start);
		if (end < 0) {
			throw new CommandSyntaxException("A single quote is not closed");
		}
		word().append(this.line, start, end);
		return end + 1;
	}

	private int doubleQuoted(int start) {
		StringBuilder target = word();
		int position = start;
		while (position < this.line.length()) {
			char c = this.line.charAt(position++);
			if (c == '"') {
				return position;
			}
			if (c == '\\' && position < this.line.length() && "$`\"\\\n".indexOf(this.line.charAt(position)) >= 0) {
				c = this.line.charAt(position++);
				if (c == '\n') {
					continue;
				}
			}
			target.append(c);
		}
		throw new CommandSyntaxException("A double quote is not closed");
	}

	private StringBuilder word() {
		StringBuilder current = this.word;
		if (current == null) {
			current = new StringBuilder();
			this.word = current;
		}
		return current;
	}

	private void endWord() {
		if (this.word != null) {
			this.words.add(this.word.toString());
			this.word = null;
		}
	}

}
