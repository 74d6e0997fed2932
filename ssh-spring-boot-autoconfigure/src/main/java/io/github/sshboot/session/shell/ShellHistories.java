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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.sshboot.transport.OwnerOnly;
import org.jspecify.annotations.Nullable;

/**
 * What the users have typed, each for themselves. So many users are kept in memory, those
 * who have been away for the longest time are not. Thread-safe.
 */
final class ShellHistories {

	private static final int MAX_USERS = 1000;

	private final int size;

	private final @Nullable Path directory;

	private final Map<String, UserHistory> users = new LinkedHashMap<>(16, 0.75F, true);

	/**
	 * Create new {@link ShellHistories}.
	 * @param size how many lines of each user are kept
	 * @param directory where they are kept, or {@code null} for the memory only
	 * @throws IOException if there is no such directory and it cannot be created
	 */
	ShellHistories(int size, @Nullable Path directory) throws IOException {
		this.size = size;
		this.directory = directory;
		if (directory != null && !Files.isDirectory(directory)) {
			Files.createDirectories(directory, OwnerOnly.directory(directory));
		}
	}

	/**
	 * Return the history of a user.
	 */
	synchronized UserHistory of(String username) {
		UserHistory history = this.users.computeIfAbsent(username, (name) -> new UserHistory(this.size,
				(this.directory != null && this.size > 0) ? new HistoryFile(this.directory, name) : null));
		if (this.users.size() > MAX_USERS) {
			this.users.remove(this.users.keySet().iterator().next());
		}
		return history;
	}

}
