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

package io.github.sshboot.session.shell;

import java.util.ArrayList;
import java.util.List;

import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * Finds the word that the user wants to be completed, by the quoting rules that the line
 * is later split by. A quote that is not closed yet reaches to the end.
 */
final class ShellWords implements Parser {

	private static final String SPECIAL = " \t\n\r'\"\\";

	@Override
	public ParsedLine parse(String line, int cursor, ParseContext context) {
		return Line.of(line, cursor);
	}

	@Override
	public boolean isEscapeChar(char c) {
		return c == '\\';
	}

	/**
	 * A line up to the cursor; what comes after it is no help to complete what is before.
	 *
	 * @param line the line
	 * @param cursor the position of the cursor
	 * @param words the words; the last is the one at the cursor
	 * @param rawStart where the word at the cursor begins
	 */
	private record Line(String line, int cursor, List<String> words, int rawStart) implements CompletingParsedLine {

		static Line of(String line, int cursor) {
			List<String> words = new ArrayList<>();
			StringBuilder word = new StringBuilder();
			int start = -1;
			char quote = 0;
			for (int i = 0; i < cursor; i++) {
				char c = line.charAt(i);
				if (quote == 0 && Character.isWhitespace(c)) {
					if (start >= 0) {
						words.add(word.toString());
						word.setLength(0);
						start = -1;
					}
					continue;
				}
				start = (start >= 0) ? start : i;
				if (c == quote) {
					quote = 0;
				}
				else if (quote == 0 && (c == '\'' || c == '"')) {
					quote = c;
				}
				else if (c == '\\' && quote != '\'' && i + 1 < cursor) {
					word.append(line.charAt(++i));
				}
				else {
					word.append(c);
				}
			}
			words.add(word.toString());
			return new Line(line, cursor, List.copyOf(words), (start >= 0) ? start : cursor);
		}

		@Override
		public String word() {
			return this.words.get(wordIndex());
		}

		@Override
		public int wordCursor() {
			return word().length();
		}

		@Override
		public int wordIndex() {
			return this.words.size() - 1;
		}

		@Override
		public int rawWordCursor() {
			return this.cursor - this.rawStart;
		}

		@Override
		public int rawWordLength() {
			return this.cursor - this.rawStart;
		}

		@Override
		public CharSequence escape(CharSequence candidate, boolean complete) {
			String text = candidate.toString();
			if (text.chars().noneMatch((c) -> SPECIAL.indexOf(c) >= 0)) {
				return text;
			}
			StringBuilder escaped = new StringBuilder();
			for (char c : text.toCharArray()) {
				if (SPECIAL.indexOf(c) >= 0) {
					escaped.append('\\');
				}
				escaped.append(c);
			}
			return escaped;
		}

	}

}
