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
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.github.sshboot.client.transfer.RemoteNames;
import io.github.sshboot.client.transfer.TransferProgress;
import io.github.sshboot.client.transfer.TransferSummary;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFileType;
import io.github.sshboot.sftp.protocol.StatusCode;
import io.github.sshboot.testing.TestSshClients;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What SFTP clients do on any server.
 */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
abstract class AbstractSftpOperationsTests {

	@TempDir
	Path local;

	Path remote;

	SftpOperations sftp;

	private Path root;

	private int count;

	private AutoCloseable server;

	private DefaultSshClientFactory clients;

	/**
	 * Start a server.
	 * @param directory for its files
	 * @param root what it serves
	 * @return the server
	 */
	abstract AutoCloseable startServer(Path directory, Path root);

	abstract int port(AutoCloseable server);

	/**
	 * Return the path of the root on the server.
	 */
	abstract String rootPath(Path root);

	@BeforeAll
	void start(@TempDir Path directory) throws IOException {
		this.root = Files.createDirectory(directory.resolve("root")).toRealPath();
		this.server = startServer(directory, this.root);
		this.clients = TestSshClients.create(port(this.server));
		this.sftp = this.clients.get("demo").sftp();
	}

	@AfterAll
	void stop() throws Exception {
		this.clients.close();
		this.server.close();
	}

	@BeforeEach
	void createFiles() throws IOException {
		this.remote = Files.createDirectory(this.root.resolve("test-" + this.count++));
		Files.createDirectories(this.local.resolve("tree/a/b"));
		Files.writeString(this.local.resolve("tree/one.txt"), "one");
		Files.writeString(this.local.resolve("tree/a/two.csv"), "two");
		Files.writeString(this.local.resolve("tree/a/b/three.csv"), "three");
		Files.createFile(this.local.resolve("tree/a/empty"));
	}

	final String path(String name) {
		return RemoteNames.resolve(RemoteNames.resolve(rootPath(this.root), this.remote.getFileName().toString()),
				name);
	}

	static byte[] random(int size) {
		byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		return bytes;
	}

	static List<String> names(Path directory) throws IOException {
		try (Stream<Path> paths = Files.walk(directory)) {
			return paths.filter((path) -> !path.equals(directory))
				.map((path) -> directory.relativize(path).toString())
				.sorted()
				.toList();
		}
	}

	@Test
	void fileGoesThereAndBack() throws IOException {
		byte[] content = random(40_000_001);
		Path source = Files.write(this.local.resolve("large"), content);
		TransferSummary summary = this.sftp.upload(source).to(path("large"));
		assertThat(summary).isEqualTo(new TransferSummary(1, 0, content.length, List.of()));
		assertThat(this.remote.resolve("large")).hasBinaryContent(content);
		Path target = this.local.resolve("back");
		assertThat(this.sftp.download(path("large")).to(target)).isEqualTo(summary);
		assertThat(target).hasBinaryContent(content);
		assertThat(names(this.remote)).containsExactly("large");
	}

