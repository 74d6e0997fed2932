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
package io.github.sshboot.client.sftp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.sshboot.client.sftp.SftpLostException.Reason;
import io.github.sshboot.client.transfer.LocalTarget;
import io.github.sshboot.client.transfer.StreamSource;
import io.github.sshboot.client.transfer.StreamTarget;
import io.github.sshboot.client.transfer.TransferOptions;
import io.github.sshboot.client.transfer.TransferSummary;
import io.github.sshboot.sftp.protocol.ExtensionName;
import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.FileType;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.PacketWriter;
import io.github.sshboot.sftp.protocol.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SftpConnection} and what is built on it, with servers that break the
 * protocol, lie, or stop.
 */
@Timeout(60)
class SftpConnectionTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration SHORT = Duration.ofMillis(300);

	@TempDir
	Path directory;

	private static Stream<ScriptedSftpServer.Answer> brokenReplies() {
		return Stream.of(
				// a reply to nothing
				(request, id, reply, output) -> ScriptedSftpServer.status(reply, id + 1, StatusCode.OK),
				// the same reply twice
				(request, id, reply, output) -> {
					ScriptedSftpServer.file(reply, id, 1);
					ScriptedSftpServer.file(reply, id, 1);
				},
				// a reply of another type
				(request, id, reply, output) -> ScriptedSftpServer.handle(reply, id),
				(request, id, reply, output) -> reply.begin(PacketType.DATA, id).writeText("data").end(),
				(request, id, reply, output) -> reply.begin(PacketType.VERSION).writeInt(3).end(),
				(request, id, reply, output) -> reply.begin(77, id).end(),
				// lengths that are none
				(request, id, reply, output) -> output.write(new byte[13]),
				(request, id, reply, output) -> output.write(new byte[] { 0, 0, 0, 4, 105, 0, 0, 0, 0 }),
				(request, id, reply, output) -> output.write(new byte[] { -1, -1, -1, -1, 105, 0, 0, 0, 0 }),
				(request, id, reply, output) -> output
					.write(ByteBuffer.allocate(9).putInt(256 * 1024 + 1).put((byte) 105).putInt(id).array()),
				// attributes and status that end early
				(request, id, reply, output) -> reply.begin(PacketType.ATTRS, id).writeInt(0xF).writeInt(1).end(),
				(request, id, reply, output) -> reply.begin(PacketType.ATTRS, id).end(),
				(request, id, reply, output) -> reply.begin(PacketType.ATTRS, id).writeInt(1).writeLong(-1).end(),
				(request, id, reply, output) -> reply.begin(PacketType.ATTRS, id)
					.writeInt(0x80000000)
					.writeInt(Integer.MAX_VALUE)
					.end(),
				(request, id, reply, output) -> reply.begin(PacketType.STATUS, id).end(),
				(request, id, reply,
						output) -> reply.begin(PacketType.STATUS, id).writeInt(4).writeInt(Integer.MAX_VALUE).end(),
				(request, id, reply, output) -> ScriptedSftpServer.status(reply, id, StatusCode.OK));
	}

	@ParameterizedTest
	@MethodSource("brokenReplies")
	void brokenRepliesFailTheRequest(ScriptedSftpServer.Answer broken) throws IOException {
		try (ScriptedSftpServer server = new ScriptedSftpServer(LONG).on(PacketType.STAT, broken)) {
			SftpCommands commands = new SftpCommands(server.start());
			assertThatIOException().isThrownBy(() -> {
				commands.attributes("/file", true);
				// the second of two replies comes now
				commands.attributes("/file", false);
			});
		}
	}

	@Test
	void packetThatIsAnnouncedTakesNoMemory() throws IOException {
		try (ScriptedSftpServer server = new ScriptedSftpServer(SHORT).on(PacketType.STAT,
				(request, id, reply, output) -> output
					.write(ByteBuffer.allocate(9).putInt(256 * 1024).put((byte) 105).putInt(id).array()))) {
			SftpConnection connection = server.start();
			assertThatExceptionOfType(SftpLostException.class)
				.isThrownBy(() -> new SftpCommands(connection).attributes("/file", true))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.TIMEOUT));
			assertThat(connection.isOpen()).isFalse();
			await().until(server::isLost);
		}
	}

	@Test
	void repliesMayComeByteByByteAndInAnyOrder() throws Exception {
		List<byte[]> held = Collections.synchronizedList(new ArrayList<>());
		try (ScriptedSftpServer server = new ScriptedSftpServer(LONG).on(PacketType.STAT,
				(request, id, reply, output) -> {
					PacketWriter packet = new PacketWriter();
					ScriptedSftpServer.file(packet, id, id);
					java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
					packet.writeTo(bytes);
					held.add(0, bytes.toByteArray());
					if (held.size() == 3) {
						for (byte[] packetBytes : held) {
							for (byte octet : packetBytes) {
								output.write(octet);
							}
						}
					}
				})) {
			SftpCommands commands = new SftpCommands(server.start());
			List<CompletableFuture<Long>> sizes = Stream.of("/a", "/b", "/c")
				.map((path) -> CompletableFuture.supplyAsync(() -> {
					try {
						return commands.attributes(path, true).size();
					}
					catch (IOException ex) {
						throw new AssertionError(ex);
					}
				}, (task) -> new Thread(task).start()))
				.toList();
			Set<Long> received = new HashSet<>();
			for (CompletableFuture<Long> size : sizes) {
				received.add(size.get(20, TimeUnit.SECONDS));
			}
			assertThat(received).hasSize(3);
		}
	}

	@Test
	void serverThatAnswersNothingIsGivenUp() throws IOException {
		try (ScriptedSftpServer server = new ScriptedSftpServer(SHORT)) {
			SftpConnection connection = server.start();
			server.fallSilent();
			assertThatExceptionOfType(SftpLostException.class)
				.isThrownBy(() -> new SftpCommands(connection).deleteFile("/file"))
				.withMessageContaining("300 ms");
			// later ones fail at once
			assertThatExceptionOfType(SftpLostException.class)
				.isThrownBy(() -> new SftpCommands(connection).deleteFile("/file"));
		}
	}

	@Test
	void serverThatDoesNotReadIsGivenUp() throws Exception {
		try (ScriptedSftpServer server = new ScriptedSftpServer(SHORT)) {
			CompletableFuture<Boolean> written = new CompletableFuture<>();
			OutputStream stuck = new OutputStream() {

				@Override
				public void write(int octet) throws IOException {
					try {
						while (!server.isLost()) {
							Thread.sleep(10);
						}
					}
					catch (InterruptedException ex) {
						written.complete(false);
					}
					throw new IOException("Closed");
				}

			};
			assertThatExceptionOfType(SftpLostException.class)
				.isThrownBy(() -> server.connection().start(stuck, () -> 0))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.TIMEOUT));
		}
	}

	@Test
	void oneRequestThatIsLeftOutIsGivenUp() throws Exception {
		try (ScriptedSftpServer server = new ScriptedSftpServer(Duration.ofMillis(50)).on(PacketType.STAT,
				(request, id, reply, output) -> {
					// never answered
				})) {
			SftpCommands commands = new SftpCommands(server.start());
			CompletableFuture<Void> left = CompletableFuture.runAsync(() -> {
				try {
					commands.attributes("/file", true);
				}
				catch (IOException ex) {
					throw new java.io.UncheckedIOException(ex);
				}
			});
			while (!left.isDone()) {
				try {
					commands.deleteFile("/other");
				}
				catch (SftpLostException ex) {
					break;
				}
			}
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> left.get(30, TimeUnit.SECONDS))
				.withRootCauseInstanceOf(SftpLostException.class);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 4, 6, -1 })
	void otherVersionsAreRefused(int version) {
		try (ScriptedSftpServer server = new ScriptedSftpServer(LONG).on(PacketType.INIT,
				(request, id, reply, output) -> reply.begin(PacketType.VERSION).writeInt(version).end())) {
			assertThatExceptionOfType(SftpLostException.class).isThrownBy(server::start)
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.PROTOCOL));
		}
	}

	@Test
	void serverThatSendsTextInsteadIsRefused() {
		try (ScriptedSftpServer server = new ScriptedSftpServer(LONG).on(PacketType.INIT,
				(request, id, reply, output) -> output.write("Welcome to this host!\n".getBytes()))) {
			assertThatExceptionOfType(SftpLostException.class).isThrownBy(server::start)
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.PROTOCOL));
		}
	}

	@Test
	void limitsOfServersAreKeptWithinOurs() throws IOException {
		for (long[] limits : new long[][] { { 0, 0, 0, 0 }, { -1, -1, -1, -1 }, { 1, 1, 1, 1 },
				{ Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE } }) {
			try (ScriptedSftpServer server = new ScriptedSftpServer(LONG).extensions(ExtensionName.LIMITS)
				.on(PacketType.EXTENDED,
						(request, id, reply, output) -> reply.begin(PacketType.EXTENDED_REPLY, id)
							.writeLong(limits[0])
							.writeLong(limits[1])
							.writeLong(limits[2])
							.writeLong(limits[3])
							.end())) {
				SftpConnection connection = server.start();
				assertThat(connection.maxRead()).isBetween(1024, 255 * 1024);
				assertThat(connection.maxWrite()).isBetween(1024, 255 * 1024);
				assertThat(connection.maxHandles()).isPositive();
			}
		}
	}

	private ScriptedSftpServer reading(long size, ScriptedSftpServer.Answer read) {
		return new ScriptedSftpServer(LONG)
			.on(PacketType.STAT, (request, id, reply, output) -> ScriptedSftpServer.file(reply, id, size))
			.on(PacketType.OPEN, (request, id, reply, output) -> ScriptedSftpServer.handle(reply, id))
			.on(PacketType.READ, read);
	}

	private static TransferSummary download(SftpConnection connection, OutputStream target) throws IOException {
		return new SftpTransfers(connection, ChannelSource.none()).download("/file", new StreamTarget(target),
				TransferOptions.defaults());
	}

	@Test
	void shortReadsAreCarriedOn() throws IOException {
		try (ScriptedSftpServer server = reading(100_000, (request, id, reply, output) -> {
			request.readSlice();
			long offset = request.readLong();
			int length = Math.min(request.readInt(), 7 + (int) (offset % 1000));
			byte[] data = new byte[length];
			for (int i = 0; i < length; i++) {
				data[i] = (byte) ((offset + i) * 31);
			}
			reply.begin(PacketType.DATA, id).writeBytes(data).end();
		})) {
			java.io.ByteArrayOutputStream received = new java.io.ByteArrayOutputStream();
			download(server.start(), received);
			byte[] expected = new byte[100_000];
			for (int i = 0; i < expected.length; i++) {
				expected[i] = (byte) (i * 31);
			}
			assertThat(received.toByteArray()).isEqualTo(expected);
		}
	}

	private static Stream<ScriptedSftpServer.Answer> brokenData() {
		return Stream.of(
				// nothing, for ever
				(request, id, reply, output) -> reply.begin(PacketType.DATA, id).writeText("").end(),
				// more than was asked for
				(request, id, reply, output) -> reply.begin(PacketType.DATA, id).writeBytes(new byte[40_000]).end(),
				// lengths that contradict each other
				(request, id, reply, output) -> reply.begin(PacketType.DATA, id).writeInt(10).writeInt(1).end(),
				(request, id, reply, output) -> reply.begin(PacketType.DATA, id).writeInt(-1).end(),
				(request, id, reply, output) -> reply.begin(PacketType.DATA, id).writeText("abc").writeInt(1).end(),
				(request, id, reply, output) -> reply.begin(PacketType.DATA, id).end());
	}

	@ParameterizedTest
	@MethodSource("brokenData")
	void brokenDataFailsTheTransfer(ScriptedSftpServer.Answer broken) throws IOException {
		try (ScriptedSftpServer server = reading(100_000, broken)) {
			SftpConnection connection = server.start();
			assertThatExceptionOfType(SftpLostException.class)
				.isThrownBy(() -> download(connection, OutputStream.nullOutputStream()))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.PROTOCOL));
		}
	}

	@Test
	void noMoreIsOnItsWayThanTheWindow() throws Exception {
		AtomicInteger reads = new AtomicInteger();
		try (ScriptedSftpServer server = new ScriptedSftpServer(SHORT)
			.on(PacketType.STAT, (request, id, reply, output) -> ScriptedSftpServer.file(reply, id, 1L << 40))
			.on(PacketType.OPEN, (request, id, reply, output) -> ScriptedSftpServer.handle(reply, id))
			.on(PacketType.READ, (request, id, reply, output) -> reads.incrementAndGet())) {
			SftpConnection connection = server.start();
			assertThatExceptionOfType(SftpLostException.class)
				.isThrownBy(() -> download(connection, OutputStream.nullOutputStream()));
			assertThat(reads.get()).isBetween(2, 1 + ScriptedSftpServer.MAX_IN_FLIGHT / (32 * 1024));
		}
	}

	@Test
	void roundTripIsTheShortest() throws Exception {
		try (ScriptedSftpServer server = new ScriptedSftpServer(LONG)) {
			long begin = System.nanoTime();
			SftpConnection connection = server.start();
			assertThat(connection.roundTrip()).isBetween(1L, System.nanoTime() - begin);
		}
	}

	private ScriptedSftpServer listing(String... names) {
		AtomicInteger listed = new AtomicInteger();
		return new ScriptedSftpServer(LONG)
			.on(PacketType.REALPATH,
					(request, id, reply, output) -> reply.begin(PacketType.NAME, id)
						.writeInt(1)
						.writeText("/tree")
						.writeText("")
						.writeInt(0)
						.end())
			.on(PacketType.STAT, (request, id, reply, output) -> ScriptedSftpServer.directory(reply, id))
			.on(PacketType.OPENDIR, (request, id, reply, output) -> ScriptedSftpServer.handle(reply, id))
			.on(PacketType.OPEN, (request, id, reply, output) -> ScriptedSftpServer.handle(reply, id))
			.on(PacketType.READ,
					(request, id, reply, output) -> reply.begin(PacketType.DATA, id).writeText("evil").end())
			.on(PacketType.READDIR, (request, id, reply, output) -> {
				int next = listed.getAndIncrement();
				if (next >= names.length) {
					ScriptedSftpServer.status(reply, id, StatusCode.EOF);
					return;
				}
				String name = names[next];
				FileType type = name.startsWith("link:") ? FileType.SYMBOLIC_LINK
						: name.startsWith("dir:") ? FileType.DIRECTORY : FileType.REGULAR;
				reply.begin(PacketType.NAME, id)
					.writeInt(1)
					.writeText(name.substring(name.indexOf(':') + 1))
					.writeText("long")
					.writeAttributes(new FileAttributes.Builder().type(type).permissions(06777).size(4L).build(), 3)
					.end();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "../canary", "..", "/etc/canary", "a/b", "a\u0000b", "dir:", "dir:../sub",
			"dir:/tmp/canary-of-sftp", "link:../x" })
	void namesThatLeadElsewhereAreRefused(String name) throws IOException {
		Path canary = Files.writeString(this.directory.resolve("canary"), "safe");
		Path target = this.directory.resolve("target");
		try (ScriptedSftpServer server = listing("fine", name)) {
			SftpConnection connection = server.start();
			if (name.equals("..")) {
				// told by every server, and never looked at
				new SftpTransfers(connection, ChannelSource.none()).downloadTree("/tree", target,
						TransferOptions.defaults());
			}
			else {
				assertThatIOException().isThrownBy(() -> new SftpTransfers(connection, ChannelSource.none())
					.downloadTree("/tree", target, TransferOptions.defaults()));
			}
		}
		assertThat(canary).hasContent("safe");
		try (Stream<Path> paths = Files.walk(this.directory)) {
			assertThat(paths.map((path) -> this.directory.relativize(path).toString()))
				.allMatch((path) -> Set.of("", "canary", "target", "target/fine").contains(path));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "../canary", "/etc/canary", "a/b", "a\u0000b" })
	void listsHaveNoSuchNamesEither(String name) throws IOException {
		try (ScriptedSftpServer server = listing("fine", name)) {
			SftpCommands commands = new SftpCommands(server.start());
			assertThatIOException().isThrownBy(() -> commands.list("/tree")).withMessageContaining("not the name");
		}
		try (ScriptedSftpServer server = listing("fine", name)) {
			SftpCommands commands = new SftpCommands(server.start());
			assertThatIOException().isThrownBy(() -> commands.deleteTree("/tree"));
			assertThat(server.requests()).doesNotContain(PacketType.REMOVE, PacketType.RMDIR);
		}
	}

	@Test
	void namesThatAreTooLongForAnyFileAreRefused() throws IOException {
		try (ScriptedSftpServer server = listing("a".repeat(1024))) {
			assertThat(new SftpCommands(server.start()).list("/tree")).hasSize(1);
		}
		try (ScriptedSftpServer server = listing("a".repeat(1025))) {
			SftpCommands commands = new SftpCommands(server.start());
			assertThatIOException().isThrownBy(() -> commands.list("/tree")).withMessageContaining("not the name");
		}
	}

	@Test
	void handlesThatAreTooLongAreRefused() throws IOException {
		for (int length : new int[] { 256, 257 }) {
			try (ScriptedSftpServer server = new ScriptedSftpServer(LONG)
				.on(PacketType.OPENDIR,
						(request, id, reply,
								output) -> reply.begin(PacketType.HANDLE, id).writeBytes(new byte[length]).end())
				.on(PacketType.READDIR,
						(request, id, reply, output) -> ScriptedSftpServer.status(reply, id, StatusCode.EOF))) {
				SftpCommands commands = new SftpCommands(server.start());
				if (length == 256) {
					assertThat(commands.list("/tree")).isEmpty();
				}
				else {
					assertThatIOException().isThrownBy(() -> commands.list("/tree"))
						.withMessageContaining("a handle of 257 bytes");
				}
			}
		}
	}

	@Test
	void bitsThatChangeUsersAndGroupsAreNotTaken() throws IOException {
		Path target = this.directory.resolve("target");
		try (ScriptedSftpServer server = listing("file")) {
			new SftpTransfers(server.start(), ChannelSource.none()).downloadTree("/tree", target,
					TransferOptions.defaults().withPreserve(true));
		}
		assertThat((Integer) Files.getAttribute(target.resolve("file"), "unix:mode") & 07777).isEqualTo(0777);
	}

	@Test
	void linkAndFileOfTheSameNameWriteNothingElsewhere() throws IOException {
		Path target = this.directory.resolve("target");
		try (ScriptedSftpServer server = listing("link:name", "name", "dir:name")) {
			SftpConnection connection = server.start();
			assertThatIOException().isThrownBy(() -> new SftpTransfers(connection, ChannelSource.none())
				.downloadTree("/tree", target, TransferOptions.defaults()));
		}
		assertThat(Files.isSymbolicLink(target.resolve("name"))).isFalse();
	}

	@Test
	void treesWithoutEndAreGivenUp() throws IOException {
		AtomicInteger opened = new AtomicInteger();
		Set<Integer> listed = new HashSet<>();
		try (ScriptedSftpServer server = listing()
			.on(PacketType.OPENDIR, (request, id, reply,
					output) -> reply.begin(PacketType.HANDLE, id).writeInt(4).writeInt(opened.incrementAndGet()).end())
			.on(PacketType.READDIR, (request, id, reply, output) -> {
				request.readInt();
				if (listed.add(request.readInt())) {
					reply.begin(PacketType.NAME, id)
						.writeInt(1)
						.writeText("d")
						.writeText("")
						.writeAttributes(new FileAttributes.Builder().type(FileType.DIRECTORY).permissions(0).build(),
								3)
						.end();
				}
				else {
					ScriptedSftpServer.status(reply, id, StatusCode.EOF);
				}
			})) {
			SftpConnection connection = server.start();
			Path target = this.directory.resolve("target");
			assertThatIOException().isThrownBy(() -> new SftpTransfers(connection, ChannelSource.none())
				.downloadTree("/tree", target, TransferOptions.defaults().withLimits(100, Long.MAX_VALUE)))
				.withMessageContaining("100 files");
			assertThatIOException().isThrownBy(() -> new SftpTransfers(connection, ChannelSource.none())
				.downloadTree("/tree", target, TransferOptions.defaults())).withMessageContaining("256 directories");
			assertThatIOException().isThrownBy(() -> new SftpCommands(connection).deleteTree("/tree"))
				.withMessageContaining("256 directories");
		}
	}

	@Test
	void directoryThatTellsOfNothingForEverIsRefused() throws IOException {
		try (ScriptedSftpServer server = listing().on(PacketType.READDIR,
				(request, id, reply, output) -> reply.begin(PacketType.NAME, id).writeInt(0).end())) {
			SftpCommands commands = new SftpCommands(server.start());
			assertThatExceptionOfType(SftpLostException.class).isThrownBy(() -> commands.list("/tree"));
		}
	}

	@Test
	void uploadThatIsRefusedHalfWayIsNotRenamed() throws IOException {
		AtomicInteger writes = new AtomicInteger();
		try (ScriptedSftpServer server = new ScriptedSftpServer(LONG)
			.on(PacketType.OPEN, (request, id, reply, output) -> ScriptedSftpServer.handle(reply, id))
			.on(PacketType.WRITE, (request, id, reply, output) -> ScriptedSftpServer.status(reply, id,
					(writes.incrementAndGet() == 3) ? StatusCode.FAILURE : StatusCode.OK))) {
			SftpConnection connection = server.start();
			assertThatExceptionOfType(SftpStatusException.class)
				.isThrownBy(() -> new SftpTransfers(connection, ChannelSource.none())
					.upload(StreamSource.of(new byte[200_000]), "/file", TransferOptions.defaults()))
				.satisfies((ex) -> assertThat(ex.getStatus()).isEqualTo(StatusCode.FAILURE));
			assertThat(server.requests()).doesNotContain(PacketType.RENAME)
				.contains(PacketType.CLOSE, PacketType.REMOVE);
			assertThat(connection.isOpen()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void fileIsOnTheDiskBeforeItIsClosedWhereThatIsWanted(boolean sync) throws IOException {
		List<String> extended = new ArrayList<>();
		try (ScriptedSftpServer server = new ScriptedSftpServer(LONG).extensions(ExtensionName.FSYNC)
			.on(PacketType.OPEN, (request, id, reply, output) -> ScriptedSftpServer.handle(reply, id))
			.on(PacketType.EXTENDED, (request, id, reply, output) -> {
				extended.add(request.readMessage() + " of " + request.readMessage());
				ScriptedSftpServer.status(reply, id, StatusCode.OK);
			})) {
			new SftpTransfers(server.start(), ChannelSource.none()).upload(StreamSource.of(new byte[10]), "/file",
					TransferOptions.defaults().withSync(sync));
			if (sync) {
				assertThat(extended).containsExactly("fsync@openssh.com of handle");
				assertThat(server.requests()).containsSubsequence(PacketType.WRITE, PacketType.EXTENDED,
						PacketType.CLOSE, PacketType.RENAME);
			}
			else {
				assertThat(extended).isEmpty();
			}
		}
	}

	@Test
	void uploadThatDoesNotReachTheDiskIsNotRenamed() throws IOException {
		try (ScriptedSftpServer server = new ScriptedSftpServer(LONG).extensions(ExtensionName.FSYNC)
			.on(PacketType.OPEN, (request, id, reply, output) -> ScriptedSftpServer.handle(reply, id))
			.on(PacketType.EXTENDED,
					(request, id, reply, output) -> ScriptedSftpServer.status(reply, id, StatusCode.FAILURE))) {
			SftpConnection connection = server.start();
			assertThatExceptionOfType(SftpStatusException.class)
				.isThrownBy(() -> new SftpTransfers(connection, ChannelSource.none())
					.upload(StreamSource.of(new byte[10]), "/file", TransferOptions.defaults().withSync(true)));
			assertThat(server.requests()).doesNotContain(PacketType.RENAME)
				.contains(PacketType.CLOSE, PacketType.REMOVE);
		}
	}

	@Test
	void serverCopiesByItself() throws IOException {
		List<String> copies = new ArrayList<>();
		try (ScriptedSftpServer server = new ScriptedSftpServer(LONG).extensions(ExtensionName.COPY_DATA)
			.on(PacketType.OPEN, (request, id, reply, output) -> ScriptedSftpServer.handle(reply, id))
			.on(PacketType.FSTAT, (request, id, reply, output) -> ScriptedSftpServer.file(reply, id, (64L << 20) + 5))
			.on(PacketType.EXTENDED, (request, id, reply, output) -> {
				copies.add(
						"%s of %s from %d, %d bytes to %s at %d".formatted(request.readMessage(), request.readMessage(),
								request.readLong(), request.readLong(), request.readMessage(), request.readLong()));
				ScriptedSftpServer.status(reply, id, StatusCode.OK);
			})) {
			SftpCommands commands = new SftpCommands(server.start());
			assertThat(commands.canCopy()).isTrue();
			commands.copy("/from", "/to");
			assertThat(copies).containsExactly("copy-data of handle from 0, 67108864 bytes to handle at 0",
					"copy-data of handle from 67108864, 5 bytes to handle at 67108864");
			assertThat(server.requests()).doesNotContain(PacketType.READ, PacketType.WRITE)
				.endsWith(PacketType.CLOSE, PacketType.CLOSE);
		}
	}

	@Test
	void withoutPosixRenameTheOldFileIsDeletedFirst() throws IOException {
		AtomicInteger renames = new AtomicInteger();
		try (ScriptedSftpServer server = new ScriptedSftpServer(LONG)
			.on(PacketType.OPEN, (request, id, reply, output) -> ScriptedSftpServer.handle(reply, id))
			.on(PacketType.RENAME, (request, id, reply, output) -> ScriptedSftpServer.status(reply, id,
					(renames.incrementAndGet() == 1) ? StatusCode.FAILURE : StatusCode.OK))) {
			new SftpTransfers(server.start(), ChannelSource.none()).upload(StreamSource.of(new byte[10]), "/file",
					TransferOptions.defaults());
			assertThat(server.requests()).endsWith(PacketType.RENAME, PacketType.REMOVE, PacketType.RENAME);
		}
	}

	@Test
	void handleThatIsOpenedInVainIsClosed() throws IOException {
		try (ScriptedSftpServer server = reading(4,
				(request, id, reply, output) -> ScriptedSftpServer.status(reply, id, StatusCode.PERMISSION_DENIED))) {
			SftpConnection connection = server.start();
			Path target = this.directory.resolve("target");
			assertThatExceptionOfType(SftpStatusException.class)
				.isThrownBy(() -> new SftpTransfers(connection, ChannelSource.none()).download("/file",
						new LocalTarget(target, TransferOptions.defaults()), TransferOptions.defaults()));
			assertThat(server.requests()).endsWith(PacketType.CLOSE);
			assertThat(this.directory).isEmptyDirectory();
		}
	}

}
