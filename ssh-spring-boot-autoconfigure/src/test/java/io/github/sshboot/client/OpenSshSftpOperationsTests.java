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
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

import io.github.sshboot.client.SshClientSettings.FileTransfer;
import io.github.sshboot.client.SshClientSettings.Pool;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.TestSshClients;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * SFTP with OpenSSH's server.
 */
class OpenSshSftpOperationsTests extends AbstractSftpOperationsTests {

	private static final String SFTP_SERVER = "/usr/lib/openssh/sftp-server";

	@Override
	AutoCloseable startServer(Path directory, Path root) {
		return OpenSshServer.start(directory, "Subsystem sftp internal-sftp");
	}

	@Override
	int port(AutoCloseable server) {
		return ((OpenSshServer) server).port();
	}

	@Override
	String rootPath(Path root) {
		return root.toString();
	}

	@Test
	void pathsMayBeginWithTheHomeDirectory() {
		assertThat(this.sftp.realPath("~")).startsWith("/").doesNotContain("~");
	}

	@Test
	void flushedDataIsThere() throws IOException {
		try (OutputStream stream = this.sftp.write(path("file"))) {
			stream.write(random(1_000_000));
			stream.flush();
			assertThat(this.remote.resolve("file")).hasSize(1_000_000);
		}
	}

	@Test
	void directTransfersWriteUnderTheirOwnNames() throws IOException {
		List<List<String>> seen = new ArrayList<>();
		this.sftp.upload(random(600_000)).direct().listener((event) -> {
			try {
				seen.add(names(this.remote));
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		}).to(path("file"));
		assertThat(seen).isNotEmpty().containsOnly(List.of("file"));
		assertThat(this.remote.resolve("file")).hasBinaryContent(random(600_000));
		this.sftp.upload(random(3)).direct().to(path("file"));
		assertThat(this.remote.resolve("file")).hasBinaryContent(random(3));
		this.sftp.download(path("file")).direct().to(this.local.resolve("direct"));
		assertThat(this.local.resolve("direct")).hasBinaryContent(random(3));
	}

	@Test
	void filesWithoutASizeAreReadToTheirEnd() throws IOException {
		assertThat(new String(this.sftp.download("/proc/self/status").bytes())).contains("voluntary_ctxt_switches");
	}

	@Test
	void newChannelsTakeThePlaceOfThoseThatWereLost() {
		try (OpenSshServer server = OpenSshServer.start(this.local, "Subsystem sftp internal-sftp");
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			SftpOperations files = clients.get("demo").sftp();
			for (int i = 0; i < 5; i++) {
				assertThat(files.list(this.remote.toString())).isEmpty();
				server.killConnections();
			}
		}
	}

	@Test
	void serverThatAnswersNothingIsLeftInTime() {
		try (OpenSshServer server = OpenSshServer.start(this.local, "Subsystem sftp /bin/sleep 60");
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			SshClient client = clients.get("demo")
				.mutate()
				.fileTransfer(new FileTransfer(Duration.ofMillis(300), 4, 1, Duration.ofSeconds(30), 1 << 20))
				.build();
			assertThatExceptionOfType(SshTimeoutException.class).isThrownBy(() -> client.sftp().list("."))
				.withMessageContaining("has answered nothing for 300 ms");
		}
	}

	@Test
	void channelsAreAsManyAsThereMayBeAndClosedWhenTheyAreIdle() throws Exception {
		Programs.require(SFTP_SERVER, "openssh-sftp-server");
		Path log = Files.createFile(this.local.resolve("log"));
		log.toFile().setWritable(true, false);
		Path script = Files.writeString(this.local.resolve("sftp"), """
				#!/bin/sh
				echo begin >> %1$s
				%2$s
				echo end >> %1$s
				""".formatted(log, SFTP_SERVER));
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
		try (OpenSshServer server = OpenSshServer.start(this.local, "Subsystem sftp " + script);
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			SftpOperations files = clients.get("demo")
				.mutate()
				.fileTransfer(new FileTransfer(Duration.ofMinutes(1), 2, 1, Duration.ofMillis(200), 64 * 1024))
				.build()
				.sftp();
			Path source = Files.write(this.local.resolve("source"), random(1_000_000));
			CyclicBarrier barrier = new CyclicBarrier(5);
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < 5; i++) {
				String target = this.remote.resolve("file-" + i).toString();
				AtomicBoolean begun = new AtomicBoolean();
				Thread thread = new Thread(() -> files.upload(source).listener((event) -> {
					if (!begun.getAndSet(true)) {
						meet(barrier);
					}
				}).to(target));
				thread.start();
				threads.add(thread);
			}
			for (Thread thread : threads) {
				thread.join();
			}
			await().untilAsserted(() -> assertThat(log).hasContent("begin\nbegin\nend\nend"));
			for (int i = 0; i < 5; i++) {
				assertThat(this.remote.resolve("file-" + i)).hasBinaryContent(random(1_000_000));
			}
			files.list(this.remote.toString());
			await().untilAsserted(() -> assertThat(log).hasContent("begin\nbegin\nend\nend\nbegin\nend"));
		}
	}

