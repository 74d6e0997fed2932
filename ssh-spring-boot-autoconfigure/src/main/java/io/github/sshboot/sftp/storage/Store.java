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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sshboot.sftp.SftpFileSystemException;
import io.github.sshboot.sftp.SftpSettings;
import io.github.sshboot.sftp.SftpSpace;
import org.jspecify.annotations.Nullable;

/**
 * A root, as all sessions share it that see it: the open directory, the staging
 * directory, and what there is against the quota.
 */
final class Store {

	private final Folder root;

	private final @Nullable Staging staging;

	private final Usage usage;

	private final SftpSettings settings;

	private final Walker walker;

	private final NameRules rules;

	/**
	 * Held while names are looked at and then changed.
	 */
	private final ReentrantLock names = new ReentrantLock();

	private final Set<String> reserved = new HashSet<>();

	private Store(Folder root, @Nullable Staging staging, Usage usage, SftpSettings settings) {
		this.root = root;
		this.staging = staging;
		this.usage = usage;
		this.settings = settings;
		this.rules = new NameRules(settings.allow(), settings.deny());
		this.walker = new Walker(root, settings.links(), this.rules);
	}

	/**
	 * Open a root.
	 * @param path its path
	 * @param settings the settings
	 */
	static Store open(Path path, SftpSettings settings) throws IOException {
		return open(openRoot(path), settings);
	}

	static Store open(Folder root, SftpSettings settings) throws IOException {
		try {
			boolean readOnly = settings.readOnly() || Files.getFileStore(root.path()).isReadOnly();
			Staging staging = readOnly ? null : Staging.open(root);
			return new Store(root, staging, Usage.count(root, settings.quota()), settings);
		}
		catch (IOException | RuntimeException ex) {
			root.close();
			throw ex;
		}
	}

	private static Folder openRoot(Path path) throws IOException {
		Folder secure = path.getFileSystem().equals(FileSystems.getDefault()) ? SecureFolder.open(path) : null;
		return (secure != null) ? secure : new PathFolder(path);
	}

	/**
	 * Delete what incomplete uploads have left below a root.
	 */
	static void sweep(Path path) throws IOException {
		try (Folder root = openRoot(path)) {
			if (Staging.exists(root)) {
				Staging.open(root).close(root);
			}
		}
	}

	Folder root() {
		return this.root;
	}

	Staging requireStaging(String path) throws SftpFileSystemException {
		if (this.staging == null) {
			throw Failures.readOnly(path);
		}
		return this.staging;
	}

	Usage usage() {
		return this.usage;
	}

	SftpSettings settings() {
		return this.settings;
	}

	/**
	 * Return whether files are changed aside and then take the place of what was there.
	 */
	boolean isAtomic() {
		return this.settings.atomicUploads() || !this.root.writesInPlace();
	}

	NameRules rules() {
		return this.rules;
	}

	Place walk(String path, boolean followLast) throws IOException {
		return this.walker.walk(path, followLast);
	}

	/**
	 * Return the permissions that something gets for which some are asked.
	 */
	int permissions(int asked) {
		return asked & Permissions.MASK & ~this.settings.umask();
	}

	/**
	 * Do something while no other session changes names below this root.
	 */
	void withNames(Failures.Action action) throws IOException {
		this.names.lock();
		try {
			action.run();
		}
		finally {
			this.names.unlock();
		}
	}

	/**
	 * Return facts about an entry that is going to be deleted or replaced, with all that
	 * is to be known to count it no more.
	 */
	Facts look(Place place) throws IOException {
		return this.usage.isBounded() ? place.folder().read(place.name()) : place.folder().look(place.name());
	}

	/**
	 * Begin to write to a file in place.
	 * @param place where the file is
	 * @param opened facts about the file that was opened
	 * @param content its content
	 */
	SharedFile share(Place place, Facts opened, Content content) throws IOException {
		this.names.lock();
		try {
			if (this.usage.isBounded() && !place.folder().look(place.name()).isSameFile(opened)) {
				// it is counted no more
				throw new NoSuchFileException(place.path());
			}
			return this.usage.share((opened.key() != null) ? opened.key() : place.path(), content);
		}
		finally {
			this.names.unlock();
		}
	}

	/**
	 * End to write to a file in place, not while somebody deletes it: its size is known
	 * for sure as long as it is shared or nobody writes to it.
	 */
	void release(SharedFile file) throws IOException {
		withNames(() -> this.usage.release(file));
	}

	/**
	 * Reserve a path for an upload that wants to create a file there.
	 */
	void reserve(String path) throws IOException {
		withNames(() -> {
			if (!this.reserved.add(path)) {
				throw new FileAlreadyExistsException(path);
			}
		});
	}

	void release(String path) throws IOException {
		withNames(() -> this.reserved.remove(path));
	}

	SftpSpace space() throws IOException {
		FileStore store = Files.getFileStore(this.root.path());
		boolean readOnly = this.settings.readOnly() || store.isReadOnly();
		long total = store.getTotalSpace();
		long free = store.getUnallocatedSpace();
		long available = store.getUsableSpace();
		if (!this.usage.isBounded()) {
			return new SftpSpace(total, free, available, 0, 0, readOnly);
		}
		long files = this.usage.quota().files();
		boolean filesBounded = files != Long.MAX_VALUE;
		return new SftpSpace(Math.min(total, this.usage.quota().bytes()), Math.min(free, this.usage.freeBytes()),
				Math.min(available, this.usage.freeBytes()), filesBounded ? files : 0,
				filesBounded ? this.usage.freeFiles() : 0, readOnly);
	}

	void close() throws IOException {
		try (Folder folder = this.root) {
			if (this.staging != null) {
				this.staging.close(folder);
			}
		}
	}

}
