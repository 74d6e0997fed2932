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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFile;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.sftp.SftpFileSystemException;
import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Uploads that are whole or are not.
 */
@Timeout(60)
class UploadTests {

	@TempDir
	private Path root;

	private SftpFileSystem files;

	@BeforeEach
	void open() throws IOException {
		this.files = TestFiles.open(this.root, TestFiles.Settings::synced);
	}

	@AfterEach
	void close() throws IOException {
		this.files.close();
		assertThat(this.root.resolve(Staging.NAME)).doesNotExist();
	}

	@Test
	void takesItsNameWhenItIsComplete() throws IOException {
		try (SftpFile upload = put("/file")) {
			upload.write(TestFiles.bytes("content"), 0);
			assertThat(this.root.resolve("file")).doesNotExist();
			assertThat(TestFiles.list(this.files, "/")).isEmpty();
			upload.commit();
		}
		assertThat(this.root.resolve("file")).hasContent("content");
		assertThat(TestFiles.list(this.files, "/")).containsExactly("file");
	}

	@Test
	void leavesTheOldFileUntilItIsComplete() throws IOException {
		TestFiles.write(this.files, "/file", "old");
		try (SftpFile upload = put("/file")) {
			upload.write(TestFiles.bytes("new and longer"), 0);
			assertThat(TestFiles.read(this.files, "/file")).isEqualTo("old");
			assertThat(this.files.readAttributes("/file", true).size()).isEqualTo(3);
			upload.commit();
		}
		assertThat(this.root.resolve("file")).hasContent("new and longer");
	}

	@Test
	void discardsWhatIsNotCommitted() throws IOException {
		TestFiles.write(this.files, "/old", "old");
		for (String path : new String[] { "/old", "/new" }) {
			try (SftpFile upload = put(path)) {
				upload.write(TestFiles.bytes("part"), 0);
			}
		}
		assertThat(this.root.resolve("old")).hasContent("old");
		assertThat(this.root.resolve("new")).doesNotExist();
		assertThat(Files.list(this.root.resolve(Staging.NAME))).hasSize(1);
	}

