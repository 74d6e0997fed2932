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

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Something that was expected and has come.
 *
 * @param alternative which of the alternatives it is, from 0 on
 * @param before what came before it, since the last match
 * @param text the text that matches
 * @param groups the groups of the pattern, the first one first; {@code null} where a
 * group matches nothing
 * @since 0.1.0
 */
public record ShellMatch(int alternative, String before, String text, List<@Nullable String> groups) {

	/**
	 * Return a group of the pattern.
	 * @param number its number, from 1 on; 0 is the text that matches
	 * @return the text of the group or {@code null}
	 */
	public @Nullable String group(int number) {
		return (number == 0) ? this.text : this.groups.get(number - 1);
	}

	/**
	 * Tells no text, which may be secret.
	 */
	@Override
	public String toString() {
		return "ShellMatch[alternative=%d, %d characters before, %d that match]".formatted(this.alternative,
				this.before.length(), this.text.length());
	}

}
