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

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.OpenFlags;
import io.github.sshboot.sftp.protocol.PacketReader;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.StatusCode;
import io.github.sshboot.sftp.storage.RootedFileSystemFactory;
import io.github.sshboot.testing.Descriptors;
import io.github.sshboot.testing.MinaClient;
import io.github.sshboot.testing.RawSftpClient;
import io.github.sshboot.testing.RawSftpClient.Entry;
import io.github.sshboot.testing.RawSftpClient.Status;
import io.github.sshboot.testing.TestFileServer;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

/**
 * Tests for clients of SFTP that want too much, or do not keep to the protocol.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class HostileSftpTests {

	private static final int MAX_PACKET = 256 * 1024;

	private static final int MAX_READ = MAX_PACKET - 1024;

	@TempDir
	Path root;

	private final MinaClient client = MinaClient.start();

	@AfterEach
	void stop() {
		this.client.close();
	}

	@Test
	void handlesAreBounded() throws Exception {
		Files.writeString(this.root.resolve("file"), "x");
		try (TestFileServer server = TestFileServer.start(this.root); RawSftpClient sftp = open(server, 6)) {
			List<byte[]> handles = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				handles.add(sftp.openToRead("/file"));
				handles.add(RawSftpClient.handle(sftp.request(PacketType.OPENDIR, (packet) -> packet.writeText("/"))));
			}
			Status refused = Status.of(sftp.openFile("/file", OpenFlags.READ));
			assertThat(refused.code()).isEqualTo(StatusCode.FAILURE);
			assertThat(refused.message()).containsIgnoringCase("open");
			assertThat(sftp.status(PacketType.OPENDIR, (packet) -> packet.writeText("/")).code())
				.isEqualTo(StatusCode.FAILURE);
			assertThat(sftp.close(handles.get(17)).code()).isEqualTo(StatusCode.OK);
			sftp.openToRead("/file");
		}
	}

	@Test
	void handlesOfAllClientsTogetherAreBounded() throws Exception {
		Files.createDirectories(this.root.resolve("a/b"));
		Files.writeString(this.root.resolve("a/b/file"), "x");
		int most = 60;
		TestFileServer.Builder builder = TestFileServer.builder(this.root)
			.settings((settings) -> new SftpSettings(false, true, false, settings.umask(), settings.links(), List.of(),
					List.of(), settings.quota(),
					new SftpSessionLimits(20, most, Long.MAX_VALUE, Duration.ZERO, Duration.ZERO, Long.MAX_VALUE)));
		try (TestFileServer server = builder.start()) {
			assertServes(server);
			long before = Descriptors.count();
			List<RawSftpClient> clients = new ArrayList<>();
			int opened = 0;
			for (int client = 0; client < 6; client++) {
				RawSftpClient sftp = open(server, 3);
				clients.add(sftp);
				for (int i = 0; i < 20; i++) {
					opened += isOpened(sftp, client, i) ? 1 : 0;
				}
			}
			assertThat(opened).isEqualTo(most);
			// both ends of each connection, and what a path, a directory and a file take
			assertThat(Descriptors.count()).isLessThanOrEqualTo(before + 2L * clients.size() + 4L * most);
			Status refused = Status.of(clients.get(5).openFile("/a/b/file", OpenFlags.READ));
			assertThat(refused)
				.isEqualTo(new Status(StatusCode.FAILURE, "the server has too many files and directories open"));
			// there is room again when one of them goes away
			clients.get(0).close();
			await().untilAsserted(() -> assertThat(isOpened(clients.get(5), 5, 0)).isTrue());
			for (RawSftpClient sftp : clients) {
				sftp.close();
			}
			await().untilAsserted(() -> assertThat(Descriptors.count()).isLessThanOrEqualTo(before));
		}
	}

	private static boolean isOpened(RawSftpClient sftp, int client, int i) throws IOException {
		PacketReader reply = switch (i % 3) {
			case 0 -> sftp.openFile("/a/b/file", OpenFlags.READ);
			case 1 -> sftp.openFile("/a/b/new" + client + "-" + i, OpenFlags.WRITE | OpenFlags.CREATE);
			default -> sftp.request(PacketType.OPENDIR, (packet) -> packet.writeText("/a/b"));
		};
		return reply.type() == PacketType.HANDLE;
	}

	@Test
	void readsAreClamped() throws Exception {
		Files.write(this.root.resolve("file"), new byte[1_000_000]);
		try (TestFileServer server = TestFileServer.start(this.root); RawSftpClient sftp = open(server, 3)) {
			byte[] handle = sftp.openToRead("/file");
			assertThat(sftp.read(handle, 0, -1)).hasSize(MAX_READ);
			assertThat(sftp.read(handle, 10, Integer.MAX_VALUE)).hasSize(MAX_READ);
			assertThat(sftp.read(handle, 0, 0)).isEmpty();
			assertThat(sftp
				.status(PacketType.READ, (packet) -> packet.writeBytes(handle).writeLong(Long.MAX_VALUE).writeInt(-1))
				.code()).isEqualTo(StatusCode.EOF);
			assertThat(sftp.status(PacketType.READ, (packet) -> packet.writeBytes(handle).writeLong(-1).writeInt(1))
				.code()).isEqualTo(StatusCode.BAD_MESSAGE);
		}
	}

	@Test
	void writesFarBehindTheEndOfTheDiskFail() throws Exception {
		try (TestFileServer server = TestFileServer.start(this.root); RawSftpClient sftp = open(server, 3)) {
			for (long offset : new long[] { 1L << 62, Long.MAX_VALUE, Long.MAX_VALUE - 1, -1, Long.MIN_VALUE }) {
				byte[] handle = sftp.openToWrite("/file");
				assertThat(sftp.write(handle, offset, new byte[10]).code()).isNotEqualTo(StatusCode.OK);
				sftp.close(handle);
			}
			sftp.put("/file", "0123456789");
			assertThat(this.root.resolve("file")).hasSize(10);
		}
	}

	@Test
	void manyEntriesComeInSmallPortions() throws Exception {
		Path directory = Files.createDirectory(this.root.resolve("d"));
		String longName = "n".repeat(240);
		for (int i = 0; i < 3000; i++) {
			Files.createFile(directory.resolve(longName + i));
		}
		try (TestFileServer server = TestFileServer.start(this.root); RawSftpClient sftp = open(server, 3)) {
			byte[] handle = RawSftpClient.handle(sftp.request(PacketType.OPENDIR, (packet) -> packet.writeText("/d")));
			int count = 0;
			int replies = 0;
			while (true) {
				PacketReader reply = sftp.request(PacketType.READDIR, (packet) -> packet.writeBytes(handle));
				if (reply.type() == PacketType.STATUS) {
					break;
				}
				assertThat(reply.remaining()).isLessThan(34_000);
				replies++;
				count += sftp.entries(reply).size();
			}
			assertThat(count).isEqualTo(3002);
			assertThat(replies).isBetween(50, 500);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, MAX_PACKET + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1 })
	void packetsOfImpossibleLengthEndTheSessionBeforeTheyAreRead(int length) throws Exception {
		try (TestFileServer server = TestFileServer.start(this.root); RawSftpClient sftp = open(server, 3)) {
			sftp.sendBytes(ByteBuffer.allocate(4).putInt(length).array());
			assertEnds(sftp, 1);
			assertServes(server);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { PacketType.OPEN, PacketType.VERSION, PacketType.EXTENDED, 0, 255 })
	void sessionsBeginWithTheVersion(int type) throws Exception {
		try (TestFileServer server = TestFileServer.start(this.root);
				RawSftpClient sftp = RawSftpClient.open(this.client, server.port())) {
			sftp.send((packet) -> packet.begin(type, 3).end());
			assertEnds(sftp, 1);
			assertServes(server);
		}
	}

	@Test
	void sessionWithoutAWordEndsWell() throws Exception {
		try (TestFileServer server = TestFileServer.start(this.root);
				RawSftpClient sftp = RawSftpClient.open(this.client, server.port())) {
			sftp.channel().getInvertedIn().close();
			assertEnds(sftp, 0);
		}
	}

	@Test
	void packetsThatSayLessThanTheyMustAreAnswered() throws Exception {
		try (TestFileServer server = TestFileServer.start(this.root)) {
			for (int version = 3; version <= 6; version++) {
				try (RawSftpClient sftp = open(server, version)) {
					for (int type = PacketType.OPEN; type <= PacketType.LINK; type++) {
						if (type != PacketType.REALPATH) {
							assertThat(sftp.status(type, (packet) -> {
							}).code()).isIn(StatusCode.BAD_MESSAGE, StatusCode.OP_UNSUPPORTED);
						}
						// a string that is longer than the packet
						assertThat(sftp.status(type, (packet) -> packet.writeInt(Integer.MAX_VALUE)).code())
							.isIn(StatusCode.BAD_MESSAGE, StatusCode.OP_UNSUPPORTED);
					}
					for (String name : sftp.extensions().keySet()) {
						PacketReader reply = sftp.extended(name, (packet) -> packet.writeInt(-1));
						if (!"limits@openssh.com".equals(name)) {
							assertThat(Status.of(reply).code()).as(name)
								.isIn(StatusCode.BAD_MESSAGE, StatusCode.OP_UNSUPPORTED);
						}
					}
				}
			}
		}
	}

	@Test
	void handlesThatAreNoneAreRefused() throws Exception {
		Files.writeString(this.root.resolve("file"), "x");
		try (TestFileServer server = TestFileServer.start(this.root); RawSftpClient sftp = open(server, 6)) {
			byte[] closed = sftp.openToRead("/file");
			assertThat(sftp.close(closed).code()).isEqualTo(StatusCode.OK);
			byte[] directory = RawSftpClient
				.handle(sftp.request(PacketType.OPENDIR, (packet) -> packet.writeText("/")));
			byte[] file = sftp.openToRead("/file");
			byte[] longer = ByteBuffer.allocate(5).put(file).array();
			for (byte[] handle : new byte[][] { closed, {}, { 0 }, longer, new byte[4], { -1, -1, -1, -1 },
					new byte[1000] }) {
				assertThat(sftp.close(handle).code()).isEqualTo(StatusCode.INVALID_HANDLE);
				assertThat(sftp.write(handle, 0, new byte[1]).code()).isEqualTo(StatusCode.INVALID_HANDLE);
				assertThat(sftp.status(PacketType.FSTAT, (packet) -> packet.writeBytes(handle).writeInt(0)).code())
					.isEqualTo(StatusCode.INVALID_HANDLE);
			}
			assertThat(sftp.write(directory, 0, new byte[1]).code()).isEqualTo(StatusCode.INVALID_HANDLE);
			assertThat(sftp.status(PacketType.READ, (packet) -> packet.writeBytes(directory).writeLong(0).writeInt(1))
				.code()).isEqualTo(StatusCode.INVALID_HANDLE);
			assertThat(sftp.status(PacketType.READDIR, (packet) -> packet.writeBytes(file)).code())
				.isEqualTo(StatusCode.INVALID_HANDLE);
			assertThat(sftp.read(file, 0, 1)).hasSize(1);
		}
	}

	@Test
	void handlesOfOtherSessionsAreNone() throws Exception {
		Files.writeString(this.root.resolve("file"), "x");
		try (TestFileServer server = TestFileServer.start(this.root);
				RawSftpClient sftp = open(server, 6);
				RawSftpClient other = open(server, 6)) {
			byte[] handle = sftp.openToRead("/file");
			assertThat(other.close(handle).code()).isEqualTo(StatusCode.INVALID_HANDLE);
			assertThat(sftp.read(handle, 0, 1)).hasSize(1);
		}
	}

	@Test
	void namesThatNoFileCanHaveAreRefused() throws Exception {
		try (TestFileServer server = TestFileServer.start(this.root)) {
			for (int version = 3; version <= 6; version++) {
				try (RawSftpClient sftp = open(server, version)) {
					for (byte[] name : new byte[][] { bytes("/a\0b"), bytes("/" + "n".repeat(256)),
							bytes("/" + "d/".repeat(3000)), { '/', (byte) 0xC3, '(' },
							{ '/', (byte) 0xED, (byte) 0xA0, (byte) 0x80 }, { (byte) 0xFF } }) {
						Status status = Status.of(sftp.request(PacketType.MKDIR, (packet) -> packet.writeBytes(name)
							.writeAttributes(FileAttributes.NONE, sftp.version())));
						assertThat(status.code()).isIn(StatusCode.INVALID_FILENAME, StatusCode.FAILURE,
								StatusCode.NO_SUCH_FILE);
						assertThat(status.code()).isNotEqualTo(StatusCode.OK);
					}
				}
			}
			assertThat(entries()).isEmpty();
		}
	}

	/**
	 * Return what is in the root, but for where uploads are kept.
	 */
	private List<String> entries() throws IOException {
		try (var files = Files.list(this.root)) {
			return files.filter((file) -> !Files.isDirectory(file) || !file.getFileName().toString().startsWith("."))
				.map((file) -> file.getFileName().toString())
				.toList();
		}
	}

	@Test
	void repliesThatNobodyReadsStopTheRequests() throws Exception {
		Files.write(this.root.resolve("file"), new byte[MAX_READ]);
		AtomicInteger reads = new AtomicInteger();
		RootedFileSystemFactory files = new RootedFileSystemFactory((identity, connection) -> this.root,
				SftpSettings.defaults());
		TestFileServer.Builder builder = TestFileServer.builder(this.root)
			.factory((identity, connection) -> new SlowFiles(files.create(identity, connection),
					reads::incrementAndGet));
		try (TestFileServer server = builder.start(); RawSftpClient sftp = open(server, 3)) {
			byte[] handle = sftp.openToRead("/file");
			int requests = 20_000;
			Future<?> sending = Executors.newSingleThreadExecutor().submit(() -> {
				for (int i = 0; i < requests; i += 100) {
					int first = i;
					sftp.send((packets) -> {
						for (int id = first; id < first + 100; id++) {
							packets.begin(PacketType.READ, id).writeBytes(handle).writeLong(0).writeInt(MAX_READ).end();
						}
					});
				}
				return null;
			});
			await().atMost(Duration.ofSeconds(20))
				.during(Duration.ofMillis(500))
				.until(reads::get, (count) -> count > 0 && count < 100);
			// others are served meanwhile
			assertServes(server);
			for (int i = 0; i < requests; i++) {
				PacketReader reply = sftp.receive();
				assertThat(reply.readInt()).isEqualTo(i);
				if (i == 50) {
					break;
				}
			}
			sending.cancel(true);
		}
	}

	@Test
	void longDirectoryIsReadAsItIsListed() throws Exception {
		AtomicInteger read = new AtomicInteger();
		SftpDirectory directory = mock(SftpDirectory.class, withSettings().stubOnly());
		given(directory.next()).willAnswer((invocation) -> (read.get() < 100_000)
				? new SftpEntry("entry-" + read.getAndIncrement(), SftpAttributes.builder().size(7L).build()) : null);
		SftpFileSystem files = mock();
		given(files.readAttributes(anyString(), anyBoolean())).willReturn(SftpAttributes.none());
		given(files.openDirectory("/long")).willReturn(directory);
		try (TestFileServer server = TestFileServer.builder(this.root).factory((identity, connection) -> files).start();
				RawSftpClient sftp = open(server, 3)) {
			byte[] handle = RawSftpClient
				.handle(sftp.request(PacketType.OPENDIR, (packet) -> packet.writeText("/long")));
			PacketReader reply = sftp.request(PacketType.READDIR, (packet) -> packet.writeBytes(handle));
			int listed = sftp.entries(reply).size();
			assertThat(listed).isPositive();
			assertThat(read).hasValueLessThan(1000);
			while (reply.type() == PacketType.NAME) {
				reply = sftp.request(PacketType.READDIR, (packet) -> packet.writeBytes(handle));
				listed += (reply.type() == PacketType.NAME) ? sftp.entries(reply).size() : 0;
			}
			assertThat(Status.of(reply).code()).isEqualTo(StatusCode.EOF);
			assertThat(listed).isEqualTo(100_002);
			assertThat(sftp.close(handle).code()).isEqualTo(StatusCode.OK);
		}
	}

	@Test
	void slowDiskOfOneClientKeepsNobodyElseWaiting() throws Exception {
		Files.writeString(this.root.resolve("slow"), "x");
		CountDownLatch reading = new CountDownLatch(1);
		CountDownLatch disk = new CountDownLatch(1);
		RootedFileSystemFactory files = new RootedFileSystemFactory((identity, connection) -> this.root,
				SftpSettings.defaults());
		TestFileServer.Builder builder = TestFileServer.builder(this.root)
			.factory((identity, connection) -> new SlowFiles(files.create(identity, connection), () -> {
				reading.countDown();
				disk.await();
			}));
		try (TestFileServer server = builder.start();
				ClientSession session = this.client.logIn(server.port());
				RawSftpClient sftp = RawSftpClient.open(session, 3)) {
			byte[] handle = sftp.openToRead("/slow");
			sftp.send((packet) -> packet.begin(PacketType.READ, 77).writeBytes(handle).writeLong(0).writeInt(1).end());
			assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();
			sftp.send((packet) -> packet.begin(PacketType.LSTAT, 78).writeText("/").end());
			// another connection, and another session of the same
			for (RawSftpClient each : List.of(open(server, 3), RawSftpClient.open(session, 3))) {
				try (RawSftpClient other = each) {
					other.put("/other", "text");
					assertThat(other.status(PacketType.RENAME,
							(packet) -> packet.writeText("/other").writeText("/renamed")))
						.extracting(Status::code)
						.isEqualTo(StatusCode.OK);
					assertThat(other.list("/")).extracting(Entry::name).contains("slow", "renamed");
					assertThat(other.status(PacketType.REMOVE, (packet) -> packet.writeText("/renamed")).code())
						.isEqualTo(StatusCode.OK);
				}
			}
			assertThat(sftp.isAnswered()).isFalse();
			disk.countDown();
			assertThat(sftp.receive().readInt()).isEqualTo(77);
			assertThat(sftp.receive().readInt()).isEqualTo(78);
		}
	}

	@Test
	void whatFailsTellsNothingAboutTheServer() throws Exception {
		SftpFileSystemFactory files = (identity, connection) -> {
			throw new IOException("/srv/secret/demo: no such directory");
		};
		try (TestFileServer server = TestFileServer.builder(this.root).factory(files).start();
				RawSftpClient sftp = RawSftpClient.open(this.client, server.port())) {
			assertEnds(sftp, 1);
			assertThat(new String(sftp.channel().getInvertedErr().readAllBytes(), StandardCharsets.UTF_8))
				.isEqualTo("Your files are not available\n");
		}
	}

	@Test
	void exceptionOfAFileSystemIsAFailureWithoutItsText(CapturedOutput output) throws Exception {
		Files.writeString(this.root.resolve("file"), "x");
		RootedFileSystemFactory files = new RootedFileSystemFactory((identity, connection) -> this.root,
				SftpSettings.defaults());
		TestFileServer.Builder builder = TestFileServer.builder(this.root)
			.factory((identity, connection) -> new SlowFiles(files.create(identity, connection), () -> {
				throw new IllegalStateException("/srv/secret is broken");
			}));
		try (TestFileServer server = builder.start(); RawSftpClient sftp = open(server, 3)) {
			byte[] handle = sftp.openToRead("/file");
			Status status = sftp.status(PacketType.READ,
					(packet) -> packet.writeBytes(handle).writeLong(0).writeInt(1));
			assertThat(status).isEqualTo(new Status(StatusCode.FAILURE, "Failure"));
			assertThat(output).contains("/srv/secret is broken");
			assertThat(sftp.list("/")).isNotEmpty();
		}
	}

	@Test
	void anythingAtAllIsAnsweredOrEndsTheSession(CapturedOutput output) throws Exception {
		Files.writeString(this.root.resolve("file"), "content");
		Random random = new Random(20261123);
		try (TestFileServer server = TestFileServer.start(this.root)) {
			for (int session = 0; session < 20; session++) {
				try (RawSftpClient sftp = open(server, 3 + session % 4)) {
					byte[] handle = sftp.openToRead("/file");
					for (int i = 0; i < 200; i++) {
						int type = (i % 7 == 0) ? random.nextInt(256)
								: PacketType.OPEN + random.nextInt(PacketType.UNBLOCK);
						byte[] noise = noise(random, handle);
						PacketReader reply = sftp.request(type, (packet) -> {
							for (byte b : noise) {
								packet.writeByte(b);
							}
						});
						assertThat(reply.type()).isGreaterThan(100);
					}
				}
			}
			assertServes(server);
		}
		assertThat(output).doesNotContain("ERROR");
		assertThat(this.root.resolve("file")).hasContent("content");
	}

	private static byte[] noise(Random random, byte[] handle) {
		ByteBuffer noise = ByteBuffer.allocate(200);
		while (noise.remaining() > 60) {
			switch (random.nextInt(5)) {
				case 0 -> noise.putInt(handle.length).put(handle);
				case 1 -> noise.putLong(random.nextLong());
				case 2 -> noise.putInt(random.nextInt(40));
				case 3 -> {
					byte[] name = bytes("/" + (char) ('g' + random.nextInt(5)));
					noise.putInt(name.length).put(name);
				}
				default -> noise.put((byte) random.nextInt());
			}
		}
		byte[] bytes = new byte[random.nextInt(noise.position())];
		noise.flip().get(bytes);
		return bytes;
	}

	@Test
	void uploadOfAClientThatGoesAwayIsNotSeen() throws Exception {
		Files.writeString(this.root.resolve("file"), "old");
		try (TestFileServer server = TestFileServer.start(this.root)) {
			RawSftpClient sftp = open(server, 3);
			byte[] handle = sftp.openToWrite("/file");
			assertThat(sftp.write(handle, 0, bytes("new")).code()).isEqualTo(StatusCode.OK);
			sftp.close();
			await().atMost(Duration.ofSeconds(20)).until(() -> {
				try (RawSftpClient other = open(server, 3)) {
					return other.list("/").size() == 3;
				}
			});
			assertThat(this.root.resolve("file")).hasContent("old");
		}
	}

	@Test
	void endOfInputWithinAPacketIsNotTheEndOfTheConnection() throws Exception {
		try (TestFileServer server = TestFileServer.start(this.root); RawSftpClient sftp = open(server, 3)) {
			sftp.sendBytes(new byte[] { 0, 0, 0, 9, PacketType.STAT, 0 });
			sftp.channel().getInvertedIn().close();
			assertEnds(sftp, 1);
			assertThatExceptionOfType(EOFException.class).isThrownBy(sftp::receive);
			assertServes(server);
		}
	}

	private RawSftpClient open(TestFileServer server, int version) throws IOException {
		return RawSftpClient.open(this.client, server.port(), version);
	}

	private void assertServes(TestFileServer server) throws IOException {
		try (RawSftpClient other = open(server, 3)) {
			assertThat(other.list("/")).isNotEmpty();
		}
	}

	private static void assertEnds(RawSftpClient sftp, int status) {
		assertThat(sftp.channel().waitFor(EnumSet.of(ClientChannelEvent.CLOSED), Duration.ofSeconds(20)))
			.contains(ClientChannelEvent.CLOSED);
		assertThat(sftp.channel().getExitStatus()).isEqualTo(status);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
