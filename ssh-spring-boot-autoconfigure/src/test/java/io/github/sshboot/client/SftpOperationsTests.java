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
package io.github.sshboot.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.github.sshboot.client.transfer.TransferProgress;
import io.github.sshboot.client.transfer.TransferSummary;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFileType;
import io.github.sshboot.sftp.protocol.StatusCode;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.TestSshClients;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * SFTP with OpenSSH's server.
 */
@Timeout(120)
class SftpOperationsTests {

	@TempDir
	static Path serverDirectory;

	private static OpenSshServer server;

	private static DefaultSshClientFactory clients;

	private static SftpOperations sftp;

	@TempDir
	Path local;

	@TempDir
	Path remote;

	@BeforeAll
	static void start() {
		server = OpenSshServer.start(serverDirectory, "Subsystem sftp internal-sftp");
		clients = TestSshClients.create(server.port());
		sftp = clients.get("demo").sftp();
	}

	@AfterAll
	static void stop() {
		clients.close();
		server.close();
	}

	@BeforeEach
	void createFiles() throws IOException {
		Files.createDirectories(this.local.resolve("tree/a/b"));
		Files.writeString(this.local.resolve("tree/one.txt"), "one");
		Files.writeString(this.local.resolve("tree/a/two.csv"), "two");
		Files.writeString(this.local.resolve("tree/a/b/three.csv"), "three");
		Files.createFile(this.local.resolve("tree/a/empty"));
	}

	private String path(String name) {
		return this.remote.resolve(name).toString();
	}

	private static byte[] random(int size) {
		byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		return bytes;
	}

	private static List<String> names(Path directory) throws IOException {
		try (Stream<Path> paths = Files.walk(directory)) {
			return paths.filter((path) -> !path.equals(directory))
				.map((path) -> directory.relativize(path).toString())
				.sorted()
				.toList();
		}
	}

	@Test
	void fileGoesThereAndBack() throws IOException {
		byte[] content = random(9_000_001);
		Path source = Files.write(this.local.resolve("large"), content);
		TransferSummary summary = sftp.upload(source).to(path("large"));
		assertThat(summary).isEqualTo(new TransferSummary(1, 0, content.length, List.of()));
		assertThat(this.remote.resolve("large")).hasBinaryContent(content);
		Path target = this.local.resolve("back");
		assertThat(sftp.download(path("large")).to(target)).isEqualTo(summary);
		assertThat(target).hasBinaryContent(content);
		assertThat(names(this.remote)).containsExactly("large");
	}

	@Test
	void filesOfSizesAroundThoseOfPacketsArriveWhole() throws IOException {
		for (int size : new int[] { 0, 1, 1023, 32 * 1024, 261119, 261120, 261121, 2 * 261120, 4 << 20 }) {
			byte[] content = random(size);
			sftp.upload(content).to(path("file"));
			assertThat(this.remote.resolve("file")).hasBinaryContent(content);
			assertThat(sftp.download(path("file")).bytes()).isEqualTo(content);
		}
	}

	@Test
	void streamsAndResourcesAreSent() throws IOException {
		InputStream stream = new ByteArrayInputStream(random(1_000_000)) {

			@Override
			public synchronized int read(byte[] bytes, int offset, int length) {
				// as little as a socket may have
				return super.read(bytes, offset, Math.min(length, 1000));
			}

		};
		sftp.upload(stream).to(path("stream"));
		assertThat(this.remote.resolve("stream")).hasBinaryContent(random(1_000_000));
		sftp.upload(new ByteArrayResource(random(5))).to(path("bytes"));
		assertThat(this.remote.resolve("bytes")).hasBinaryContent(random(5));
		sftp.upload(new FileSystemResource(this.local.resolve("tree/one.txt"))).to(this.remote + "/");
		assertThat(this.remote.resolve("one.txt")).hasContent("one");
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		sftp.download(path("stream")).to(received);
		assertThat(received.toByteArray()).isEqualTo(random(1_000_000));
	}

	@Test
	void treeGoesThereAndBack() throws IOException {
		TransferSummary summary = sftp.upload(this.local.resolve("tree")).to(path("tree"));
		assertThat(summary).isEqualTo(new TransferSummary(4, 3, 11, List.of()));
		assertThat(names(this.remote.resolve("tree"))).isEqualTo(names(this.local.resolve("tree")));
		Path target = this.local.resolve("new/back");
		assertThat(sftp.download(path("tree")).to(target)).isEqualTo(summary);
		assertThat(names(target)).isEqualTo(names(this.local.resolve("tree")));
		assertThat(target.resolve("a/b/three.csv")).hasContent("three");
		// once more, over what is there
		sftp.upload(this.local.resolve("tree")).to(path("tree"));
		sftp.download(path("tree")).to(target);
		assertThat(names(target)).isEqualTo(names(this.local.resolve("tree")));
	}

