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

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpDirectory;
import io.github.sshboot.sftp.SftpEntry;
import io.github.sshboot.sftp.SftpFile;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.sftp.SftpLinks;
import io.github.sshboot.sftp.SftpQuota;
import io.github.sshboot.sftp.SftpSettings;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.AntPathMatcher;

/**
 * Opens file systems and uses them as clients do.
 */
final class TestFiles {

	static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);

	/**
	 * What {@code put} of OpenSSH asks for.
	 */
	static final Set<OpenOption> PUT = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE,
			StandardOpenOption.TRUNCATE_EXISTING);

	/**
	 * What {@code reput} of OpenSSH asks for.
	 */
	static final Set<OpenOption> RESUME = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE);

	static final Set<OpenOption> UPDATE = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);

	static final Set<OpenOption> APPEND = Set.of(StandardOpenOption.APPEND, StandardOpenOption.CREATE);

	static final Set<OpenOption> EXCLUSIVE = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

	private TestFiles() {
	}

	static RootedFileSystemFactory factory(Path root, UnaryOperator<Settings> settings) {
		return new RootedFileSystemFactory((identity, connection) -> root, settings.apply(new Settings()).build());
	}

	static SftpFileSystem open(Path root) throws IOException {
		return open(root, UnaryOperator.identity());
	}

	static SftpFileSystem open(Path root, UnaryOperator<Settings> settings) throws IOException {
		return factory(root, settings).open(root);
	}

	static void write(SftpFileSystem files, String path, String content) throws IOException {
		write(files, path, PUT, 0, content);
	}

	static void write(SftpFileSystem files, String path, Set<OpenOption> options, long position, String content)
			throws IOException {
		try (SftpFile file = files.open(path, options, SftpAttributes.none())) {
			file.write(bytes(content), position);
			file.commit();
		}
	}

	static String read(SftpFileSystem files, String path) throws IOException {
		try (SftpFile file = files.open(path, READ, SftpAttributes.none())) {
			ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
			file.read(buffer, 0);
			return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
		}
	}

	static List<String> list(SftpFileSystem files, String path) throws IOException {
		List<String> names = new ArrayList<>();
		try (SftpDirectory directory = files.openDirectory(path)) {
			for (SftpEntry entry = directory.next(); entry != null; entry = directory.next()) {
				names.add(entry.name());
			}
		}
		return names;
	}

	/**
	 * Return the class path of a process that works with files.
	 */
	static String classPath() {
		Set<String> path = new LinkedHashSet<>();
		for (Class<?> type : new Class<?>[] { TestFiles.class, RootedFileSystem.class, AntPathMatcher.class,
				LogFactory.class, Nullable.class }) {
			path.add(type.getProtectionDomain().getCodeSource().getLocation().getPath());
		}
		return String.join(File.pathSeparator, path);
	}

	static ByteBuffer bytes(String content) {
		return ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Settings that differ from the defaults in one point or two.
	 */
	record Settings(SftpSettings value) {

		Settings() {
			this(new SftpSettings(false, true, false, 027, SftpLinks.REFUSE, List.of(), List.of(), SftpQuota.NONE,
					SftpSettings.defaults().limits()));
		}

		Settings inPlace() {
			return new Settings(new SftpSettings(this.value.readOnly(), false, this.value.syncUploads(),
					this.value.umask(), this.value.links(), this.value.allow(), this.value.deny(), this.value.quota(),
					this.value.limits()));
		}

		Settings readOnly() {
			return new Settings(new SftpSettings(true, this.value.atomicUploads(), this.value.syncUploads(),
					this.value.umask(), this.value.links(), this.value.allow(), this.value.deny(), this.value.quota(),
					this.value.limits()));
		}

		Settings synced() {
			return new Settings(new SftpSettings(this.value.readOnly(), this.value.atomicUploads(), true,
					this.value.umask(), this.value.links(), this.value.allow(), this.value.deny(), this.value.quota(),
					this.value.limits()));
		}

		Settings umask(int umask) {
			return new Settings(new SftpSettings(this.value.readOnly(), this.value.atomicUploads(),
					this.value.syncUploads(), umask, this.value.links(), this.value.allow(), this.value.deny(),
					this.value.quota(), this.value.limits()));
		}

		Settings links(SftpLinks links) {
			return new Settings(new SftpSettings(this.value.readOnly(), this.value.atomicUploads(),
					this.value.syncUploads(), this.value.umask(), links, this.value.allow(), this.value.deny(),
					this.value.quota(), this.value.limits()));
		}

		Settings names(List<String> allow, List<String> deny) {
			return new Settings(new SftpSettings(this.value.readOnly(), this.value.atomicUploads(),
					this.value.syncUploads(), this.value.umask(), this.value.links(), allow, deny, this.value.quota(),
					this.value.limits()));
		}

		Settings quota(long bytes, long files) {
			return new Settings(new SftpSettings(this.value.readOnly(), this.value.atomicUploads(),
					this.value.syncUploads(), this.value.umask(), this.value.links(), this.value.allow(),
					this.value.deny(), new SftpQuota(bytes, files), this.value.limits()));
		}

		SftpSettings build() {
			return this.value;
		}

	}

}
