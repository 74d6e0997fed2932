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
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.sshboot.sftp.EscapeCorpus;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFile;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.sftp.SftpFileSystemException;
import io.github.sshboot.sftp.SftpLinks;
import io.github.sshboot.testing.Descriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every operation of a file system on every way out of a root.
 */
@Timeout(120)
class EscapeTests {

	private static final Map<String, Operation> OPERATIONS = operations();

	private static final List<String> WRITING = List.of("put", "resume", "update", "append", "create exclusively",
			"truncate");

	private static final List<String> READING = List.of("read", "read without following", "list", "stat", "lstat",
			"readlink", "realpath", "statvfs");

	@TempDir
	private Path directory;

	private static Map<String, Operation> operations() {
		Map<String, Operation> operations = new LinkedHashMap<>();
		operations.put("read", TestFiles::read);
		operations.put("read without following", (files, path) -> {
			try (SftpFile file = files.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS),
					SftpAttributes.none())) {
				ByteBuffer content = ByteBuffer.allocate(1024);
				file.read(content, 0);
				return StandardCharsets.UTF_8.decode(content.flip()).toString();
			}
		});
		operations.put("put", (files, path) -> {
			TestFiles.write(files, path, "overwritten");
			return "put";
		});
		operations.put("resume", (files, path) -> {
			TestFiles.write(files, path, TestFiles.RESUME, 3, "resumed");
			return "resumed";
		});
		operations.put("update", (files, path) -> {
			TestFiles.write(files, path, TestFiles.UPDATE, 3, "updated");
			return "updated";
		});
		operations.put("append", (files, path) -> {
			TestFiles.write(files, path, TestFiles.APPEND, 0, "appended");
			return "appended";
		});
		operations.put("create exclusively", (files, path) -> {
			TestFiles.write(files, path, TestFiles.EXCLUSIVE, 0, "created");
			return "created";
		});
		operations.put("list", (files, path) -> TestFiles.list(files, path).toString());
		operations.put("stat", (files, path) -> files.readAttributes(path, true).toString());
		operations.put("lstat", (files, path) -> String.valueOf(files.readAttributes(path, false).type()));
		SftpAttributes permissions = SftpAttributes.builder().permissions(0777).build();
		operations.put("chmod", (files, path) -> done(() -> files.setAttributes(path, permissions, true)));
		operations.put("lchmod", (files, path) -> done(() -> files.setAttributes(path, permissions, false)));
		operations.put("truncate", (files,
				path) -> done(() -> files.setAttributes(path, SftpAttributes.builder().size(1L).build(), true)));
		operations.put("touch", (files, path) -> done(() -> files.setAttributes(path,
				SftpAttributes.builder().lastModified(Instant.EPOCH).lastAccess(Instant.EPOCH).build(), true)));
		operations.put("mkdir", (files, path) -> done(() -> files.createDirectory(path, SftpAttributes.none())));
		operations.put("rm", (files, path) -> done(() -> files.deleteFile(path)));
		operations.put("rmdir", (files, path) -> done(() -> files.deleteDirectory(path)));
		operations.put("rename from", (files, path) -> done(() -> files.rename(path, "/dir/renamed", false)));
		operations.put("rename to", (files, path) -> done(() -> files.rename("/dir/file.txt", path, false)));
		operations.put("replace", (files, path) -> done(() -> files.rename("/dir/file.txt", path, true)));
		operations.put("symlink at", (files, path) -> done(() -> files.createSymbolicLink(path, "file.txt")));
		operations.put("symlink to", (files, path) -> {
			files.createSymbolicLink("/dir/made", path);
			try {
				return TestFiles.read(files, "/dir/made");
			}
			finally {
				files.deleteFile("/dir/made");
			}
		});
		operations.put("link at", (files, path) -> done(() -> files.createLink(path, "/file.txt")));
		operations.put("link to", (files, path) -> {
			files.createLink("/dir/linked", path);
			return TestFiles.read(files, "/dir/linked");
		});
		operations.put("readlink", SftpFileSystem::readSymbolicLink);
		operations.put("realpath", SftpFileSystem::canonicalize);
		operations.put("statvfs", (files, path) -> done(() -> files.getSpace(path)));
		return operations;
	}

	private static String done(Failures.Action action) throws IOException {
		action.run();
		return "done";
	}

	static List<Case> cases() {
		List<Case> cases = new ArrayList<>();
		for (SftpLinks links : SftpLinks.values()) {
			OPERATIONS.keySet().forEach((operation) -> cases.add(new Case(links, true, operation)));
			WRITING.forEach((operation) -> cases.add(new Case(links, false, operation)));
		}
		return cases;
	}

	/**
	 * One way after the other, in fresh surroundings where one has changed something:
	 * some hundred paths for each operation, as they are sent and as they are normalised.
	 */
	@ParameterizedTest
	@MethodSource("cases")
	void findsNoWayOut(Case tried) throws IOException {
		Attempts attempts = new Attempts(tried);
		try (attempts) {
			for (String sent : attempts.corpus.outsidePaths()) {
				attempts.attempt(sent);
				attempts.attempt(normalise(sent));
				attempts.corpus.assertUntouched();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("cases")
	void tellsNothingApartThatIsOutside(Case tried) throws IOException {
		Attempts attempts = new Attempts(tried);
		try (attempts) {
			for (Map.Entry<String, String> paths : attempts.corpus.linkPaths().entrySet()) {
				if (!isAboutTheLink(tried.operation(), paths.getKey())) {
					String existing = attempts.attempt(paths.getKey());
					String missing = attempts.attempt(paths.getValue());
					assertThat(existing).as(paths.toString()).isEqualTo(missing);
				}
			}
		}
	}

	/**
	 * Links are files of the user: to delete, rename or look at one is no way out. Only
	 * what they hold has to be kept.
	 */
	private static boolean isAboutTheLink(String operation, String path) {
		boolean link = path.indexOf('/', 1) < 0;
		return link && !List
			.of("read", "put", "resume", "update", "append", "list", "stat", "chmod", "truncate", "touch", "statvfs")
			.contains(operation);
	}

	private static String normalise(String path) {
		Path normalised = Path.of("/").resolve(path).normalize();
		return normalised.toString();
	}

	@ParameterizedTest
	@EnumSource(SftpLinks.class)
	void opensNothingThatIsNoFile(SftpLinks links) throws IOException {
		EscapeCorpus corpus = new EscapeCorpus(this.directory);
		try (SftpFileSystem files = TestFiles.open(corpus.root(), (settings) -> settings.links(links))) {
			for (String name : List.of("read", "put", "resume", "update", "append", "list", "create exclusively")) {
				assertThatExceptionOfType(FileSystemException.class).as(name)
					.isThrownBy(() -> OPERATIONS.get(name).run(files, "/fifo"));
				assertThatExceptionOfType(FileSystemException.class).as(name)
					.isThrownBy(() -> OPERATIONS.get(name).run(files, "/fifo/x"));
			}
			assertThatExceptionOfType(FileSystemException.class)
				.isThrownBy(() -> OPERATIONS.get("chmod").run(files, "/fifo"));
		}
	}

	@Test
	void doesNotDeleteMoveOrReplaceTheRoot() throws IOException {
		EscapeCorpus corpus = new EscapeCorpus(this.directory);
		try (SftpFileSystem files = TestFiles.open(corpus.root(), (settings) -> settings.links(SftpLinks.CREATE))) {
			for (String name : List.of("put", "mkdir", "rm", "rmdir", "rename from", "rename to", "replace",
					"symlink at", "link at", "link to", "truncate")) {
				assertThatExceptionOfType(FileSystemException.class).as(name)
					.isThrownBy(() -> OPERATIONS.get(name).run(files, "/"));
			}
			assertThat(TestFiles.list(files, "/")).contains("file.txt", "dir");
		}
	}

	@Test
	void followsLinksInsideTheRootOnly() throws IOException {
		EscapeCorpus corpus = new EscapeCorpus(this.directory);
		Files.createSymbolicLink(corpus.root().resolve("inner"), Path.of("dir/sub"));
		Files.createSymbolicLink(corpus.root().resolve("absolute"), Path.of("/dir/file.txt"));
		try (SftpFileSystem files = TestFiles.open(corpus.root(), (settings) -> settings.links(SftpLinks.FOLLOW))) {
			assertThat(TestFiles.read(files, "/inner/deep.txt")).isEqualTo(EscapeCorpus.OWN);
			assertThat(TestFiles.read(files, "/absolute")).isEqualTo(EscapeCorpus.OWN);
			assertThat(TestFiles.read(files, "/here/file.txt")).isEqualTo(EscapeCorpus.OWN);
			assertThat(TestFiles.read(files, "/rel-up/file.txt")).isEqualTo(EscapeCorpus.OWN);
			assertThat(TestFiles.list(files, "/abs-fs-root")).contains("file.txt").doesNotContain("etc");
			assertThat(files.canonicalize("/inner/deep.txt")).isEqualTo("/dir/sub/deep.txt");
			assertThat(files.canonicalize("/rel-up")).isEqualTo("/");
			assertThatExceptionOfType(FileSystemLoopException.class).isThrownBy(() -> TestFiles.read(files, "/loop-a"));
			TestFiles.write(files, "/inner/new.txt", "new");
		}
		assertThat(corpus.root().resolve("dir/sub/new.txt")).hasContent("new");
	}

	/**
	 * Each step up begins at the root again.
	 */
	@Test
	void linkThatGoesUpAndDownTakesNoTime() throws IOException {
		Path root = Files.createDirectory(this.directory.resolve("root"));
		Path deep = Files.createDirectories(root.resolve("d/".repeat(100) + "s")).getParent();
		Files.writeString(deep.resolve("file"), "content");
		Files.createSymbolicLink(deep.resolve("once"), Path.of("s/../file"));
		Files.createSymbolicLink(deep.resolve("often"), Path.of("s/../".repeat(800) + "file"));
		try (SftpFileSystem files = TestFiles.open(root, (settings) -> settings.links(SftpLinks.FOLLOW))) {
			assertThat(TestFiles.read(files, "/" + "d/".repeat(100) + "once")).isEqualTo("content");
			assertThatExceptionOfType(FileSystemLoopException.class)
				.isThrownBy(() -> TestFiles.read(files, "/" + "d/".repeat(100) + "often"));
		}
	}

	@Test
	void keepsLinksInsideThatClientsCreate() throws IOException {
		EscapeCorpus corpus = new EscapeCorpus(this.directory);
		try (SftpFileSystem files = TestFiles.open(corpus.root(), (settings) -> settings.links(SftpLinks.CREATE))) {
			for (String target : List.of("..", "../x", "dir/../../outside", "/..", "/dir/../../x")) {
				assertThatExceptionOfType(AccessDeniedException.class).as(target)
					.isThrownBy(() -> files.createSymbolicLink("/link", target));
			}
			files.createSymbolicLink("/dir/sub/link", "/dir/file.txt");
			assertThat(files.readSymbolicLink("/dir/sub/link")).isEqualTo("../../dir/file.txt");
			assertThat(TestFiles.read(files, "/dir/sub/link")).isEqualTo(EscapeCorpus.OWN);
			files.createSymbolicLink("/dir/root", "/");
			assertThat(TestFiles.list(files, "/dir/root")).contains("file.txt");
		}
		assertThat(corpus.root().resolve("dir/sub/link")).hasContent(EscapeCorpus.OWN);
	}

	/**
	 * What was harmless where it was made is followed where it is now, and not outside.
	 */
	@Test
	void followsMovedLinksInsideTheRoot() throws IOException {
		EscapeCorpus corpus = new EscapeCorpus(this.directory);
		try (SftpFileSystem files = TestFiles.open(corpus.root(), (settings) -> settings.links(SftpLinks.CREATE))) {
			files.createDirectory("/dir/outside", SftpAttributes.none());
			TestFiles.write(files, "/dir/outside/secret.txt", "inside");
			files.createSymbolicLink("/dir/sub/link", "../outside/secret.txt");
			assertThat(TestFiles.read(files, "/dir/sub/link")).isEqualTo("inside");
			files.rename("/dir/sub", "/sub", false);
			assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> TestFiles.read(files, "/sub/link"));
			files.rename("/sub/link", "/link", false);
			assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> TestFiles.read(files, "/link"));
			assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> files.readSymbolicLink("/link"));
		}
		corpus.assertUntouched();
	}

	@Test
	void refusesNamesThatNoFileCanHave() throws IOException {
		EscapeCorpus corpus = new EscapeCorpus(this.directory);
		try (SftpFileSystem files = TestFiles.open(corpus.root())) {
			for (String name : List.of("/nul\0byte", "/" + "n".repeat(256), "/" + "\u00e9".repeat(128),
					"/dir/" + "x".repeat(4096))) {
				for (String operation : List.of("put", "mkdir", "rename to", "create exclusively", "stat", "read")) {
					assertThatExceptionOfType(SftpFileSystemException.class).as(operation + " " + name.length())
						.isThrownBy(() -> OPERATIONS.get(operation).run(files, name))
						.satisfies(
								(ex) -> assertThat(ex.getKind()).isEqualTo(SftpFileSystemException.Kind.INVALID_NAME));
				}
			}
			for (String name : List.of("/" + "n".repeat(255), "/a b", "/trailing. ", "/back\\slash", "/new\nline",
					"/\u001b[31m", "/-rf", "/~", "/$(id)", "/CON", "/a:b", "/*?")) {
				TestFiles.write(files, name, "content");
				assertThat(TestFiles.read(files, name)).isEqualTo("content");
				assertThat(TestFiles.list(files, "/")).contains(name.substring(1));
			}
		}
	}

	@Test
	void takesNothingButNormalisedPaths() throws IOException {
		EscapeCorpus corpus = new EscapeCorpus(this.directory);
		try (SftpFileSystem files = TestFiles.open(corpus.root())) {
			for (String path : List.of("", "file.txt", "//file.txt", "/dir/", "/dir//file.txt", "/dir/./file.txt",
					"/dir/../file.txt", "/.", "/..", "/dir/..")) {
				OPERATIONS.forEach((name, operation) -> {
					if (!List.of("symlink to", "symlink at", "link at", "readlink").contains(name)) {
						assertThatExceptionOfType(FileSystemException.class).as("%s %s", name, path)
							.isThrownBy(() -> operation.run(files, path));
					}
				});
			}
		}
	}

	@Test
	void neitherShowsNorReachesTheStagingDirectory() throws IOException {
		EscapeCorpus corpus = new EscapeCorpus(this.directory);
		try (SftpFileSystem files = TestFiles.open(corpus.root(), (settings) -> settings.links(SftpLinks.FOLLOW));
				SftpFile upload = files.open("/upload", TestFiles.PUT, SftpAttributes.none())) {
			assertThat(corpus.root().resolve(Staging.NAME)).isDirectory();
			assertThat(TestFiles.list(files, "/")).doesNotContain(Staging.NAME);
			List<String> temporary = Files.list(corpus.root().resolve(Staging.NAME))
				.map((file) -> file.getFileName().toString())
				.toList();
			Files.createSymbolicLink(corpus.root().resolve("to-staging"), Path.of(Staging.NAME));
			List<Supplier<String>> ways = List.of(() -> "/" + Staging.NAME, () -> "/.SSHBoot", () -> "/to-staging",
					() -> "/here/" + Staging.NAME, () -> "/" + Staging.NAME + "/" + temporary.get(0),
					() -> "/to-staging/" + temporary.get(0));
			for (Supplier<String> way : ways) {
				for (String name : List.of("read", "put", "list", "stat", "mkdir", "rm", "rmdir", "replace", "chmod")) {
					if (way.get().equals("/to-staging") && List.of("rm", "rmdir", "replace").contains(name)) {
						continue;
					}
					assertThatExceptionOfType(FileSystemException.class).as("%s %s", name, way.get())
						.isThrownBy(() -> OPERATIONS.get(name).run(files, way.get()));
				}
			}
			assertThat(Files.list(corpus.root().resolve(Staging.NAME))).hasSameSizeAs(temporary);
			upload.commit();
		}
	}

	/**
	 * Descriptors belong to the whole process.
	 */
	@Test
	void takesFewDescriptorsHoweverLongAPathIs() throws IOException {
		EscapeCorpus corpus = new EscapeCorpus(this.directory);
		try (SftpFileSystem files = TestFiles.open(corpus.root(),
				(settings) -> settings.links(SftpLinks.FOLLOW).quota(Long.MAX_VALUE, Long.MAX_VALUE - 1))) {
			StringBuilder path = new StringBuilder();
			while (path.length() < 600) {
				path.append("/d");
				files.createDirectory(path.toString(), SftpAttributes.none());
			}
			long before = Descriptors.count();
			TestFiles.write(files, path + "/file", "deep");
			assertThat(TestFiles.read(files, path + "/file")).isEqualTo("deep");
			assertThat(Descriptors.count()).isEqualTo(before);
			assertThatExceptionOfType(SftpFileSystemException.class)
				.isThrownBy(() -> files.readAttributes("/d".repeat(2049), true))
				.withMessageContaining("the path is too long");
		}
		try (SftpFileSystem counted = TestFiles.open(corpus.root(),
				(settings) -> settings.quota(Long.MAX_VALUE, 5000))) {
			assertThat(counted.getSpace("/").freeFiles()).isLessThan(4700);
		}
	}

	@Test
	void keepsUsersApartWhoseNamesBeginAlike() throws IOException {
		UserDirectories users = new UserDirectories(this.directory.resolve("{user}").toString(), true);
		TestFiles.open(users.getRoot("al")).close();
		Files.writeString(users.getRoot("alice").resolve("secret.txt"), EscapeCorpus.SECRET);
		try (SftpFileSystem files = TestFiles.open(users.getRoot("al"))) {
			for (String path : List.of("/../alice/secret.txt", "/ice/secret.txt", "/..ice/secret.txt")) {
				assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> TestFiles.read(files, path));
			}
		}
	}

	@Test
	void deletesNoDirectoryWithSomethingInIt() throws IOException {
		EscapeCorpus corpus = new EscapeCorpus(this.directory);
		try (SftpFileSystem files = TestFiles.open(corpus.root())) {
			assertThatExceptionOfType(DirectoryNotEmptyException.class).isThrownBy(() -> files.deleteDirectory("/dir"))
				.withMessage("/dir");
		}
	}

	record Case(SftpLinks links, boolean atomic, String operation) {

		@Override
		public String toString() {
			return "%s, links: %s, atomic: %s".formatted(this.operation, this.links, this.atomic);
		}

	}

	interface Operation {

		String run(SftpFileSystem files, String path) throws IOException;

	}

	/**
	 * Tries an operation on one path after the other, in new surroundings after each that
	 * has changed something.
	 */
	private final class Attempts implements AutoCloseable {

		private final Case tried;

		private EscapeCorpus corpus;

		private SftpFileSystem files;

		Attempts(Case tried) throws IOException {
			this.tried = tried;
			this.corpus = new EscapeCorpus(EscapeTests.this.directory);
			this.files = open();
		}

		private SftpFileSystem open() throws IOException {
			return TestFiles.open(this.corpus.root(), (settings) -> this.tried.atomic()
					? settings.links(this.tried.links()) : settings.inPlace().links(this.tried.links()));
		}

		/**
		 * Return what a client is told but for the path that it has sent.
		 */
		String attempt(String path) throws IOException {
			String told;
			EscapeCorpus corpus = this.corpus;
			try {
				told = OPERATIONS.get(this.tried.operation()).run(this.files, path);
				if (!READING.contains(this.tried.operation())) {
					close();
					corpus.assertUntouched();
					this.corpus = new EscapeCorpus(EscapeTests.this.directory);
					this.files = open();
				}
			}
			catch (FileSystemException ex) {
				told = ex.getClass().getSimpleName() + ": " + ex.getMessage();
			}
			told = path.isEmpty() ? told : told.replace(path, "<path>");
			corpus.assertTellsNothing(told);
			return told;
		}

		@Override
		public void close() throws IOException {
			this.files.close();
		}

	}

}
