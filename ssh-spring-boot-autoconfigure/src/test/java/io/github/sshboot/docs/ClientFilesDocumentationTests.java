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
package io.github.sshboot.docs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.github.sshboot.client.DefaultSshClientFactory;
import io.github.sshboot.testing.TestFileServer;
import io.github.sshboot.testing.TestSshClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/client-files.md} are compiled, and they do what is said of
 * them.
 */
class ClientFilesDocumentationTests {

	@TempDir
	Path directory;

	static Stream<String> codeBlocks() throws Exception {
		return Examples.in("client-files.md");
	}

	@ParameterizedTest
	@MethodSource("codeBlocks")
	void codeIsThatOfAnExample(String block) throws Exception {
		Examples.assertThatItIsCompiled(block);
	}

	@Test
	void thereIsCodeToCompare() throws Exception {
		assertThat(codeBlocks()).hasSizeGreaterThan(5);
	}

	@Test
	void examplesWork() throws Exception {
		Path root = Files.createDirectory(this.directory.resolve("root"));
		for (String name : new String[] { "inbox", "labels", "outbox/2026-01", "outbox/old/older", "archive", "flash",
				"var/log" }) {
			Files.createDirectories(root.resolve(name));
		}
		Files.writeString(root.resolve("outbox/report.csv"), "report");
		Files.writeString(root.resolve("outbox/log"), "log:");
		Files.writeString(root.resolve("outbox/2026-01/a.csv"), "a");
		Files.writeString(root.resolve("var/log/messages"), "messages");
		Path local = Files.createDirectories(this.directory.resolve("local/sub"));
		Path file = Files.writeString(local.resolve("file.csv"), "file");
		try (TestFileServer server = TestFileServer.start(root);
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			Manifests manifests = new Manifests(clients.get("demo"));
			manifests.send(file);
			assertThat(root.resolve("inbox/manifest.csv")).hasContent("file");
			assertThat(manifests.fetch(this.directory.resolve("fetched")).files()).isEqualTo(3);
			ByteArrayOutputStream received = new ByteArrayOutputStream();
			manifests.variants(new FileSystemResource(file), new byte[3], new ByteArrayInputStream(new byte[4]),
					this.directory.resolve("local"), received);
			assertThat(received).hasToString("report");
			assertThat(root.resolve("labels/file.csv")).hasContent("file");
			assertThat(root.resolve("inbox/2026/sub/file.csv")).hasContent("file");
			assertThat(this.directory.resolve("local/2026-01/a.csv")).hasContent("a");
			manifests.carefully(file);
			assertThat(root.resolve("inbox/large")).hasContent("file");
			manifests.more();
			assertThat(root.resolve("outbox/log")).hasContent("log:report");
			assertThat(root.resolve("outbox/old")).doesNotExist();
			assertThat(manifests.archive("report.csv")).isTrue();
			assertThat(manifests.archive("report.csv")).isFalse();
			manifests.firmware(clients.get("demo"), file, this.directory.resolve("logs"));
			assertThat(root.resolve("flash/image.bin")).hasContent("file");
			assertThat(this.directory.resolve("logs/messages")).hasContent("messages");
		}
	}

}
