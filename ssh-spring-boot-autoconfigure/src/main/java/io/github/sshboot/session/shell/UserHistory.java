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

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The last lines that a user has typed. If they cannot be kept in a file, they are in
 * memory all the same. Thread-safe.
 */
final class UserHistory {

	private static final Log logger = LogFactory.getLog(UserHistory.class);

	private static final int MAX_LINE = 4096;

	private final int size;

	private final Deque<String> lines = new ArrayDeque<>();

	private @Nullable HistoryFile file;

	private boolean read;

	/**
	 * How many lines the file has: it is written anew only when it has twice as many as
	 * it should.
	 */
	private int linesOfFile;

	UserHistory(int size, @Nullable HistoryFile file) {
		this.size = size;
		this.file = file;
	}

	/**
	 * Return the lines, the oldest first.
	 */
	synchronized List<String> lines() {
		if (!this.read) {
			this.read = true;
			keep((file) -> {
				List<String> lines = file.read();
				this.linesOfFile = lines.size();
				lines.forEach(this::remember);
			});
		}
		return List.copyOf(this.lines);
	}

	/**
	 * Remember a line. One that begins with a blank is meant to be forgotten, as is one
	 * that is said again.
	 */
	synchronized void add(String line) {
		if (this.size == 0 || line.isBlank() || Character.isWhitespace(line.charAt(0)) || line.length() > MAX_LINE
				|| line.equals(this.lines.peekLast())) {
			return;
		}
		remember(line);
		keep((file) -> {
			if (this.linesOfFile >= 2 * this.size) {
				file.replace(this.lines);
				this.linesOfFile = this.lines.size();
			}
			else {
				file.append(line);
				this.linesOfFile++;
			}
		});
	}

	private void remember(String line) {
		this.lines.addLast(line);
		if (this.lines.size() > this.size) {
			this.lines.removeFirst();
		}
	}

	private void keep(FileAction action) {
		HistoryFile file = this.file;
		if (file == null) {
			return;
		}
		try {
			action.run(file);
		}
		catch (IOException ex) {
			logger.warn("What a user types is not kept in %s until the next start: %s".formatted(file, ex));
			this.file = null;
		}
	}

	/**
	 * Does something with the file.
	 */
	@FunctionalInterface
	private interface FileAction {

		void run(HistoryFile file) throws IOException;

	}

}
