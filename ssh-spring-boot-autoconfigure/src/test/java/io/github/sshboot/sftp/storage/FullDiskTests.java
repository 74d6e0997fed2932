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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFile;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.sftp.SftpFileSystemException;
import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.Programs.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A disk that takes a part of an upload and then no more. A process of its own meets one
 * when the system lets its files be so long and no longer, for which nobody needs
 * privileges.
 */
@Timeout(120)
class FullDiskTests {

	private static final int BLOCKS = 64;

	private static final int TOO_LONG = 2 * BLOCKS * 1024;

	@TempDir
	private Path root;

	@Test
	void leavesWhatWasThereAsItWas() throws Exception {
		byte[] large = new byte[TOO_LONG];
		large[TOO_LONG - 1] = 1;
		Files.writeString(this.root.resolve("old"), "old");
		Files.write(this.root.resolve("large"), large);
		Result result = Programs.run(this.root, "sh", "-c", "ulimit -f %d; exec \"$@\"".formatted(BLOCKS), "sh",
				ProcessHandle.current().info().command().orElseThrow(), "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
				"-Xmx64m", "-cp", TestFiles.classPath(), Client.class.getName(), this.root.toString());
		assertThat(result.output().lines()).containsExactly("old write FILE_TOO_LARGE", "old commit FILE_TOO_LARGE",
				"old write FILE_TOO_LARGE", "old commit FILE_TOO_LARGE", "large write FILE_TOO_LARGE",
				"large commit FILE_TOO_LARGE", "new write FILE_TOO_LARGE", "new commit FILE_TOO_LARGE");
		assertThat(this.root.resolve("old")).hasContent("old");
		assertThat(this.root.resolve("large")).hasBinaryContent(large);
		assertThat(this.root.resolve("small")).hasContent("small");
		try (Stream<Path> files = Files.list(this.root)) {
			assertThat(files).extracting((file) -> file.getFileName().toString())
				.containsExactlyInAnyOrder("old", "large", "small");
		}
	}

	/**
	 * The process that meets the end of the disk.
	 */
	static final class Client {

		private Client() {
		}

		/**
		 * Write more than there is room for, in all ways, and then what there is room
		 * for.
		 * @param arguments the root
		 * @throws IOException if it cannot be written
		 */
		public static void main(String[] arguments) throws IOException {
			try (SftpFileSystem files = TestFiles.open(Path.of(arguments[0]),
					(settings) -> settings.quota(10 * TOO_LONG, 3))) {
				write(files, "old", TestFiles.PUT);
				write(files, "old", TestFiles.APPEND);
				write(files, "large", TestFiles.UPDATE);
				write(files, "new", TestFiles.PUT);
				TestFiles.write(files, "/small", "small");
			}
		}

		private static void write(SftpFileSystem files, String name, Set<OpenOption> options) throws IOException {
			try (SftpFile file = files.open("/" + name, options, SftpAttributes.none())) {
				attempt(name + " write", () -> {
					for (int position = 0; position < TOO_LONG; position += 10_000) {
						file.write(ByteBuffer.allocate(10_000), position);
					}
				});
				attempt(name + " commit", file::commit);
			}
		}

		private static void attempt(String what, Failures.Action action) throws IOException {
			try {
				action.run();
				System.out.println(what);
			}
			catch (SftpFileSystemException ex) {
				System.out.println(what + " " + ex.getKind());
			}
		}

	}

}
