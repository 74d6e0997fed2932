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

package io.github.sshboot.session.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

@ExtendWith(OutputCaptureExtension.class)
class ShellHistoriesTests {

	@TempDir
	Path temp;

	@Test
	void remembersTheLastLinesOfEachUser() throws IOException {
		ShellHistories histories = histories(3, null);
		UserHistory alice = histories.of("alice");
		Stream.of("one", "two", "two", "three", " secret", "\tsecret", "", "x".repeat(4097), "four")
			.forEach(alice::add);
		assertThat(histories.of("alice").lines()).containsExactly("two", "three", "four");
		assertThat(histories.of("Alice").lines()).isEmpty();
	}

	@Test
	void forgetsThoseWhoHaveBeenAwayForTheLongestTime() throws IOException {
		ShellHistories histories = histories(3, null);
		IntStream.range(0, 1000).forEach((number) -> histories.of("user" + number).add("x"));
		assertThat(histories.of("user0").lines()).hasSize(1);
		histories.of("another");
		assertThat(histories.of("user0").lines()).hasSize(1);
		assertThat(histories.of("user1").lines()).isEmpty();
	}

	@Test
	void remembersNothingIfThatIsSet() throws IOException {
		Path directory = this.temp.resolve("history");
		histories(0, directory).of("alice").add("one");
		assertThat(directory).isEmptyDirectory();
	}

	@Test
	void nextStartRemembersWhatWasTyped() throws IOException {
		Path directory = this.temp.resolve("a/history");
		List<String> lines = List.of("one", "pasted\nlines \\n \r", "\u65e5\u672c", "back\\slash\\");
		lines.forEach(histories(10, directory).of("alice")::add);
		histories(10, directory).of("alice").add(" secret");
		assertThat(histories(10, directory).of("alice").lines()).isEqualTo(lines);
		assertThat(histories(10, directory).of("bob").lines()).isEmpty();
	}

	@Test
	void nobodyElseMayReadIt() throws IOException {
		Path directory = this.temp.resolve("a/history");
		UserHistory history = histories(1, directory).of("alice");
		for (int i = 0; i < 5; i++) {
			history.add("line " + i);
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(directory))))
				.isEqualTo("rw-------");
		}
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
	}

	@Test
	void fileGrowsNoLargerThanTwiceWhatItShouldHave() throws IOException {
		Path directory = this.temp.resolve("history");
		for (int start = 0; start < 4; start++) {
			UserHistory history = histories(5, directory).of("alice");
			history.lines();
			for (int i = 0; i < 13; i++) {
				history.add("line " + start + " " + i);
				assertThat(Files.readAllLines(file(directory))).hasSizeLessThanOrEqualTo(10)
					.endsWith("line " + start + " " + i);
			}
		}
		assertThat(histories(5, directory).of("alice").lines()).containsExactly("line 3 8", "line 3 9", "line 3 10",
				"line 3 11", "line 3 12");
	}

	@Test
	void namesOfUsersAreNoPaths() throws IOException {
		Path directory = this.temp.resolve("history");
		ShellHistories histories = histories(5, directory);
		List<String> names = List.of("alice", "Alice", "ALICE", "../../etc/passwd", "..", "a/b", "a%2Fb", "\u00e4",
				"a\u0000b", "");
		names.forEach((name) -> histories.of(name).add("of " + name));
		assertThat(Files.list(directory)).hasSize(names.size())
			.allMatch((file) -> file.getFileName().toString().matches("history-[a-z0-9%A-F_-]*"));
		assertThat(this.temp).isDirectoryNotContaining((path) -> !path.equals(directory));
		names.forEach((name) -> assertThat(newHistory(directory, name)).containsExactly("of " + name));
	}

	private List<String> newHistory(Path directory, String name) {
		try {
			return histories(5, directory).of(name).lines();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void linksAreNotFollowedAndShellsGoOn(CapturedOutput output) throws IOException {
		Path directory = Files.createDirectory(this.temp.resolve("history"));
		Path other = Files.writeString(this.temp.resolve("other"), "of another\n");
		Files.createSymbolicLink(file(directory), other);
		UserHistory history = histories(5, directory).of("alice");
		assertThat(history.lines()).isEmpty();
		history.add("one");
		history.add("two");
		assertThat(history.lines()).containsExactly("one", "two");
		assertThat(other).hasContent("of another");
		assertThat(output.toString().split("is not kept in", -1)).hasSize(2);
	}

	@Test
	void nameThatIsTooLongForAFileIsRememberedInMemory(CapturedOutput output) throws IOException {
		UserHistory history = histories(5, this.temp.resolve("history")).of("x".repeat(1000));
		history.add("one");
		history.add("two");
		assertThat(history.lines()).containsExactly("one", "two");
		assertThat(output.toString().split("is not kept in", -1)).hasSize(2);
	}

	@Test
	void ofAFileThatIsTooLargeTheEndIsRead() throws IOException {
		Path directory = Files.createDirectory(this.temp.resolve("history"));
		byte[] noise = new byte[20 * 1024 * 1024];
		byte[] end = "\nlast\\".getBytes(StandardCharsets.UTF_8);
		System.arraycopy(end, 0, noise, noise.length - end.length, end.length);
		Files.write(file(directory), noise);
		assertThat(histories(5, directory).of("alice").lines()).containsExactly("last\\");
	}

	@Test
	void directoryThatCannotBeCreatedIsTold() throws IOException {
		Path file = Files.createFile(this.temp.resolve("file"));
		assertThatIOException().isThrownBy(() -> histories(5, file.resolve("history")));
		assertThatIOException().isThrownBy(() -> histories(5, file));
	}

	private static ShellHistories histories(int size, @Nullable Path directory) throws IOException {
		return new ShellHistories(size, directory);
	}

	private static Path file(Path directory) {
		return directory.resolve("history-alice");
	}

}
