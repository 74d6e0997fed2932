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
import java.util.Iterator;
import java.util.List;

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

	private long bytes;

	private long files;

	private Usage(SftpQuota quota) {
		this.quota = quota;
	}

	/**
	 * Count what is there, if there is a quota.
	 */
	static Usage count(Folder root, SftpQuota quota) throws IOException {
		Usage usage = new Usage(quota);
		if (quota.isBounded()) {
			Deque<List<String>> ahead = new ArrayDeque<>(List.of(List.of()));
			while (!ahead.isEmpty()) {
				usage.count(root, ahead.removeLast(), ahead);
			}
		}
		return usage;
	}

	/**
	 * Count what is in a directory. Only one is open at a time, however deep they are.
	 */
	private void count(Folder root, List<String> path, Deque<List<String>> ahead) throws IOException {
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
					count(folder, path, name, ahead);
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

	private void count(Folder folder, List<String> path, String name, Deque<List<String>> ahead) throws IOException {
		try {
			SftpAttributes attributes = folder.look(name).attributes();
			this.files++;
			this.bytes += size(attributes);
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
	static long size(SftpAttributes attributes) {
		return (attributes.isRegularFile() && attributes.size() != null) ? attributes.size() : 0;
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
	 * Count no more a file that is deleted or replaced.
	 */
	synchronized void remove(SftpAttributes attributes) {
		removeFile();
		removeBytes(size(attributes));
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
