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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFile;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.testing.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * What uploads leave behind, and who may delete it.
 */
class StagingTests {

	@TempDir
	private Path root;

	@Test
	void sweepsWhatDeadProcessesHaveLeft() throws IOException {
		Path staging = Files.createDirectory(this.root.resolve(Staging.NAME));
		for (String name : List.of("1-2-3.lock", "1-2-3.aaaa", "1-2-3.bbbb", "4-5-6.cccc")) {
			Files.writeString(staging.resolve(name), "left over");
		}
		Files.createDirectory(staging.resolve("1-2-3.dddd"));
		try (SftpFileSystem files = TestFiles.open(this.root)) {
			assertThat(TestFiles.list(files, "/")).isEmpty();
			assertThat(Files.list(staging)).singleElement()
				.satisfies((file) -> assertThat(file.toString()).endsWith(".lock"));
		}
		assertThat(staging).doesNotExist();
	}

	@Test
	void leavesWhatALiveProcessHas() throws Exception {
		Path staging = Files.createDirectory(this.root.resolve(Staging.NAME));
		Path lock = Files.createFile(staging.resolve("1-2-3.lock"));
		Path upload = Files.createFile(staging.resolve("1-2-3.aaaa"));
		// another process: the locks of this one would not keep it out
		Programs.require("python3");
		Process holder = new ProcessBuilder("python3", "-c",
				"import fcntl,sys;f=open(sys.argv[1],'r+');fcntl.lockf(f,fcntl.LOCK_EX);print('held',flush=True);sys.stdin.read()",
				lock.toString())
			.start();
		try {
			assertThat(holder.getInputStream().read()).isEqualTo('h');
			TestFiles.open(this.root).close();
			new RootedFileSystemFactory((identity, connection) -> this.root, new TestFiles.Settings().build())
				.sweep(List.of(this.root));
			assertThat(upload).exists();
			assertThat(lock).exists();
		}
		finally {
			holder.getOutputStream().close();
			holder.waitFor();
		}
		TestFiles.open(this.root).close();
		assertThat(staging).doesNotExist();
	}

	@Test
	void leavesWhatAnotherContextOfThisProcessHas() throws IOException {
		try (SftpFileSystem other = TestFiles.open(this.root);
				SftpFile upload = other.open("/file", TestFiles.PUT, SftpAttributes.none())) {
			upload.write(TestFiles.bytes("content"), 0);
			TestFiles.open(this.root).close();
			new RootedFileSystemFactory((identity, connection) -> this.root, new TestFiles.Settings().build())
				.sweep(List.of(this.root));
			upload.commit();
		}
		assertThat(this.root.resolve("file")).hasContent("content");
		assertThat(this.root.resolve(Staging.NAME)).doesNotExist();
	}

	@Test
	void holdsALockThatOtherProcessesSee() throws Exception {
		Programs.require("python3");
		try (SftpFileSystem files = TestFiles.open(this.root)) {
			// closing a channel to the file here would release the lock
			TestFiles.open(this.root).close();
			assertThat(TestFiles.list(files, "/")).isEmpty();
			Path lock;
			try (var staged = Files.list(this.root.resolve(Staging.NAME))) {
				lock = staged.findFirst().orElseThrow();
			}
			Programs.Result result = Programs.run(this.root, "python3", "-c",
					"import fcntl,sys;f=open(sys.argv[1],'r+');fcntl.lockf(f,fcntl.LOCK_EX|fcntl.LOCK_NB)",
					lock.toString());
			assertThat(result.stderr()).contains("BlockingIOError");
		}
	}

	@Test
	void doesNotTakeALinkForTheDirectory() throws IOException {
		Path outside = Files.createDirectory(this.root.resolve("outside"));
		Files.createSymbolicLink(this.root.resolve(Staging.NAME), outside);
		assertThatIOException().isThrownBy(() -> TestFiles.open(this.root));
		assertThat(outside).isEmptyDirectory();
	}

	@Test
	void leavesFilesOfOthersInTheDirectory() throws IOException {
		Path staging = Files.createDirectory(this.root.resolve(Staging.NAME));
		Files.writeString(staging.resolve("README"), "of the administrator");
		TestFiles.open(this.root).close();
		assertThat(staging.resolve("README")).exists();
	}

	@Test
	void letsSessionsComeAndGo() throws IOException {
		RootedFileSystemFactory factory = TestFiles.factory(this.root, (settings) -> settings);
		for (int round = 0; round < 20; round++) {
			try (SftpFileSystem one = factory.open(this.root)) {
				try (SftpFileSystem other = factory.open(this.root)) {
					TestFiles.write(other, "/file", "other");
				}
				TestFiles.write(one, "/file", "one");
			}
			assertThat(this.root.resolve(Staging.NAME)).doesNotExist();
		}
	}

	@Test
	void seesADirectoryThatHasTakenThePlaceOfTheRoot() throws IOException {
		Path files = Files.createDirectory(this.root.resolve("files"));
		RootedFileSystemFactory factory = TestFiles.factory(files, (settings) -> settings);
		try (SftpFileSystem old = factory.open(files)) {
			Files.move(files, this.root.resolve("moved"));
			Files.createDirectory(files);
			try (SftpFileSystem fresh = factory.open(files)) {
				TestFiles.write(fresh, "/file", "fresh");
			}
			TestFiles.write(old, "/file", "old");
		}
		assertThat(files.resolve("file")).hasContent("fresh");
		assertThat(this.root.resolve("moved/file")).hasContent("old");
	}

}
