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

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.sftp.SftpOperation.Kind;
import io.github.sshboot.sftp.SftpOperation.Protocol;
import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.OpenFlags;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.StatusCode;
import io.github.sshboot.testing.MinaClient;
import io.github.sshboot.testing.RawScpClient;
import io.github.sshboot.testing.RawSftpClient;
import io.github.sshboot.testing.RawSftpClient.Status;
import io.github.sshboot.testing.TestFileServer;
import io.github.sshboot.transport.SshAlgorithms;
import io.github.sshboot.transport.SshConnectionInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SftpEvent}s and {@link SftpListener}s.
 */
@Timeout(60)
class SftpEventsTests {

	private static final String SHA_256_OF_HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

	@TempDir
	Path root;

	private final MinaClient client = MinaClient.start();

	@AfterEach
	void stop() {
		this.client.close();
	}

	@Test
	void uploadIsToldWithAllThatIsKnown() throws Exception {
		try (TestFileServer server = TestFileServer.builder(this.root).eventChecksum("SHA-256").start();
				RawSftpClient sftp = RawSftpClient.open(this.client, server.port(), 3)) {
			sftp.put("/dir/../hello.txt", "hello");
			SftpUploadCompletedEvent event = server.awaitEvent(SftpUploadCompletedEvent.class);
			assertThat(event.getIdentity().username()).isEqualTo("demo");
			assertThat(event.getConnection().remoteAddress().getAddress().isLoopbackAddress()).isTrue();
			assertThat(event.getProtocol()).isEqualTo(Protocol.SFTP);
			assertThat(event.getPath()).isEqualTo("/hello.txt");
			assertThat(event.getRealPath()).isEqualTo(this.root.toRealPath().resolve("hello.txt")).hasContent("hello");
			SftpTransfer transfer = event.getTransfer();
			assertThat(transfer.size()).isEqualTo(5);
			assertThat(transfer.transferred()).isEqualTo(5);
			assertThat(transfer.duration()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(60));
			assertThat(transfer.checksum()).isEqualTo(SHA_256_OF_HELLO);
			assertThat(event).hasToString("SftpUploadCompletedEvent[path=/hello.txt, user=demo, connection=%s]"
				.formatted(event.getConnection().id()));
		}
	}

	@Test
	void checksumIsThatOfTheWholeFileHoweverItWasWritten() throws Exception {
		Files.writeString(this.root.resolve("resumed"), "hel");
		try (TestFileServer server = TestFileServer.builder(this.root).eventChecksum("SHA-256").start();
				RawSftpClient sftp = RawSftpClient.open(this.client, server.port(), 3)) {
			byte[] backwards = sftp.openToWrite("/backwards");
			sftp.write(backwards, 3, "lo".getBytes(StandardCharsets.UTF_8));
			sftp.write(backwards, 0, "hel".getBytes(StandardCharsets.UTF_8));
			sftp.close(backwards);
			assertThat(server.awaitEvent(SftpUploadCompletedEvent.class).getTransfer().checksum())
				.isEqualTo(SHA_256_OF_HELLO);
			byte[] resumed = RawSftpClient.handle(sftp.openFile("/resumed", OpenFlags.WRITE));
			sftp.write(resumed, 3, "lo".getBytes(StandardCharsets.UTF_8));
			sftp.close(resumed);
			SftpTransfer transfer = server.awaitEvent(SftpUploadCompletedEvent.class).getTransfer();
			assertThat(transfer.checksum()).isEqualTo(SHA_256_OF_HELLO);
			assertThat(transfer.size()).isEqualTo(5);
			assertThat(transfer.transferred()).isEqualTo(2);
		}
	}

