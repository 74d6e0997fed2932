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

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

import org.jspecify.annotations.Nullable;

/**
 * Where a path leads to: an entry of a directory, which need not exist, or the root.
 *
 * @param folder the directory
 * @param owned whether the directory is to be closed with this place
 * @param name the name in it; empty for the root itself
 * @param path the canonical virtual path
 * @param facts the facts about the entry or {@code null} if there is none
 * @param hidden whether no entry may have this name
 */
record Place(Folder folder, boolean owned, String name, String path, @Nullable Facts facts,
		boolean hidden) implements Closeable {

	boolean isRoot() {
		return this.name.isEmpty();
	}

	Facts requireFacts() throws IOException {
		if (this.facts == null) {
			throw new NoSuchFileException(this.path);
		}
		return this.facts;
	}

	/**
	 * Make sure that something may be created here.
	 */
	void requireCreatable() throws IOException {
		if (this.hidden) {
			throw new AccessDeniedException(this.path, null, "the name is not allowed");
		}
		if (isRoot()) {
			throw new FileAlreadyExistsException(this.path);
		}
	}

	/**
	 * Make sure that there is something that is not the root.
	 */
	Facts requireEntry() throws IOException {
		if (isRoot()) {
			throw new AccessDeniedException(this.path);
		}
		return requireFacts();
	}

	@Override
	public void close() throws IOException {
		if (this.owned) {
			this.folder.close();
		}
	}

}
