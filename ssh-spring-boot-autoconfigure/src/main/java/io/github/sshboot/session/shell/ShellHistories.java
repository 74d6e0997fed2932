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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the users have typed, each for themselves. It is kept in memory and bounded: the
 * lines of a user, and the users, of whom those are forgotten who have been away for the
 * longest time.
 */
final class ShellHistories {

	private static final int MAX_USERS = 1000;

	private static final int MAX_LINE = 4096;

	private final int size;

	private final Map<String, Deque<String>> lines = new LinkedHashMap<>(16, 0.75F, true);

	ShellHistories(int size) {
		this.size = size;
	}

	/**
	 * Return the lines of a user, the oldest first.
	 */
	synchronized List<String> get(String username) {
		Deque<String> lines = this.lines.get(username);
		return (lines != null) ? List.copyOf(lines) : List.of();
	}

	/**
	 * Remember a line. One that begins with a blank is meant to be forgotten, as is one
	 * that is said again.
	 */
	synchronized void add(String username, String line) {
		if (this.size == 0 || line.isBlank() || Character.isWhitespace(line.charAt(0)) || line.length() > MAX_LINE) {
			return;
		}
		Deque<String> lines = this.lines.computeIfAbsent(username, (name) -> new ArrayDeque<>());
		if (!line.equals(lines.peekLast())) {
			lines.addLast(line);
		}
		if (lines.size() > this.size) {
			lines.removeFirst();
		}
		if (this.lines.size() > MAX_USERS) {
			this.lines.remove(this.lines.keySet().iterator().next());
		}
	}

}
