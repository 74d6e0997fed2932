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

package io.github.sshboot.session.annotation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pattern of a command: words, then variables.
 *
 * @param words the words, at least one
 * @param variables the names of the variables
 * @param rest whether the last variable takes all that is left
 */
record CommandPattern(List<String> words, List<String> variables, boolean rest) {

	private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z_$][A-Za-z0-9_$-]*)(\\.\\.\\.)?}");

	/**
	 * Parse a pattern.
	 * @param text the pattern
	 * @return the parsed pattern
	 * @throws IllegalArgumentException if it is no pattern
	 */
	static CommandPattern parse(String text) {
		List<String> words = new ArrayList<>();
		List<String> variables = new ArrayList<>();
		boolean rest = false;
		for (String token : text.strip().split("\\s+")) {
			Matcher variable = VARIABLE.matcher(token);
			if (rest) {
				throw new IllegalArgumentException(
						"'%s' comes after the variable that takes all the rest".formatted(token));
			}
			if (variable.matches()) {
				if (variables.contains(variable.group(1))) {
					throw new IllegalArgumentException("the variable '%s' occurs twice".formatted(variable.group(1)));
				}
				variables.add(variable.group(1));
				rest = variable.group(2) != null;
			}
			else if (token.isEmpty() || token.indexOf('{') >= 0 || token.indexOf('}') >= 0) {
				throw new IllegalArgumentException("'%s' is neither a word nor a variable".formatted(token));
			}
			else if (!variables.isEmpty()) {
				throw new IllegalArgumentException("the word '%s' comes after a variable".formatted(token));
			}
			else {
				words.add(token);
			}
		}
		if (words.isEmpty()) {
			throw new IllegalArgumentException("it has no word before its variables");
		}
		return new CommandPattern(List.copyOf(words), List.copyOf(variables), rest);
	}

	String name() {
		return String.join(" ", this.words);
	}

	boolean isRest(int variable) {
		return this.rest && variable == this.variables.size() - 1;
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(name());
		for (int i = 0; i < this.variables.size(); i++) {
			text.append(" {").append(this.variables.get(i)).append(isRest(i) ? "...}" : "}");
		}
		return text.toString();
	}

}
