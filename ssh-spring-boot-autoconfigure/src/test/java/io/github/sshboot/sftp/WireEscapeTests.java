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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.OpenFlags;
import io.github.sshboot.sftp.protocol.PacketReader;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.RealPathControl;
import io.github.sshboot.sftp.protocol.RenameFlags;
import io.github.sshboot.sftp.storage.RootedFileSystemFactory;
import io.github.sshboot.testing.MinaClient;
import io.github.sshboot.testing.RawScpClient;
import io.github.sshboot.testing.RawSftpClient;
import io.github.sshboot.testing.TestFileServer;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for ways out of the root, tried with all that a client of SFTP and SCP can ask
 * for.
 */
@Timeout(300)
class WireEscapeTests {

	private static final Set<String> UNCHANGING = Set.of("open to read", "list", "attributes 17", "attributes 7",
			"request 19", "realpath", "statvfs", "space-available", "expand-path", "check-file");

	@TempDir
	Path directory;

	private final MinaClient client = MinaClient.start();

	@AfterEach
	void stop() {
		this.client.close();
	}

	static List<Case> cases() {
		return List.of(new Case(SftpLinks.CREATE, 3), new Case(SftpLinks.FOLLOW, 4), new Case(SftpLinks.REFUSE, 5),
				new Case(SftpLinks.CREATE, 6));
	}

	/**
	 * One way after the other, in fresh surroundings where one has changed something.
	 */
	@ParameterizedTest
	@MethodSource("cases")
	void sftpFindsNoWayOut(Case tried) throws Exception {
		AtomicReference<EscapeCorpus> corpus = new AtomicReference<>(new EscapeCorpus(this.directory));
		try (TestFileServer server = server(corpus::get, tried.links());
				ClientSession session = this.client.logIn(server.port())) {
			for (Map.Entry<String, Attempt> attempt : attempts(tried.version()).entrySet()) {
				try (RawSftpClient sftp = RawSftpClient.open(session, tried.version())) {
					StringBuilder told = new StringBuilder();
					for (String path : corpus.get().outsidePaths()) {
						told.append(describe(attempt.getValue().on(sftp, path)));
					}
					corpus.get().assertUntouched();
					corpus.get().assertTellsNothing(told.toString());
				}
				catch (IOException | AssertionError ex) {
					throw new AssertionError("%s by %s".formatted(attempt.getKey(), tried), ex);
				}
				if (!UNCHANGING.contains(attempt.getKey())) {
					corpus.set(new EscapeCorpus(this.directory));
				}
			}
		}
	}

	private static TestFileServer server(Supplier<EscapeCorpus> corpus, SftpLinks links) {
		SftpSettings defaults = SftpSettings.defaults();
		SftpSettings settings = new SftpSettings(false, true, false, 027, links, List.of(), List.of(), defaults.quota(),
				new SftpSessionLimits(10_000, 10_000, Long.MAX_VALUE, defaults.limits().transferTimeout(),
						defaults.limits().idleTimeout(), Long.MAX_VALUE));
		return TestFileServer.builder(corpus.get().root())
			.checkFile()
			.settings((ignored) -> settings)
			.factory(new RootedFileSystemFactory((identity, connection) -> corpus.get().root(), settings))
			.start();
	}