	@Test
	void discardsWhatIsOpenWhenTheSessionEnds() throws IOException {
		SftpFile upload = put("/file");
		upload.write(TestFiles.bytes("part"), 0);
		this.files.close();
		assertThat(Files.list(this.root)).isEmpty();
		assertThatExceptionOfType(SftpFileSystemException.class).isThrownBy(upload::commit)
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.CLOSED));
		assertThat(Files.list(this.root)).isEmpty();
		open();
	}

	@Test
	void commitsAnEmptyFile() throws IOException {
		TestFiles.write(this.files, "/empty", "");
		assertThat(this.root.resolve("empty")).isEmptyFile();
	}

	@Test
	void isPrivateUntilItIsComplete() throws IOException {
		try (SftpFile upload = put("/file")) {
			Path staging = this.root.resolve(Staging.NAME);
			assertThat(mode(staging)).isEqualTo("rwx------");
			try (Stream<Path> staged = Files.list(staging)) {
				assertThat(staged).hasSize(2).allSatisfy((file) -> assertThat(mode(file)).isEqualTo("rw-------"));
			}
			upload.commit();
		}
	}

	@Test
	void givesFilesPermissionsUnderTheUmask() throws IOException {
		TestFiles.write(this.files, "/default", "");
		assertThat(mode(this.root.resolve("default"))).isEqualTo("rw-r-----");
		put("/asked", SftpAttributes.builder().permissions(07777).build()).commit();
		assertThat(mode(this.root.resolve("asked"))).isEqualTo("rwxr-x---");
		assertThat((Integer) Files.getAttribute(this.root.resolve("asked"), "unix:mode") & 07000).isZero();
		this.files.setAttributes("/asked", SftpAttributes.builder().permissions(06606).build(), true);
		assertThat(mode(this.root.resolve("asked"))).isEqualTo("rw-------");
		assertThat((Integer) Files.getAttribute(this.root.resolve("asked"), "unix:mode") & 07000).isZero();
		this.files.createDirectory("/dir", SftpAttributes.builder().permissions(07777).build());
		assertThat((Integer) Files.getAttribute(this.root.resolve("dir"), "unix:mode") & 07777).isEqualTo(0750);
		this.files.createDirectory("/dir2", SftpAttributes.none());
		assertThat(mode(this.root.resolve("dir2"))).isEqualTo("rwxr-x---");
	}

	@Test
	void keepsThePermissionsOfAFileThatItReplaces() throws IOException {
		TestFiles.write(this.files, "/file", "old");
		Files.setPosixFilePermissions(this.root.resolve("file"), PosixFilePermissions.fromString("rw-------"));
		put("/file", SftpAttributes.builder().permissions(0644).build()).commit();
		assertThat(mode(this.root.resolve("file"))).isEqualTo("rw-------");
	}

	@Test
	void appliesWhatIsSetThroughTheHandle() throws IOException {
		Instant time = Instant.parse("2020-01-02T03:04:05Z");
		try (SftpFile upload = put("/file")) {
			upload.write(TestFiles.bytes("content"), 0);
			upload
				.setAttributes(SftpAttributes.builder().permissions(0600).lastModified(time).lastAccess(time).build());
			SftpAttributes attributes = upload.readAttributes();
			assertThat(attributes.permissions()).isEqualTo(0600);
			assertThat(attributes.size()).isEqualTo(7);
			assertThat(attributes.lastModified()).isEqualTo(time);
			upload.commit();
		}
		assertThat(Files.getLastModifiedTime(this.root.resolve("file")).toInstant()).isEqualTo(time);
		assertThat(mode(this.root.resolve("file"))).isEqualTo("rw-------");
	}

	@Test
	void truncatesAndExtendsThroughTheHandle() throws IOException {
		try (SftpFile upload = put("/file")) {
			upload.write(TestFiles.bytes("content"), 0);
			upload.setAttributes(SftpAttributes.builder().size(4L).build());
			upload.setAttributes(SftpAttributes.builder().size(6L).build());
			upload.commit();
		}
		assertThat(Files.readAllBytes(this.root.resolve("file"))).isEqualTo("cont\0\0".getBytes());
	}

	@Test
	void refusesAnotherOwner() throws IOException {
		TestFiles.write(this.files, "/file", "");
		SftpAttributes current = this.files.readAttributes("/file", true);
		assertThat(current.uid()).isNotNull();
		SftpAttributes same = SftpAttributes.builder().uid(current.uid()).gid(current.gid()).build();
		this.files.setAttributes("/file", same, true);
		SftpAttributes other = SftpAttributes.builder().uid(12345).gid(current.gid()).build();
		assertThatExceptionOfType(java.nio.file.AccessDeniedException.class)
			.isThrownBy(() -> this.files.setAttributes("/file", other, true));
		try (SftpFile upload = put("/file")) {
			upload.setAttributes(same);
			assertThatExceptionOfType(java.nio.file.AccessDeniedException.class)
				.isThrownBy(() -> upload.setAttributes(other));
		}
		assertThat(this.files.readAttributes("/file", true).uid()).isEqualTo(current.uid());
	}

	@Test
	void resumes() throws IOException {
		TestFiles.write(this.files, "/file", "first half");
		try (SftpFile upload = this.files.open("/file", TestFiles.RESUME, SftpAttributes.none())) {
			upload.write(TestFiles.bytes(", second half"), 10);
			assertThat(this.root.resolve("file")).hasContent("first half");
			upload.commit();
		}
		assertThat(this.root.resolve("file")).hasContent("first half, second half");
	}

	@Test
	void writesAndReadsAnywhere() throws IOException {
		TestFiles.write(this.files, "/file", "0123456789");
		try (SftpFile upload = this.files.open("/file", TestFiles.UPDATE, SftpAttributes.none())) {
			ByteBuffer read = ByteBuffer.allocate(4);
			upload.read(read, 2);
			assertThat(new String(read.array())).isEqualTo("2345");
			upload.write(TestFiles.bytes("ab"), 3);
			upload.read(read.clear(), 2);
			assertThat(new String(read.array())).isEqualTo("2ab5");
			upload.write(TestFiles.bytes("end"), 12);
			upload.commit();
		}
		assertThat(Files.readString(this.root.resolve("file"))).isEqualTo("012ab56789\0\0end");
	}

	@Test
	void appendsWhereverTheClientWantsToWrite() throws IOException {
		for (String part : new String[] { "one ", "two ", "three" }) {
			TestFiles.write(this.files, "/file", TestFiles.APPEND, 0, part);
		}
		assertThat(this.root.resolve("file")).hasContent("one two three");
	}

	@Test
	void leavesAFileAloneThatIsOpenedToWriteAndNotWritten() throws IOException {
		TestFiles.write(this.files, "/file", "content");
		Object key = Files.getAttribute(this.root.resolve("file"), "unix:ino");
		try (SftpFile upload = this.files.open("/file", TestFiles.UPDATE, SftpAttributes.none())) {
			upload.commit();
		}
		assertThat(Files.getAttribute(this.root.resolve("file"), "unix:ino")).isEqualTo(key);
	}

	@Test
	void letsTheLastOfTwoUploadsWin() throws IOException {
		try (SftpFile first = put("/file"); SftpFile second = put("/file")) {
			first.write(TestFiles.bytes("first"), 0);
			second.write(TestFiles.bytes("second"), 0);
			second.commit();
			assertThat(this.root.resolve("file")).hasContent("second");
			first.commit();
		}
		assertThat(this.root.resolve("file")).hasContent("first");
	}

	@Test
	void createsAFileExclusivelyForOneClientOnly() throws IOException {
		RootedFileSystemFactory factory = TestFiles.factory(this.root, (settings) -> settings);
		try (SftpFileSystem one = factory.open(this.root); SftpFileSystem other = factory.open(this.root)) {
			try (SftpFile file = one.open("/lock", TestFiles.EXCLUSIVE, SftpAttributes.none())) {
				assertThatExceptionOfType(FileAlreadyExistsException.class)
					.isThrownBy(() -> other.open("/lock", TestFiles.EXCLUSIVE, SftpAttributes.none()));
				file.commit();
			}
			assertThatExceptionOfType(FileAlreadyExistsException.class)
				.isThrownBy(() -> other.open("/lock", TestFiles.EXCLUSIVE, SftpAttributes.none()));
			one.deleteFile("/lock");
			other.open("/lock", TestFiles.EXCLUSIVE, SftpAttributes.none()).close();
			other.open("/lock", TestFiles.EXCLUSIVE, SftpAttributes.none()).commit();
		}
	}

	@Test
	void doesNotReplaceWhatHasTakenTheNameOfAnExclusiveFile() throws IOException {
		try (SftpFile upload = this.files.open("/file", TestFiles.EXCLUSIVE, SftpAttributes.none())) {
			upload.write(TestFiles.bytes("late"), 0);
			Files.writeString(this.root.resolve("file"), "early");
			assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(upload::commit);
		}
		assertThat(this.root.resolve("file")).hasContent("early");
	}

	/**
	 * As sshfs does: it asks for the attributes by name right after it has created a
	 * file.
	 */
	@Test
	void showsANewFileToTheSessionThatUploadsIt() throws IOException {
		RootedFileSystemFactory factory = TestFiles.factory(this.root, (settings) -> settings);
		Instant time = Instant.parse("2020-01-02T03:04:05Z");
		try (SftpFileSystem mine = factory.open(this.root); SftpFileSystem others = factory.open(this.root)) {
			try (SftpFile upload = mine.open("/file", TestFiles.PUT, SftpAttributes.none())) {
				upload.write(TestFiles.bytes("part"), 0);
				assertThat(mine.readAttributes("/file", false).size()).isEqualTo(4);
				assertThatExceptionOfType(NoSuchFileException.class)
					.isThrownBy(() -> others.readAttributes("/file", false));
				mine.setAttributes("/file", SftpAttributes.builder().lastModified(time).build(), true);
				upload.commit();
			}
			assertThat(others.readAttributes("/file", false).lastModified()).isEqualTo(time);
		}
	}

	@Test
	void forgetsAFileThatIsDeletedWhileItIsUploaded() throws IOException {
		try (SftpFile upload = put("/file")) {
			upload.write(TestFiles.bytes("part"), 0);
			this.files.deleteFile("/file");
			upload.commit();
		}
		assertThat(this.root.resolve("file")).doesNotExist();
	}

	@Test
	void endsUpInTheDirectoryThatWasRenamedMeanwhile() throws IOException {
		this.files.createDirectory("/dir", SftpAttributes.none());
		try (SftpFile upload = put("/dir/file")) {
			upload.write(TestFiles.bytes("content"), 0);
			this.files.rename("/dir", "/renamed", false);
			upload.commit();
		}
		assertThat(this.root.resolve("renamed/file")).hasContent("content");
		assertThat(this.root.resolve("dir")).doesNotExist();
	}

	@Test
	void failsWhereItsDirectoryIsDeleted() throws IOException {
		this.files.createDirectory("/dir", SftpAttributes.none());
		try (SftpFile upload = put("/dir/file")) {
			this.files.deleteDirectory("/dir");
			assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(upload::commit).withMessage("/dir/file");
		}
		assertThat(Files.list(this.root.resolve(Staging.NAME))).hasSize(1);
	}

	@Test
	void doesNotReplaceADirectory() throws IOException {
		try (SftpFile upload = put("/name")) {
			upload.write(TestFiles.bytes("content"), 0);
			this.files.createDirectory("/name", SftpAttributes.none());
			assertThatExceptionOfType(SftpFileSystemException.class).isThrownBy(upload::commit)
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.IS_DIRECTORY));
		}
		assertThat(this.root.resolve("name")).isDirectory();
	}

	@Test
	void changesAttributesOfTheOpenFileAndNotOfTheOneThatHasItsName() throws IOException {
		TestFiles.write(this.files, "/file", "one");
		TestFiles.write(this.files, "/other", "two");
		try (SftpFile open = this.files.open("/file", TestFiles.READ, SftpAttributes.none())) {
			this.files.rename("/file", "/renamed", false);
			this.files.rename("/other", "/file", false);
			assertThat(open.readAttributes().size()).isEqualTo(3);
			assertThatExceptionOfType(NoSuchFileException.class)
				.isThrownBy(() -> open.setAttributes(SftpAttributes.builder().permissions(0).build()));
			ByteBuffer content = ByteBuffer.allocate(3);
			open.read(content, 0);
			assertThat(new String(content.array())).isEqualTo("one");
		}
		assertThat(mode(this.root.resolve("file"))).isEqualTo("rw-r-----");
	}

	@Test
	void takesWritesOfSeveralThreads() throws Exception {
		int threads = 8;
		int blocks = 64;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try (SftpFile upload = put("/file")) {
			CountDownLatch done = new CountDownLatch(threads * blocks);
			for (int block = 0; block < threads * blocks; block++) {
				int number = block;
				executor.execute(() -> {
					byte[] content = new byte[1024];
					java.util.Arrays.fill(content, (byte) number);
					try {
						upload.write(ByteBuffer.wrap(content), number * 1024L);
						done.countDown();
					}
					catch (IOException ex) {
						throw new AssertionError(ex);
					}
				});
			}
			assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
			upload.commit();
		}
		finally {
			executor.shutdown();
		}
		byte[] content = Files.readAllBytes(this.root.resolve("file"));
		assertThat(content).hasSize(threads * blocks * 1024);
		for (int position = 0; position < content.length; position++) {
			assertThat(content[position]).isEqualTo((byte) (position / 1024));
		}
	}

	@Test
	void holdsASparseFileOfFiveGigabytes() throws IOException {
		long size = 5L << 30;
		try (SftpFile upload = put("/sparse")) {
			upload.write(TestFiles.bytes("end"), size - 3);
			upload.commit();
		}
		assertThat(this.root.resolve("sparse")).hasSize(size);
		try (SftpFile file = this.files.open("/sparse", TestFiles.READ, SftpAttributes.none())) {
			ByteBuffer content = ByteBuffer.allocate(10);
			assertThat(file.read(content, size - 3)).isEqualTo(3);
			assertThat(file.read(content, size)).isEqualTo(-1);
		}
	}

	@Test
	void failsAsAWholeWhereAWriteFails() throws IOException {
		TestFiles.write(this.files, "/file", "old");
		try (SftpFile upload = put("/file")) {
			upload.write(TestFiles.bytes("begin"), 0);
			assertThatExceptionOfType(SftpFileSystemException.class)
				.isThrownBy(() -> upload.write(TestFiles.bytes("far"), 1L << 62))
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.FILE_TOO_LARGE));
			assertThatExceptionOfType(SftpFileSystemException.class)
				.isThrownBy(() -> upload.write(TestFiles.bytes("farther"), Long.MAX_VALUE - 2));
			assertThatExceptionOfType(FileSystemException.class).isThrownBy(upload::commit);
		}
		assertThat(this.root.resolve("file")).hasContent("old");
	}

	@Test
	void writesInPlaceWhereUploadsAreNotAtomic() throws IOException {
		try (SftpFileSystem plain = TestFiles.open(this.root, TestFiles.Settings::inPlace)) {
			try (SftpFile upload = plain.open("/file", TestFiles.PUT, SftpAttributes.none())) {
				upload.write(TestFiles.bytes("part"), 0);
				assertThat(this.root.resolve("file")).hasContent("part");
			}
			assertThat(this.root.resolve("file")).hasContent("part");
			TestFiles.write(plain, "/file", TestFiles.RESUME, 4, "ial");
			TestFiles.write(plain, "/file", TestFiles.APPEND, 0, "!");
			assertThat(TestFiles.read(plain, "/file")).isEqualTo("partial!");
			TestFiles.write(plain, "/file", "new");
			assertThat(TestFiles.read(plain, "/file")).isEqualTo("new");
			assertThatExceptionOfType(FileAlreadyExistsException.class)
				.isThrownBy(() -> TestFiles.write(plain, "/file", TestFiles.EXCLUSIVE, 0, "x"));
		}
		assertThat(mode(this.root.resolve("file"))).isEqualTo("rw-r-----");
	}

	@Test
	void changesNothingWhereAllIsReadOnly() throws IOException {
		TestFiles.write(this.files, "/file", "content");
		this.files.close();
		try (SftpFileSystem readOnly = TestFiles.open(this.root, TestFiles.Settings::readOnly)) {
			assertThat(TestFiles.read(readOnly, "/file")).isEqualTo("content");
			for (Failures.Action change : new Failures.Action[] { () -> TestFiles.write(readOnly, "/new", "x"),
					() -> TestFiles.write(readOnly, "/file", TestFiles.UPDATE, 0, "x"),
					() -> readOnly.deleteFile("/file"), () -> readOnly.rename("/file", "/new", true),
					() -> readOnly.createDirectory("/new", SftpAttributes.none()),
					() -> readOnly.setAttributes("/file", SftpAttributes.builder().permissions(0).build(), true),
					() -> readOnly.createSymbolicLink("/new", "file"), () -> readOnly.createLink("/new", "/file"),
					() -> readOnly.deleteDirectory("/") }) {
				assertThatExceptionOfType(SftpFileSystemException.class).isThrownBy(change::run)
					.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.READ_ONLY));
			}
			try (SftpFile file = readOnly.open("/file", TestFiles.READ, SftpAttributes.none())) {
				assertThatExceptionOfType(SftpFileSystemException.class)
					.isThrownBy(() -> file.setAttributes(SftpAttributes.builder().permissions(0).build()))
					.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.READ_ONLY));
			}
			assertThat(Files.list(this.root)).containsExactly(this.root.resolve("file"));
		}
		open();
	}

	private SftpFile put(String path) throws IOException {
		return put(path, SftpAttributes.none());
	}

	private SftpFile put(String path, SftpAttributes attributes) throws IOException {
		return this.files.open(path, TestFiles.PUT, attributes);
	}

	private static String mode(Path file) {
		try {
			return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
