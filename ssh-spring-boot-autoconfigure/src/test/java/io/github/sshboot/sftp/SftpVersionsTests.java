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

package io.github.sshboot.sftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;

import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.FileSystemSpace;
import io.github.sshboot.sftp.protocol.FileType;
import io.github.sshboot.sftp.protocol.OpenFlags;
import io.github.sshboot.sftp.protocol.PacketReader;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.RealPathControl;
import io.github.sshboot.sftp.protocol.RenameFlags;
import io.github.sshboot.sftp.protocol.SftpLimits;
import io.github.sshboot.sftp.protocol.StatusCode;
import io.github.sshboot.testing.MinaClient;
import io.github.sshboot.testing.RawSftpClient;
import io.github.sshboot.testing.RawSftpClient.Entry;
import io.github.sshboot.testing.RawSftpClient.Status;
import io.github.sshboot.testing.TestFileServer;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what every version of SFTP can do, request by request.
 */
@Timeout(60)
class SftpVersionsTests {

	private static final String VERSIONS = "version {0}";

	@TempDir
	Path root;

	private final MinaClient client = MinaClient.start();

	private TestFileServer server;

	@BeforeEach
	void start() {
		this.server = TestFileServer.builder(this.root).checkFile().start();
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "0, 3", "2, 3", "3, 3", "4, 4", "5, 5", "6, 6", "7, 6", "-1, 6" })
	void theBestVersionOfBothIsSpoken(int offered, int spoken) throws Exception {
		try (RawSftpClient sftp = open(offered)) {
			assertThat(sftp.version()).isEqualTo(spoken);
		}
	}

	@ParameterizedTest(name = VERSIONS)
	@ValueSource(ints = { 3, 4, 5, 6 })
	void extensionsAreAnnounced(int version) throws Exception {
		try (RawSftpClient sftp = open(version)) {
			assertThat(sftp.extensions()).containsKeys("posix-rename@openssh.com", "statvfs@openssh.com",
					"fstatvfs@openssh.com", "hardlink@openssh.com", "fsync@openssh.com", "lsetstat@openssh.com",
					"limits@openssh.com", "expand-path@openssh.com", "copy-data", "home-directory",
					"users-groups-by-id@openssh.com", "check-file");
			assertThat(sftp.extensions().get("versions")).asString().isEqualTo("3,4,5,6");
			assertThat(sftp.extensions().containsKey("newline")).isEqualTo(version > 3);
			assertThat(sftp.extensions().containsKey("supported")).isEqualTo(version == 5);
			assertThat(sftp.extensions().containsKey("supported2")).isEqualTo(version == 6);
		}
	}

	@Test
	void otherVersionIsSelected() throws Exception {
		try (RawSftpClient sftp = open(3)) {
			assertThat(Status.of(sftp.extended("version-select", (packet) -> packet.writeText("5"))).code())
				.isEqualTo(StatusCode.OK);
			sftp.version(5);
			sftp.put("/a", "text");
			assertThat(sftp.attributes(PacketType.STAT, "/a").modificationTime()).isNotNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "2", "7", "03", "", "three" })
	void versionThatIsNoneEndsTheSession(String version) throws Exception {
		try (RawSftpClient sftp = open(3)) {
			assertThat(Status.of(sftp.extended("version-select", (packet) -> packet.writeText(version))).code())
				.isEqualTo(StatusCode.FAILURE);
			assertEnds(sftp);
		}
	}

	@Test
	void versionIsSelectedBeforeAnythingElse() throws Exception {
		try (RawSftpClient sftp = open(3)) {
			sftp.list("/");
			assertThat(Status.of(sftp.extended("version-select", (packet) -> packet.writeText("6"))).code())
				.isEqualTo(StatusCode.FAILURE);
			assertEnds(sftp);
		}
	}

	@ParameterizedTest(name = VERSIONS)
	@ValueSource(ints = { 3, 4, 5, 6 })
	void filesAreWrittenAndRead(int version) throws Exception {
		try (RawSftpClient sftp = open(version)) {
			sftp.put("/grüße 日本.txt", "hello");
			assertThat(this.root.resolve("grüße 日本.txt")).hasContent("hello");
			byte[] handle = sftp.openToRead("/grüße 日本.txt");
			assertThat(sftp.read(handle, 1, 3)).asString().isEqualTo("ell");
			assertThat(sftp.read(handle, 3, 100)).asString().isEqualTo("lo");
			assertThat(sftp.status(PacketType.READ, (packet) -> packet.writeBytes(handle).writeLong(5).writeInt(100))
				.code()).isEqualTo(StatusCode.EOF);
			assertThat(sftp.close(handle).code()).isEqualTo(StatusCode.OK);
		}
	}

	/**
	 * No offset or size is one of 32 bits.
	 */
	@ParameterizedTest(name = VERSIONS)
	@ValueSource(ints = { 3, 4, 5, 6 })
	void filesAreLongerThanFourGigabytes(int version) throws Exception {
		long end = (1L << 32) + 3;
		try (RawSftpClient sftp = open(version)) {
			byte[] handle = sftp.openToWrite("/sparse");
			assertThat(sftp.write(handle, 0, new byte[] { 'b' }).code()).isEqualTo(StatusCode.OK);
			assertThat(sftp.write(handle, end - 6, "middle".getBytes(StandardCharsets.UTF_8)).code())
				.isEqualTo(StatusCode.OK);
			assertThat(sftp.close(handle).code()).isEqualTo(StatusCode.OK);
			assertThat(this.root.resolve("sparse")).hasSize(end);
			assertThat(sftp.list("/")).filteredOn((entry) -> entry.name().equals("sparse"))
				.extracting((entry) -> entry.attributes().size())
				.containsExactly(end);
			byte[] opened = sftp.openToRead("/sparse");
			assertThat(sftp.read(opened, 0, 1)).asString().isEqualTo("b");
			assertThat(sftp.read(opened, end - 6, 100)).asString().isEqualTo("middle");
			assertThat(sftp.status(PacketType.READ, (packet) -> packet.writeBytes(opened).writeLong(end).writeInt(100))
				.code()).isEqualTo(StatusCode.EOF);
			assertThat(sftp
				.status(PacketType.FSETSTAT,
						(packet) -> packet.writeBytes(opened)
							.writeAttributes(new FileAttributes.Builder().size(end + (1L << 32)).build(), version))
				.code()).isNotEqualTo(StatusCode.OK);
			assertThat(sftp
				.status(PacketType.SETSTAT,
						(packet) -> packet.writeText("/sparse")
							.writeAttributes(new FileAttributes.Builder().size(end + (1L << 32)).build(), version))
				.code()).isEqualTo(StatusCode.OK);
			assertThat(this.root.resolve("sparse")).hasSize(end + (1L << 32));
		}
	}

	@ParameterizedTest(name = VERSIONS)
	@ValueSource(ints = { 3, 4, 5, 6 })
	void filesAreOpenedInAllWays(int version) throws Exception {
		Files.writeString(this.root.resolve("old"), "0123456789");
		try (RawSftpClient sftp = open(version)) {
			assertThat(code(sftp.openFile("/none", OpenFlags.READ))).isEqualTo(StatusCode.NO_SUCH_FILE);
			assertThat(code(sftp.openFile("/none", OpenFlags.WRITE))).isEqualTo(StatusCode.NO_SUCH_FILE);
			assertThat(code(sftp.openFile("/old", OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE)))
				.isEqualTo(StatusCode.FILE_ALREADY_EXISTS.in(version));
			byte[] patched = RawSftpClient.handle(sftp.openFile("/old", OpenFlags.READ | OpenFlags.WRITE));
			assertThat(sftp.write(patched, 2, bytes("xx")).code()).isEqualTo(StatusCode.OK);
			assertThat(sftp.read(patched, 0, 5)).asString().isEqualTo("01xx4");
			assertThat(sftp.close(patched).code()).isEqualTo(StatusCode.OK);
			byte[] appended = RawSftpClient.handle(sftp.openFile("/old", OpenFlags.WRITE | OpenFlags.APPEND));
			assertThat(sftp.write(appended, 0, bytes("+")).code()).isEqualTo(StatusCode.OK);
			assertThat(sftp.close(appended).code()).isEqualTo(StatusCode.OK);
			assertThat(this.root.resolve("old")).hasContent("01xx456789+");
			byte[] truncated = RawSftpClient.handle(sftp.openFile("/old", OpenFlags.WRITE | OpenFlags.TRUNCATE));
			assertThat(sftp.close(truncated).code()).isEqualTo(StatusCode.OK);
			assertThat(this.root.resolve("old")).isEmptyFile();
			byte[] exclusive = RawSftpClient
				.handle(sftp.openFile("/new", OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE));
			assertThat(sftp.close(exclusive).code()).isEqualTo(StatusCode.OK);
			assertThat(this.root.resolve("new")).isEmptyFile();
		}
	}

	@ParameterizedTest(name = VERSIONS)
	@ValueSource(ints = { 3, 4, 5, 6 })
	void attributesAreReadAndChanged(int version) throws Exception {
		Path file = Files.writeString(this.root.resolve("file"), "hello");
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
		Instant time = Instant.parse("2020-01-02T03:04:05Z");
		try (RawSftpClient sftp = open(version)) {
			FileAttributes before = sftp.attributes(PacketType.STAT, "/file");
			assertThat(before.type()).isEqualTo(FileType.REGULAR);
			assertThat(before.size()).isEqualTo(5);
			assertThat(before.permissions()).isEqualTo(0640);
			assertThat((version == 3) ? before.userId() : before.owner()).isNotNull();
			FileAttributes changes = new FileAttributes.Builder().permissions(0600)
				.accessTime(time)
				.modificationTime(time)
				.build();
			assertThat(sftp
				.status(PacketType.SETSTAT, (packet) -> packet.writeText("/file").writeAttributes(changes, version))
				.code()).isEqualTo(StatusCode.OK);
			FileAttributes after = sftp.attributes(PacketType.LSTAT, "/file");
			assertThat(after.permissions()).isEqualTo(0600);
			assertThat(after.modificationTime()).isEqualTo(time);
			byte[] handle = RawSftpClient.handle(sftp.openFile("/file", OpenFlags.WRITE));
			FileAttributes shorter = new FileAttributes.Builder().size(2L).build();
			assertThat(sftp
				.status(PacketType.FSETSTAT, (packet) -> packet.writeBytes(handle).writeAttributes(shorter, version))
				.code()).isEqualTo(StatusCode.OK);
			PacketReader reply = sftp.request(PacketType.FSTAT, (packet) -> {
				packet.writeBytes(handle);
				if (version > 3) {
					packet.writeInt(0);
				}
			});
			assertThat(sftp.attributes(reply).size()).isEqualTo(2);
			assertThat(sftp.close(handle).code()).isEqualTo(StatusCode.OK);
			assertThat(file).hasContent("he");
		}
	}

	@ParameterizedTest(name = VERSIONS)
	@ValueSource(ints = { 3, 4, 5, 6 })
	void directoriesAreMadeListedAndDeleted(int version) throws Exception {
		try (RawSftpClient sftp = open(version)) {
			assertThat(sftp
				.status(PacketType.MKDIR,
						(packet) -> packet.writeText("/d").writeAttributes(FileAttributes.NONE, version))
				.code()).isEqualTo(StatusCode.OK);
			sftp.put("/d/file", "hello");
			List<Entry> entries = sftp.list("/d");
			assertThat(entries).extracting(Entry::name).containsExactlyInAnyOrder(".", "..", "file");
			assertThat(entries).filteredOn(Entry::name, "file").singleElement().satisfies((entry) -> {
				assertThat(entry.attributes().size()).isEqualTo(5);
				assertThat(entry.attributes().type()).isEqualTo(FileType.REGULAR);
				if (version == 3) {
					assertThat(entry.longName())
						.matches("-rw-r----- +1 \\S+ +\\S+ +5 [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d file");
				}
			});
			assertThat(path(sftp, PacketType.RMDIR, "/d").code()).isEqualTo(StatusCode.DIR_NOT_EMPTY.in(version));
			assertThat(path(sftp, PacketType.REMOVE, "/d/file").code()).isEqualTo(StatusCode.OK);
			assertThat(path(sftp, PacketType.REMOVE, "/d/file").code()).isEqualTo(StatusCode.NO_SUCH_FILE);
			assertThat(path(sftp, PacketType.RMDIR, "/d").code()).isEqualTo(StatusCode.OK);
			assertThat(this.root.resolve("d")).doesNotExist();
		}
	}

	@ParameterizedTest(name = VERSIONS)
	@ValueSource(ints = { 3, 4, 5, 6 })
	void filesAreRenamed(int version) throws Exception {
		try (RawSftpClient sftp = open(version)) {
			sftp.put("/a", "a");
			sftp.put("/b", "b");
			assertThat(rename(sftp, "/a", "/b", 0)).isEqualTo(StatusCode.FILE_ALREADY_EXISTS.in(version));
			assertThat(this.root.resolve("b")).hasContent("b");
			assertThat(rename(sftp, "/a", "/c", 0)).isEqualTo(StatusCode.OK);
			assertThat(this.root.resolve("c")).hasContent("a");
			assertThat(Status
				.of(sftp.extended("posix-rename@openssh.com", (packet) -> packet.writeText("/c").writeText("/b")))
				.code()).isEqualTo(StatusCode.OK);
			assertThat(this.root.resolve("b")).hasContent("a");
			if (version >= 5) {
				sftp.put("/d", "d");
				assertThat(rename(sftp, "/d", "/b", RenameFlags.OVERWRITE)).isEqualTo(StatusCode.OK);
				assertThat(this.root.resolve("b")).hasContent("d");
			}
		}
	}

	private static StatusCode rename(RawSftpClient sftp, String from, String to, int flags) throws IOException {
		return sftp.status(PacketType.RENAME, (packet) -> {
			packet.writeText(from).writeText(to);
			if (sftp.version() >= 5) {
				packet.writeInt(flags);
			}
		}).code();
	}

	@ParameterizedTest(name = VERSIONS)
	@ValueSource(ints = { 3, 4, 5, 6 })
	void linksAreMadeAndRead(int version) throws Exception {
		try (RawSftpClient sftp = open(version)) {
			sftp.put("/file", "hello");
			Status made = (version == 6)
					? sftp.status(PacketType.LINK,
							(packet) -> packet.writeText("/link").writeText("file").writeBoolean(true))
					// OpenSSH has turned the paths of version 3 around
					: sftp.status(PacketType.SYMLINK, (packet) -> packet.writeText((version == 3) ? "file" : "/link")
						.writeText((version == 3) ? "/link" : "file"));
			assertThat(made.code()).isEqualTo(StatusCode.OK);
			assertThat(Files.readSymbolicLink(this.root.resolve("link"))).hasToString("file");
			assertThat(sftp.name(sftp.request(PacketType.READLINK, (packet) -> packet.writeText("/link"))))
				.isEqualTo("file");
			assertThat(sftp.attributes(PacketType.LSTAT, "/link").type()).isEqualTo(FileType.SYMBOLIC_LINK);
			assertThat(sftp.attributes(PacketType.STAT, "/link").type()).isEqualTo(FileType.REGULAR);
			assertThat(Status
				.of(sftp.extended("hardlink@openssh.com", (packet) -> packet.writeText("/file").writeText("/hard")))
				.code()).isEqualTo(StatusCode.OK);
			assertThat(sftp.get("/hard")).isEqualTo("hello");
			if (version == 6) {
				assertThat(sftp
					.status(PacketType.LINK,
							(packet) -> packet.writeText("/hard2").writeText("/file").writeBoolean(false))
					.code()).isEqualTo(StatusCode.OK);
				assertThat(Files.getAttribute(this.root.resolve("hard2"), "unix:nlink")).isEqualTo(3);
			}
			assertThat(
					sftp.status((version == 6) ? PacketType.SYMLINK : PacketType.LINK, (packet) -> packet.writeInt(0))
						.code())
				.isEqualTo(StatusCode.OP_UNSUPPORTED);
		}
	}

	@ParameterizedTest(name = VERSIONS)
	@CsvSource({ "3", "4", "5", "6" })
	void pathsAreMadeAbsolute(int version) throws Exception {
		Files.createDirectories(this.root.resolve("a"));
		Files.createDirectories(this.root.resolve("etc"));
		try (RawSftpClient sftp = open(version)) {
			for (String[] path : new String[][] { { ".", "/" }, { "", "/" }, { "/../..", "/" },
					{ "a/./b//../c/", "/a/c" }, { "/a/..", "/" }, { "../../etc/passwd", "/etc/passwd" } }) {
				assertThat(sftp.name(sftp.request(PacketType.REALPATH, (packet) -> packet.writeText(path[0]))))
					.as(path[0])
					.isEqualTo(path[1]);
			}
			assertThat(sftp.name(sftp.extended("expand-path@openssh.com", (packet) -> packet.writeText("~/x"))))
				.isEqualTo("/x");
			assertThat(sftp.name(sftp.extended("expand-path@openssh.com", (packet) -> packet.writeText("~"))))
				.isEqualTo("/");
			assertThat(
					Status.of(sftp.extended("expand-path@openssh.com", (packet) -> packet.writeText("~root"))).code())
				.isEqualTo(StatusCode.OP_UNSUPPORTED);
			assertThat(sftp.name(sftp.extended("home-directory", (packet) -> packet.writeText("demo")))).isEqualTo("/");
			assertThat(Status.of(sftp.extended("home-directory", (packet) -> packet.writeText("root"))).code())
				.isEqualTo(StatusCode.PERMISSION_DENIED);
		}
	}

	@Test
	void versionSixComposesPathsAndLooksAtThem() throws Exception {
		Files.createDirectories(this.root.resolve("a/b"));
		try (RawSftpClient sftp = open(6)) {
			List<Entry> entries = sftp.entries(sftp.request(PacketType.REALPATH,
					(packet) -> packet.writeText("/x")
						.writeByte(RealPathControl.STAT_ALWAYS.code())
						.writeText("/a")
						.writeText("c/../b")));
			assertThat(entries).singleElement().satisfies((entry) -> {
				assertThat(entry.name()).isEqualTo("/a/b");
				assertThat(entry.attributes().type()).isEqualTo(FileType.DIRECTORY);
			});
			assertThat(sftp.entries(sftp.request(PacketType.REALPATH,
					(packet) -> packet.writeText("/x").writeByte(RealPathControl.STAT_IF.code()))))
				.singleElement()
				.satisfies((entry) -> assertThat(entry.attributes().type()).isEqualTo(FileType.UNKNOWN));
			assertThat(sftp
				.status(PacketType.REALPATH,
						(packet) -> packet.writeText("/x").writeByte(RealPathControl.STAT_ALWAYS.code()))
				.code()).isEqualTo(StatusCode.NO_SUCH_FILE);
		}
	}

	@ParameterizedTest(name = VERSIONS)
	@ValueSource(ints = { 3, 6 })
	void limitsAndSpaceAreTold(int version) throws Exception {
		try (RawSftpClient sftp = open(version)) {
			PacketReader reply = sftp.extended("limits@openssh.com", (packet) -> {
			});
			assertThat(reply.type()).isEqualTo(PacketType.EXTENDED_REPLY);
			assertThat(SftpLimits.readFrom(reply)).isEqualTo(new SftpLimits(262144, 261120, 261120, 100));
			FileSystemSpace space = FileSystemSpace
				.readFrom(sftp.extended("statvfs@openssh.com", (packet) -> packet.writeText("/")));
			assertThat(space.blocks()).isPositive();
			assertThat(space.availableBlocks()).isBetween(1L, space.blocks());
			sftp.put("/file", "x");
			byte[] handle = sftp.openToRead("/file");
			assertThat(FileSystemSpace
				.readFrom(sftp.extended("fstatvfs@openssh.com", (packet) -> packet.writeBytes(handle)))
				.blocks()).isEqualTo(space.blocks());
			PacketReader available = sftp.extended("space-available", (packet) -> packet.writeText("/"));
			assertThat(available.type()).isEqualTo(PacketType.EXTENDED_REPLY);
			assertThat(available.readLong()).isPositive();
		}
	}

	@Test
	void attributesAreChangedOfLinksThemselves() throws Exception {
		Path file = Files.createFile(this.root.resolve("file"));
		FileTime before = Files.getLastModifiedTime(file);
		Files.createSymbolicLink(this.root.resolve("link"), Path.of("file"));
		Instant time = Instant.parse("2020-01-02T03:04:05Z");
		FileAttributes changes = new FileAttributes.Builder().accessTime(time).modificationTime(time).build();
		try (RawSftpClient sftp = open(3)) {
			assertThat(Status
				.of(sftp.extended("lsetstat@openssh.com",
						(packet) -> packet.writeText("/file").writeAttributes(changes, 3)))
				.code()).isEqualTo(StatusCode.OK);
			assertThat(sftp.attributes(PacketType.LSTAT, "/file").modificationTime()).isEqualTo(time);
			Files.setLastModifiedTime(file, before);
			// Java cannot do it, and does not do it to what the link leads to
			assertThat(Status
				.of(sftp.extended("lsetstat@openssh.com",
						(packet) -> packet.writeText("/link").writeAttributes(changes, 3)))
				.code()).isEqualTo(StatusCode.OP_UNSUPPORTED);
			assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
		}
	}

	@Test
	void dataIsCopiedOnTheServer() throws Exception {
		try (RawSftpClient sftp = open(3)) {
			sftp.put("/from", "0123456789");
			byte[] from = sftp.openToRead("/from");
			byte[] to = sftp.openToWrite("/to");
			assertThat(copy(sftp, from, 2, 3, to, 1).code()).isEqualTo(StatusCode.OK);
			assertThat(copy(sftp, from, 8, 0, to, 4).code()).isEqualTo(StatusCode.OK);
			assertThat(copy(sftp, from, 100, 0, to, 0).code()).isEqualTo(StatusCode.OK);
			assertThat(Status.of(sftp.extended("fsync@openssh.com", (packet) -> packet.writeBytes(to))).code())
				.isEqualTo(StatusCode.OK);
			assertThat(sftp.close(to).code()).isEqualTo(StatusCode.OK);
			assertThat(this.root.resolve("to")).hasBinaryContent(bytes("\000234" + "89"));
		}
	}

	@Test
	void fileIsNotCopiedOntoItself() throws Exception {
		try (RawSftpClient sftp = open(6)) {
			sftp.put("/file", "0123456789");
			byte[] one = RawSftpClient.handle(sftp.openFile("/file", OpenFlags.READ | OpenFlags.WRITE));
			assertThat(copy(sftp, one, 0, 0, one, 5).code()).isEqualTo(StatusCode.INVALID_PARAMETER);
			byte[] other = sftp.openToRead("/file");
			assertThat(copy(sftp, other, 0, 0, one, 5).code()).isEqualTo(StatusCode.INVALID_PARAMETER);
			assertThat(sftp.read(one, 0, 100)).asString().isEqualTo("0123456789");
		}
	}

	private static Status copy(RawSftpClient sftp, byte[] from, long position, long length, byte[] to, long target)
			throws IOException {
		return Status.of(sftp.extended("copy-data",
				(packet) -> packet.writeBytes(from)
					.writeLong(position)
					.writeLong(length)
					.writeBytes(to)
					.writeLong(target)));
	}

	@Test
	void namesOfOwnersAreTold() throws Exception {
		try (RawSftpClient sftp = open(3)) {
			sftp.put("/file", "x");
			Integer user = sftp.attributes(PacketType.STAT, "/file").userId();
			assertThat(user).isNotNull();
			PacketReader reply = sftp.extended("users-groups-by-id@openssh.com",
					(packet) -> packet.writeBytes(ByteBuffer.allocate(8).putInt(user).putInt(54321).flip())
						.writeBytes(new byte[0]));
			assertThat(reply.type()).isEqualTo(PacketType.EXTENDED_REPLY);
			PacketReader names = new PacketReader(prefixed(reply.readSlice()));
			assertThat(names.readText()).isEqualTo(Files.getOwner(this.root.resolve("file")).getName());
			assertThat(names.readText()).isEmpty();
			assertThat(names.remaining()).isZero();
			assertThat(reply.readBytes()).isEmpty();
		}
	}

	private static ByteBuffer prefixed(ByteBuffer content) {
		return ByteBuffer.allocate(content.remaining() + 1).put((byte) 0).put(content).flip();
	}

	@Test
	void textIsReadFromALine() throws Exception {
		try (RawSftpClient sftp = open(6)) {
			sftp.put("/text", "one\ntwo\nthree");
			byte[] handle = RawSftpClient.handle(sftp.request(PacketType.OPEN,
					(packet) -> packet.writeText("/text")
						.writeInt(OpenFlags.ACCESS_READ_DATA)
						.writeInt(OpenFlags.OPEN_EXISTING | OpenFlags.TEXT_MODE)
						.writeAttributes(FileAttributes.NONE, 6)));
			assertThat(sftp.read(handle, 99, 2)).asString().isEqualTo("on");
			assertThat(sftp.read(handle, 99, 2)).asString().isEqualTo("e\n");
			assertThat(seek(sftp, handle, 2)).isEqualTo(StatusCode.OK);
			assertThat(sftp.read(handle, 0, 99)).asString().isEqualTo("three");
			assertThat(seek(sftp, handle, 0)).isEqualTo(StatusCode.OK);
			assertThat(sftp.read(handle, 0, 3)).asString().isEqualTo("one");
			assertThat(seek(sftp, handle, 3)).isEqualTo(StatusCode.EOF);
		}
	}

	private static StatusCode seek(RawSftpClient sftp, byte[] handle, long line) throws IOException {
		return Status.of(sftp.extended("text-seek", (packet) -> packet.writeBytes(handle).writeLong(line))).code();
	}

	@Test
	void checksumsAreTold() throws Exception {
		try (RawSftpClient sftp = open(6)) {
			sftp.put("/file", "abc".repeat(200));
			PacketReader whole = sftp.extended("check-file-name",
					(packet) -> packet.writeText("/file")
						.writeText("x,md5,sha256")
						.writeLong(0)
						.writeLong(3)
						.writeInt(0));
			assertThat(whole.type()).isEqualTo(PacketType.EXTENDED_REPLY);
			assertThat(whole.readText()).isEqualTo("md5");
			assertThat(rest(whole)).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
			byte[] handle = sftp.openToRead("/file");
			PacketReader blocks = sftp.extended("check-file-handle",
					(packet) -> packet.writeBytes(handle).writeText("sha1").writeLong(0).writeLong(0).writeInt(256));
			assertThat(blocks.readText()).isEqualTo("sha1");
			assertThat(rest(blocks)).hasSize(3 * 40);
			assertThat(Status.of(sftp.extended("check-file-handle",
					(packet) -> packet.writeBytes(handle).writeText("sha1").writeLong(0).writeLong(0).writeInt(255)))
				.code()).isEqualTo(StatusCode.OP_UNSUPPORTED);
			assertThat(Status
				.of(sftp.extended("check-file-name",
						(packet) -> packet.writeText("/none").writeText("md5").writeLong(0).writeLong(0).writeInt(0)))
				.code()).isEqualTo(StatusCode.NO_SUCH_FILE);
		}
	}

	private static String rest(PacketReader reply) throws IOException {
		byte[] rest = new byte[reply.remaining()];
		for (int i = 0; i < rest.length; i++) {
			rest[i] = (byte) reply.readByte();
		}
		return HexFormat.of().formatHex(rest);
	}

	@Test
	void requestsThatAreNoneOfTheVersionAreUnsupported() throws Exception {
		try (RawSftpClient sftp = open(3)) {
			for (int type : new int[] { PacketType.BLOCK, PacketType.UNBLOCK, PacketType.STATUS, 99, 255 }) {
				assertThat(sftp.status(type, (packet) -> {
				}).code()).isEqualTo(StatusCode.OP_UNSUPPORTED);
			}
			assertThat(Status.of(sftp.extended("no-such@example.com", (packet) -> {
			})).code()).isEqualTo(StatusCode.OP_UNSUPPORTED);
		}
	}

	@Test
	void manyRequestsAreAnsweredInOrder() throws Exception {
		try (RawSftpClient sftp = open(3)) {
			sftp.put("/file", "0123456789");
			byte[] handle = sftp.openToRead("/file");
			List<Integer> ids = new ArrayList<>();
			sftp.send((packets) -> {
				for (int id = 1000; id < 2000; id++) {
					packets.begin(PacketType.READ, id).writeBytes(handle).writeLong(id % 10).writeInt(1).end();
				}
			});
			for (int id = 1000; id < 2000; id++) {
				PacketReader reply = sftp.receive();
				assertThat(reply.type()).isEqualTo(PacketType.DATA);
				ids.add(reply.readInt());
				assertThat(reply.readBytes()).asString().isEqualTo(String.valueOf(id % 10));
			}
			assertThat(ids).isSorted().doesNotHaveDuplicates();
		}
	}

	private RawSftpClient open(int version) throws IOException {
		return RawSftpClient.open(this.client, this.server.port(), version);
	}

	private static StatusCode code(PacketReader reply) throws IOException {
		return Status.of(reply).code();
	}

	private static Status path(RawSftpClient sftp, int type, String path) throws IOException {
		return sftp.status(type, (packet) -> packet.writeText(path));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static void assertEnds(RawSftpClient sftp) {
		assertThat(sftp.channel().waitFor(EnumSet.of(ClientChannelEvent.CLOSED), Duration.ofSeconds(20)))
			.contains(ClientChannelEvent.CLOSED);
	}

}
