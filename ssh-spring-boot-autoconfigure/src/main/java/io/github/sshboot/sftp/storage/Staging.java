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
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The directory below a root where uploads are until they are complete. Users do not see
 * it. Several processes may share it: each holds a lock on a file of its own, and what
 * belongs to a process that does not is left over and swept.
 */
final class Staging {

	/**
	 * The name of the directory.
	 */
	static final String NAME = ".sshboot";

	private static final Log logger = LogFactory.getLog(Staging.class);

	private static final String LOCK = "lock";

	private static final int ATTEMPTS = 10;

	private static final int PRIVATE_DIRECTORY = 0700;

	private static final int PRIVATE_FILE = 0600;

	/**
	 * What this process is called. A process does not lock the files of another instance
	 * in itself: to close them again would release their locks.
	 */
	private static final String PROCESS = "%x-%x".formatted(ProcessHandle.current().pid(),
			ManagementFactory.getRuntimeMXBean().getStartTime());

	private final Folder folder;

	private final @Nullable Object device;

	private final String instance;

	private final @Nullable FileChannel lock;

	private Staging(Folder folder, String instance, @Nullable FileChannel lock) throws IOException {
		this.folder = folder;
		this.device = folder.read().device();
		this.instance = instance;
		this.lock = lock;
	}

	/**
	 * Return whether a name in a root is that of the staging directory, on file systems
	 * that make no difference between upper and lower case too.
	 */
	static boolean isReserved(String name) {
		return name.equalsIgnoreCase(NAME);
	}

	/**
	 * Return whether a root has a staging directory.
	 */
	static boolean exists(Folder root) throws IOException {
		try {
			return root.look(NAME).attributes().isDirectory();
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	/**
	 * Open the staging directory of a root, create it if there is none, and sweep it.
	 */
	static Staging open(Folder root) throws IOException {
		for (int attempt = 1;; attempt++) {
			try {
				Staging staging = tryOpen(root);
				staging.sweep();
				return staging;
			}
			catch (NoSuchFileException ex) {
				// another process has removed it as it was leaving
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private static Staging tryOpen(Folder root) throws IOException {
		create(root);
		Folder folder = root.open(NAME);
		try {
			String instance = PROCESS + "-" + random();
			if (!folder.path().getFileSystem().equals(FileSystems.getDefault())) {
				return new Staging(folder, instance, null);
			}
			FileChannel lock = lock(folder, instance);
			return new Staging(folder, instance, lock);
		}
		catch (IOException | RuntimeException ex) {
			folder.close();
			throw ex;
		}
	}

	private static void create(Folder root) throws IOException {
		try {
			if (!root.look(NAME).attributes().isDirectory()) {
				throw new FileSystemException(root.path().resolve(NAME).toString(), null, "is not a directory");
			}
		}
		catch (NoSuchFileException ex) {
			Path path = root.path().resolve(NAME);
			boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
			FileAttribute<?>[] attributes = posix
					? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(Permissions.of(PRIVATE_DIRECTORY)) }
					: new FileAttribute<?>[0];
			try {
				Files.createDirectory(path, attributes);
			}
			catch (FileAlreadyExistsException raced) {
				// by another session of the same root
			}
		}
	}

	private static FileChannel lock(Folder folder, String instance) throws IOException {
		SeekableByteChannel channel = folder.open(instance + "." + LOCK,
				Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), PRIVATE_FILE);
		try {
			if (channel instanceof FileChannel file && file.tryLock() != null) {
				folder.look(instance + "." + LOCK);
				return file;
			}
			// taken for left over by another process before it was locked
			throw new NoSuchFileException(instance);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	Folder folder() {
		return this.folder;
	}

	/**
	 * Return what tells the file system of the directory from others, if there is
	 * something.
	 */
	@Nullable Object device() {
		return this.device;
	}

	/**
	 * Return a name that nobody can guess.
	 */
	String newName() {
		return this.instance + "." + random();
	}

	private static String random() {
		return UUID.randomUUID().toString().replace("-", "");
	}

	/**
	 * Create a file with a name that nobody can guess.
	 */
	SeekableByteChannel create(String name, boolean read) throws IOException {
		Set<StandardOpenOption> options = read
				? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)
				: Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
		return this.folder.open(name, options, PRIVATE_FILE);
	}

	/**
	 * Delete what processes have left that are no more.
	 */
	private void sweep() throws IOException {
		Map<String, List<String>> instances = new HashMap<>();
		try (Folder listing = this.folder.reopen()) {
			Iterator<String> names = listing.names();
			while (names.hasNext()) {
				String name = names.next();
				String owner = name.substring(0, Math.max(0, name.indexOf('.')));
				if (!owner.isEmpty() && !owner.startsWith(PROCESS + "-")) {
					instances.computeIfAbsent(owner, (key) -> new ArrayList<>()).add(name);
				}
			}
		}
		for (Map.Entry<String, List<String>> entry : instances.entrySet()) {
			sweep(entry.getKey(), entry.getValue());
		}
	}

	private void sweep(String owner, List<String> names) throws IOException {
		String lockName = owner + "." + LOCK;
		if (!names.contains(lockName) || this.lock == null) {
			delete(names);
			return;
		}
		try (SeekableByteChannel channel = this.folder.open(lockName, Set.of(StandardOpenOption.WRITE), 0);
				FileLock taken = (channel instanceof FileChannel file) ? file.tryLock() : null) {
			if (taken != null) {
				names.remove(lockName);
				names.add(lockName);
				delete(names);
			}
		}
		catch (NoSuchFileException ex) {
			// swept by another process
		}
	}

	private void delete(List<String> names) throws IOException {
		for (String name : names) {
			delete(name);
			if (logger.isDebugEnabled()) {
				logger.debug("Deleted " + name + ", left over in " + this.folder.path());
			}
		}
	}

	private void delete(String name) throws IOException {
		try {
			if (this.folder.look(name).attributes().isDirectory()) {
				this.folder.deleteDirectory(name);
			}
			else {
				this.folder.deleteFile(name);
			}
		}
		catch (NoSuchFileException ex) {
			// swept by another process
		}
	}

	/**
	 * Delete what is left of this instance, and the directory if no other process uses
	 * it.
	 */
	void close(Folder root) throws IOException {
		try (this.folder; this.lock) {
			List<String> mine = new ArrayList<>();
			try (Folder listing = this.folder.reopen()) {
				listing.names().forEachRemaining((name) -> {
					if (name.startsWith(this.instance + ".")) {
						mine.add(name);
					}
				});
			}
			delete(mine);
		}
		try {
			root.deleteDirectory(NAME);
		}
		catch (IOException ex) {
			// another process uses it, or somebody has deleted it
		}
	}

}
