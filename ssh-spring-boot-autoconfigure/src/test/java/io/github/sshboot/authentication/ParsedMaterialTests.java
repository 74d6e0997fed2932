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

package io.github.sshboot.authentication;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sshboot.testing.Programs;
import io.github.sshboot.transport.KeyMaterial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

class ParsedMaterialTests {

	private final AtomicInteger parsed = new AtomicInteger();

	@TempDir
	Path directory;

	@Test
	void seesEveryChangeOfAFile() throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "0");
		ParsedMaterial<String> material = material(file);
		// the same size, and more changes than a clock of files has ticks
		for (int i = 0; i < 1000; i++) {
			String content = Integer.toString(i % 10);
			Files.writeString(file, content);
			assertThat(material.get()).isEqualTo(content);
		}
	}

	@Test
	void seesThatAFileIsReplacedDeletedAndCreated() throws IOException {
		Path file = this.directory.resolve("file");
		ParsedMaterial<String> material = material(file);
		assertThat(material.get()).isNull();
		Files.writeString(file, "one");
		FileTime time = Files.getLastModifiedTime(file);
		assertThat(material.get()).isEqualTo("one");
		Path other = Files.writeString(this.directory.resolve("other"), "two");
		Files.setLastModifiedTime(other, time);
		Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
		assertThat(material.get()).isEqualTo("two");
		Files.delete(file);
		assertThat(material.get()).isNull();
	}

	@Test
	void parsesAFileThatHasComeToRestOnlyOnce() throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "content");
		ParsedMaterial<String> material = material(file);
		await().atMost(Duration.ofSeconds(20)).until(() -> {
			int before = this.parsed.get();
			assertThat(material.get()).isEqualTo("content");
			return this.parsed.get() == before;
		});
		int before = this.parsed.get();
		for (int i = 0; i < 100; i++) {
			assertThat(material.get()).isEqualTo("content");
		}
		assertThat(this.parsed).hasValue(before);
	}

	@Test
	void parsesContentThatStaysTheSameOnlyOnce() throws IOException {
		ParsedMaterial<String> material = new ParsedMaterial<>(
				KeyMaterial.ofContent("test", "content".getBytes(StandardCharsets.UTF_8)), null, this::parse);
		material.get();
		assertThat(material.get()).isEqualTo("content");
		assertThat(this.parsed).hasValue(1);
	}

	@Test
	void whatDoesNotExistIsNothing() throws IOException {
		assertThat(new ParsedMaterial<>(KeyMaterial.of("test", () -> {
			throw new FileNotFoundException();
		}), null, this::parse).get()).isNull();
	}

	@Test
	@Timeout(value = 20, unit = TimeUnit.SECONDS)
	void refusesWhatIsNoRegularFile() {
		Programs.require("mkfifo", "coreutils");
		Programs.run(this.directory, "mkfifo", "pipe").output();
		assertThatIOException().isThrownBy(() -> material(this.directory.resolve("pipe")).get());
		assertThatIOException().isThrownBy(() -> material(this.directory).get());
		assertThat(this.parsed).hasValue(0);
	}

	@Test
	void refusesFilesThatAreTooLarge() throws IOException {
		Path file = this.directory.resolve("file");
		try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
			large.setLength(64 * 1024 * 1024 + 1);
		}
		assertThatIOException().isThrownBy(() -> material(file).get()).withMessageContaining("64 MB");
	}

	@Test
	void asksEachTimeWhetherTheFileMayBeUsed() throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "content");
		AtomicInteger asked = new AtomicInteger();
		ParsedMaterial<String> material = new ParsedMaterial<>(KeyMaterial.ofFile(file), (path) -> {
			if (asked.incrementAndGet() > 1) {
				throw new IOException("no");
			}
		}, this::parse);
		assertThat(material.get()).isEqualTo("content");
		assertThatIOException().isThrownBy(material::get).withMessage("no");
	}

	@Test
	void tellsWhatIsWrongWithTheContent() throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "content");
		ParsedMaterial<String> material = new ParsedMaterial<>(KeyMaterial.ofFile(file), null, (content) -> {
			throw new IllegalArgumentException("it is bad");
		});
		assertThatIOException().isThrownBy(material::get).withMessage("it is bad");
		assertThatIOException().isThrownBy(material::get).withMessage("it is bad");
	}

	private ParsedMaterial<String> material(Path file) {
		return new ParsedMaterial<>(KeyMaterial.ofFile(file), null, this::parse);
	}

	private String parse(byte[] content) {
		this.parsed.incrementAndGet();
		return new String(content, StandardCharsets.UTF_8);
	}

}
