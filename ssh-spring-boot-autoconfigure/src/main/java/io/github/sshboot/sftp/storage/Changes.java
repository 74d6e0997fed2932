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

package io.github.sshboot.sftp.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Objects;

import io.github.sshboot.sftp.SftpAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What may be changed of files: not the owner.
 */
final class Changes {

	private Changes() {
	}

	/**
	 * Make sure that a file does not get another owner. Clients that keep the attributes
	 * of files name the one it has.
	 */
	static void requireSameOwner(String path, SftpAttributes changes, SftpAttributes current) throws IOException {
		if (differs(changes.uid(), current.uid()) || differs(changes.gid(), current.gid())
				|| differs(changes.owner(), current.owner()) || differs(changes.group(), current.group())) {
			throw new AccessDeniedException(path, null, "the owner cannot be changed");
		}
	}

	private static boolean differs(@Nullable Object wanted, @Nullable Object current) {
		return wanted != null && !Objects.equals(wanted, current);
	}

	static boolean hasTimes(SftpAttributes changes) {
		return changes.lastModified() != null || changes.lastAccess() != null;
	}

}
