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
import java.nio.channels.SeekableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A directory that is open, and all that is ever done to what is in it. A name is one
 * component; no operation follows a link. Thread-safe, but for {@link #names()}.
 */
interface Folder extends Closeable {

	/**
	 * Return where this directory was when it was opened.
	 */
	Path path();

	/**
	 * Return facts about this directory.
	 */
	Facts read() throws IOException;

	/**
	 * Return facts about an entry.
	 */
	Facts read(String name) throws IOException;

	/**
	 * Return facts about an entry without those that take longer: owner, number of links,
	 * device.
	 */
	Facts look(String name) throws IOException;

	/**
	 * Open this directory once more, to list it.
	 */
	Folder reopen() throws IOException;

	/**
	 * Open a directory in this one.
	 */
	Folder open(String name) throws IOException;

	/**
	 * Open a regular file in this directory.
	 * @param name its name
	 * @param options how
	 * @param permissions the permissions if it is created
	 */
	SeekableByteChannel open(String name, Set<? extends OpenOption> options, int permissions) throws IOException;

	/**
	 * Make sure that the content of a file may be changed.
	 */
	void requireWritable(String name) throws IOException;

	/**
	 * Return whether a file can be opened to change a part of it. In archives, a file
	 * that is opened to be written is empty.
	 */
	boolean writesInPlace();

	/**
	 * Return the names in this directory. Only once for a folder.
	 */
	Iterator<String> names() throws IOException;

	/**
	 * Create a directory.
	 * @param name its name, which nothing has
	 * @param permissions its permissions
	 * @param staging where it may be prepared
	 * @param temporaryName the name that it has there
	 */
	void createDirectory(String name, int permissions, Folder staging, String temporaryName) throws IOException;

	void createSymbolicLink(String name, String target, Folder staging, String temporaryName) throws IOException;

	/**
	 * Give a file of another directory a name in this one too.
	 */
	void createLink(String name, Folder from, String existing, Folder staging, String temporaryName) throws IOException;

	String readSymbolicLink(String name) throws IOException;

	void setPermissions(String name, int permissions) throws IOException;

	/**
	 * Change the permissions of this directory itself.
	 */
	void setPermissions(int permissions) throws IOException;

	void setTimes(String name, @Nullable Instant lastModified, @Nullable Instant lastAccess) throws IOException;

	/**
	 * Change the times of this directory itself.
	 */
	void setTimes(@Nullable Instant lastModified, @Nullable Instant lastAccess) throws IOException;

	void deleteFile(String name) throws IOException;

	void deleteDirectory(String name) throws IOException;

	/**
	 * Move an entry, and replace what has the new name.
	 */
	void move(String name, Folder to, String newName) throws IOException;

	/**
	 * Bring the names in this directory to the disk.
	 */
	void sync() throws IOException;

}