	/**
	 * Return all bytes of a reply as text, whatever it is.
	 */
	private static String describe(PacketReader reply) throws IOException {
		byte[] bytes = new byte[reply.remaining()];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) reply.readByte();
		}
		return new String(bytes, StandardCharsets.ISO_8859_1) + "\n";
	}

	private static Map<String, Attempt> attempts(int version) {
		Map<String, Attempt> attempts = new LinkedHashMap<>();
		FileAttributes changes = new FileAttributes.Builder().permissions(0777)
			.size(1L)
			.accessTime(Instant.EPOCH)
			.modificationTime(Instant.EPOCH)
			.build();
		attempts.put("open to read", (sftp, path) -> read(sftp, sftp.openFile(path, OpenFlags.READ)));
		attempts.put("open to write", (sftp, path) -> write(sftp,
				sftp.openFile(path, OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.TRUNCATE)));
		attempts.put("open to update",
				(sftp, path) -> write(sftp, sftp.openFile(path, OpenFlags.READ | OpenFlags.WRITE)));
		attempts.put("open to append",
				(sftp, path) -> write(sftp, sftp.openFile(path, OpenFlags.WRITE | OpenFlags.APPEND)));
		attempts.put("open exclusively", (sftp, path) -> write(sftp,
				sftp.openFile(path, OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE)));
		attempts.put("list", (sftp, path) -> list(sftp, sftp.request(PacketType.OPENDIR, (p) -> p.writeText(path))));
		for (int type : new int[] { PacketType.STAT, PacketType.LSTAT }) {
			attempts.put("attributes " + type,
					(sftp, path) -> sftp.request(type, (p) -> p.writeText(path).writeInt(-1)));
		}
		attempts.put("setstat", (sftp, path) -> sftp.request(PacketType.SETSTAT,
				(p) -> p.writeText(path).writeAttributes(changes, version)));
		attempts.put("mkdir", (sftp, path) -> sftp.request(PacketType.MKDIR,
				(p) -> p.writeText(path).writeAttributes(FileAttributes.NONE, version)));
		for (int type : new int[] { PacketType.REMOVE, PacketType.RMDIR, PacketType.READLINK }) {
			attempts.put("request " + type, (sftp, path) -> sftp.request(type, (p) -> p.writeText(path)));
		}
		attempts.put("realpath", (sftp, path) -> sftp.request(PacketType.REALPATH, (p) -> {
			p.writeText(path);
			if (version == 6) {
				p.writeByte(RealPathControl.STAT_IF.code()).writeText("..").writeText("outside");
			}
		}));
		addRenames(attempts, version);
		addLinks(attempts, version);
		addExtensions(attempts, changes, version);
		return attempts;
	}

	private static void addRenames(Map<String, Attempt> attempts, int version) {
		attempts.put("rename from", (sftp, path) -> rename(sftp, path, "/dir/moved", 0));
		attempts.put("rename to", (sftp, path) -> rename(sftp, "/dir/file.txt", path, 0));
		attempts.put("replace", (sftp, path) -> rename(sftp, "/dir/file.txt", path, RenameFlags.OVERWRITE));
		attempts.put("posix-rename to", (sftp, path) -> sftp.extended("posix-rename@openssh.com",
				(p) -> p.writeText("/dir/sub/deep.txt").writeText(path)));
		attempts.put("move a directory", (sftp, path) -> rename(sftp, "/dir/sub", path, RenameFlags.ATOMIC));
	}

	private static PacketReader rename(RawSftpClient sftp, String from, String to, int flags) throws IOException {
		return sftp.request(PacketType.RENAME, (p) -> {
			p.writeText(from).writeText(to);
			if (sftp.version() >= 5) {
				p.writeInt(flags);
			}
		});
	}

	private static void addLinks(Map<String, Attempt> attempts, int version) {
		int[] count = new int[1];
		attempts.put("symlink to, and read", (sftp, path) -> {
			String link = "/made" + count[0]++;
			symlink(sftp, link, path);
			return read(sftp, sftp.openFile(link, OpenFlags.READ));
		});
		attempts.put("symlink to, move, and read", (sftp, path) -> {
			String link = "/dir/sub/empty/moved" + count[0]++;
			symlink(sftp, link, "../".repeat(count[0] % 5) + path);
			rename(sftp, link, "/moved" + count[0], 0);
			return read(sftp, sftp.openFile("/moved" + count[0], OpenFlags.READ));
		});
		attempts.put("symlink at", (sftp, path) -> symlink(sftp, path, "/file.txt"));
		attempts.put("hard link to, and read", (sftp, path) -> {
			String link = "/hard" + count[0]++;
			sftp.extended("hardlink@openssh.com", (p) -> p.writeText(path).writeText(link));
			return read(sftp, sftp.openFile(link, OpenFlags.READ));
		});
		attempts.put("hard link at",
				(sftp, path) -> sftp.extended("hardlink@openssh.com", (p) -> p.writeText("/file.txt").writeText(path)));
		if (version == 6) {
			attempts.put("link", (sftp, path) -> sftp.request(PacketType.LINK,
					(p) -> p.writeText("/linked" + count[0]++).writeText(path).writeBoolean(false)));
		}
	}

	private static PacketReader symlink(RawSftpClient sftp, String link, String target) throws IOException {
		if (sftp.version() == 6) {
			return sftp.request(PacketType.LINK, (p) -> p.writeText(link).writeText(target).writeBoolean(true));
		}
		boolean turned = sftp.version() == 3;
		return sftp.request(PacketType.SYMLINK,
				(p) -> p.writeText(turned ? target : link).writeText(turned ? link : target));
	}

	private static void addExtensions(Map<String, Attempt> attempts, FileAttributes changes, int version) {
		attempts.put("lsetstat", (sftp, path) -> sftp.extended("lsetstat@openssh.com",
				(p) -> p.writeText(path).writeAttributes(changes, version)));
		attempts.put("statvfs", (sftp, path) -> sftp.extended("statvfs@openssh.com", (p) -> p.writeText(path)));
		attempts.put("space-available", (sftp, path) -> sftp.extended("space-available", (p) -> p.writeText(path)));
		attempts.put("expand-path",
				(sftp, path) -> sftp.extended("expand-path@openssh.com", (p) -> p.writeText("~/" + path)));
		attempts.put("check-file", (sftp, path) -> sftp.extended("check-file-name",
				(p) -> p.writeText(path).writeText("sha256").writeLong(0).writeLong(0).writeInt(0)));
		attempts.put("copy-data", (sftp, path) -> {
			PacketReader target = sftp.openFile(path, OpenFlags.WRITE | OpenFlags.CREATE);
			if (target.type() != PacketType.HANDLE) {
				return target;
			}
			byte[] to = target.readBytes();
			byte[] from = sftp.openToRead("/file.txt");
			sftp.extended("copy-data", (p) -> p.writeBytes(from).writeLong(0).writeLong(0).writeBytes(to).writeLong(0));
			sftp.close(from);
			return sftp.request(PacketType.CLOSE, (p) -> p.writeBytes(to));
		});
	}

	private static PacketReader read(RawSftpClient sftp, PacketReader opened) throws IOException {
		if (opened.type() != PacketType.HANDLE) {
			return opened;
		}
		byte[] handle = opened.readBytes();
		PacketReader reply = sftp.request(PacketType.READ, (p) -> p.writeBytes(handle).writeLong(0).writeInt(1000));
		sftp.close(handle);
		return reply;
	}

	private static PacketReader write(RawSftpClient sftp, PacketReader opened) throws IOException {
		if (opened.type() != PacketType.HANDLE) {
			return opened;
		}
		byte[] handle = opened.readBytes();
		sftp.write(handle, 0, "written".getBytes(StandardCharsets.UTF_8));
		return sftp.request(PacketType.CLOSE, (p) -> p.writeBytes(handle));
	}

	private static PacketReader list(RawSftpClient sftp, PacketReader opened) throws IOException {
		if (opened.type() != PacketType.HANDLE) {
			return opened;
		}
		byte[] handle = opened.readBytes();
		PacketReader reply = sftp.request(PacketType.READDIR, (p) -> p.writeBytes(handle));
		sftp.close(handle);
		return reply;
	}

	@ParameterizedTest
	@EnumSource(names = { "REFUSE", "CREATE" })
	void scpFindsNoWayOut(SftpLinks links) throws Exception {
		EscapeCorpus corpus = new EscapeCorpus(this.directory);
		try (TestFileServer server = server(() -> corpus, links);
				RawScpClient scp = RawScpClient.open(this.client, server.port())) {
			StringBuilder told = new StringBuilder();
			for (String path : corpus.outsidePaths()) {
				told.append(scp.run("scp -f '" + path + "'", "\0".repeat(20)));
				told.append(scp.run("scp -r -p -f '" + path + "/*'", "\0".repeat(500)));
				told.append(scp.run("scp -t '" + path + "'", "C0644 3 name\nabc\0"));
				told.append(scp.run("scp -r -p -t '" + path + "'", "D0755 0 new\nT1 0 1 0\nC0644 3 f\nabc\0E\n"));
				told.append(scp.run("scp -d -t '" + path + "'", "C0644 3 secret.txt\nabc\0"));
			}
			corpus.assertUntouched();
			// it tells the paths that it was told
			corpus.assertTellsNothing(told.toString().replace(corpus.root().getParent().toString(), ""));
		}
	}

	@Test
	void scpTakesNoNamesThatLeadOut() throws Exception {
		EscapeCorpus corpus = new EscapeCorpus(this.directory);
		try (TestFileServer server = server(() -> corpus, SftpLinks.CREATE);
				RawScpClient scp = RawScpClient.open(this.client, server.port())) {
			for (String name : List.of("..", ".", "../secret.txt", "/etc/passwd", "dir/x", "../outside/new",
					"a/../../x", "x\0y", "esc\u001b[2J", "tab\tname", "bell\u0007", "\u009b2J", "", "back\rname")) {
				String told = scp.run("scp -r -t /", "C0644 3 " + name + "\nabc\0");
				assertThat(told).as(name).contains("scp: ").doesNotContain("\u001b");
				told = scp.run("scp -r -t /", "D0755 0 " + name + "\nC0644 3 f\nabc\0E\n");
				assertThat(told).as(name).contains("scp: ");
			}
			corpus.assertUntouched();
			try (var files = Files.list(corpus.root())) {
				assertThat(files.map((file) -> file.getFileName().toString())).doesNotContain("f", "x", "new");
			}
		}
	}

	/**
	 * What is tried.
	 *
	 * @param links what becomes of links
	 * @param version the version of SFTP
	 */
	record Case(SftpLinks links, int version) {

	}

	/**
	 * Tries something with a path.
	 */
	@FunctionalInterface
	private interface Attempt {

		/**
		 * Try it.
		 * @return the last reply
		 */
		PacketReader on(RawSftpClient sftp, String path) throws IOException;

	}

}
