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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import io.github.sshboot.transport.UnixFiles;
import org.jspecify.annotations.Nullable;

/**
 * OpenSSH's rule for files that say who may log in ({@code StrictModes}, its
 * {@code safe_path}): nobody but root, the user that runs the server, and the user who
 * logs in, where the operating system has one of that name, may own the file or a
 * directory above it, and nobody else may write to them. Links are resolved first.
 * <p>
 * Unlike OpenSSH, which ends at the home directory of the user, it goes up to the root;
 * so a directory like {@code /tmp}, where everybody may write but only owners may
 * replace, is no reason to refuse.
 */
final class StrictModes {

	private static final int WRITABLE_FOR_OTHERS = 0022;

	private static final int STICKY = 01000;

	private static final long ROOT = 0;

	private final @Nullable Long processOwner = UnixFiles.processOwner();

	/**
	 * Check a file.
	 * @param file the file
	 * @param username who logs in or {@code null} if the file is not that user's
	 * @throws NoSuchFileException if it does not exist
	 * @throws IOException if it must not be used, with the reason as its message
	 */
	void check(Path file, @Nullable String username) throws IOException {
		if (!UnixFiles.hasPermissions(file)) {
			return;
		}
		Path real = file.toRealPath();
		check(real, username, false);
		for (Path directory = real.getParent(); directory != null; directory = directory.getParent()) {
			check(directory, username, true);
		}
	}

	private void check(Path path, @Nullable String username, boolean directory) throws IOException {
		if (!isTrusted(path, username)) {
			throw new IOException("'%s' belongs to %s; it must belong to root or to the user that runs the server"
				.formatted(path, Files.getOwner(path)));
		}
		int mode = UnixFiles.mode(path);
		if ((mode & WRITABLE_FOR_OTHERS) != 0 && !(directory && (mode & STICKY) != 0)) {
			throw new IOException("others may write to '%s'; run 'chmod go-w %s'".formatted(path, path));
		}
	}

	private boolean isTrusted(Path path, @Nullable String username) throws IOException {
		long owner = UnixFiles.owner(path);
		return owner == ROOT || this.processOwner != null && owner == this.processOwner
				|| username != null && Files.getOwner(path).getName().equals(username);
	}

}
