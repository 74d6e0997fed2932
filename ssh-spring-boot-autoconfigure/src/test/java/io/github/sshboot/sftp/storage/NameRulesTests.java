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
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.sftp.SftpLinks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Patterns for names and paths.
 */
class NameRulesTests {

	@TempDir
	private Path root;

	@Test
	void hidesWhatIsDenied() throws IOException {
		Files.createDirectories(this.root.resolve("in/.hidden/deep"));
		Files.createDirectories(this.root.resolve("private"));
		for (String name : List.of("in/.hidden/file", "in/file", "private/file", "run.exe")) {
			Files.writeString(this.root.resolve(name), "content");
		}
		Files.createSymbolicLink(this.root.resolve("way"), Path.of("private"));
		try (SftpFileSystem files = open(List.of(), List.of(".*", "*.exe", "/private"))) {
			assertThat(TestFiles.list(files, "/")).containsExactlyInAnyOrder("in", "way");
			assertThat(TestFiles.list(files, "/in")).containsExactly("file");
			for (String path : List.of("/run.exe", "/in/.hidden", "/in/.hidden/file", "/private/file", "/way/file",
					"/way", "/in/.none")) {
				assertThatExceptionOfType(NoSuchFileException.class).as(path)
					.isThrownBy(() -> files.readAttributes(path, true))
					.withMessage(path);
				assertThatExceptionOfType(IOException.class).isThrownBy(() -> TestFiles.list(files, path));
			}
			for (String path : List.of("/new.exe", "/in/.new", "/in/.hidden", "/private", "/run.exe")) {
				for (Failures.Action creation : List.<Failures.Action>of(() -> TestFiles.write(files, path, "x"),
						() -> files.createDirectory(path, SftpAttributes.none()),
						() -> files.rename("/in/file", path, true), () -> files.createSymbolicLink(path, "in"),
						() -> files.createLink(path, "/in/file"))) {
					assertThatExceptionOfType(AccessDeniedException.class).as(path)
						.isThrownBy(creation::run)
						.withMessageContaining("the name is not allowed");
				}
			}
			assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> files.deleteFile("/run.exe"));
			assertThatExceptionOfType(NoSuchFileException.class)
				.isThrownBy(() -> files.createLink("/linked", "/run.exe"));
		}
	}

	@Test
	void letsThereBeOnlyWhatIsAllowed() throws IOException {
		Files.writeString(this.root.resolve("secret.txt"), "content");
		try (SftpFileSystem files = open(List.of("*.csv", "/in/**"), List.of("/in/*.exe"))) {
			files.createDirectory("/dir", SftpAttributes.none());
			files.createDirectory("/in", SftpAttributes.none());
			TestFiles.write(files, "/dir/a.csv", "a");
			TestFiles.write(files, "/in/any", "b");
			for (String path : List.of("/a.txt", "/dir/b.txt", "/in/run.exe", "/secret.txt")) {
				assertThatExceptionOfType(AccessDeniedException.class).as(path)
					.isThrownBy(() -> TestFiles.write(files, path, "x"));
				assertThatExceptionOfType(AccessDeniedException.class).as(path)
					.isThrownBy(() -> files.rename("/dir/a.csv", path, true));
			}
			assertThat(TestFiles.list(files, "/")).containsExactlyInAnyOrder("dir", "in");
			assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> TestFiles.read(files, "/secret.txt"));
			assertThatExceptionOfType(NoSuchFileException.class)
				.isThrownBy(() -> files.rename("/secret.txt", "/in/secret.txt", false));
		}
		assertThat(this.root.resolve("secret.txt")).hasContent("content");
	}

	/**
	 * What is hidden by its path would be seen by another.
	 */
	@Test
	void doesNotRenameADirectoryThatHidesSomething() throws IOException {
		Files.createDirectories(this.root.resolve("dir/private"));
		Files.writeString(this.root.resolve("dir/private/file"), "content");
		try (SftpFileSystem files = open(List.of(), List.of("/dir/private"))) {
			assertThatExceptionOfType(AccessDeniedException.class)
				.isThrownBy(() -> files.rename("/dir", "/other", false));
		}
		try (SftpFileSystem files = open(List.of(), List.of("private"))) {
			files.rename("/dir", "/other", false);
			assertThatExceptionOfType(NoSuchFileException.class)
				.isThrownBy(() -> TestFiles.read(files, "/other/private/file"));
		}
	}

	private SftpFileSystem open(List<String> allow, List<String> deny) throws IOException {
		return TestFiles.open(this.root, (settings) -> settings.links(SftpLinks.CREATE).names(allow, deny));
	}

}