	@Test
	void uploadIsToldThatTheClientGivesUp() throws Exception {
		Files.writeString(this.root.resolve("old"), "old");
		try (TestFileServer server = TestFileServer.start(this.root);
				RawScpClient scp = RawScpClient.open(this.client, server.port())) {
			RawSftpClient sftp = RawSftpClient.open(this.client, server.port(), 3);
			byte[] handle = sftp.openToWrite("/old");
			sftp.write(handle, 0, "hel".getBytes(StandardCharsets.UTF_8));
			sftp.openToRead("/old");
			sftp.openFile("/old", OpenFlags.READ | OpenFlags.WRITE);
			sftp.close();
			SftpUploadFailedEvent event = server.awaitEvent(SftpUploadFailedEvent.class);
			assertThat(event.getIdentity().username()).isEqualTo("demo");
			assertThat(event.getPath()).isEqualTo("/old");
			assertThat(event.getRealPath()).isEqualTo(this.root.toRealPath().resolve("old")).hasContent("old");
			assertThat(event.getReason()).isEqualTo("The client has not completed the file");
			assertThat(event.getTransferred()).isEqualTo(3);
			assertThat(event.getDuration()).isPositive();
			// the others were not changed
			scp.run("scp -t /", "C0644 5 lost\nhel");
			event = server.awaitEvent(SftpUploadFailedEvent.class);
			assertThat(event.getProtocol()).isEqualTo(Protocol.SCP);
			assertThat(event.getPath()).isEqualTo("/lost");
			assertThat(server.remainingEvents()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void uploadIsToldThatFails(boolean atomic) throws Exception {
		TestFileServer.Builder builder = TestFileServer.builder(this.root)
			.settings((settings) -> new SftpSettings(false, atomic, false, settings.umask(), settings.links(),
					List.of(), List.of(), new SftpQuota(10, 10), settings.limits()));
		try (TestFileServer server = builder.start();
				RawSftpClient sftp = RawSftpClient.open(this.client, server.port(), 3)) {
			byte[] handle = sftp.openToWrite("/file");
			assertThat(sftp.write(handle, 0, new byte[8]).code()).isEqualTo(StatusCode.OK);
			assertThat(sftp.write(handle, 8, new byte[8]).code()).isEqualTo(StatusCode.FAILURE);
			assertThat(sftp.close(handle).code()).isEqualTo(atomic ? StatusCode.FAILURE : StatusCode.OK);
			SftpUploadFailedEvent event = server.awaitEvent(SftpUploadFailedEvent.class);
			assertThat(event.getReason()).isEqualTo("the quota of 10 bytes is used up");
			assertThat(event.getTransferred()).isEqualTo(8);
			assertThat(Files.exists(this.root.resolve("file"))).isEqualTo(!atomic);
			assertThat(server.remainingEvents()).isEmpty();
		}
	}

	@Test
	void uploadIsToldThatTakesTooLong() throws Exception {
		TestFileServer.Builder builder = TestFileServer.builder(this.root)
			.settings((settings) -> new SftpSettings(false, true, false, settings.umask(), settings.links(), List.of(),
					List.of(), settings.quota(), new SftpSessionLimits(10, 10, Long.MAX_VALUE, Duration.ZERO,
							Duration.ofSeconds(1), Long.MAX_VALUE)));
		try (TestFileServer server = builder.start()) {
			RawSftpClient sftp = RawSftpClient.open(this.client, server.port(), 3);
			byte[] handle = sftp.openToWrite("/file");
			await().untilAsserted(() -> assertThat(sftp.status(PacketType.FSTAT, (p) -> p.writeBytes(handle)).message())
				.isEqualTo("it was idle for more than 1 s"));
			assertThat(server.remainingEvents()).isEmpty();
			sftp.close();
			assertThat(server.awaitEvent(SftpUploadFailedEvent.class).getReason())
				.isEqualTo("it was idle for more than 1 s");
		}
	}

	@Test
	void downloadIsToldIfItIsComplete() throws Exception {
		Files.writeString(this.root.resolve("hello"), "hello");
		try (TestFileServer server = TestFileServer.builder(this.root).eventChecksum("SHA-256").start();
				RawSftpClient sftp = RawSftpClient.open(this.client, server.port(), 3)) {
			byte[] part = sftp.openToRead("/hello");
			sftp.read(part, 0, 3);
			sftp.close(part);
			assertThat(sftp.get("/hello")).isEqualTo("hello");
			SftpDownloadCompletedEvent event = server.awaitEvent(SftpDownloadCompletedEvent.class);
			assertThat(event.getPath()).isEqualTo("/hello");
			assertThat(event.getTransfer().transferred()).isEqualTo(5);
			assertThat(event.getTransfer().checksum()).isEqualTo(SHA_256_OF_HELLO);
			assertThat(server.remainingEvents()).isEmpty();
		}
	}

	@Test
	void whatIsDoneIsToldInOrder() throws Exception {
		try (TestFileServer server = TestFileServer.start(this.root);
				RawSftpClient sftp = RawSftpClient.open(this.client, server.port(), 3)) {
			ok(sftp.status(PacketType.MKDIR, (p) -> p.writeText("/d").writeAttributes(FileAttributes.NONE, 3)));
			sftp.put("/d/a", "text");
			ok(sftp.status(PacketType.RENAME, (p) -> p.writeText("/d/a").writeText("/d/b")));
			ok(sftp.status(PacketType.SETSTAT, (p) -> p.writeText("/d/b")
				.writeAttributes(new FileAttributes.Builder().permissions(0600).build(), 3)));
			ok(sftp.status(PacketType.SYMLINK, (p) -> p.writeText("b").writeText("/d/l")));
			ok(sftp.status(PacketType.REMOVE, (p) -> p.writeText("/d/l")));
			ok(sftp.status(PacketType.REMOVE, (p) -> p.writeText("/d/b")));
			ok(sftp.status(PacketType.RMDIR, (p) -> p.writeText("/d")));
			assertThat(sftp.status(PacketType.RMDIR, (p) -> p.writeText("/d")).code())
				.isEqualTo(StatusCode.NO_SUCH_FILE);
			Path real = this.root.toRealPath();
			assertThat(server.awaitEvent(SftpDirectoryCreatedEvent.class).getPath()).isEqualTo("/d");
			assertThat(server.awaitEvent(SftpUploadCompletedEvent.class).getPath()).isEqualTo("/d/a");
			SftpRenamedEvent renamed = server.awaitEvent(SftpRenamedEvent.class);
			assertThat(renamed.getPath()).isEqualTo("/d/a");
			assertThat(renamed.getRealPath()).isEqualTo(real.resolve("d/a"));
			assertThat(renamed.getNewPath()).isEqualTo("/d/b");
			assertThat(renamed.getNewRealPath()).isEqualTo(real.resolve("d/b"));
			assertThat(server.awaitEvent(SftpAttributesChangedEvent.class).getChanges().permissions()).isEqualTo(0600);
			SftpLinkCreatedEvent link = server.awaitEvent(SftpLinkCreatedEvent.class);
			assertThat(link.getPath()).isEqualTo("/d/l");
			assertThat(link.getTarget()).isEqualTo("b");
			assertThat(link.isSymbolic()).isTrue();
			assertThat(server.awaitEvent(SftpFileDeletedEvent.class).getPath()).isEqualTo("/d/l");
			assertThat(server.awaitEvent(SftpFileDeletedEvent.class).getPath()).isEqualTo("/d/b");
			assertThat(server.awaitEvent(SftpDirectoryDeletedEvent.class).getPath()).isEqualTo("/d");
			assertThat(server.remainingEvents()).isEmpty();
		}
	}

	@Test
	void scpIsToldToo() throws Exception {
		try (TestFileServer server = TestFileServer.start(this.root);
				RawScpClient scp = RawScpClient.open(this.client, server.port())) {
			assertThat(scp.run("scp -t /", "C0644 5 hello\nhello\0")).isEqualTo("\0\0\0");
			SftpUploadCompletedEvent upload = server.awaitEvent(SftpUploadCompletedEvent.class);
			assertThat(upload.getProtocol()).isEqualTo(Protocol.SCP);
			assertThat(upload.getPath()).isEqualTo("/hello");
			assertThat(upload.getTransfer().size()).isEqualTo(5);
			assertThat(scp.run("scp -f hello", "\0\0\0")).isEqualTo("C0640 5 hello\nhello\0");
			assertThat(server.awaitEvent(SftpDownloadCompletedEvent.class).getPath()).isEqualTo("/hello");
		}
	}

	@Test
	void listenersAreAskedBeforeAnythingIsDone() throws Exception {
		List<SftpOperation> asked = Collections.synchronizedList(new ArrayList<>());
		try (TestFileServer server = TestFileServer.builder(this.root).listener(asked::add).start();
				RawSftpClient sftp = RawSftpClient.open(this.client, server.port(), 3)) {
			Files.createDirectory(this.root.resolve("real"));
			Files.createSymbolicLink(this.root.resolve("link"), Path.of("real"));
			sftp.put("/link/file", "x");
			sftp.get("/link/file");
			sftp.list("/link");
			ok(sftp.status(PacketType.RENAME, (p) -> p.writeText("/link/file").writeText("/link/other")));
			assertThat(asked).extracting(SftpOperation::kind)
				.containsExactly(Kind.UPLOAD, Kind.DOWNLOAD, Kind.LIST, Kind.RENAME);
			// no link hides what it leads to
			assertThat(asked).extracting(SftpOperation::path)
				.containsExactly("/real/file", "/real/file", "/real", "/real/file");
			assertThat(asked.get(3).target()).isEqualTo("/real/other");
			assertThat(asked.get(0).identity().username()).isEqualTo("demo");
		}
	}

	@Test
	void listenerRefuses() throws Exception {
		SftpListener listener = (operation) -> {
			if (operation.path().startsWith("/closed")) {
				throw operation.denied("Closed until Monday");
			}
			if (operation.path().startsWith("/broken")) {
				throw new IllegalStateException("Not today");
			}
		};
		Files.writeString(this.root.resolve("open"), "x");
		try (TestFileServer server = TestFileServer.builder(this.root).listener(listener).start();
				RawSftpClient sftp = RawSftpClient.open(this.client, server.port(), 3);
				RawScpClient scp = RawScpClient.open(this.client, server.port())) {
			Status denied = new Status(StatusCode.PERMISSION_DENIED, "Closed until Monday");
			assertThat(Status.of(sftp.openFile("/closed", OpenFlags.WRITE | OpenFlags.CREATE))).isEqualTo(denied);
			assertThat(sftp.status(PacketType.MKDIR,
					(p) -> p.writeText("/closed").writeAttributes(FileAttributes.NONE, 3)))
				.isEqualTo(denied);
			assertThat(Status.of(sftp.openFile("/broken", OpenFlags.WRITE | OpenFlags.CREATE)))
				.isEqualTo(new Status(StatusCode.PERMISSION_DENIED, "Not today"));
			assertThat(scp.run("scp -t /closed", "C0644 5 hello\n"))
				.isEqualTo("\0\1scp: /closed: Closed until Monday\n");
			assertThat(scp.lastStatus()).isEqualTo(1);
			assertThat(this.root.resolve("closed")).doesNotExist();
			assertThat(sftp.get("/open")).isEqualTo("x");
		}
	}

	/**
	 * Clients go away once their last request is answered.
	 */
	@Test
	void slowListenerHearsOfEverythingThoughTheClientIsGone() throws Exception {
		CountDownLatch gone = new CountDownLatch(1);
		List<String> heard = Collections.synchronizedList(new ArrayList<>());
		CountDownLatch done = new CountDownLatch(3);
		EventQueue queue = new EventQueue((event) -> {
			try {
				gone.await();
				heard.add(((SftpEvent) event).getPath());
				done.countDown();
			}
			catch (InterruptedException ex) {
				heard.add("interrupted");
			}
		}, Executors.newCachedThreadPool());
		Thread session = new Thread(() -> {
			for (String path : List.of("/1", "/2", "/3")) {
				queue.publish(() -> new SftpFileDeletedEvent(action(path)));
			}
			queue.awaitPublished();
		});
		session.start();
		session.interrupt();
		session.join(200);
		assertThat(session.isAlive()).isTrue();
		gone.countDown();
		assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
		session.join(20_000);
		assertThat(session.isAlive()).isFalse();
		assertThat(heard).containsExactly("/1", "/2", "/3");
	}

	@Test
	void failingListenerKeepsNoEventFromOthers() {
		List<String> heard = new ArrayList<>();
		EventQueue queue = new EventQueue((event) -> {
			heard.add(((SftpEvent) event).getPath());
			throw new IllegalStateException("broken");
		}, Runnable::run);
		queue.publish(() -> new SftpFileDeletedEvent(action("/1")));
		queue.publish(() -> new SftpFileDeletedEvent(action("/2")));
		queue.awaitPublished();
		assertThat(heard).containsExactly("/1", "/2");
	}

	private static SftpAction action(String path) {
		return new SftpAction(new SshIdentity("ada", List.of(), null, null, Set.of(), null),
				new SshConnectionInfo("1", new InetSocketAddress(1), new InetSocketAddress(2), "SSH-2.0-x",
						new SshAlgorithms("", "", "", "", "", "", "", ""), Instant.EPOCH),
				Protocol.SFTP, path, null);
	}

	private static void ok(Status status) {
		assertThat(status.code()).as(status.message()).isEqualTo(StatusCode.OK);
	}

}
