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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.github.sshboot.testing.Programs;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A root with ways out of it that lead nowhere, and what is around it that nobody may
 * notice. For file systems and for what serves them.
 */
public final class EscapeCorpus {

	/**
	 * What is in files outside and inside of the root.
	 */
	public static final String SECRET = "TOP-SECRET-CONTENT";

	/**
	 * A name that there is outside only.
	 */
	public static final String SECRET_NAME = "only-outside.txt";

	/**
	 * What is in the files of the user.
	 */
	public static final String OWN = "content of the user";

	private final Path base;

	private final Path root;

	private final Path outside;

	private final Map<String, String> before;

	/**
	 * Create the files.
	 * @param directory where to create a directory for them
	 * @throws IOException if they cannot be created
	 */
	public EscapeCorpus(Path directory) throws IOException {
		this.base = Files.createTempDirectory(directory.toRealPath(), "corpus");
		this.root = Files.createDirectory(this.base.resolve("al"));
		this.outside = Files.createDirectory(this.base.resolve("outside"));
		createOutside(this.outside);
		createOutside(Files.createDirectory(this.base.resolve("alice")));
		Files.writeString(this.base.resolve("secret.txt"), SECRET);
		createOwn();
		createLinks();
		Programs.run(this.root, "mkfifo", "fifo").output();
		this.before = outsideState();
	}

	private static void createOutside(Path directory) throws IOException {
		Files.writeString(directory.resolve("secret.txt"), SECRET);
		Files.writeString(directory.resolve(SECRET_NAME), SECRET);
		Files.createDirectories(directory.resolve("sub/empty"));
		Files.writeString(directory.resolve("sub/deep.txt"), SECRET);
	}

	private void createOwn() throws IOException {
		Files.createDirectories(this.root.resolve("dir/sub/empty"));
		for (String name : List.of("file.txt", "dir/file.txt", "dir/sub/deep.txt", "back\\slash", "trailing. ")) {
			Files.writeString(this.root.resolve(name), OWN);
		}
	}

	private void createLinks() throws IOException {
		link("abs-dir", this.outside.toString());
		link("abs-file", this.outside.resolve("secret.txt").toString());
		link("abs-none", this.outside.resolve("none.txt").toString());
		link("abs-fs-root", "/");
		link("abs-sibling", this.base.resolve("alice").toString());
		link("abs-self", this.root.toString());
		link("rel-dir", "../outside");
		link("rel-file", "../outside/secret.txt");
		link("rel-none", "../outside/none.txt");
		link("rel-up", "..");
		link("rel-far", "../../../../../../../../../../../../etc");
		link("rel-sibling", "../alice");
		link("dir/sub/two-up", "../../..");
		link("dir/via-self", "./../../outside");
		link("to-link", "abs-dir");
		link("to-link-file", "to-link/secret.txt");
		link("here", ".");
		link("here-up", "here/../..");
		link("to-dir-up", "dir/../../outside");
		link("proc-root", "/proc/self/root");
		link("proc-cwd", "/proc/self/cwd");
		link("proc-fd", "/proc/self/fd");
		link("dev-zero", "/dev/zero");
		link("loop-a", "loop-b");
		link("loop-b", "loop-a");
		link("trailing-slash", "../outside/");
		link("odd", ".//..///outside//./secret.txt");
	}

	private void link(String name, String target) throws IOException {
		Files.createSymbolicLink(this.root.resolve(name), Path.of(target));
	}

	/**
	 * Return the root of the user.
	 * @return the root
	 */
	public Path root() {
		return this.root;
	}

	/**
	 * Return a directory outside of the root.
	 * @return the directory
	 */
	public Path outside() {
		return this.outside;
	}

	/**
	 * Return paths that would lead outside if they were taken literally, as clients may
	 * send them.
	 * @return the paths
	 */
	public List<String> outsidePaths() {
		List<String> paths = new ArrayList<>();
		for (String up : List.of("..", "../..", "/..", "/../..", "./..", "dir/../..", "/dir/../..", "dir/sub/../../..",
				"//..", "/./..", "none/../..", "fifo/..", "file.txt/../..")) {
			paths.add(up + "/outside/secret.txt");
			paths.add(up + "/outside");
		}
		paths.addAll(List.of(this.outside.toString(), this.outside + "/secret.txt", this.root + "/../secret.txt",
				"../alice/secret.txt", "../al" + "ice", "/../al/../alice", "/proc/self/environ", "/etc/passwd",
				"/dev/zero", "../../../../../../../../etc/passwd", "..\\outside\\secret.txt", "dir/..\\..\\outside"));
		paths.addAll(linkPaths().keySet());
		return paths;
	}

	/**
	 * Return paths through links that lead to what exists outside, each with one of the
	 * same kind that leads to what does not.
	 * @return the paths
	 */
	public Map<String, String> linkPaths() {
		Map<String, String> paths = new TreeMap<>();
		for (String link : List.of("/abs-dir", "/abs-sibling", "/rel-dir", "/rel-sibling", "/to-link", "/dir/via-self",
				"/to-dir-up", "/trailing-slash")) {
			paths.put(link + "/secret.txt", link + "/none.txt");
			paths.put(link + "/sub", link + "/none");
			paths.put(link + "/sub/deep.txt", link + "/none/deep.txt");
			paths.put(link + "/sub/empty", link + "/sub/none");
		}
		for (String link : List.of("/rel-up", "/dir/sub/two-up", "/here-up")) {
			paths.put(link + "/outside/secret.txt", link + "/none/secret.txt");
			paths.put(link + "/alice", link + "/none");
		}
		paths.put("/abs-fs-root/etc/passwd", "/abs-fs-root/none/passwd");
		paths.put("/rel-far/passwd", "/rel-far/none");
		paths.put("/proc-root/etc/passwd", "/proc-root/none/passwd");
		paths.put("/proc-fd/0", "/proc-fd/none");
		paths.put("/abs-file", "/abs-none");
		paths.put("/rel-file", "/rel-none");
		paths.put("/to-link-file", "/rel-none");
		paths.put("/odd", "/rel-none");
		paths.put("/dev-zero", "/abs-none");
		return paths;
	}

	/**
	 * Make sure that nothing outside has changed.
	 */
	public void assertUntouched() {
		assertThat(outsideState()).isEqualTo(this.before);
	}

	/**
	 * Make sure that what a client is told has nothing of what is outside.
	 * @param told what it is told
	 */
	public void assertTellsNothing(String told) {
		assertThat(told).doesNotContain(SECRET)
			.doesNotContain(SECRET_NAME)
			.doesNotContain("root:x:0")
			.doesNotContain(this.base.getFileName().toString());
	}

	private Map<String, String> outsideState() {
		Map<String, String> state = new TreeMap<>();
		try (Stream<Path> files = Files.walk(this.base)) {
			files.filter((file) -> !file.startsWith(this.root))
				.forEach((file) -> state.put(file.toString(), state(file)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return state;
	}

	private String state(Path file) {
		try {
			Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
			String times = file.equals(this.base) ? "" : Files.getAttribute(file, "unix:lastModifiedTime").toString();
			String content = Files.isRegularFile(file) ? Files.readString(file) : "";
			return permissions + " " + times + " " + Files.getAttribute(file, "unix:nlink") + " " + content;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
