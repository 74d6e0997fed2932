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
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.Programs.Result;
import io.github.sshboot.testing.TestFileServer;
import io.github.sshboot.testing.TestKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for everyday work with the clients that people use.
 */
@Timeout(180)
class FileClientsTests {

	@TempDir
	Path directory;

	@TempDir
	Path root;

	private Path local;

	private Path key;

	private TestFileServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = TestFileServer.start(this.root);
		this.key = TestKeys.write(this.directory, "user_key", TestKeys.USER_PRIVATE);
		this.local = Files.createDirectory(this.directory.resolve("local"));
		Path sub = Files.createDirectories(this.local.resolve("tree/sub dir/deep"));
		Files.writeString(sub.resolve("größe 日本.txt"), "deep");
		Files.writeString(this.local.resolve("tree/it's; $(a) \"name\".txt"), "quoted");
		Files.createFile(this.local.resolve("tree/empty"));
		byte[] large = new byte[3_000_000];
		new Random(7).nextBytes(large);
		Files.write(this.local.resolve("tree/large.bin"), large);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-B 1000 -R 1", "-B 261120 -R 200" })
	void openSshSftp(String options) throws Exception {
		sftp(options, """
				put -r tree
				mkdir d
				put "tree/large.bin" "d/with blank"
				get "d/with blank" got
				rename "d/with blank" d/renamed
				chmod 600 d/renamed
				symlink renamed d/link
				ln d/renamed d/hard
				copy d/renamed d/copy
				get d/link via-link
				df -h
				ls -la d
				get -r tree back
				rm d/*
				rmdir d
				-rm none
				pwd
				""");
		assertSame(this.local.resolve("tree"), this.root.resolve("tree"));
		assertSame(this.local.resolve("tree"), this.local.resolve("back"));
		assertThat(this.local.resolve("got")).hasSameBinaryContentAs(this.local.resolve("tree/large.bin"));
		assertThat(this.local.resolve("via-link")).hasSameBinaryContentAs(this.local.resolve("tree/large.bin"));
		assertThat(this.root.resolve("d")).doesNotExist();
	}

	@Test
	void openSshSftpKeepsTimesAndModesAndResumes() throws Exception {
		Path large = this.local.resolve("tree/large.bin");
		byte[] content = Files.readAllBytes(large);
		Files.write(this.root.resolve("half"), Arrays.copyOf(content, 1_234_567));
		Files.write(this.local.resolve("half"), Arrays.copyOf(content, 2_000_001));
		Programs.run(this.local, "touch", "-d", "2020-02-03T04:05:06Z", large.toString()).output();
		sftp("", """
				reput tree/large.bin half
				reget half half
				put -p tree/large.bin times
				get -p times times
				""");
		assertThat(this.root.resolve("half")).hasBinaryContent(content);
		assertThat(this.local.resolve("half")).hasBinaryContent(content);
		assertThat(Files.getLastModifiedTime(this.root.resolve("times"))).isEqualTo(Files.getLastModifiedTime(large));
		assertThat(Files.getLastModifiedTime(this.local.resolve("times"))).isEqualTo(Files.getLastModifiedTime(large));
	}

	@Test
	void sparseFileOfFiveGigabytes() throws Exception {
		long end = 5L << 30;
		try (RandomAccessFile file = new RandomAccessFile(this.root.resolve("sparse").toFile(), "rw")) {
			file.setLength(end);
			file.seek(end - 3);
			file.write("end".getBytes(StandardCharsets.US_ASCII));
		}
		// what is before the end was transferred already
		try (RandomAccessFile file = new RandomAccessFile(this.local.resolve("sparse").toFile(), "rw")) {
			file.setLength(end - 1_000_000);
		}
		sftp("", "ls -l sparse\nreget sparse\n");
		assertThat(Files.size(this.local.resolve("sparse"))).isEqualTo(end);
		assertThat(tail(this.local.resolve("sparse"))).isEqualTo("end");
		try (RandomAccessFile file = new RandomAccessFile(this.root.resolve("up").toFile(), "rw")) {
			file.setLength(end - 1_000_000);
		}
		sftp("", "reput sparse up\n");
		assertThat(Files.size(this.root.resolve("up"))).isEqualTo(end);
		assertThat(tail(this.root.resolve("up"))).isEqualTo("end");
	}

