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
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Which directory belongs to whom.
 */
class UserDirectoriesTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "al", "alice", "Al.Smith", "al@example.org", "al-1_x+y=z", "\u00e9l\u00e8ve", "\u5f20" })
	void createsPrivateDirectories(String user) throws IOException {
		UserDirectories users = new UserDirectories(this.directory + "/files/{user}/sub", true);
		Path root = users.getRoot(user);
		assertThat(root).isEqualTo(this.directory.toRealPath().resolve("files").resolve(user).resolve("sub"));
		for (Path created : new Path[] { root, root.getParent(), root.getParent().getParent() }) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(created))).isEqualTo("rwx------");
		}
		assertThat(users.getRoot(user)).isEqualTo(root);
		assertThat(users.getExisting()).containsExactly(root);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "..", ".ssh", "../alice", "a/b", "/etc", "a\\b", "a\0b", "a\nb", "a b", "a:b",
			"-rf", "al.", "~", "$HOME", "{user}", "\u0065\u0301", "\u202eal", "*" })
	void refusesUsersWhoseNamesCannotNameADirectory(String user) throws IOException {
		UserDirectories users = new UserDirectories(this.directory + "/{user}", true);
		assertThatIOException().isThrownBy(() -> users.getRoot(user))
			.withMessageNotContaining(this.directory.toString());
		assertThat(Files.list(this.directory)).isEmpty();
	}

	@Test
	void refusesNamesThatAreTooLong() {
		UserDirectories users = new UserDirectories(this.directory + "/{user}", true);
		assertThatIOException().isThrownBy(() -> users.getRoot("x".repeat(256)));
	}

	@Test
	void doesNotFollowALinkToTheDirectoryOfAUser() throws IOException {
		Path outside = Files.createDirectory(this.directory.resolve("outside"));
		Files.createDirectories(this.directory.resolve("home/eve"));
		Files.createSymbolicLink(this.directory.resolve("home/al"), outside);
		Files.createSymbolicLink(this.directory.resolve("home/eve/sftp"), outside);
		UserDirectories users = new UserDirectories(this.directory + "/home/{user}/sftp", true);
		assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> users.getRoot("al"));
		assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> users.getRoot("eve"));
		assertThat(users.getExisting()).isEmpty();
		assertThat(outside).isEmptyDirectory();
	}

	@Test
	void followsALinkThatTheConfigurationNames() throws IOException {
		Path real = Files.createDirectory(this.directory.resolve("real"));
		Files.createSymbolicLink(this.directory.resolve("link"), real);
		UserDirectories users = new UserDirectories(this.directory + "/link/{user}", true);
		assertThat(users.getRoot("al")).isEqualTo(real.toRealPath().resolve("al"));
	}

	@Test
	void hasOneDirectoryForAllWhereTheUserIsNotNamed() throws IOException {
		UserDirectories users = new UserDirectories(this.directory + "/all", true);
		assertThat(users.getRoot("al")).isEqualTo(users.getRoot("../x")).isEqualTo(users.getExisting().get(0));
	}

	@Test
	void findsDirectoriesWithTheUserInTheMiddleOfAName() throws IOException {
		UserDirectories users = new UserDirectories(this.directory + "/sftp-{user}-files", true);
		Path root = users.getRoot("al");
		assertThat(root.getFileName()).hasToString("sftp-al-files");
		Files.createDirectory(this.directory.resolve("other"));
		assertThat(users.getExisting()).containsExactly(root);
	}

	@Test
	void saysWhatIsWrongWithTheDirectory() throws IOException {
		Files.writeString(this.directory.resolve("file"), "");
		assertThatExceptionOfType(SftpRootException.class)
			.isThrownBy(() -> new UserDirectories(this.directory + "/file/{user}", true))
			.withMessageStartingWith(
					"The root '%s/file/{user}' for file transfer cannot be used: ".formatted(this.directory));
	}

}
