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

package io.github.sshboot.sftp.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;

import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFile;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.sftp.SftpSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that uploads is killed at any time, again and again, while a reader polls:
 * nothing partial is ever seen, and nothing that was acknowledged is lost. The profile
 * {@code kill-points} does it a thousand times.
 */
@Timeout(7200)
class UploadKillTests {

	private static final int FILES = 4;

	@TempDir
	private Path root;

	@Test
	void losesNothingAndShowsNothingPartial() throws Exception {
		int kills = Integer.getInteger("sftp.kill-points", 8);
		Random random = new Random(kills);
		AtomicBoolean stop = new AtomicBoolean();
		AtomicReference<Throwable> seen = new AtomicReference<>();
		Thread reader = new Thread(() -> poll(stop, seen));
		reader.start();
		Map<String, Long> acknowledged = new HashMap<>();
		int leftOver = 0;
		try {
			for (int kill = 0; kill < kills; kill++) {
				uploadUntilKilled(random, kill % 2 == 0, acknowledged);
				for (Map.Entry<String, Long> file : acknowledged.entrySet()) {
					assertThat(version(this.root.resolve(file.getKey()))).as(file.getKey())
						.isGreaterThanOrEqualTo(file.getValue());
				}
				leftOver += Files.exists(this.root.resolve(Staging.NAME)) ? 1 : 0;
				assertThat(seen.get()).isNull();
			}
		}
		finally {
			stop.set(true);
			reader.join();
		}
		assertThat(seen.get()).isNull();
		assertThat(acknowledged).isNotEmpty();
		assertThat(leftOver).isPositive();
		TestFiles.open(this.root).close();
		assertThat(this.root.resolve(Staging.NAME)).doesNotExist();
	}

	/**
	 * Let a process upload, and kill it some time after it has begun or has completed the
	 * first file.
	 */
	private void uploadUntilKilled(Random random, boolean complete, Map<String, Long> acknowledged) throws Exception {
		Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
				"-XX:TieredStopAtLevel=1", "-Xmx64m", "-cp", TestFiles.classPath(), Uploader.class.getName(),
				this.root.toString(), Long.toString(random.nextLong()), Long.toString(lastVersion(acknowledged)))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader output = process.inputReader()) {
			assertThat(output.readLine()).isEqualTo("ready");
			if (complete) {
				acknowledge(output.readLine(), acknowledged);
			}
			long end = System.nanoTime() + random.nextInt(60_000_000);
			// between two lines, or in the middle of what comes before the next
			while (System.nanoTime() < end) {
				if (output.ready()) {
					acknowledge(output.readLine(), acknowledged);
				}
				Thread.onSpinWait();
			}
			// unlike that of the process itself, this leaves its output to be read
			process.toHandle().destroyForcibly();
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				acknowledge(line, acknowledged);
			}
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	private static long lastVersion(Map<String, Long> acknowledged) {
		// one more may have got its name
		return acknowledged.values().stream().mapToLong(Long::longValue).max().orElse(0) + 1;
	}

	private static void acknowledge(@Nullable String line, Map<String, Long> acknowledged) {
		// the last line may be cut off
		if (line != null && line.endsWith(".")) {
			String[] words = line.split(" ");
			acknowledged.put(words[0], Long.valueOf(words[1]));
		}
	}

	private void poll(AtomicBoolean stop, AtomicReference<Throwable> seen) {
		try {
			while (!stop.get()) {
				for (int file = 0; file < FILES; file++) {
					try {
						version(this.root.resolve("file" + file));
					}
					catch (NoSuchFileException ex) {
						// not yet
					}
				}
				try (var names = Files.list(this.root)) {
					assertThat(names.map((name) -> name.getFileName().toString()))
						.allMatch((name) -> name.startsWith("file") || name.equals(Staging.NAME));
				}
			}
		}
		catch (Throwable ex) {
			seen.set(ex);
		}
	}

	/**
	 * Return the version of a file that must be whole.
	 */
	private static long version(Path file) throws IOException {
		ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
		assertThat(content.remaining()).as(file.toString()).isGreaterThanOrEqualTo(2 * Long.BYTES);
		CRC32 checksum = new CRC32();
		checksum.update(content.slice(0, content.limit() - Long.BYTES));
		assertThat(content.getLong(content.limit() - Long.BYTES)).as(file.toString()).isEqualTo(checksum.getValue());
		return content.getLong(0);
	}

	/**
	 * The process that is killed.
	 */
	static final class Uploader {

		private Uploader() {
		}

		/**
		 * Upload new versions of a few files for ever.
		 * @param arguments the root, a seed, and the last version that there may be
		 * @throws IOException never
		 */
		public static void main(String[] arguments) throws IOException {
			Path root = Path.of(arguments[0]);
			Random random = new Random(Long.parseLong(arguments[1]));
			long version = Long.parseLong(arguments[2]);
			RootedFileSystemFactory factory = new RootedFileSystemFactory((identity, connection) -> root,
					SftpSettings.defaults());
			try (SftpFileSystem files = factory.open(root)) {
				System.out.println("ready");
				while (true) {
					String name = "file" + random.nextInt(FILES);
					upload(files, name, ++version, random);
					System.out.println(name + " " + version + " .");
				}
			}
		}

		private static void upload(SftpFileSystem files, String name, long version, Random random) throws IOException {
			byte[] content = new byte[2 * Long.BYTES + random.nextInt(200_000)];
			random.nextBytes(content);
			ByteBuffer buffer = ByteBuffer.wrap(content).putLong(0, version);
			CRC32 checksum = new CRC32();
			checksum.update(content, 0, content.length - Long.BYTES);
			buffer.putLong(content.length - Long.BYTES, checksum.getValue());
			try (SftpFile file = files.open("/" + name, TestFiles.PUT, SftpAttributes.none())) {
				while (buffer.hasRemaining()) {
					int position = buffer.position();
					int count = Math.min(32 * 1024, buffer.remaining());
					file.write(buffer.slice(position, count), position);
					buffer.position(position + count);
				}
				file.commit();
			}
		}

	}

}
