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
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFile;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.sftp.SftpFileSystemException;
import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import io.github.sshboot.sftp.SftpLinks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * File systems that are not the disk, and the disk where it has no descriptors.
 */
class NioFileSystemTests {

	@TempDir
	private static Path directory;

	static Stream<Backend> backends() {
		return Stream.of(new Backend("in memory", NioFileSystemTests::memory),
				new Backend("Windows", NioFileSystemTests::windows),
				new Backend("archive", NioFileSystemTests::archive),
				new Backend("disk, by path", NioFileSystemTests::disk));
	}

	private static Path memory() throws IOException {
		Configuration configuration = Configuration.unix()
			.toBuilder()
			.setAttributeViews("basic", "owner", "posix", "unix")
			.build();
		return Files.createDirectory(Jimfs.newFileSystem(configuration).getPath("/root"));
	}

	private static Path windows() throws IOException {
		return Files.createDirectory(Jimfs.newFileSystem(Configuration.windows()).getPath("C:\\root"));
	}

	private static Path archive() throws IOException {
		Path file = Files.createTempDirectory(directory, "archive").resolve("archive.zip");
		FileSystem archive = FileSystems.newFileSystem(URI.create("jar:" + file.toUri()), Map.of("create", "true"));
		return Files.createDirectory(archive.getPath("/root"));
	}

	private static Path disk() throws IOException {
		return Files.createTempDirectory(directory, "disk");
	}

	private static SftpFileSystem open(Path root) throws IOException {
		if (root.getFileSystem().equals(FileSystems.getDefault())) {
			Store store = Store.open(new PathFolder(root.toRealPath()), new TestFiles.Settings().build());
			return new RootedFileSystem(store, store::close);
		}
		return TestFiles.open(root);
	}

	@ParameterizedTest
	@MethodSource("backends")
	void servesWhatClientsDoEveryDay(Backend backend) throws IOException {
		Path root = backend.root().create();
		try (SftpFileSystem files = open(root)) {
			files.createDirectory("/dir", SftpAttributes.none());
			TestFiles.write(files, "/dir/file name.txt", "content");
			assertThat(TestFiles.read(files, "/dir/file name.txt")).isEqualTo("content");
			assertThat(root.resolve("dir").resolve("file name.txt")).hasContent("content");
			assertThat(TestFiles.list(files, "/")).containsExactly("dir");
			assertThat(TestFiles.list(files, "/dir")).containsExactly("file name.txt");
			SftpAttributes attributes = files.readAttributes("/dir/file name.txt", true);
			assertThat(attributes.isRegularFile()).isTrue();
			assertThat(attributes.size()).isEqualTo(7);
			assertThat(files.readAttributes("/dir", true).isDirectory()).isTrue();
			Instant time = Instant.parse("2020-01-02T03:04:06Z");
			files.setAttributes("/dir/file name.txt",
					SftpAttributes.builder().lastModified(time).lastAccess(time).build(), true);
			assertThat(files.readAttributes("/dir/file name.txt", true).lastModified()).isEqualTo(time);
			files.rename("/dir/file name.txt", "/dir/renamed", false);
			TestFiles.write(files, "/dir/other", "other");
			files.rename("/dir/other", "/dir/renamed", true);
			assertThat(TestFiles.read(files, "/dir/renamed")).isEqualTo("other");
			TestFiles.write(files, "/dir/renamed", TestFiles.APPEND, 0, " and more");
			assertThat(TestFiles.read(files, "/dir/renamed")).isEqualTo("other and more");
			TestFiles.write(files, "/dir/renamed", TestFiles.RESUME, 6, "AND");
			assertThat(TestFiles.read(files, "/dir/renamed")).isEqualTo("other AND more");
			if (!backend.name().equals("archive")) {
				files.setAttributes("/dir/renamed", SftpAttributes.builder().size(5L).build(), true);
			}
			else {
				TestFiles.write(files, "/dir/renamed", "other");
			}
			assertThat(TestFiles.read(files, "/dir/renamed")).isEqualTo("other");
			try (SftpFile upload = files.open("/dir/renamed", TestFiles.PUT, SftpAttributes.none())) {
				upload.write(ByteBuffer.wrap(new byte[] { 1 }), 0);
			}
			assertThat(TestFiles.read(files, "/dir/renamed")).isEqualTo("other");
			assertThat(files.canonicalize("/dir/renamed")).isEqualTo("/dir/renamed");
			assertThat(files.getSpace("/")).isNotNull();
			assertThat(files.getRealPath("/dir/renamed")).isEqualTo(root.resolve("dir").resolve("renamed"));
			files.deleteFile("/dir/renamed");
			files.deleteDirectory("/dir");
			assertThatExceptionOfType(NoSuchFileException.class)
				.isThrownBy(() -> TestFiles.read(files, "/dir/renamed"));
			assertThat(TestFiles.list(files, "/")).isEmpty();
		}
		try (Stream<Path> left = Files.list(root)) {
			assertThat(left).isEmpty();
		}
	}

	@ParameterizedTest
	@MethodSource("backends")
	void keepsClientsInside(Backend backend) throws IOException {
		Path root = backend.root().create();
		Path outside = Files.createDirectories(root.resolveSibling("outside"));
		Files.writeString(outside.resolve("secret"), "secret");
		if (!backend.name().equals("archive")) {
			Files.createSymbolicLink(root.resolve("link"), outside);
			Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
		}
		try (SftpFileSystem files = open(root)) {
			for (String path : List.of("/link/secret", "/file", "/../outside/secret", "/..", "/root/../outside/secret",
					"/x/../../outside/secret", outside + "/secret", "/..\\outside\\secret")) {
				assertThatExceptionOfType(java.nio.file.FileSystemException.class).as(path)
					.isThrownBy(() -> TestFiles.read(files, path));
				assertThatExceptionOfType(java.nio.file.FileSystemException.class).as(path)
					.isThrownBy(() -> files.readAttributes(path, true));
			}
		}
		assertThat(outside.resolve("secret")).hasContent("secret");
	}

	@Test
	void saysWhatAnArchiveDoesNotHave() throws IOException {
		Path root = archive();
		try (SftpFileSystem files = TestFiles.open(root, (settings) -> settings.links(SftpLinks.CREATE))) {
			TestFiles.write(files, "/file", "content");
			for (Failures.Action action : new Failures.Action[] { () -> files.createSymbolicLink("/link", "file"),
					() -> files.setAttributes("/file", SftpAttributes.builder().size(3L).build(), true),
					() -> files.createLink("/link", "/file") }) {
				assertThatExceptionOfType(SftpFileSystemException.class).isThrownBy(action::run)
					.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.UNSUPPORTED));
			}
			assertThat(TestFiles.read(files, "/file")).isEqualTo("content");
		}
	}

	interface Root {

		Path create() throws IOException;

	}

	record Backend(String name, Root root) {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
