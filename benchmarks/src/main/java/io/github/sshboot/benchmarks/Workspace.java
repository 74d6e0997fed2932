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

package io.github.sshboot.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.Map;

import org.springframework.util.FileSystemUtils;

import io.github.sshboot.benchmarks.load.KeyType;
import io.github.sshboot.benchmarks.load.UserKey;

/**
 * A temporary directory with the keys and files that servers and clients need.
 */
final class Workspace implements Closeable {

	private final Path directory;

	private final Map<KeyType, UserKey> userKeys = new EnumMap<>(KeyType.class);

	Workspace() throws IOException {
		this.directory = Files.createTempDirectory("ssh-benchmarks");
		// sshd reads authorized_keys as the user who logs in
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		StringBuilder authorizedKeys = new StringBuilder();
		for (KeyType type : KeyType.values()) {
			UserKey key = UserKey.generate(type);
			this.userKeys.put(type, key);
			authorizedKeys.append(key.publicLine()).append('\n');
			writePrivateKey(userKeyFile(type), key);
			writePrivateKey(hostKeyFile(type), UserKey.generate(type));
		}
		Files.writeString(authorizedKeysFile(), authorizedKeys);
	}

	private static void writePrivateKey(Path file, UserKey key) throws IOException {
		Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		Files.writeString(file, key.privateFile());
	}

	Path directory() {
		return this.directory;
	}

	UserKey userKey(KeyType type) {
		UserKey key = this.userKeys.get(type);
		if (key == null) {
			throw new IllegalArgumentException(type.name());
		}
		return key;
	}

	Path userKeyFile(KeyType type) {
		return this.directory.resolve("user_" + type.name());
	}

	Path hostKeyFile(KeyType type) {
		return this.directory.resolve("host_" + type.name());
	}

	Path authorizedKeysFile() {
		return this.directory.resolve("authorized_keys");
	}

	/**
	 * Return where a client keeps the keys of hosts.
	 * @return the file, which need not be there
	 */
	Path knownHostsFile() {
		return this.directory.resolve("known_hosts");
	}

	/**
	 * Return a file of zeros that takes no space.
	 * @param size its size in bytes
	 * @return the file
	 */
	Path zeros(long size) {
		Path file = this.directory.resolve("zeros_" + size);
		try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
			content.setLength(size);
			return file;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Copy a resource into the directory.
	 * @param name its name
	 * @return the file
	 */
	Path resource(String name) {
		Path file = this.directory.resolve(name);
		try (var content = Workspace.class.getResourceAsStream("/" + name)) {
			if (content == null) {
				throw new IllegalStateException(name);
			}
			Files.write(file, content.readAllBytes());
			return file;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
