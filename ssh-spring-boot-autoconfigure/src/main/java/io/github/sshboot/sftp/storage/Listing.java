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
import java.util.Iterator;

import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpDirectory;
import io.github.sshboot.sftp.SftpEntry;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory.
 */
final class Listing implements SftpDirectory {

	private final Store store;

	private final Folder folder;

	private final String path;

	private final Iterator<String> names;

	Listing(Store store, Folder folder, String path) throws IOException {
		this.store = store;
		this.folder = folder;
		this.path = path;
		this.names = folder.names();
	}

	@Override
	public @Nullable SftpEntry next() throws IOException {
		try {
			while (this.names.hasNext()) {
				SftpEntry entry = read(this.names.next());
				if (entry != null) {
					return entry;
				}
			}
			return null;
		}
		catch (IOException | RuntimeException ex) {
			throw Failures.translate(this.path, ex);
		}
	}

	private @Nullable SftpEntry read(String name) throws IOException {
		boolean root = this.path.equals("/");
		String child = root ? "/" + name : this.path + "/" + name;
		if ((root && Staging.isReserved(name)) || this.store.rules().isDenied(child)) {
			return null;
		}
		try {
			SftpAttributes attributes = this.folder.read(name).attributes();
			boolean shown = attributes.isDirectory() || this.store.rules().isFileAllowed(child);
			return shown ? new SftpEntry(name, attributes) : null;
		}
		catch (NoSuchFileException | InvalidPathException ex) {
			return null;
		}
	}

	@Override
	public void close() throws IOException {
		this.folder.close();
	}

}
