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
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFileSystemException;
import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import io.github.sshboot.sftp.SftpQuota;

/**
 * What there is below a root, against its {@link SftpQuota}. Counted once when the root
 * is opened, and from then on with each change.
 */
final class Usage {

	private final SftpQuota quota;

	/**
	 * Whether files tell how many names they have.
	 */
	private final boolean tellsNames;

	/**
	 * The files that are being written in place.
	 */
	private final Map<Object, SharedFile> shared = new HashMap<>();

	private long bytes;

	private long files;

	private Usage(SftpQuota quota, boolean tellsNames) {
		this.quota = quota;
		this.tellsNames = tellsNames;
	}

	/**
	 * Count what is there, if there is a quota.
	 */
	static Usage count(Folder root, SftpQuota quota) throws IOException {
		if (!quota.isBounded()) {
			return new Usage(quota, false);
		}
		Usage usage = new Usage(quota, root.read().attributes().linkCount() != null);
		Set<Object> linked = new HashSet<>();
		Deque<List<String>> ahead = new ArrayDeque<>(List.of(List.of()));
		while (!ahead.isEmpty()) {
			usage.count(root, ahead.removeLast(), ahead, linked);
		}
		return usage;
	}

	/**
	 * Count what is in a directory. Only one is open at a time, however deep they are.
	 */
	private void count(Folder root, List<String> path, Deque<List<String>> ahead, Set<Object> linked)
			throws IOException {
		Folder folder = root.reopen();
		try {
			for (String name : path) {
				Folder child = folder.open(name);
				folder.close();
				folder = child;
			}
			Iterator<String> names = folder.names();
			while (names.hasNext()) {
				String name = names.next();
				if (!path.isEmpty() || !Staging.isReserved(name)) {
					count(folder, path, name, ahead, linked);
				}
			}
		}
		catch (NoSuchFileException | NotDirectoryException ex) {
			// gone meanwhile
		}
		finally {
			folder.close();
		}
	}

	private void count(Folder folder, List<String> path, String name, Deque<List<String>> ahead, Set<Object> linked)
			throws IOException {
		try {
			Facts facts = folder.read(name);
			SftpAttributes attributes = facts.attributes();
			this.files++;
			if (isLastName(facts) || facts.key() == null || linked.add(facts.key())) {
				this.bytes += size(attributes);
			}
			if (attributes.isDirectory()) {
				List<String> below = new ArrayList<>(path);
				below.add(name);
				ahead.add(below);
			}
		}
		catch (NoSuchFileException | InvalidPathException ex) {
			// gone meanwhile, or with a name that nobody can use
		}
	}

	/**
	 * Return what a file counts.
	 */
	private static long size(SftpAttributes attributes) {
		return (attributes.isRegularFile() && attributes.size() != null) ? attributes.size() : 0;
	}

	/**
	 * Return whether a file has no other name. If that cannot be found out, it may have
	 * one.
	 */
	private boolean isLastName(Facts facts) {
		Integer names = facts.attributes().linkCount();
		return !this.tellsNames || names != null && names == 1;
	}

	boolean isBounded() {
		return this.quota.isBounded();
	}

	synchronized void addFile(String path) throws SftpFileSystemException {
		if (this.files >= this.quota.files()) {
			throw new SftpFileSystemException(Kind.QUOTA_EXCEEDED, path,
					"the quota of %d files is used up".formatted(this.quota.files()));
		}
		this.files++;
	}

	synchronized void removeFile() {
		// others may have made it since all were counted
		this.files = Math.max(0, this.files - 1);
	}

	synchronized void addBytes(long count, String path) throws SftpFileSystemException {
		if (count > this.quota.bytes() - this.bytes) {
			throw new SftpFileSystemException(Kind.QUOTA_EXCEEDED, path,
					"the quota of %d bytes is used up".formatted(this.quota.bytes()));
		}
		this.bytes += count;
	}

	synchronized void removeBytes(long count) {
		this.bytes = Math.max(0, this.bytes - count);
	}

	/**
	 * Count no more a name that is deleted or replaced, nor the file with its last name.
	 * @param facts what {@link Folder#read(String)} has said of it
	 */
	synchronized void remove(Facts facts) {
		removeFile();
		if (isLastName(facts)) {
			SharedFile written = (facts.key() != null) ? this.shared.remove(facts.key()) : null;
			if (written != null) {
				written.deleted = true;
			}
			removeBytes((written != null) ? written.counted : size(facts.attributes()));
		}
	}

	/**
	 * Begin to write to a file in place.
	 * @param key what tells the file from all others
	 * @param content its content
	 */
	synchronized SharedFile share(Object key, Content content) throws IOException {
		SharedFile file = this.shared.get(key);
		if (file == null) {
			file = new SharedFile(key);
			file.counted = content.size();
			this.shared.put(key, file);
		}
		file.handles++;
		return file;
	}

	/**
	 * Count what a file that is written in place will have.
	 */
	synchronized void grow(SharedFile file, long size, String path) throws IOException {
		if (!isBounded()) {
			return;
		}
		if (file.deleted) {
			throw new NoSuchFileException(path);
		}
		if (size > file.counted) {
			addBytes(size - file.counted, path);
			file.counted = size;
		}
	}

	/**
	 * Count what a file that is written in place has.
	 */
	synchronized void settle(SharedFile file, long size) {
		if (isBounded() && !file.deleted) {
			removeBytes(file.counted - size);
			file.counted = size;
		}
	}

	/**
	 * End to write to a file in place.
	 */
	synchronized void release(SharedFile file) {
		file.handles--;
		if (file.handles == 0) {
			this.shared.remove(file.key(), file);
		}
	}

	synchronized long freeBytes() {
		return Math.max(0, this.quota.bytes() - this.bytes);
	}

	synchronized long freeFiles() {
		return Math.max(0, this.quota.files() - this.files);
	}

	SftpQuota quota() {
		return this.quota;
	}

}