	@Test
	void largeFileIsSentOnSeveralChannels() throws Exception {
		Path log = this.local.resolve("log");
		byte[] content = random(50_000_000);
		try (OpenSshServer server = OpenSshServer.start(this.local, "Subsystem sftp " + loggingServer(log));
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			Resource source = slowUntil(() -> opened(log) == 3, content);
			clients.get("demo").sftp().upload(source).sync().to(path("file"));
		}
		assertThat(this.remote.resolve("file")).hasBinaryContent(content);
		assertThat(names(this.remote)).containsExactly("file");
		await().untilAsserted(() -> {
			List<Long> written = written(log);
			assertThat(written).hasSize(3).allMatch((bytes) -> bytes > 1_000_000);
			assertThat(written.stream().mapToLong(Long::longValue).sum()).isEqualTo(content.length);
		});
	}

	@Test
	void largeFileIsSentOnOneChannelWhereThereIsNoOther() throws Exception {
		Path log = this.local.resolve("log");
		byte[] content = random(50_000_000);
		Path source = Files.write(this.local.resolve("source"), content);
		try (OpenSshServer server = OpenSshServer.start(this.local, "MaxSessions 1",
				"Subsystem sftp " + loggingServer(log));
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			SshClient client = clients.get("demo").mutate().pool(new Pool(1, 10, Duration.ofSeconds(30))).build();
			client.sftp().upload(source).to(path("file"));
		}
		assertThat(this.remote.resolve("file")).hasBinaryContent(content);
		await().untilAsserted(() -> assertThat(written(log)).containsExactly((long) content.length));
	}

	/**
	 * Return a server that logs how much is written through each handle.
	 */
	private String loggingServer(Path log) throws IOException {
		Programs.require(SFTP_SERVER, "openssh-sftp-server");
		Files.createFile(log);
		log.toFile().setWritable(true, false);
		Path script = Files.writeString(this.local.resolve("sftp"),
				"#!/bin/sh\nexec %s -e -l INFO 2>> %s\n".formatted(SFTP_SERVER, log));
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
		return script.toString();
	}

	/**
	 * Return something that takes long to read until a condition is met.
	 */
	private static Resource slowUntil(Callable<Boolean> condition, byte[] content) {
		return new ByteArrayResource(content) {

			@Override
			public InputStream getInputStream() {
				return new ByteArrayInputStream(content) {

					@Override
					public synchronized int read(byte[] target, int offset, int length) {
						try {
							if (!condition.call()) {
								TimeUnit.MILLISECONDS.sleep(50);
							}
						}
						catch (Exception ex) {
							throw new AssertionError(ex);
						}
						return super.read(target, offset, length);
					}

				};
			}

		};
	}

	private static long opened(Path log) throws IOException {
		return Pattern.compile("flags WRITE").matcher(Files.readString(log)).results().count();
	}

	private static List<Long> written(Path log) throws IOException {
		return Pattern.compile("bytes read 0 written (\\d+)")
			.matcher(Files.readString(log))
			.results()
			.map((result) -> Long.valueOf(result.group(1)))
			.toList();
	}

	private static void meet(CyclicBarrier barrier) {
		try {
			barrier.await(30, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
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
