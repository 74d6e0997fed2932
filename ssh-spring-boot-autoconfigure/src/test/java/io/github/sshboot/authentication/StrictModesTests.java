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

package io.github.sshboot.authentication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class StrictModesTests {

	private final StrictModes strictModes = new StrictModes();

	@TempDir
	Path root;

	private Path directory;

	private Path file;

	@BeforeEach
	void createFile() throws IOException {
		this.root = this.root.toRealPath();
		this.directory = Files.createDirectories(this.root.resolve("home/.ssh"));
		this.file = Files.writeString(this.directory.resolve("authorized_keys"), "");
		chmod(this.root.resolve("home"), "rwxr-xr-x");
		chmod(this.directory, "rwxr-xr-x");
		chmod(this.file, "rw-r--r--");
	}

	@Test
	void acceptsWhatOthersMayOnlyRead() {
		assertThatNoException().isThrownBy(() -> this.strictModes.check(this.file, "alice"));
	}

	@Test
	void refusesFilesThatOthersMayWriteTo() throws IOException {
		chmod(this.file, "rw-rw-r--");
		assertThatIOException().isThrownBy(() -> this.strictModes.check(this.file, "alice"))
			.withMessage("others may write to '%1$s'; run 'chmod go-w %1$s'", this.file);
		chmod(this.file, "rw-r---w-");
		assertThatIOException().isThrownBy(() -> this.strictModes.check(this.file, "alice"));
	}

	@Test
	void refusesDirectoriesThatOthersMayWriteTo() throws IOException {
		chmod(this.directory, "rwxrwxr-x");
		assertThatIOException().isThrownBy(() -> this.strictModes.check(this.file, "alice"))
			.withMessageContaining("chmod go-w %s'", this.directory);
		chmod(this.directory, "rwxr-xr-x");
		chmod(this.root.resolve("home"), "rwxr-xrwx");
		assertThatIOException().isThrownBy(() -> this.strictModes.check(this.file, "alice"))
			.withMessageContaining("chmod go-w %s'", this.root.resolve("home"));
	}

	@Test
	void acceptsDirectoriesWhereOnlyOwnersMayReplaceFiles() throws IOException {
		Files.setAttribute(this.directory, "unix:mode", 01777);
		assertThatNoException().isThrownBy(() -> this.strictModes.check(this.file, "alice"));
	}

	@Test
	void looksBehindLinks() throws IOException {
		Path open = Files.createDirectory(this.root.resolve("open"));
		Path link = Files.createSymbolicLink(this.root.resolve("link"), open);
		Path target = Files.writeString(open.resolve("authorized_keys"), "");
		chmod(target, "rw-r--r--");
		chmod(open, "rwxr-xr-x");
		assertThatNoException().isThrownBy(() -> this.strictModes.check(link.resolve("authorized_keys"), "alice"));
		chmod(open, "rwxrwxrwx");
		assertThatIOException().isThrownBy(() -> this.strictModes.check(link.resolve("authorized_keys"), "alice"))
			.withMessageContaining(open.toString());
	}

	@Test
	void saysThatThereIsNoFile() {
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> this.strictModes.check(this.root.resolve("missing"), "alice"));
	}

	@Test
	void refusesFilesOfOtherUsersExceptOfTheOneWhoLogsIn() throws IOException {
		assumeTrue("root".equals(System.getProperty("user.name")), "Only root can give files away");
		Files.setAttribute(this.file, "unix:uid", 1);
		assertThatIOException().isThrownBy(() -> this.strictModes.check(this.file, "alice"))
			.withMessageContaining("belongs to daemon");
		assertThatIOException().isThrownBy(() -> this.strictModes.check(this.file, null));
		assertThatNoException().isThrownBy(() -> this.strictModes.check(this.file, "daemon"));
	}

	private static void chmod(Path path, String permissions) throws IOException {
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
	}

}
