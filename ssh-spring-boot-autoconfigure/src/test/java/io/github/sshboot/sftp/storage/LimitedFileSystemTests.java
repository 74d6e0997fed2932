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
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpDirectory;
import io.github.sshboot.sftp.SftpFile;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.sftp.SftpFileSystemException;
import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import io.github.sshboot.sftp.SftpSessionLimits;
import io.github.sshboot.sftp.SftpSettings;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * The bounds of sessions and transfers.
 */
@Timeout(60)
class LimitedFileSystemTests {

	@TempDir
	private Path root;

	@Test
	void boundsTheHandlesOfASession() throws IOException {
		LimitedFileSystemFactory factory = factory(limits().handles(2, 3));
		try (SftpFileSystem files = open(factory)) {
			TestFiles.write(files, "/file", "content");
			SftpFile file = files.open("/file", TestFiles.READ, SftpAttributes.none());
			SftpDirectory directory = files.openDirectory("/");
			assertFails(() -> files.openDirectory("/"), Kind.TOO_MANY_HANDLES,
					"only 2 files and directories may be open");
			assertFails(() -> files.open("/file", TestFiles.READ, SftpAttributes.none()), Kind.TOO_MANY_HANDLES,
					"only 2 files and directories may be open");
			directory.close();
			directory.close();
			SftpFile second = files.open("/file", TestFiles.READ, SftpAttributes.none());
			assertFails(() -> files.openDirectory("/"), Kind.TOO_MANY_HANDLES,
					"only 2 files and directories may be open");
			file.commit();
			second.close();
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> files.open("/none", TestFiles.READ, SftpAttributes.none()));
			files.openDirectory("/").close();
			files.openDirectory("/");
			files.openDirectory("/");
		}
	}

	@Test
	void boundsTheHandlesOfAllSessions() throws IOException {
		LimitedFileSystemFactory factory = factory(limits().handles(2, 3));
		SftpFileSystem one = open(factory);
		one.openDirectory("/");
		one.openDirectory("/");
		try (SftpFileSystem other = open(factory)) {
			other.openDirectory("/");
			assertFails(() -> other.openDirectory("/"), Kind.TOO_MANY_HANDLES,
					"the server has too many files and directories open");
			one.close();
			other.openDirectory("/");
		}
		try (SftpFileSystem files = open(factory)) {
			files.openDirectory("/");
			files.openDirectory("/");
		}
	}

	@Test
	void boundsTheSizeOfAFile() throws IOException {
		try (SftpFileSystem files = open(factory(limits().maxFileSize(10)))) {
			TestFiles.write(files, "/file", "0123456789");
			try (SftpFile upload = files.open("/file", TestFiles.PUT, SftpAttributes.none())) {
				upload.write(TestFiles.bytes("01234"), 0);
				assertFails(() -> upload.write(TestFiles.bytes("567890"), 5), Kind.FILE_TOO_LARGE,
						"a file may have 10 bytes");
				assertFails(upload::commit, Kind.FILE_TOO_LARGE, "a file may have 10 bytes");
			}
			assertFails(() -> TestFiles.write(files, "/file", TestFiles.APPEND, 0, "x"), Kind.FILE_TOO_LARGE,
					"a file may have 10 bytes");
			assertFails(() -> TestFiles.write(files, "/file", TestFiles.UPDATE, Long.MAX_VALUE - 1, "xyz"),
					Kind.FILE_TOO_LARGE, "a file may have 10 bytes");
			assertFails(() -> files.setAttributes("/file", SftpAttributes.builder().size(11L).build(), true),
					Kind.FILE_TOO_LARGE, "a file may have 10 bytes");
			assertThat(TestFiles.read(files, "/file")).isEqualTo("0123456789");
		}
	}

	@Test
	void discardsAnUploadThatTakesTooLong() throws IOException {
		try (LimitedFileSystemFactory factory = factory(limits().timeouts(Duration.ofMillis(300), Duration.ZERO));
				SftpFileSystem files = open(factory);
				SftpFile upload = files.open("/file", TestFiles.PUT, SftpAttributes.none())) {
			upload.write(TestFiles.bytes("part"), 0);
			Awaitility.await().until(() -> staged() == 0);
			assertFails(() -> upload.write(TestFiles.bytes("more"), 4), Kind.TIMEOUT, "it was open for more than 0 s");
			assertFails(upload::commit, Kind.TIMEOUT, "it was open for more than 0 s");
			assertThat(this.root.resolve("file")).doesNotExist();
		}
	}

	@Test
	void closesWhatIsIdle() throws IOException {
		try (LimitedFileSystemFactory factory = factory(limits().timeouts(Duration.ZERO, Duration.ofSeconds(1)));
				SftpFileSystem files = open(factory);
				SftpFile upload = files.open("/file", TestFiles.PUT, SftpAttributes.none());
				SftpDirectory directory = files.openDirectory("/")) {
			upload.write(TestFiles.bytes("part"), 0);
			Awaitility.await().until(() -> staged() == 0);
			assertFails(upload::commit, Kind.TIMEOUT, "it was idle for more than 1 s");
			Awaitility.await()
				.untilAsserted(() -> assertFails(directory::next, Kind.TIMEOUT, "it was idle for more than 1 s"));
		}
	}

	/**
	 * A client that leaves open what has been closed for it takes nothing from others,
	 * and does not get more.
	 */
	@Test
	void countsWhatIsClosedAsIdleForItsSessionOnly() throws IOException {
		Limits limits = limits().handles(2, 2).timeouts(Duration.ZERO, Duration.ofSeconds(1));
		try (LimitedFileSystemFactory factory = factory(limits);
				SftpFileSystem files = open(factory);
				SftpFileSystem others = open(factory)) {
			SftpDirectory directory = files.openDirectory("/");
			files.openDirectory("/");
			Awaitility.await().ignoreExceptions().untilAsserted(() -> others.openDirectory("/").close());
			assertFails(() -> files.openDirectory("/"), Kind.TOO_MANY_HANDLES,
					"only 2 files and directories may be open");
			directory.close();
			files.openDirectory("/").close();
		}
	}

	@Test
	void closesWhatIsIdleWhileADiskHangs() throws Exception {
		CountDownLatch closing = new CountDownLatch(1);
		CountDownLatch disk = new CountDownLatch(1);
		SftpFile hanging = mock();
		willAnswer((call) -> {
			closing.countDown();
			try {
				disk.await();
			}
			catch (InterruptedException ex) {
				throw new InterruptedIOException("The server has stopped");
			}
			return null;
		}).given(hanging).close();
		SftpFileSystem slow = mock();
		given(slow.open(any(), any(), any())).willReturn(hanging);
		try (LimitedFileSystemFactory factory = factory(limits().timeouts(Duration.ZERO, Duration.ofSeconds(1)))) {
			factory.limit(slow).open("/hanging", TestFiles.READ, SftpAttributes.none());
			assertThat(closing.await(20, TimeUnit.SECONDS)).isTrue();
			try (SftpFileSystem files = open(factory)) {
				SftpFile upload = files.open("/file", TestFiles.PUT, SftpAttributes.none());
				Awaitility.await().until(() -> staged() == 0);
				assertFails(upload::commit, Kind.TIMEOUT, "it was idle for more than 1 s");
			}
		}
		finally {
			disk.countDown();
		}
	}

	private long staged() throws IOException {
		try (var staged = Files.list(this.root.resolve(Staging.NAME))) {
			return staged.filter((file) -> !file.toString().endsWith(".lock")).count();
		}
	}

	@Test
	void letsBytesPassAtTheirPace() throws IOException {
		AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 500_000_000L);
		Bandwidth bandwidth = new Bandwidth(1000, clock::get);
		assertThat(bandwidth.reserve(500)).isEqualTo(500_000_000L);
		assertThat(bandwidth.reserve(1000)).isEqualTo(1_500_000_000L);
		clock.addAndGet(1_000_000_000L);
		assertThat(bandwidth.reserve(100)).isEqualTo(600_000_000L);
		clock.addAndGet(60_000_000_000L);
		assertThat(bandwidth.reserve(100)).isEqualTo(100_000_000L);
	}

	@Test
	void slowsReadingAndWritingDown() throws IOException {
		try (SftpFileSystem files = open(factory(limits().bandwidth(100_000)))) {
			long start = System.nanoTime();
			try (SftpFile upload = files.open("/file", TestFiles.PUT, SftpAttributes.none())) {
				upload.write(ByteBuffer.allocate(20_000), 0);
				upload.commit();
			}
			assertThat(TestFiles.read(files, "/file")).hasSize(20_000);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(350));
		}
	}

	@Test
	void changesNothingInAFileSystemOfTheApplicationThatIsReadOnly() throws IOException {
		SftpSettings settings = new TestFiles.Settings().readOnly().build();
		try (SftpFileSystem own = TestFiles.open(this.root)) {
			TestFiles.write(own, "/file", "content");
			SftpFileSystem files = new LimitedFileSystemFactory(own, settings).limit(own);
			assertThat(TestFiles.read(files, "/file")).isEqualTo("content");
			for (ThrowingCallable change : List.<ThrowingCallable>of(() -> TestFiles.write(files, "/new", "x"),
					() -> files.open("/file", TestFiles.APPEND, SftpAttributes.none()), () -> files.deleteFile("/file"),
					() -> files.rename("/file", "/new", true),
					() -> files.createDirectory("/new", SftpAttributes.none()), () -> files.deleteDirectory("/x"),
					() -> files.setAttributes("/file", SftpAttributes.none(), true),
					() -> files.createSymbolicLink("/new", "file"), () -> files.createLink("/new", "/file"))) {
				assertFails(change, Kind.READ_ONLY, "nothing can be changed here");
			}
			try (SftpFile file = files.open("/file", TestFiles.READ, SftpAttributes.none())) {
				assertFails(() -> file.setAttributes(SftpAttributes.none()), Kind.READ_ONLY,
						"nothing can be changed here");
			}
		}
	}

	@Test
	void closesWhatASessionHasOpenAndNotWhatSessionsShare() throws Exception {
		AtomicInteger closed = new AtomicInteger();
		try (SftpFileSystem own = TestFiles.open(this.root)) {
			SftpFileSystem shared = closing(own, closed);
			SftpSettings settings = SftpSettings.defaults();
			List<SftpFile> uploads = new ArrayList<>();
			for (LimitedFileSystemFactory factory : List.of(new LimitedFileSystemFactory(shared, settings),
					new LimitedFileSystemFactory((identity, connection) -> shared, settings))) {
				SftpFileSystem session = factory.limit(shared);
				uploads.add(session.open("/file", TestFiles.PUT, SftpAttributes.none()));
				session.close();
				session.close();
			}
			assertThat(closed).hasValue(1);
			uploads.forEach((upload) -> assertThatExceptionOfType(IOException.class).isThrownBy(upload::commit));
		}
	}

	private static SftpFileSystem closing(SftpFileSystem files, AtomicInteger closed) {
		return (SftpFileSystem) java.lang.reflect.Proxy.newProxyInstance(LimitedFileSystemTests.class.getClassLoader(),
				new Class<?>[] { SftpFileSystem.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("close")) {
						closed.incrementAndGet();
						return null;
					}
					return method.invoke(files, arguments);
				});
	}

	private SftpFileSystem open(LimitedFileSystemFactory factory) throws IOException {
		return factory.limit(TestFiles.open(this.root));
	}

	private LimitedFileSystemFactory factory(Limits limits) {
		SftpSettings defaults = SftpSettings.defaults();
		SftpSettings settings = new SftpSettings(false, true, true, 027, defaults.links(), List.of(), List.of(),
				defaults.quota(), limits.value());
		return new LimitedFileSystemFactory((identity, connection) -> TestFiles.open(this.root), settings);
	}

	private static Limits limits() {
		return new Limits(SftpSessionLimits.defaults());
	}

	private static void assertFails(ThrowingCallable action, Kind kind, String reason) {
		assertThatExceptionOfType(SftpFileSystemException.class).isThrownBy(action).satisfies((ex) -> {
			assertThat(ex.getKind()).isEqualTo(kind);
			assertThat(ex.getReason()).isEqualTo(reason);
		});
	}

	record Limits(SftpSessionLimits value) {

		Limits handles(int session, int total) {
			return new Limits(new SftpSessionLimits(session, total, this.value.maxFileSize(),
					this.value.transferTimeout(), this.value.idleTimeout(), this.value.bandwidth()));
		}

		Limits maxFileSize(long size) {
			return new Limits(new SftpSessionLimits(this.value.maxHandles(), this.value.maxTotalHandles(), size,
					this.value.transferTimeout(), this.value.idleTimeout(), this.value.bandwidth()));
		}

		Limits timeouts(Duration transfer, Duration idle) {
			return new Limits(new SftpSessionLimits(this.value.maxHandles(), this.value.maxTotalHandles(),
					this.value.maxFileSize(), transfer, idle, this.value.bandwidth()));
		}

		Limits bandwidth(long bytes) {
			return new Limits(new SftpSessionLimits(this.value.maxHandles(), this.value.maxTotalHandles(),
					this.value.maxFileSize(), this.value.transferTimeout(), this.value.idleTimeout(), bytes));
		}

	}

}
