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

import java.util.HashMap;
import java.util.Map;

import org.apache.sshd.common.channel.PtyMode;

import org.springframework.util.Assert;

/**
 * A terminal that a server is asked for (RFC 4254 section 6.2).
 *
 * @param type the type, as in the {@code TERM} variable
 * @param columns the width in characters, 0 if that is not known
 * @param rows the height in characters, 0 if that is not known
 * @param pixelWidth the width in pixels, 0 if that is not known
 * @param pixelHeight the height in pixels, 0 if that is not known
 * @param modes the modes by their names in RFC 4254 section 8, for example {@code ECHO};
 * the server has defaults for the others
 * @since 0.1.0
 */
public record TerminalSpec(String type, int columns, int rows, int pixelWidth, int pixelHeight,
		Map<String, Integer> modes) {

	private static final int MAX_TYPE_LENGTH = 200;

	/**
	 * Create a new {@link TerminalSpec}.
	 * @param type the type
	 * @param columns the width in characters
	 * @param rows the height in characters
	 * @param pixelWidth the width in pixels
	 * @param pixelHeight the height in pixels
	 * @param modes the modes
	 * @throws IllegalArgumentException if the type is not a plain name, a size is
	 * negative or a mode is not known
	 */
	public TerminalSpec {
		Assert.isTrue(
				!type.isEmpty() && type.length() <= MAX_TYPE_LENGTH && type.chars().allMatch((c) -> c > ' ' && c < 127),
				"'type' must be a plain name");
		Assert.isTrue(columns >= 0 && rows >= 0 && pixelWidth >= 0 && pixelHeight >= 0,
				"The size of a terminal must not be negative");
		modes = Map.copyOf(modes);
		modes.keySet()
			.forEach((name) -> Assert.isTrue(PtyMode.fromName(name) != null,
					() -> "'%s' is not a mode of a terminal".formatted(name)));
	}

	/**
	 * Return a terminal that can do nothing but show text, so that programs that mind the
	 * type write no escape sequences, with 512 columns and 1,000 rows, so that few break
	 * lines or stop after a page.
	 * @return a terminal of the type {@code dumb}
	 */
	public static TerminalSpec dumb() {
		return of("dumb", 512, 1000);
	}

	/**
	 * Return a terminal.
	 * @param type the type, for example {@code xterm-256color}
	 * @param columns the width in characters
	 * @param rows the height in characters
	 * @return the terminal
	 */
	public static TerminalSpec of(String type, int columns, int rows) {
		return new TerminalSpec(type, columns, rows, 0, 0, Map.of());
	}

	/**
	 * Return a terminal of another size.
	 * @param columns the width in characters
	 * @param rows the height in characters
	 * @return the terminal
	 */
	public TerminalSpec withSize(int columns, int rows) {
		return new TerminalSpec(this.type, columns, rows, this.pixelWidth, this.pixelHeight, this.modes);
	}

	/**
	 * Return a terminal with a mode, for example without {@code ECHO}.
	 * @param name the name of the mode (RFC 4254 section 8)
	 * @param value its value, 0 or 1 for those that are on or off
	 * @return the terminal
	 */
	public TerminalSpec withMode(String name, int value) {
		Map<String, Integer> modes = new HashMap<>(this.modes);
		modes.put(name, value);
		return new TerminalSpec(this.type, this.columns, this.rows, this.pixelWidth, this.pixelHeight, modes);
	}

}