	@Test
	void filesOfSizesAroundThoseOfPacketsArriveWhole() throws IOException {
		for (int size : new int[] { 0, 1, 1023, 32 * 1024, 261119, 261120, 261121, 2 * 261120, 4 << 20 }) {
			byte[] content = random(size);
			this.sftp.upload(content).to(path("file"));
			assertThat(this.remote.resolve("file")).hasBinaryContent(content);
			assertThat(this.sftp.download(path("file")).bytes()).isEqualTo(content);
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
		this.sftp.upload(stream).to(path("stream"));
		assertThat(this.remote.resolve("stream")).hasBinaryContent(random(1_000_000));
		this.sftp.upload(new ByteArrayResource(random(5))).to(path("bytes"));
		assertThat(this.remote.resolve("bytes")).hasBinaryContent(random(5));
		this.sftp.upload(new FileSystemResource(this.local.resolve("tree/one.txt"))).to(path(""));
		assertThat(this.remote.resolve("one.txt")).hasContent("one");
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		this.sftp.download(path("stream")).to(received);
		assertThat(received.toByteArray()).isEqualTo(random(1_000_000));
	}

	@Test
	void treeGoesThereAndBack() throws IOException {
		TransferSummary summary = this.sftp.upload(this.local.resolve("tree")).to(path("tree"));
		assertThat(summary).isEqualTo(new TransferSummary(4, 3, 11, List.of()));
		assertThat(names(this.remote.resolve("tree"))).isEqualTo(names(this.local.resolve("tree")));
		Path target = this.local.resolve("new/back");
		assertThat(this.sftp.download(path("tree")).to(target)).isEqualTo(summary);
		assertThat(names(target)).isEqualTo(names(this.local.resolve("tree")));
		assertThat(target.resolve("a/b/three.csv")).hasContent("three");
		// once more, over what is there
		this.sftp.upload(this.local.resolve("tree")).to(path("tree"));
		this.sftp.download(path("tree")).to(target);
		assertThat(names(target)).isEqualTo(names(this.local.resolve("tree")));
	}

	@Test
	void manySmallFilesGoThereAndBack() throws IOException {
		Path source = Files.createDirectory(this.local.resolve("many"));
		for (int i = 0; i < 1500; i++) {
			Files.writeString(source.resolve("file-" + i), "content " + i);
		}
		assertThat(this.sftp.upload(source).to(path("many")).files()).isEqualTo(1500);
		assertThat(this.sftp.list(path("many"))).hasSize(1500);
		assertThat(this.sftp.download(path("many")).to(this.local.resolve("back")).files()).isEqualTo(1500);
		for (int i = 0; i < 1500; i++) {
			assertThat(this.local.resolve("back/file-" + i)).hasContent("content " + i);
		}
	}

	@Test
	void uploadHasItsNameOnlyWhenItIsComplete() throws IOException {
		Files.writeString(this.remote.resolve("file"), "before");
		List<String> seen = new ArrayList<>();
		List<TransferProgress> progress = new ArrayList<>();
		this.sftp.upload(new ByteArrayInputStream(random(6_000_000))).listener((event) -> {
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
		assertThatIllegalStateException().isThrownBy(() -> this.sftp.upload(failing).to(path("file")))
			.withMessage("No more");
		assertThat(this.remote.resolve("file")).hasContent("before");
		assertThat(names(this.remote)).containsExactly("file");
		Files.write(this.remote.resolve("large"), random(6_000_000));
		Path target = Files.writeString(this.local.resolve("target"), "before");
		assertThatExceptionOfType(SshException.class)
			.isThrownBy(() -> this.sftp.download(path("large")).limit(10, DataSize.ofMegabytes(3)).to(target))
			.withMessageContaining("3145728 bytes");
		assertThat(target).hasContent("before");
		assertThat(names(this.local)).doesNotContain("large").noneMatch((name) -> name.endsWith(".part"));
		// the channel is as good as before
		assertThat(this.sftp.download(path("file")).bytes()).asString().isEqualTo("before");
	}

	@Test
	void interruptedTransfersAreResumed() throws IOException {
		byte[] content = random(8_000_000);
		Path source = Files.write(this.local.resolve("source"), content);
		assertThatIllegalStateException().isThrownBy(() -> this.sftp.upload(source).resume().listener((event) -> {
			throw new IllegalStateException("Enough");
		}).to(path("file")));
		long sent = Files.size(this.remote.resolve(".file.part"));
		assertThat(sent).isPositive();
		assertThat(this.remote.resolve("file")).doesNotExist();
		assertThat(this.sftp.upload(source).resume().to(path("file")).bytes()).isEqualTo(content.length - sent);
		assertThat(this.remote.resolve("file")).hasBinaryContent(content);
		assertThat(names(this.remote)).containsExactly("file");
		Path target = this.local.resolve("target");
		assertThatIllegalStateException()
			.isThrownBy(() -> this.sftp.download(path("file")).resume().listener((event) -> {
				if (event.transferred() > 3_000_000) {
					throw new IllegalStateException("Enough");
				}
			}).to(target));
		long received = Files.size(this.local.resolve(".target.part"));
		assertThat(received).isGreaterThan(3_000_000);
		assertThat(this.sftp.download(path("file")).resume().to(target).bytes()).isEqualTo(content.length - received);
		assertThat(target).hasBinaryContent(content);
		assertThat(this.local.resolve(".target.part")).doesNotExist();
	}

	@Test
	void whatIsLeftOfAnotherFileIsNotCarriedOn() throws IOException {
		byte[] content = random(300_000);
		byte[] other = content.clone();
		other[199_999]++;
		Path source = Files.write(this.local.resolve("source"), content);
		Files.write(this.remote.resolve(".file.part"), Arrays.copyOf(other, 200_000));
		assertThat(this.sftp.upload(source).resume().to(path("file")).bytes()).isEqualTo(content.length);
		assertThat(this.remote.resolve("file")).hasBinaryContent(content);
		Path target = this.local.resolve("target");
		Files.write(this.local.resolve(".target.part"), Arrays.copyOf(other, 200_000));
		assertThat(this.sftp.download(path("file")).resume().to(target).bytes()).isEqualTo(content.length);
		assertThat(target).hasBinaryContent(content);
		assertThat(names(this.remote)).containsExactly("file");
	}

	@Test
	void whatIsLeftIsCarriedOnWhereverItEnds() throws IOException {
		byte[] content = random(100_000);
		Path source = Files.write(this.local.resolve("source"), content);
		for (int left : new int[] { 0, 1, 32 * 1024, 32 * 1024 + 1, content.length }) {
			Files.write(this.remote.resolve(".file.part"), Arrays.copyOf(content, left));
			assertThat(this.sftp.upload(source).resume().to(path("file")).bytes()).isEqualTo(content.length - left);
			assertThat(this.remote.resolve("file")).hasBinaryContent(content);
			Path target = this.local.resolve("target");
			Files.write(this.local.resolve(".target.part"), Arrays.copyOf(content, left));
			assertThat(this.sftp.download(path("file")).resume().to(target).bytes()).isEqualTo(content.length - left);
			assertThat(target).hasBinaryContent(content);
		}
		Files.write(this.remote.resolve(".file.part"), random(200_000));
		assertThat(this.sftp.upload(source).resume().to(path("file")).bytes()).isEqualTo(content.length);
		assertThat(this.remote.resolve("file")).hasBinaryContent(content);
	}

	@Test
	void streamsAreCarriedOnUnlessWhatIsLeftIsOfAnother() throws IOException {
		byte[] content = random(100_000);
		Files.write(this.remote.resolve(".file.part"), Arrays.copyOf(content, 70_000));
		assertThat(this.sftp.upload(new ByteArrayInputStream(content)).resume().to(path("file")).bytes())
			.isEqualTo(30_000);
		assertThat(this.remote.resolve("file")).hasBinaryContent(content);
		for (byte[] left : List.of(random(50_000), random(200_000))) {
			Files.write(this.remote.resolve(".file.part"), left);
			assertThatExceptionOfType(SshException.class)
				.isThrownBy(() -> this.sftp.upload(new ByteArrayInputStream(content)).resume().to(path("file")))
				.withMessageContaining("not how the stream begins");
			assertThat(this.sftp.upload(new ByteArrayResource(content)).resume().to(path("file")).bytes())
				.isEqualTo(content.length);
			assertThat(this.remote.resolve("file")).hasBinaryContent(content);
		}
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
		this.sftp.upload(tree).preserve().to(path("tree"));
		this.sftp.download(path("tree")).preserve().to(this.local.resolve("back"));
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
		assertThat(this.sftp.upload(tree, "**/*.csv").to(path("csv")).files()).isEqualTo(2);
		assertThat(names(this.remote.resolve("csv"))).containsExactly("a", "a/b", "a/b/three.csv", "a/two.csv");
		this.sftp.upload(tree).to(path("tree"));
		assertThat(this.sftp.glob(path("tree"), "*/*.csv")).extracting(RemoteFile::path)
			.containsExactly(path("tree/a/two.csv"));
		assertThat(this.sftp.glob(path("tree"), "**/t*")).extracting(RemoteFile::name)
			.containsExactlyInAnyOrder("two.csv", "three.csv");
		this.sftp.download(path("tree"), "a/**/*.csv").to(this.local.resolve("picked"));
		assertThat(names(this.local.resolve("picked"))).containsExactly("a", "a/b", "a/b/three.csv", "a/two.csv");
	}

	@Test
	void linksInTreesAreLeftOutUnlessFollowed() throws IOException {
		for (Path tree : List.of(this.local.resolve("tree"), this.remote.resolve("tree"))) {
			Files.createDirectories(tree.resolve("a"));
			Files.writeString(tree.resolve("one.txt"), "one");
			Files.createSymbolicLink(tree.resolve("file-link"), Path.of("one.txt"));
			Files.createSymbolicLink(tree.resolve("a/loop"), Path.of(".."));
			Files.createSymbolicLink(tree.resolve("dangling"), Path.of("nothing"));
		}
		Path tree = this.local.resolve("tree");
		assertThat(this.sftp.upload(tree).to(path("up")).skipped()).hasSize(3);
		assertThat(this.sftp.upload(tree).followLinks().to(path("up-followed")).skipped())
			.containsExactlyInAnyOrder(tree.resolve("a/loop").toString(), tree.resolve("dangling").toString());
		assertThat(this.remote.resolve("up-followed/file-link")).isRegularFile().hasContent("one");
		assertThat(this.sftp.download(path("tree")).to(this.local.resolve("down")).skipped()).hasSize(3);
		assertThat(this.sftp.download(path("tree")).followLinks().to(this.local.resolve("down-followed")).skipped())
			.containsExactlyInAnyOrder(path("tree/a/loop"), path("tree/dangling"));
		assertThat(this.local.resolve("down-followed/file-link")).isRegularFile().hasContent("one");
		assertThat(this.local.resolve("down-followed/a/loop")).doesNotExist();
	}

	@Test
	void existingLinkInTheTargetLeadsNowhere() throws IOException {
		Path elsewhere = Files.createDirectory(this.local.resolve("elsewhere"));
		Path target = Files.createDirectory(this.local.resolve("target"));
		Files.createSymbolicLink(target.resolve("a"), elsewhere);
		this.sftp.upload(this.local.resolve("tree")).to(path("tree"));
		assertThatExceptionOfType(SshException.class).isThrownBy(() -> this.sftp.download(path("tree")).to(target));
		assertThatExceptionOfType(SshException.class)
			.isThrownBy(() -> this.sftp.download(path("tree"), "**/*.csv").to(target));
		assertThat(elsewhere).isEmptyDirectory();
	}

	@Test
	void directoriesAreListedWalkedMadeAndDeleted() throws IOException {
		this.sftp.mkdirs(path("x/y/z"));
		this.sftp.mkdirs(path("x/y/z"));
		assertThat(this.remote.resolve("x/y/z")).isDirectory();
		this.sftp.upload("b".getBytes()).to(path("x/b"));
		Files.createSymbolicLink(this.remote.resolve("x/link"), this.local.resolve("tree"));
		assertThat(this.sftp.list(path("x"))).extracting(RemoteFile::name).containsExactly("b", "link", "y");
		assertThat(this.sftp.list(path("x"))).extracting((file) -> file.attributes().type())
			.containsExactly(SftpFileType.REGULAR, SftpFileType.SYMBOLIC_LINK, SftpFileType.DIRECTORY);
		assertThat(this.sftp.walk(path("x"))).extracting(RemoteFile::path)
			.containsExactly(path("x/b"), path("x/link"), path("x/y"), path("x/y/z"));
		assertThatExceptionOfType(SftpException.class).isThrownBy(() -> this.sftp.delete(path("x")))
			.satisfies((ex) -> assertThat(ex.getStatus()).isEqualTo(StatusCode.FAILURE));
		this.sftp.deleteRecursively(path("x"));
		assertThat(this.remote).isEmptyDirectory();
		assertThat(this.local.resolve("tree/one.txt")).exists();
		this.sftp.mkdir(path("d"));
		this.sftp.delete(path("d"));
		assertThat(this.remote).isEmptyDirectory();
	}

	@Test
	void attributesAreReadAndChanged() throws IOException {
		this.sftp.upload("abc".getBytes()).to(path("file"));
		this.sftp.chmod(path("file"), 0640);
		this.sftp.setTimes(path("file"), Instant.ofEpochSecond(1_000_000), Instant.ofEpochSecond(2_000_000));
		SftpAttributes attributes = this.sftp.stat(path("file"));
		assertThat(attributes.size()).isEqualTo(3);
		assertThat(attributes.permissions()).isEqualTo(0640);
		assertThat(attributes.lastModified()).isEqualTo(Instant.ofEpochSecond(1_000_000));
		assertThat(attributes.lastAccess()).isEqualTo(Instant.ofEpochSecond(2_000_000));
		assertThat(attributes.isRegularFile()).isTrue();
		this.sftp.setAttributes(path("file"), SftpAttributes.builder().size(1L).build());
		assertThat(this.remote.resolve("file")).hasContent("a");
		assertThat(this.sftp.exists(path("file"))).isTrue();
		assertThat(this.sftp.exists(path("nothing"))).isFalse();
		assertThatExceptionOfType(SftpException.class).isThrownBy(() -> this.sftp.stat(path("nothing")))
			.satisfies((ex) -> {
				assertThat(ex.getStatus()).isEqualTo(StatusCode.NO_SUCH_FILE);
				assertThat(ex.getPath()).isEqualTo(path("nothing"));
			})
			.withMessageContaining("127.0.0.1:" + port(this.server));
		assertThat(this.sftp.statvfs(path("")).total()).isGreaterThan(this.sftp.statvfs(path("")).available());
	}

	@Test
	void linksCopiesAndNewNames() throws IOException {
		this.sftp.upload("abc".getBytes()).to(path("file"));
		this.sftp.symlink(path("symbolic"), "file");
		assertThat(this.sftp.readLink(path("symbolic"))).isEqualTo("file");
		assertThat(this.sftp.lstat(path("symbolic")).isSymbolicLink()).isTrue();
		assertThat(this.sftp.realPath(path("symbolic"))).isEqualTo(path("file"));
		this.sftp.link(path("hard"), path("file"));
		assertThat(Files.isSameFile(this.remote.resolve("hard"), this.remote.resolve("file"))).isTrue();
		this.sftp.copy(path("file"), path("copy"));
		assertThat(this.remote.resolve("copy")).hasContent("abc");
		assertThatExceptionOfType(SftpException.class).isThrownBy(() -> this.sftp.copy(path("file"), path("copy")));
		assertThat(this.remote.resolve("copy")).hasContent("abc");
		Files.writeString(this.remote.resolve("other"), "other");
		this.sftp.rename(path("other"), path("copy"));
		assertThat(this.remote.resolve("copy")).hasContent("other");
		assertThat(this.sftp.realPath(".")).startsWith("/");
	}

	@Test
	void streamsAndChannelsReadAndWrite() throws IOException {
		byte[] content = random(1_500_000);
		try (OutputStream stream = this.sftp.write(path("file"))) {
			stream.write(content, 0, 1_000_000);
			stream.flush();
			stream.write(content, 1_000_000, 500_000);
		}
		try (OutputStream stream = this.sftp.write(path("file"), StandardOpenOption.APPEND)) {
			stream.write('x');
		}
		try (InputStream stream = this.sftp.read(path("file"))) {
			assertThat(stream.readNBytes(content.length)).isEqualTo(content);
			assertThat(stream.read()).isEqualTo('x');
			assertThat(stream.read()).isEqualTo(-1);
		}
		try (InputStream stream = this.sftp.read(path("file"))) {
			assertThat(stream.read()).isEqualTo(content[0] & 0xFF);
		}
		try (SeekableByteChannel channel = this.sftp.open(path("file"), StandardOpenOption.READ,
				StandardOpenOption.WRITE)) {
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
			.isThrownBy(() -> this.sftp.write(path("file"), StandardOpenOption.CREATE_NEW));
	}

	@Test
	void filesOfTheHostAreAFileSystem() throws IOException {
		try (FileSystem system = this.sftp.fileSystem()) {
			Path directory = system.getPath(path("dir"));
			Files.createDirectory(directory);
			Path file = Files.writeString(directory.resolve("file"), "content");
			assertThat(this.remote.resolve("dir/file")).hasContent("content");
			assertThat(Files.readString(file)).isEqualTo("content");
			assertThat(Files.size(file)).isEqualTo(7);
			Files.copy(file, directory.resolve("copy"));
			Files.move(directory.resolve("copy"), directory.resolve("moved"));
			assertThat(Files.exists(directory.resolve("copy"))).isFalse();
			Files.createSymbolicLink(directory.resolve("link"), system.getPath("file"));
			assertThat(Files.readSymbolicLink(directory.resolve("link")).toString()).isEqualTo("file");
			assertThat(Files.isSameFile(directory.resolve("link"), file)).isTrue();
			assertThat(Files.isSymbolicLink(directory.resolve("link"))).isTrue();
			Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1000)));
			Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
			assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(Instant.ofEpochSecond(1000));
			assertThat(Files.getPosixFilePermissions(this.remote.resolve("dir/file")))
				.isEqualTo(PosixFilePermissions.fromString("rw-------"));
			assertThat(Files.readAttributes(file, "posix:size,permissions")).containsOnlyKeys("size", "permissions");
			try (Stream<Path> list = Files.walk(directory)) {
				assertThat(list.map((path) -> directory.relativize(path).toString())).containsExactly("", "file",
						"link", "moved");
			}
			try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "m*")) {
				assertThat(stream).extracting(Path::toString).containsExactly(path("dir/moved"));
			}
			assertThatExceptionOfType(NoSuchFileException.class)
				.isThrownBy(() -> Files.readString(directory.resolve("nothing")));
			assertThatExceptionOfType(FileAlreadyExistsException.class)
				.isThrownBy(() -> Files.copy(file, directory.resolve("moved")));
			Files.copy(file, directory.resolve("moved"), StandardCopyOption.REPLACE_EXISTING);
			Path here = this.local.resolve("here");
			Files.copy(file, here);
			assertThat(here).hasContent("content");
			Files.delete(file);
			assertThat(this.remote.resolve("dir/file")).doesNotExist();
			assertThat(system.getPath("x").toAbsolutePath().toString()).startsWith("/").endsWith("/x");
		}
	}

	@Test
	void filesAreCopiedAndMovedAsFilesDoIt() throws IOException {
		Path directory = this.sftp.fileSystem().getPath(path(""));
		Path file = Files.writeString(directory.resolve("file"), "content");
		Path other = Files.writeString(directory.resolve("other"), "other");
		Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
		assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> Files.move(file, other));
		assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> Files.createFile(other));
		assertThatExceptionOfType(FileAlreadyExistsException.class)
			.isThrownBy(() -> Files.writeString(other, "x", StandardOpenOption.CREATE_NEW));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> Files.copy(file, other, StandardCopyOption.ATOMIC_MOVE));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE));
		Files.copy(file, file);
		Files.copy(link, file, StandardCopyOption.REPLACE_EXISTING);
		Files.move(file, file, StandardCopyOption.REPLACE_EXISTING);
		assertThat(file).hasContent("content");
		Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1000)));
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
		Path copy = directory.resolve("copy");
		Files.copy(link, copy, StandardCopyOption.COPY_ATTRIBUTES);
		assertThat(copy).isRegularFile().hasContent("content");
		assertThat(Files.getLastModifiedTime(copy)).isEqualTo(Files.getLastModifiedTime(file));
		assertThat(Files.getPosixFilePermissions(copy)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
		Files.copy(link, copy, StandardCopyOption.REPLACE_EXISTING, LinkOption.NOFOLLOW_LINKS);
		assertThat(Files.readSymbolicLink(copy)).hasToString("file");
		Files.move(other, copy, StandardCopyOption.REPLACE_EXISTING);
		assertThat(copy).isRegularFile().hasContent("other");
		Path empty = Files.createDirectory(directory.resolve("empty"));
		Files.move(copy, empty, StandardCopyOption.REPLACE_EXISTING);
		assertThat(empty).isRegularFile().hasContent("other");
		Path full = Files.createDirectory(directory.resolve("full"));
		Files.move(empty, full.resolve("moved"), StandardCopyOption.ATOMIC_MOVE);
		assertThatExceptionOfType(DirectoryNotEmptyException.class).isThrownBy(() -> Files.delete(full));
		assertThatExceptionOfType(DirectoryNotEmptyException.class)
			.isThrownBy(() -> Files.move(file, full, StandardCopyOption.REPLACE_EXISTING));
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> Files.move(other, copy));
		assertThat(names(this.remote)).containsExactly("file", "full", "full/moved", "link");
	}

	@Test
	void filesAreMadeWithTheirPermissionsAndNoOtherAttributes() throws IOException {
		Path directory = this.sftp.fileSystem().getPath(path(""));
		FileAttribute<?> owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
		Path made = Files.createDirectory(directory.resolve("made"), owner);
		assertThat(Files.getPosixFilePermissions(made)).isEqualTo(owner.value());
		assertThat(Files.getPosixFilePermissions(Files.createFile(made.resolve("file"), owner)))
			.isEqualTo(owner.value());
		assertThat(Files.getPosixFilePermissions(Files.createTempFile(made, "a", "b", owner))).isEqualTo(owner.value());
		FileAttribute<String> color = new FileAttribute<>() {

			@Override
			public String name() {
				return "user:color";
			}

			@Override
			public String value() {
				return "red";
			}

		};
		for (ThrowingCallable making : List.<ThrowingCallable>of(() -> Files.createFile(directory.resolve("x"), color),
				() -> Files.createDirectory(directory.resolve("x"), color),
				() -> Files.createSymbolicLink(directory.resolve("x"), made, color))) {
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(making);
		}
		assertThat(Files.exists(directory.resolve("x"))).isFalse();
	}

	@Test
	void treesAreWalkedCopiedAndDeletedAsFilesDoIt() throws IOException {
		this.sftp.upload(this.local.resolve("tree")).to(path("tree"));
		Path tree = this.sftp.fileSystem().getPath(path("tree"));
		Path here = this.local.resolve("walked");
		Files.walkFileTree(tree, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
					throws IOException {
				Files.createDirectory(here.resolve(tree.relativize(directory).toString()));
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Path copy = here.resolve(tree.relativize(file).toString());
				Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
				assertThat(Files.size(copy)).isEqualTo(attributes.size());
				Files.delete(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
				Files.delete(directory);
				return FileVisitResult.CONTINUE;
			}

		});
		assertThat(names(here)).isEqualTo(names(this.local.resolve("tree")));
		assertThat(here.resolve("a/b/three.csv")).hasContent("three");
		assertThat(this.remote).isEmptyDirectory();
		try (DirectoryStream<Path> stream = Files.newDirectoryStream(tree.getParent())) {
			assertThat(stream.iterator().hasNext()).isFalse();
			assertThatIllegalStateException().isThrownBy(stream::iterator);
		}
		FileStore store = Files.getFileStore(tree.getParent());
		assertThat(store.getTotalSpace()).isEqualTo(this.sftp.statvfs(path("")).total());
		assertThat(store.getUsableSpace()).isPositive().isLessThanOrEqualTo(store.getTotalSpace());
	}

	@Test
	void manyThreadsShareTheChannels() throws Exception {
		this.sftp.upload(this.local.resolve("tree")).to(path("tree"));
		byte[] content = random(2_000_000);
		this.sftp.upload(content).to(path("large"));
		ExecutorService threads = Executors.newFixedThreadPool(16);
		try {
			List<Callable<Boolean>> work = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				int number = i;
				work.add(() -> switch (number % 4) {
					case 0 -> this.sftp.stat(path("large")).size() == content.length;
					case 1 -> Arrays.equals(this.sftp.download(path("large")).bytes(), content);
					case 2 -> this.sftp.list(path("tree")).size() == 2;
					default -> this.sftp.upload(content).to(path("up-" + number)).bytes() == content.length;
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
			assertThatExceptionOfType(SshException.class).isThrownBy(() -> this.sftp.upload(endless).to(path("file")));
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(this.sftp.exists(path("file"))).isFalse();
	}

}