	private static String tail(Path path) throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
			byte[] tail = new byte[3];
			file.seek(file.length() - 3);
			file.readFully(tail);
			return new String(tail, StandardCharsets.US_ASCII);
		}
	}

	private void sftp(String options, String batch) throws Exception {
		Path file = Files.writeString(this.directory.resolve("batch"), batch);
		List<String> command = new ArrayList<>(List.of("sftp", "-q", "-b", file.toString()));
		command.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ")));
		run(openSsh(command, "-P", "demo@127.0.0.1"));
	}

	/**
	 * Return a command of OpenSSH's with the options that all of its programs need.
	 */
	private List<String> openSsh(List<String> program, String portOption, String... more) {
		Programs.require("sftp", "openssh-client");
		List<String> command = new ArrayList<>(program);
		command.addAll(List.of("-F", "none", portOption, Integer.toString(this.server.port())));
		for (String option : List.of("IdentityFile=" + this.key, "IdentitiesOnly=yes", "StrictHostKeyChecking=no",
				"UserKnownHostsFile=/dev/null", "LogLevel=ERROR")) {
			command.addAll(List.of("-o", option));
		}
		command.addAll(List.of(more));
		return command;
	}

	@ParameterizedTest
	@ValueSource(strings = { "-O", "-s" })
	void openSshScp(String mode) throws Exception {
		run(scp(mode, "-rp", "tree", "demo@127.0.0.1:/up"));
		assertSame(this.local.resolve("tree"), this.root.resolve("up"));
		assertThat(Files.getLastModifiedTime(this.root.resolve("up/large.bin")).toMillis() / 1000)
			.isEqualTo(Files.getLastModifiedTime(this.local.resolve("tree/large.bin")).toMillis() / 1000);
		run(scp(mode, "-rp", "demo@127.0.0.1:up", "back"));
		assertSame(this.local.resolve("tree"), this.local.resolve("back"));
		run(scp(mode, "demo@127.0.0.1:/up/l*.bin", "demo@127.0.0.1:up/empty", "."));
		assertThat(this.local.resolve("large.bin")).hasSameBinaryContentAs(this.local.resolve("tree/large.bin"));
		assertThat(this.local.resolve("empty")).isEmptyFile();
		run(scp(mode, "tree/empty", "tree/large.bin", "demo@127.0.0.1:"));
		assertThat(this.root.resolve("large.bin")).exists();
		Result missing = Programs.run(this.local, scp(mode, "demo@127.0.0.1:none", ".").toArray(String[]::new));
		assertThat(missing.status()).isEqualTo(1);
		assertThat(missing.stderr()).contains("none").contains("No such file or directory");
		Result nowhere = Programs.run(this.local,
				scp(mode, "tree/empty", "demo@127.0.0.1:/none/x").toArray(String[]::new));
		assertThat(nowhere.status()).isEqualTo(1);
		Result noDirectory = Programs.run(this.local,
				scp(mode, "tree/empty", "tree/large.bin", "demo@127.0.0.1:/large.bin").toArray(String[]::new));
		assertThat(noDirectory.status()).isNotZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-O", "-s" })
	void openSshScpBetweenTwoServers(String mode) throws Exception {
		Files.writeString(this.root.resolve("one"), "content");
		String uri = "scp://demo@127.0.0.1:" + this.server.port() + "/";
		run(scp(mode, "-3", uri + "one", uri + "two"));
		assertThat(this.root.resolve("two")).hasContent("content");
	}

	private List<String> scp(String mode, String... more) {
		return openSsh(List.of("scp", mode, "-q"), "-P", more);
	}

	@Test
	void psftpAndPscp() throws Exception {
		Programs.require("psftp", "putty-tools");
		Path batch = Files.writeString(this.directory.resolve("batch"), """
				put -r tree
				cd tree
				ls
				chmod 600 large.bin
				mv large.bin moved.bin
				get moved.bin got.bin
				mkdir d
				rmdir d
				del empty
				quit
				""");
		String hostKey = fingerprint(TestKeys.ED25519_PUBLIC);
		List<String> putty = List.of("-batch", "-P", Integer.toString(this.server.port()), "-hostkey", hostKey, "-pw",
				"demo");
		List<String> psftp = new ArrayList<>(List.of("psftp", "-b", batch.toString()));
		psftp.addAll(putty);
		psftp.add("demo@127.0.0.1");
		run(psftp);
		assertThat(this.root.resolve("tree/moved.bin")).hasSameBinaryContentAs(this.local.resolve("tree/large.bin"));
		assertThat(this.local.resolve("got.bin")).hasSameBinaryContentAs(this.local.resolve("tree/large.bin"));
		assertThat(this.root.resolve("tree/empty")).doesNotExist();
		for (String mode : List.of("-scp", "-sftp")) {
			Path target = Files.createDirectory(this.root.resolve(mode));
			List<String> pscp = new ArrayList<>(List.of("pscp", mode, "-q", "-r", "-p"));
			pscp.addAll(putty);
			pscp.addAll(List.of("tree", "demo@127.0.0.1:/" + mode));
			run(pscp);
			assertSame(this.local.resolve("tree"), target.resolve("tree"));
			pscp.set(pscp.size() - 2, "demo@127.0.0.1:/" + mode + "/tree");
			pscp.set(pscp.size() - 1, "back" + mode);
			Files.createDirectory(this.local.resolve("back" + mode));
			run(pscp);
			assertSame(this.local.resolve("tree"), this.local.resolve("back" + mode + "/tree"));
		}
	}

	private static String fingerprint(String publicKey) throws NoSuchAlgorithmException {
		byte[] key = Base64.getDecoder().decode(publicKey.split(" ")[1]);
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
		return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
	}

	@Test
	void lftp() throws Exception {
		Programs.require("lftp");
		String connect = String.join(" ", openSsh(List.of("ssh", "-a", "-x"), "-p"))
			.replace(" -p " + this.server.port(), "");
		run(List.of("lftp", "--norc", "-u", "demo,unused", "-e", """
				set sftp:connect-program "%s"; set net:max-retries 1; set cmd:fail-exit yes; set xfer:verify no;
				mirror -R tree up; mirror up back; put tree/large.bin -o l.bin; mv l.bin l2.bin; chmod 600 l2.bin;
				get l2.bin -o got.bin; ls; ln -s l2.bin link; rm link; mkdir d; rmdir d; rm -r up; quit
				""".formatted(connect).replace("\n", " "), "sftp://127.0.0.1:" + this.server.port()));
		assertSame(this.local.resolve("tree"), this.local.resolve("back"));
		assertThat(this.local.resolve("got.bin")).hasSameBinaryContentAs(this.local.resolve("tree/large.bin"));
		assertThat(this.root.resolve("up")).doesNotExist();
	}

	@Test
	void rclone() throws Exception {
		Programs.require("rclone");
		Path config = Files.writeString(this.directory.resolve("rclone.conf"), """
				[server]
				type = sftp
				host = 127.0.0.1
				port = %d
				user = demo
				key_file = %s
				shell_type = none
				""".formatted(this.server.port(), this.key));
		String[][] commands = { { "copy", "tree", "server:up" }, { "check", "--download", "tree", "server:up" },
				{ "moveto", "server:up/large.bin", "server:up/moved.bin" }, { "sync", "server:up", "back" },
				{ "lsf", "-R", "server:" }, { "about", "server:" }, { "purge", "server:up" } };
		for (String[] arguments : commands) {
			List<String> command = new ArrayList<>(List.of("rclone", "--config", config.toString(), "--retries", "1"));
			command.addAll(List.of(arguments));
			run(command);
		}
		assertThat(this.local.resolve("back/moved.bin")).hasSameBinaryContentAs(this.local.resolve("tree/large.bin"));
		assertThat(this.root.resolve("up")).doesNotExist();
	}

	@Test
	void curl() throws Exception {
		Programs.require("curl");
		assumeTrue(Programs.run(this.local, "curl", "--version").output().contains(" sftp "),
				"curl is built without SFTP");
		for (String protocol : List.of("sftp", "scp")) {
			String url = protocol + "://127.0.0.1:" + this.server.port() + "/" + protocol + ".bin";
			run(List.of("curl", "-sSk", "-u", "demo:demo", "-T", "tree/large.bin", url));
			run(List.of("curl", "-sSk", "-u", "demo:demo", "-o", protocol + ".bin", url));
			assertThat(this.local.resolve(protocol + ".bin"))
				.hasSameBinaryContentAs(this.local.resolve("tree/large.bin"));
		}
		Files.write(this.root.resolve("part.bin"),
				Arrays.copyOf(Files.readAllBytes(this.local.resolve("tree/large.bin")), 1_000_000));
		String url = "sftp://127.0.0.1:" + this.server.port() + "/";
		run(List.of("curl", "-sSk", "-u", "demo:demo", "-C", "-", "-T", "tree/large.bin", url + "part.bin"));
		assertThat(this.root.resolve("part.bin")).hasSameBinaryContentAs(this.local.resolve("tree/large.bin"));
		assertThat(Programs.run(this.local, "curl", "-sSk", "-u", "demo:demo", "-l", url).output()).contains("sftp.bin",
				"scp.bin");
		run(List.of("curl", "-sSk", "-u", "demo:demo", "-Q", "rename /sftp.bin /renamed.bin", "-Q", "rm /scp.bin", "-l",
				url));
		assertThat(this.root.resolve("renamed.bin")).exists();
		assertThat(this.root.resolve("scp.bin")).doesNotExist();
	}

	@Test
	void paramiko() throws Exception {
		python("paramiko", """
				import paramiko, sys
				transport = paramiko.Transport(('127.0.0.1', int(sys.argv[1])))
				transport.connect(username='demo', password='demo')
				sftp = paramiko.SFTPClient.from_transport(transport)
				data = open('tree/large.bin', 'rb').read()
				sftp.mkdir('/d'); sftp.chdir('/d')
				assert sftp.getcwd() == '/d'
				sftp.put('tree/large.bin', 'grüße')
				sftp.get('grüße', 'got')
				assert open('got', 'rb').read() == data
				with sftp.open('grüße', 'a') as f: f.write(b'more')
				with sftp.open('grüße', 'r+') as f: f.seek(2); f.write(b'XX')
				with sftp.open('grüße') as f:
				    f.prefetch()
				    assert f.read() == data[:2] + b'XX' + data[4:] + b'more'
				sftp.chmod('grüße', 0o600); assert sftp.stat('grüße').st_mode & 0o777 == 0o600
				sftp.utime('grüße', (1, 2)); assert sftp.stat('grüße').st_mtime == 2
				sftp.truncate('grüße', 3); assert sftp.stat('grüße').st_size == 3
				sftp.symlink('grüße', 'l'); assert sftp.readlink('l') == 'grüße'
				assert sftp.normalize('l') == '/d/grüße'
				sftp.rename('grüße', 'a'); sftp.posix_rename('a', 'b')
				assert sorted(sftp.listdir()) == ['b', 'l']
				for missing in ('none', 'none/none'):
				    try: sftp.stat(missing); assert False
				    except FileNotFoundError: pass
				try: sftp.rmdir('/d'); assert False
				except OSError: pass
				sftp.remove('b'); sftp.remove('l'); sftp.rmdir('/d')
				transport.close()
				print('done')
				""");
	}

	@Test
	void asyncSsh() throws Exception {
		python("asyncssh", """
				import asyncio, asyncssh, sys
				async def main():
				    async with asyncssh.connect('127.0.0.1', int(sys.argv[1]), username='demo', password='demo',
				                                known_hosts=None) as c:
				        async with c.start_sftp_client() as s:
				            await s.mkdir('d')
				            await s.put('tree', 'd/', recurse=True, preserve=True)
				            await s.get('d/tree', 'back', recurse=True)
				            await s.symlink('tree/empty', 'd/l')
				            assert await s.readlink('d/l') == 'tree/empty'
				            assert await s.realpath('d/l') == '/d/tree/empty'
				            await s.link('d/tree/empty', 'd/hard')
				            await s.posix_rename('d/hard', 'd/h2')
				            assert (await s.statvfs('/')).bsize > 0
				            async with s.open('d/f', 'wb') as f:
				                await f.write(b'x' * 100000)
				                await f.fsync()
				            async with s.open('d/f', 'rb') as f: assert await f.read() == b'x' * 100000
				            await s.chmod('d/f', 0o600)
				            await s.truncate('d/f', 3)
				            assert (await s.stat('d/f')).size == 3
				            await s.rmtree('d')
				            await asyncssh.scp('tree', (c, 'scp'), recurse=True, preserve=True)
				            await asyncssh.scp((c, 'scp'), 'back-scp', recurse=True)
				            await s.rmtree('scp')
				asyncio.run(main())
				print('done')
				""");
		assertSame(this.local.resolve("tree"), this.local.resolve("back"));
		assertSame(this.local.resolve("tree"), this.local.resolve("back-scp"));
	}

	/**
	 * Run a script with the system's Python, which Debian packages are for.
	 */
	private void python(String module, String script) throws Exception {
		Programs.require("/usr/bin/python3", "python3");
		assumeTrue(Programs.run(this.local, "/usr/bin/python3", "-W", "ignore", "-c", "import " + module).status() == 0,
				module + " is not installed (Debian package python3-" + module + ")");
		Path file = Files.writeString(this.directory.resolve("script.py"), script);
		assertThat(
				run(List.of("/usr/bin/python3", "-W", "ignore", file.toString(), Integer.toString(this.server.port()))))
			.isEqualTo("done\n");
	}

	/**
	 * It does not wait for files to be closed before it looks at them, so they have to be
	 * written in place.
	 */
	@Test
	void sshfs() throws Exception {
		this.server.close();
		this.server = TestFileServer.builder(this.root)
			.settings((settings) -> new SftpSettings(false, false, false, settings.umask(), settings.links(), List.of(),
					List.of(), settings.quota(), settings.limits()))
			.start();
		Programs.require("sshfs");
		assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "/dev/fuse cannot be used");
		Path mount = Files.createDirectory(this.directory.resolve("mount"));
		List<String> command = openSsh(List.of("sshfs"), "-p", "demo@127.0.0.1:/", mount.toString());
		command.subList(1, 3).clear();
		command.addAll(List.of("-o", "ssh_command=ssh -F none"));
		Result mounted = Programs.run(this.local, command.toArray(String[]::new));
		assumeTrue(mounted.status() == 0 || !mounted.stderr().contains("fuse:"), "FUSE cannot be used");
		mounted.output();
		try {
			run(List.of("sh", "-exc", """
					cp -r tree "$0/copy"; diff -r tree "$0/copy"
					echo more >> "$0/copy/empty"; [ "$(cat "$0/copy/empty")" = more ]
					mv "$0/copy/empty" "$0/copy/full"; ln -s full "$0/copy/link"; [ "$(cat "$0/copy/link")" = more ]
					chmod 600 "$0/copy/full"; [ "$(stat -c %a "$0/copy/full")" = 600 ]
					touch -d @1000000000 "$0/copy/full"; [ "$(stat -c %Y "$0/copy/full")" = 1000000000 ]
					truncate -s 2 "$0/copy/full"; [ "$(stat -c %s "$0/copy/full")" = 2 ]
					df "$0"; rm -r "$0/copy"; [ -z "$(ls "$0")" ]
					""", mount.toString()));
		}
		finally {
			Programs.run(this.local, "fusermount", "-u", mount.toString());
		}
	}

	private String run(List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.local.toFile());
		builder.environment().keySet().removeAll(List.of("DISPLAY", "SSH_ASKPASS", "SSH_AUTH_SOCK"));
		builder.environment().put("LC_ALL", "C.UTF-8");
		builder.environment().put("HOME", this.directory.toString());
		try {
			OpenSshClient.Result result = OpenSshClient.Result.of(builder.start(), new byte[0], 120);
			assertThat(result.status()).as("%s: %s %s", command, result.output(), result.error()).isZero();
			return result.output();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void assertSame(Path one, Path other) {
		run(List.of("diff", "-r", one.toString(), other.toString()));
	}

}
