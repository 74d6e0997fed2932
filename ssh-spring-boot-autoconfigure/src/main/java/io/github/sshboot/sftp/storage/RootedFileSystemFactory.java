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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.sftp.SftpFileSystemFactory;
import io.github.sshboot.sftp.SftpRootProvider;
import io.github.sshboot.sftp.SftpSettings;
import io.github.sshboot.transport.SshConnectionInfo;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Lets users see directories and nothing else. All sessions of a directory share what is
 * known about it, so that quotas and exclusive files hold between them.
 *
 * @since 0.1.0
 */
public final class RootedFileSystemFactory implements SftpFileSystemFactory {

	private static final Log logger = LogFactory.getLog(RootedFileSystemFactory.class);

	private final SftpRootProvider roots;

	private final SftpSettings settings;

	private final Map<Path, SharedStore> stores = new HashMap<>();

	/**
	 * Create a new {@link RootedFileSystemFactory}.
	 * @param roots says who sees which directory
	 * @param settings the settings
	 */
	public RootedFileSystemFactory(SftpRootProvider roots, SftpSettings settings) {
		this.roots = roots;
		this.settings = settings;
	}

	/**
	 * Delete what uploads have left behind that another process could not end.
	 * @param directories the roots to look at
	 */
	public void sweep(List<Path> directories) {
		if (this.settings.readOnly()) {
			return;
		}
		for (Path directory : directories) {
			try {
				Store.sweep(directory);
			}
			catch (IOException | RuntimeException ex) {
				logger.warn("Cannot look for incomplete uploads in '%s': %s".formatted(directory, ex));
			}
		}
	}

	@Override
	public SftpFileSystem create(SshIdentity identity, SshConnectionInfo connection) throws IOException {
		return open(this.roots.getRoot(identity, connection));
	}

	SftpFileSystem open(Path directory) throws IOException {
		Path root = directory.toRealPath();
		SharedStore shared = acquire(root);
		try {
			return new RootedFileSystem(shared.open(root, this.settings), () -> release(root, shared));
		}
		catch (IOException | RuntimeException ex) {
			release(root, shared);
			throw ex;
		}
	}

	private SharedStore acquire(Path root) throws IOException {
		Object key = Files.readAttributes(root, BasicFileAttributes.class).fileKey();
		synchronized (this.stores) {
			SharedStore shared = this.stores.get(root);
			if (shared == null || !Objects.equals(shared.key, key)) {
				// none, or one of a directory that another has replaced meanwhile
				shared = new SharedStore(key);
				this.stores.put(root, shared);
			}
			shared.sessions++;
			return shared;
		}
	}

	private void release(Path root, SharedStore shared) {
		synchronized (this.stores) {
			shared.sessions--;
			if (shared.sessions > 0) {
				return;
			}
			this.stores.remove(root, shared);
		}
		shared.close();
	}

	/**
	 * A root that is open as long as a session sees it.
	 */
	private static final class SharedStore {

		private final @Nullable Object key;

		private int sessions;

		private @Nullable Store store;

		SharedStore(@Nullable Object key) {
			this.key = key;
		}

		synchronized Store open(Path root, SftpSettings settings) throws IOException {
			Store store = this.store;
			if (store == null) {
				store = Store.open(root, settings);
				this.store = store;
			}
			return store;
		}

		synchronized void close() {
			try {
				if (this.store != null) {
					this.store.close();
				}
			}
			catch (IOException | RuntimeException ex) {
				logger.warn("Cannot clean up after the last session: " + ex);
			}
		}

	}

}
