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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.sshboot.client.scp.ScpSession;
import io.github.sshboot.client.scp.ScpTimeoutException;
import io.github.sshboot.client.transfer.StreamSource;
import io.github.sshboot.client.transfer.TransferOptions;
import io.github.sshboot.client.transfer.TransferSummary;
import io.github.sshboot.connection.WindowSettings;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * SCP with OpenSSH's {@code scp}, and with servers that lie.
 */
@Timeout(120)
class ScpOperationsTests {

	@TempDir
	static Path serverDirectory;

	private static OpenSshServer server;

	private static DefaultSshClientFactory clients;

	private static ScpOperations scp;

	@TempDir
	Path local;

	@TempDir
	Path remote;

	@BeforeAll
	static void start() {
		server = OpenSshServer.start(serverDirectory);
		clients = TestSshClients.create(server.port());
		scp = clients.get("demo").scp();
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
		Files.writeString(this.local.resolve("tree/a/b/it's three"), "three");
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
	void filesGoThereAndBack() throws IOException {
		for (int size : new int[] { 0, 1, 65535, 65536, 5_000_001 }) {
			byte[] content = random(size);
			Path source = Files.write(this.local.resolve("source"), content);
			assertThat(scp.upload(source).to(path("it's a file")))
				.isEqualTo(new TransferSummary(1, 0, size, List.of()));
			assertThat(this.remote.resolve("it's a file")).hasBinaryContent(content);
			scp.download(path("it's a file")).to(this.local.resolve("target"));
			assertThat(this.local.resolve("target")).hasBinaryContent(content);
			assertThat(scp.download(path("it's a file")).bytes()).isEqualTo(content);
		}
		assertThat(names(this.remote)).containsExactly("it's a file");
	}

	@Test
	void streamsBytesAndResourcesAreSent() throws IOException {
		scp.upload(new ByteArrayInputStream(random(100_000)), 100_000).to(path("stream"));
		scp.upload(random(10)).to(path("-bytes"));
		scp.upload(new ByteArrayResource(random(20))).to(path("resource"));
		scp.upload(this.local.resolve("tree/one.txt")).to(this.remote + "/");
		assertThat(this.remote.resolve("stream")).hasBinaryContent(random(100_000));
		assertThat(this.remote.resolve("-bytes")).hasBinaryContent(random(10));
		assertThat(this.remote.resolve("resource")).hasBinaryContent(random(20));
		assertThat(this.remote.resolve("one.txt")).hasContent("one");
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		scp.download(path("stream")).to(received);
		assertThat(received.toByteArray()).isEqualTo(random(100_000));
	}

	@Test
	void treesGoThereAndBackWithPermissionsAndTimes() throws IOException {
		Instant time = Instant.parse("2020-02-03T04:05:06Z");
		Path tree = this.local.resolve("tree");
		Files.setPosixFilePermissions(tree.resolve("one.txt"), PosixFilePermissions.fromString("rw-r-----"));
		Files.setLastModifiedTime(tree.resolve("one.txt"), FileTime.from(time));
		Files.setLastModifiedTime(tree, FileTime.from(time));
		TransferSummary summary = scp.upload(tree).preserve().to(path("copy"));
		assertThat(summary).isEqualTo(new TransferSummary(3, 3, 8, List.of()));
		// what is there is added to
		assertThat(scp.upload(tree).preserve().to(path("copy"))).isEqualTo(summary);
		assertThat(scp.download(path("copy")).preserve().to(this.local.resolve("new/back"))).isEqualTo(summary);
		for (Path copy : List.of(this.remote.resolve("copy"), this.local.resolve("new/back"))) {
			assertThat(names(copy)).isEqualTo(names(tree));
			assertThat(copy.resolve("a/b/it's three")).hasContent("three");
			assertThat(Files.getLastModifiedTime(copy.resolve("one.txt")).toInstant()).isEqualTo(time);
			assertThat(Files.getLastModifiedTime(copy).toInstant()).isEqualTo(time);
			assertThat(Files.getPosixFilePermissions(copy.resolve("one.txt")))
				.isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
		}
	}

	@Test
	void failuresOfTheServerAreTold() throws IOException {
		assertThatExceptionOfType(SshException.class).isThrownBy(() -> scp.download(path("nothing")).bytes())
			.withMessageContaining("No such file");
		assertThatExceptionOfType(SshException.class).isThrownBy(() -> scp.upload(random(10)).to(path("nowhere/file")))
			.withMessageContaining("nowhere");
		Path target = Files.writeString(this.local.resolve("target"), "before");
		scp.upload(random(1_000_000)).to(path("large"));
		assertThatExceptionOfType(SshException.class)
			.isThrownBy(() -> scp.download(path("large")).limit(1, DataSize.ofKilobytes(100)).to(target))
			.withMessageContaining("102400 bytes");
		assertThat(target).hasContent("before");
		assertThat(names(this.local)).noneMatch((name) -> name.endsWith(".part"));
	}

	@Test
	void hostWithoutScpSaysSo() throws Exception {
		try (TestSshServer server = TestSshServer.start((session) -> {
			session.getError().write("scp: not found\n".getBytes());
			session.exit(127);
		}); DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			assertThatExceptionOfType(SshException.class)
				.isThrownBy(() -> clients.get("demo").scp().download("file").bytes())
				.withMessageContaining("scp: not found");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = {
			// names that lead elsewhere
			"D0755 0 tree\n|C0644 4 ../canary\n|evil\u0000|E\n|",
			"D0755 0 tree\n|C0644 4 {local}/absolute\n|evil\u0000|E\n|", "D0755 0 tree\n|C0644 4 ..\n|evil\u0000|E\n|",
			"D0755 0 tree\n|C0644 4 .\n|evil\u0000|E\n|", "D0755 0 tree\n|C0644 4 a/b\n|evil\u0000|E\n|",
			"D0755 0 tree\n|C0644 4 \n|evil\u0000|E\n|", "D0755 0 tree\n|C0644 4 a\u0000b\n|evil\u0000|E\n|",
			"D0755 0 tree\n|D0755 0 ..\n|E\n|E\n|", "D0755 0 tree\n|D0755 0 sub/../..\n|E\n|E\n|", "D0755 0 ..\n|E\n|",
			// what was not asked for
			"C0644 4 other\n|evil\u0000|", "D0755 0 other\n|E\n|",
			"C0644 4 tree\n|evil\u0000|C0644 4 second\n|evil\u0000|", "D0755 0 tree\n|E\n|D0755 0 tree\n|E\n|",
			// what is no message
			"Welcome to the host\n", "C0644 -4 tree\nevil", "C0644 99999999999999999999 tree\n", "C9999 4 tree\nevil",
			"C0644 4tree\nevil", "T1 0 1 0\n|T1 0 1 0\n", "Tx\n", "E\n", "\u0003\n", "C0644 4 tree\nev",
			"D0755 0 tree\n|", "C0644 4 tree\nevil\u0001broken\n", "C0644 4 tree\nevilX\n", "\u0001not allowed\n",
			"\u0002fatal\n", "" })
	void serverThatLiesWritesNothing(String script) throws Exception {
		Path canary = Files.writeString(this.local.resolve("canary"), "safe");
		Path target = this.local.resolve("target");
		try (TestSshServer server = TestSshServer.start((session) -> {
			for (String part : script.replace("{local}", this.local.toString()).split("\\|")) {
				session.getInput().read();
				session.getOutput().write(part.getBytes(StandardCharsets.UTF_8));
				session.getOutput().flush();
			}
		}); DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			assertThatExceptionOfType(SshException.class)
				.isThrownBy(() -> clients.get("demo").scp().download("/some/tree").to(target));
		}
		assertThat(canary).hasContent("safe");
		assertThat(names(this.local)).filteredOn((name) -> !name.startsWith("tree"))
			.allMatch((name) -> List.of("canary", "target").contains(name));
		if (Files.isRegularFile(target)) {
			// the first file was asked for, what came after it was not
			assertThat(script).contains("second");
			assertThat(target).hasContent("evil");
		}
	}

	@Test
	void bitsThatChangeUsersAndGroupsAreNotTaken() throws Exception {
		Path target = this.local.resolve("target");
		try (TestSshServer server = TestSshServer.start((session) -> {
			session.getInput().read();
			session.getOutput().write("C6755 4 file\n".getBytes());
			session.getOutput().flush();
			session.getInput().read();
			session.getOutput().write("data\u0000".getBytes());
			session.getOutput().flush();
			session.getInput().read();
		}); DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			clients.get("demo").scp().download("file").preserve().to(target);
		}
		assertThat((Integer) Files.getAttribute(target, "unix:mode") & 07777).isEqualTo(0755);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "D0755 0 tree\n|", "C0644 4 tree\n", "C0644 4 tree\nev", "C0644 4 tree\nevil" })
	void serverThatStopsIsGivenUp(String script) throws Exception {
		Path target = this.local.resolve("target");
		try (TestSshServer server = TestSshServer.start((session) -> {
			for (String part : script.split("\\|")) {
				session.getInput().read();
				session.getOutput().write(part.getBytes(StandardCharsets.UTF_8));
				session.getOutput().flush();
			}
			while (session.getInput().read() >= 0) {
				// until the client goes
			}
		}); DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
			try (SshProcess download = clients.get("demo").exec("scp").start();
					SshProcess upload = clients.get("demo").exec("scp").start()) {
				assertThatExceptionOfType(ScpTimeoutException.class).isThrownBy(
						() -> session(download, timer).downloadTree("/some/tree", target, TransferOptions.defaults()))
					.withMessageContaining("500 ms");
				assertThatExceptionOfType(ScpTimeoutException.class).isThrownBy(() -> session(upload, timer)
					.upload(StreamSource.of(random(10_000_000)), "/some/file", TransferOptions.defaults()));
			}
			finally {
				timer.shutdownNow();
			}
		}
	}

	private static ScpSession session(SshProcess process, ScheduledThreadPoolExecutor timer) {
		return new ScpSession(process.getOutput(), process.getInput(), Duration.ofMillis(500),
				(delay, task) -> timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS), process::close);
	}

	@Test
	void smallWindowsAreEnough() throws Exception {
		try (DefaultSshClientFactory clients = TestSshClients.create(server.port(),
				(settings) -> new SshClientSettings(settings.endpoint(), settings.connect(), settings.credentials(),
						settings.hostKeyTrust(), settings.transport(), new WindowSettings(1024, 1024),
						settings.timeouts(), settings.pool()))) {
			clients.get("demo").scp().upload(random(300_000)).to(path("file"));
			assertThat(clients.get("demo").scp().download(path("file")).bytes()).isEqualTo(random(300_000));
		}
	}

}