	@Test
	void manySmallFilesGoThereAndBack() throws IOException {
		Path source = Files.createDirectory(this.local.resolve("many"));
		for (int i = 0; i < 1500; i++) {
			Files.writeString(source.resolve("file-" + i), "content " + i);
		}
		assertThat(sftp.upload(source).to(path("many")).files()).isEqualTo(1500);
		assertThat(sftp.list(path("many"))).hasSize(1500);
		assertThat(sftp.download(path("many")).to(this.local.resolve("back")).files()).isEqualTo(1500);
		for (int i = 0; i < 1500; i++) {
			assertThat(this.local.resolve("back/file-" + i)).hasContent("content " + i);
		}
	}

	@Test
	void uploadHasItsNameOnlyWhenItIsComplete() throws IOException {
		Files.writeString(this.remote.resolve("file"), "before");
		List<String> seen = new ArrayList<>();
		List<TransferProgress> progress = new ArrayList<>();
		sftp.upload(new ByteArrayInputStream(random(6_000_000))).listener((event) -> {
			progress.add(event);
			try {
				if (event.files() == 0) {
					seen.add(Files.readString(this.remote.resolve("file")));
				}
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		}).to(path("file"));
		assertThat(seen).isNotEmpty().containsOnly("before");
		assertThat(this.remote.resolve("file")).hasSize(6_000_000);
		assertThat(progress.get(progress.size() - 1))
			.isEqualTo(new TransferProgress(path("file"), 6_000_000, 6_000_000L, 1, 6_000_000));
	}

	@Test
	void failedTransfersLeaveNothingBehind() throws IOException {
		Files.writeString(this.remote.resolve("file"), "before");
		InputStream failing = new ByteArrayInputStream(random(3_000_000)) {

			@Override
			public synchronized int read(byte[] bytes, int offset, int length) {
				if (this.pos > 2_000_000) {
					throw new IllegalStateException("No more");
				}
				return super.read(bytes, offset, length);
			}

		};
		assertThatIllegalStateException().isThrownBy(() -> sftp.upload(failing).to(path("file")))
			.withMessage("No more");
		assertThat(this.remote.resolve("file")).hasContent("before");
		assertThat(names(this.remote)).containsExactly("file");
		Files.write(this.remote.resolve("large"), random(6_000_000));
		Path target = Files.writeString(this.local.resolve("target"), "before");
		assertThatExceptionOfType(SshException.class)
			.isThrownBy(() -> sftp.download(path("large")).limit(10, DataSize.ofMegabytes(3)).to(target))
			.withMessageContaining("3145728 bytes");
		assertThat(target).hasContent("before");
		assertThat(names(this.local)).doesNotContain("large").noneMatch((name) -> name.endsWith(".part"));
		// the channel is as good as before
		assertThat(sftp.download(path("file")).bytes()).asString().isEqualTo("before");
	}

	@Test
	void directTransfersWriteUnderTheirOwnNames() throws IOException {
		List<List<String>> seen = new ArrayList<>();
		sftp.upload(random(600_000)).direct().listener((event) -> {
			try {
				seen.add(names(this.remote));
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		}).to(path("file"));
		assertThat(seen).isNotEmpty().containsOnly(List.of("file"));
		assertThat(this.remote.resolve("file")).hasBinaryContent(random(600_000));
		sftp.upload(random(3)).direct().to(path("file"));
		assertThat(this.remote.resolve("file")).hasBinaryContent(random(3));
		sftp.download(path("file")).direct().to(this.local.resolve("direct"));
		assertThat(this.local.resolve("direct")).hasBinaryContent(random(3));
	}

	@Test
	void interruptedTransfersAreResumed() throws IOException {
		byte[] content = random(8_000_000);
		Path source = Files.write(this.local.resolve("source"), content);
		assertThatIllegalStateException().isThrownBy(() -> sftp.upload(source).resume().listener((event) -> {
			throw new IllegalStateException("Enough");
		}).to(path("file")));
		long sent = Files.size(this.remote.resolve(".file.part"));
		assertThat(sent).isPositive();
		assertThat(this.remote.resolve("file")).doesNotExist();
		assertThat(sftp.upload(source).resume().to(path("file")).bytes()).isEqualTo(content.length - sent);
		assertThat(this.remote.resolve("file")).hasBinaryContent(content);
		assertThat(names(this.remote)).containsExactly("file");
		Path target = this.local.resolve("target");
		assertThatIllegalStateException().isThrownBy(() -> sftp.download(path("file")).resume().listener((event) -> {
			if (event.transferred() > 3_000_000) {
				throw new IllegalStateException("Enough");
			}
		}).to(target));
		long received = Files.size(this.local.resolve(".target.part"));
		assertThat(received).isGreaterThan(3_000_000);
		assertThat(sftp.download(path("file")).resume().to(target).bytes()).isEqualTo(content.length - received);
		assertThat(target).hasBinaryContent(content);
		assertThat(this.local.resolve(".target.part")).doesNotExist();
	}

	@Test
	void permissionsAndTimesArePreservedOnRequest() throws IOException {
		Instant time = Instant.parse("2020-02-03T04:05:06Z");
		Path tree = this.local.resolve("tree");
		Path file = tree.resolve("one.txt");
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
		Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("rwxr-x---"));
		Files.setLastModifiedTime(file, FileTime.from(time));
		Files.setLastModifiedTime(tree, FileTime.from(time));
		sftp.upload(tree).preserve().to(path("tree"));
		sftp.download(path("tree")).preserve().to(this.local.resolve("back"));
		for (Path copy : List.of(this.remote.resolve("tree"), this.local.resolve("back"))) {
			assertThat(Files.getLastModifiedTime(copy.resolve("one.txt")).toInstant()).isEqualTo(time);
			assertThat(Files.getLastModifiedTime(copy).toInstant()).isEqualTo(time);
			assertThat(Files.getPosixFilePermissions(copy.resolve("one.txt")))
				.isEqualTo(Files.getPosixFilePermissions(file));
			assertThat(Files.getPosixFilePermissions(copy)).isEqualTo(Files.getPosixFilePermissions(tree));
		}
	}

	@Test
	void filesThatMatchArePickedOut() throws IOException {
		Path tree = this.local.resolve("tree");
		assertThat(sftp.upload(tree, "**/*.csv").to(path("csv")).files()).isEqualTo(2);
		assertThat(names(this.remote.resolve("csv"))).containsExactly("a", "a/b", "a/b/three.csv", "a/two.csv");
		sftp.upload(tree).to(path("tree"));
		assertThat(sftp.glob(path("tree"), "*/*.csv")).extracting(RemoteFile::path)
			.containsExactly(path("tree/a/two.csv"));
		assertThat(sftp.glob(path("tree"), "**/t*")).extracting(RemoteFile::name)
			.containsExactlyInAnyOrder("two.csv", "three.csv");
		sftp.download(path("tree"), "a/**/*.csv").to(this.local.resolve("picked"));
		assertThat(names(this.local.resolve("picked"))).containsExactly("a", "a/b", "a/b/three.csv", "a/two.csv");
	}

	@Test
	void linksInTreesAreLeftOutUnlessFollowed() throws IOException {
		for (Path tree : List.of(this.local.resolve("tree"), this.remote.resolve("tree"))) {
			Files.createDirectories(tree.resolve("a"));
			Files.writeString(tree.resolve("one.txt"), "one");
			Files.createSymbolicLink(tree.resolve("file-link"), tree.resolve("one.txt"));
			Files.createSymbolicLink(tree.resolve("a/loop"), tree);
			Files.createSymbolicLink(tree.resolve("dangling"), Path.of("nothing"));
		}
		Path tree = this.local.resolve("tree");
		assertThat(sftp.upload(tree).to(path("up")).skipped()).hasSize(3);
		assertThat(sftp.upload(tree).followLinks().to(path("up-followed")).skipped())
			.containsExactlyInAnyOrder(tree.resolve("a/loop").toString(), tree.resolve("dangling").toString());
		assertThat(this.remote.resolve("up-followed/file-link")).isRegularFile().hasContent("one");
		assertThat(sftp.download(path("tree")).to(this.local.resolve("down")).skipped()).hasSize(3);
		assertThat(sftp.download(path("tree")).followLinks().to(this.local.resolve("down-followed")).skipped())
			.containsExactlyInAnyOrder(path("tree/a/loop"), path("tree/dangling"));
		assertThat(this.local.resolve("down-followed/file-link")).isRegularFile().hasContent("one");
		assertThat(this.local.resolve("down-followed/a/loop")).doesNotExist();
	}

	@Test
	void existingLinkInTheTargetLeadsNowhere() throws IOException {
		Path elsewhere = Files.createDirectory(this.local.resolve("elsewhere"));
		Path target = Files.createDirectory(this.local.resolve("target"));
		Files.createSymbolicLink(target.resolve("a"), elsewhere);
		sftp.upload(this.local.resolve("tree")).to(path("tree"));
		assertThatExceptionOfType(SshException.class).isThrownBy(() -> sftp.download(path("tree")).to(target));
		assertThat(elsewhere).isEmptyDirectory();
	}

	@Test
	void directoriesAreListedWalkedMadeAndDeleted() throws IOException {
		sftp.mkdirs(path("x/y/z"));
		sftp.mkdirs(path("x/y/z"));
		assertThat(this.remote.resolve("x/y/z")).isDirectory();
		sftp.upload("b".getBytes()).to(path("x/b"));
		Files.createSymbolicLink(this.remote.resolve("x/link"), this.local.resolve("tree"));
		assertThat(sftp.list(path("x"))).extracting(RemoteFile::name).containsExactly("b", "link", "y");
		assertThat(sftp.list(path("x"))).extracting((file) -> file.attributes().type())
			.containsExactly(SftpFileType.REGULAR, SftpFileType.SYMBOLIC_LINK, SftpFileType.DIRECTORY);
		assertThat(sftp.walk(path("x"))).extracting(RemoteFile::path)
			.containsExactly(path("x/b"), path("x/link"), path("x/y"), path("x/y/z"));
		assertThatExceptionOfType(SftpException.class).isThrownBy(() -> sftp.delete(path("x")))
			.satisfies((ex) -> assertThat(ex.getStatus()).isEqualTo(StatusCode.FAILURE));
		sftp.deleteRecursively(path("x"));
		assertThat(this.remote).isEmptyDirectory();
		assertThat(this.local.resolve("tree/one.txt")).exists();
		sftp.mkdir(path("d"));
		sftp.delete(path("d"));
		assertThat(this.remote).isEmptyDirectory();
	}

	@Test
	void attributesAreReadAndChanged() throws IOException {
		sftp.upload("abc".getBytes()).to(path("file"));
		sftp.chmod(path("file"), 0604);
		sftp.setTimes(path("file"), Instant.ofEpochSecond(1_000_000), Instant.ofEpochSecond(2_000_000));
		SftpAttributes attributes = sftp.stat(path("file"));
		assertThat(attributes.size()).isEqualTo(3);
		assertThat(attributes.permissions()).isEqualTo(0604);
		assertThat(attributes.lastModified()).isEqualTo(Instant.ofEpochSecond(1_000_000));
		assertThat(attributes.lastAccess()).isEqualTo(Instant.ofEpochSecond(2_000_000));
		assertThat(attributes.isRegularFile()).isTrue();
		sftp.setAttributes(path("file"), SftpAttributes.builder().size(1L).build());
		assertThat(this.remote.resolve("file")).hasContent("a");
		assertThat(sftp.exists(path("file"))).isTrue();
		assertThat(sftp.exists(path("nothing"))).isFalse();
		assertThatExceptionOfType(SftpException.class).isThrownBy(() -> sftp.stat(path("nothing"))).satisfies((ex) -> {
			assertThat(ex.getStatus()).isEqualTo(StatusCode.NO_SUCH_FILE);
			assertThat(ex.getPath()).isEqualTo(path("nothing"));
		}).withMessageContaining("127.0.0.1:" + server.port());
		assertThat(sftp.statvfs(path("")).total()).isGreaterThan(sftp.statvfs(path("")).available());
	}

	@Test
	void linksCopiesAndNewNames() throws IOException {
		sftp.upload("abc".getBytes()).to(path("file"));
		sftp.symlink(path("symbolic"), "file");
		assertThat(sftp.readLink(path("symbolic"))).isEqualTo("file");
		assertThat(sftp.lstat(path("symbolic")).isSymbolicLink()).isTrue();
		assertThat(sftp.realPath(path("symbolic"))).isEqualTo(this.remote.toRealPath().resolve("file").toString());
		sftp.link(path("hard"), path("file"));
		assertThat(Files.isSameFile(this.remote.resolve("hard"), this.remote.resolve("file"))).isTrue();
		sftp.copy(path("file"), path("copy"));
		assertThat(this.remote.resolve("copy")).hasContent("abc");
		assertThatExceptionOfType(SftpException.class).isThrownBy(() -> sftp.copy(path("file"), path("copy")));
		assertThat(this.remote.resolve("copy")).hasContent("abc");
		Files.writeString(this.remote.resolve("other"), "other");
		sftp.rename(path("other"), path("copy"));
		assertThat(this.remote.resolve("copy")).hasContent("other");
		assertThat(sftp.realPath("~")).startsWith("/");
	}

	@Test
	void streamsAndChannelsReadAndWrite() throws IOException {
		byte[] content = random(1_500_000);
		try (OutputStream stream = sftp.write(path("file"))) {
			stream.write(content, 0, 1_000_000);
			stream.flush();
			assertThat(this.remote.resolve("file")).hasSize(1_000_000);
			stream.write(content, 1_000_000, 500_000);
		}
		try (OutputStream stream = sftp.write(path("file"), StandardOpenOption.APPEND)) {
			stream.write('x');
		}
		try (InputStream stream = sftp.read(path("file"))) {
			assertThat(stream.readNBytes(content.length)).isEqualTo(content);
			assertThat(stream.read()).isEqualTo('x');
			assertThat(stream.read()).isEqualTo(-1);
		}
		try (InputStream stream = sftp.read(path("file"))) {
			assertThat(stream.read()).isEqualTo(content[0] & 0xFF);
		}
		try (SeekableByteChannel channel = sftp.open(path("file"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			assertThat(channel.size()).isEqualTo(content.length + 1);
			ByteBuffer buffer = ByteBuffer.allocate(1_000_000);
			channel.position(1_000_000);
			assertThat(channel.read(buffer)).isEqualTo(500_001);
			assertThat(channel.read(buffer)).isEqualTo(-1);
			channel.position(10).write(ByteBuffer.wrap(new byte[] { 1, 2, 3 }));
			assertThat(channel.position()).isEqualTo(13);
			channel.truncate(20);
			channel.position(9);
			ByteBuffer five = ByteBuffer.allocate(5);
			channel.read(five);
			assertThat(five.array()).containsExactly(content[9], 1, 2, 3, content[13]);
		}
		assertThat(this.remote.resolve("file")).hasSize(20);
		assertThatExceptionOfType(SftpException.class)
			.isThrownBy(() -> sftp.write(path("file"), StandardOpenOption.CREATE_NEW));
	}

	@Test
	void filesWithoutASizeAreReadToTheirEnd() throws IOException {
		assertThat(new String(sftp.download("/proc/self/status").bytes())).contains("sshd", "voluntary_ctxt_switches");
	}

	@Test
	void manyThreadsShareTheChannels() throws Exception {
		sftp.upload(this.local.resolve("tree")).to(path("tree"));
		byte[] content = random(2_000_000);
		sftp.upload(content).to(path("large"));
		ExecutorService threads = Executors.newFixedThreadPool(16);
		try {
			List<Callable<Boolean>> work = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				int number = i;
				work.add(() -> switch (number % 4) {
					case 0 -> sftp.stat(path("large")).size() == content.length;
					case 1 -> java.util.Arrays.equals(sftp.download(path("large")).bytes(), content);
					case 2 -> sftp.list(path("tree")).size() == 2;
					default -> sftp.upload(content).to(path("up-" + number)).bytes() == content.length;
				});
			}
			for (Future<Boolean> result : threads.invokeAll(work)) {
				assertThat(result.get()).isTrue();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void interruptionEndsATransferAndIsTold() throws Exception {
		try (InputStream endless = new InputStream() {

			private boolean interrupted;

			@Override
			public int read() {
				if (!this.interrupted) {
					this.interrupted = true;
					Thread.currentThread().interrupt();
				}
				return 0;
			}

		}) {
			assertThatExceptionOfType(SshException.class).isThrownBy(() -> sftp.upload(endless).to(path("file")));
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(sftp.exists(path("file"))).isFalse();
	}

	@Test
	void newChannelsTakeThePlaceOfThoseThatWereLost() {
		try (OpenSshServer server = OpenSshServer.start(this.local, "Subsystem sftp internal-sftp");
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			SftpOperations sftp = clients.get("demo").sftp();
			for (int i = 0; i < 5; i++) {
				assertThat(sftp.list(this.remote.toString())).isEmpty();
				server.killConnections();
			}
		}
	}

	@Test
	void serverWithoutSftpSaysSo() {
		try (OpenSshServer server = OpenSshServer.start(this.local);
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			assertThatExceptionOfType(SshException.class).isThrownBy(() -> clients.get("demo").sftp().list("."))
				.withMessageContaining("does not offer SFTP");
		}
	}

}
