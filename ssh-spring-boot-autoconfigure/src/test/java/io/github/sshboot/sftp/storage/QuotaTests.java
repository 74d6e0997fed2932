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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFile;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.sftp.SftpFileSystemException;
import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import io.github.sshboot.sftp.SftpLinks;
import io.github.sshboot.sftp.SftpSpace;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How much users may have.
 */
@Timeout(60)
class QuotaTests {

	@TempDir
	private Path root;

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void boundsTheBytes(boolean atomic) throws IOException {
		try (SftpFileSystem files = open(atomic, 100, Long.MAX_VALUE)) {
			TestFiles.write(files, "/a", "x".repeat(60));
			assertExceeded(() -> TestFiles.write(files, "/b", "x".repeat(41)), "the quota of 100 bytes is used up");
			assertThat(this.root.resolve("a")).hasSize(60);
			files.deleteFile("/a");
			TestFiles.write(files, "/b", "x".repeat(atomic ? 100 : 10));
			assertExceeded(() -> files.setAttributes("/b", SftpAttributes.builder().size(101L).build(), true),
					"the quota of 100 bytes is used up");
			files.setAttributes("/b", SftpAttributes.builder().size(10L).build(), true);
			TestFiles.write(files, "/b", TestFiles.APPEND, 0, "x".repeat(20));
			assertThat(files.getSpace("/").available()).isEqualTo(70);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void boundsTheFiles(boolean atomic) throws IOException {
		try (SftpFileSystem files = open(atomic, Long.MAX_VALUE, 3)) {
			files.createDirectory("/dir", SftpAttributes.none());
			TestFiles.write(files, "/dir/a", "a");
			files.createSymbolicLink("/link", "dir/a");
			for (ThrowingCallable creation : List.<ThrowingCallable>of(() -> TestFiles.write(files, "/b", "b"),
					() -> files.createDirectory("/dir2", SftpAttributes.none()),
					() -> files.createSymbolicLink("/link2", "dir"), () -> files.createLink("/link2", "/dir/a"))) {
				assertExceeded(creation, "the quota of 3 files is used up");
			}
			files.deleteFile("/link");
			files.createLink("/link", "/dir/a");
			files.rename("/link", "/renamed", false);
			files.deleteFile("/renamed");
			TestFiles.write(files, "/b", "b");
			assertExceeded(() -> TestFiles.write(files, "/c", "c"), "the quota of 3 files is used up");
			files.rename("/b", "/dir/a", true);
			TestFiles.write(files, "/c", "c");
			files.deleteFile("/c");
			files.deleteFile("/dir/a");
			files.deleteDirectory("/dir");
			assertThat(files.getSpace("/").freeFiles()).isEqualTo(3);
		}
	}

	@Test
	void countsAnUploadWhileTheFileThatItReplacesIsThere() throws IOException {
		try (SftpFileSystem files = open(true, 100, Long.MAX_VALUE)) {
			TestFiles.write(files, "/a", "x".repeat(50));
			TestFiles.write(files, "/a", "x".repeat(50));
			assertThat(files.getSpace("/").available()).isEqualTo(50);
			assertExceeded(() -> TestFiles.write(files, "/a", "x".repeat(51)), "the quota of 100 bytes is used up");
			assertThat(files.getSpace("/").available()).isEqualTo(50);
			try (SftpFile upload = files.open("/b", TestFiles.PUT, SftpAttributes.none())) {
				upload.write(TestFiles.bytes("x".repeat(40)), 0);
				assertThat(files.getSpace("/").available()).isEqualTo(10);
			}
			assertThat(files.getSpace("/").available()).isEqualTo(50);
		}
	}

	@Test
	void countsASparseFileInFull() throws IOException {
		try (SftpFileSystem files = open(true, 1L << 40, Long.MAX_VALUE);
				SftpFile upload = files.open("/a", TestFiles.PUT, SftpAttributes.none())) {
			assertExceeded(() -> upload.write(TestFiles.bytes("x"), 1L << 40),
					"the quota of 1099511627776 bytes is used up");
		}
	}

	@Test
	void countsWhatIsThereWhenTheFirstSessionBegins() throws IOException {
		Files.createDirectories(this.root.resolve("a/b"));
		Files.writeString(this.root.resolve("a/b/c"), "x".repeat(30));
		Files.writeString(this.root.resolve("d"), "x".repeat(40));
		try (SftpFileSystem files = open(true, 100, 10)) {
			SftpSpace space = files.getSpace("/");
			assertThat(space.total()).isEqualTo(100);
			assertThat(space.available()).isEqualTo(30);
			assertThat(space.totalFiles()).isEqualTo(10);
			assertThat(space.freeFiles()).isEqualTo(6);
		}
		Files.delete(this.root.resolve("d"));
		try (SftpFileSystem files = open(true, 100, 10)) {
			assertThat(files.getSpace("/").available()).isEqualTo(70);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void countsAFileOnceHoweverManyNamesItHas(boolean atomic) throws IOException {
		try (SftpFileSystem files = open(atomic, 1000, 10)) {
			TestFiles.write(files, "/a", "x".repeat(600));
			files.createLink("/b", "/a");
			assertThat(files.getSpace("/").available()).isEqualTo(400);
			files.setAttributes("/a", SftpAttributes.builder().size(900L).build(), true);
			files.deleteFile("/b");
			// that was not all there is of it
			assertThat(files.getSpace("/").available()).isEqualTo(100);
			files.createLink("/b", "/a");
			TestFiles.write(files, "/c", "x".repeat(50));
			files.rename("/c", "/b", true);
			assertThat(files.getSpace("/").available()).isEqualTo(50);
			files.createLink("/c", "/a");
		}
		try (SftpFileSystem files = open(atomic, 1000, 10)) {
			assertThat(files.getSpace("/").available()).isEqualTo(50);
			files.deleteFile("/c");
			files.deleteFile("/a");
			assertThat(files.getSpace("/").available()).isEqualTo(950);
		}
	}

	@Test
	void countsAFileThatIsRenamedOrDeletedWhileItIsWrittenInPlace() throws IOException {
		try (SftpFileSystem files = open(false, 1000, 10);
				SftpFile file = files.open("/a", TestFiles.PUT, SftpAttributes.none())) {
			file.write(TestFiles.bytes("x".repeat(100)), 0);
			files.rename("/a", "/b", false);
			file.write(TestFiles.bytes("x".repeat(100)), 100);
			assertThat(files.getSpace("/").available()).isEqualTo(800);
			try (SftpFile other = files.open("/b", TestFiles.UPDATE, SftpAttributes.none())) {
				other.write(TestFiles.bytes("x".repeat(100)), 150);
				assertThat(files.getSpace("/").available()).isEqualTo(750);
			}
			files.deleteFile("/b");
			assertThat(files.getSpace("/").available()).isEqualTo(1000);
			assertThatExceptionOfType(NoSuchFileException.class)
				.isThrownBy(() -> file.write(TestFiles.bytes("x"), 300));
		}
		try (SftpFileSystem files = open(false, 1000, 10)) {
			assertThat(files.getSpace("/").available()).isEqualTo(1000);
		}
	}

	@Test
	void slowWriteInPlaceKeepsNobodyElseWaiting() throws Exception {
		CountDownLatch writing = new CountDownLatch(1);
		CountDownLatch disk = new CountDownLatch(1);
		SlowFolder.Disk slow = (name) -> {
			if (name.equals("slow")) {
				writing.countDown();
				disk.await();
			}
		};
		ExecutorService executor = Executors.newFixedThreadPool(2);
		Folder folder = Objects.requireNonNull(SecureFolder.open(this.root));
		Store store = Store.open(SlowFolder.of(folder, slow),
				new TestFiles.Settings().inPlace().quota(1000, 10).build());
		try (SftpFileSystem files = new RootedFileSystem(store, store::close);
				SftpFile file = files.open("/slow", TestFiles.PUT, SftpAttributes.none())) {
			Future<?> written = executor.submit(() -> {
				file.write(TestFiles.bytes("x".repeat(100)), 0);
				return null;
			});
			assertThat(writing.await(20, TimeUnit.SECONDS)).isTrue();
			try {
				executor.submit(() -> {
					SftpFileSystem other = new RootedFileSystem(store, () -> {
					});
					TestFiles.write(other, "/file", "content");
					TestFiles.write(other, "/file", TestFiles.APPEND, 0, "!");
					other.rename("/file", "/renamed", false);
					assertThat(TestFiles.read(other, "/renamed")).isEqualTo("content!");
					other.setAttributes("/renamed", SftpAttributes.builder().size(3L).build(), true);
					other.deleteFile("/renamed");
					assertThat(other.getSpace("/").available()).isEqualTo(900);
					other.close();
					return null;
				}).get(20, TimeUnit.SECONDS);
				assertThat(written).isNotDone();
			}
			finally {
				disk.countDown();
			}
			written.get();
		}
		finally {
			executor.shutdown();
		}
	}

	/**
	 * Many sessions of one root upload, replace, fail and delete; in the end the count is
	 * that of a walk.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void countsRightWhateverSessionsDoAtTheSameTime(boolean atomic) throws Exception {
		long bytes = 200_000;
		RootedFileSystemFactory factory = TestFiles.factory(this.root,
				(settings) -> (atomic ? settings : settings.inPlace()).quota(bytes, 50));
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try (SftpFileSystem watching = factory.open(this.root)) {
			List<Future<?>> sessions = new ArrayList<>();
			for (int session = 0; session < 8; session++) {
				int seed = session;
				sessions.add(executor.submit(() -> {
					useAtRandom(factory, new Random(seed));
					return null;
				}));
			}
			for (Future<?> session : sessions) {
				session.get();
			}
			Map<Object, Long> used = new HashMap<>();
			long count = 0;
			try (Stream<Path> walk = Files.walk(this.root)) {
				for (Path file : walk
					.filter((file) -> !file.equals(this.root) && !file.toString().contains(Staging.NAME))
					.toList()) {
					count++;
					BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
					used.put(Objects.requireNonNull(attributes.fileKey()), attributes.size());
				}
			}
			long sum = used.values().stream().mapToLong(Long::longValue).sum();
			assertThat(sum).isPositive().isLessThanOrEqualTo(bytes);
			assertThat(watching.getSpace("/").available()).isEqualTo(bytes - sum);
			assertThat(watching.getSpace("/").freeFiles()).isEqualTo(50 - count);
		}
		finally {
			executor.shutdown();
		}
	}

	private void useAtRandom(RootedFileSystemFactory factory, Random random) throws IOException {
		try (SftpFileSystem files = factory.open(this.root)) {
			for (int step = 0; step < 150; step++) {
				String path = "/" + random.nextInt(20);
				try {
					switch (random.nextInt(8)) {
						case 0 -> files.deleteFile(path);
						case 1 -> files.rename(path, "/" + random.nextInt(20), true);
						case 2 -> files.open(path, TestFiles.PUT, SftpAttributes.none()).close();
						case 3 -> TestFiles.write(files, path, TestFiles.APPEND, 0, "x".repeat(random.nextInt(5000)));
						case 4 -> files.createLink(path, "/" + random.nextInt(20));
						case 5 -> files.setAttributes(path,
								SftpAttributes.builder().size((long) random.nextInt(9000)).build(), true);
						default -> {
							try (SftpFile file = files.open(path, TestFiles.PUT, SftpAttributes.none())) {
								int parts = random.nextInt(8);
								for (int part = 0; part < parts; part++) {
									file.write(ByteBuffer.allocate(3000), part * 3000L);
								}
								file.commit();
							}
						}
					}
				}
				catch (java.nio.file.FileSystemException ex) {
					// beyond the quota, or of a file that is not there
				}
			}
		}
	}

	private SftpFileSystem open(boolean atomic, long bytes, long count) throws IOException {
		return TestFiles.open(this.root,
				(settings) -> (atomic ? settings : settings.inPlace()).links(SftpLinks.CREATE).quota(bytes, count));
	}

	private static void assertExceeded(ThrowingCallable action, String reason) {
		assertThatExceptionOfType(SftpFileSystemException.class).isThrownBy(action).satisfies((ex) -> {
			assertThat(ex.getKind()).isEqualTo(Kind.QUOTA_EXCEEDED);
			assertThat(ex.getReason()).isEqualTo(reason);
		});
	}

}
