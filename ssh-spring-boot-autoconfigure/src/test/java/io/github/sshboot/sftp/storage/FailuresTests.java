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
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFile;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.sftp.SftpFileSystemException;
import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What clients are told of what fails.
 */
class FailuresTests {

	@ParameterizedTest
	@CsvSource({ "No space left on device, NO_SPACE", "Disk quota exceeded, QUOTA_EXCEEDED",
			"Read-only file system, READ_ONLY", "File name too long, INVALID_NAME", "File too large, FILE_TOO_LARGE",
			"Invalid cross-device link, UNSUPPORTED", "Is a directory, IS_DIRECTORY", "Invalid argument, UNSUPPORTED" })
	void tellsErrorsOfTheSystemApart(String reason, Kind kind) {
		for (IOException failure : new IOException[] { new IOException(reason),
				new FileSystemException("/srv/secret/file", "/srv/other", reason) }) {
			IOException told = Failures.translate("/file", failure);
			assertThat(told).isInstanceOfSatisfying(SftpFileSystemException.class,
					(ex) -> assertThat(ex.getKind()).isEqualTo(kind));
			assertThat(told).hasMessageStartingWith("/file: ").hasNoCause();
			assertThat(told.getMessage()).doesNotContain("/srv");
		}
	}

	@Test
	void knowsTheErrorOfAFullDisk() throws IOException {
		try (FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
			assertThatExceptionOfType(SftpFileSystemException.class)
				.isThrownBy(() -> Failures.translate("/file", () -> full.write(TestFiles.bytes("content"))))
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.NO_SPACE));
		}
	}

	@Test
	void hasNoPathButTheVirtualOne() {
		for (Exception failure : new Exception[] { new NoSuchFileException("/srv/x", "/srv/y", "because /srv"),
				new AtomicMoveNotSupportedException("/srv/x", "/srv/y", "because /srv"),
				new IOException("something about /srv"), new FileSystemException("/srv/x"),
				new InvalidPathException("/srv/x", "odd"), new ReadOnlyFileSystemException(),
				new NonWritableChannelException(), new UnsupportedOperationException("/srv"),
				new SecurityException("/srv"), new ClosedByInterruptException() }) {
			IOException told = Failures.translate("/file", failure);
			assertThat(told).isInstanceOf(FileSystemException.class);
			assertThat(told.toString()).contains("/file").doesNotContain("/srv");
		}
		assertThat(Failures.translate("/file", new AccessDeniedException("/srv"))).hasMessage("/file");
	}

	/**
	 * A fault of ours is not for clients, and not to be hidden.
	 */
	@Test
	void letsFaultsThrough() {
		IllegalStateException fault = new IllegalStateException();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> Failures.translate("/file", fault))
			.isSameAs(fault);
	}

	@Test
	void leavesTheOldFileWhereTheDiskIsFull() throws IOException {
		Path root = Jimfs.newFileSystem(Configuration.unix().toBuilder().setMaxSize(256 * 1024).build())
			.getPath("/root");
		Files.createDirectory(root);
		try (SftpFileSystem files = TestFiles.open(root)) {
			TestFiles.write(files, "/file", "old");
			try (SftpFile upload = files.open("/file", TestFiles.PUT, SftpAttributes.none())) {
				assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> {
					for (long position = 0;; position += 8192) {
						upload.write(ByteBuffer.allocate(8192), position);
					}
				});
				assertThatExceptionOfType(FileSystemException.class).isThrownBy(upload::commit);
			}
			assertThat(TestFiles.read(files, "/file")).isEqualTo("old");
			TestFiles.write(files, "/file", "new");
		}
		assertThat(root.resolve("file")).hasContent("new");
		assertThat(Files.list(root)).hasSize(1);
	}

}
