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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.sshboot.authentication.ServerAuthenticationSettings.User;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.TestFileServer;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.transport.KeyMaterial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@code internal-sftp} as keys force it, with OpenSSH's clients.
 */
@Timeout(60)
class InternalSftpTests {

	@TempDir
	Path directory;

	@TempDir
	Path root;

	@Test
	void optionsAreParsedAsOpenSshParsesThem() throws Exception {
		assertThat(InternalSftp.parse(List.of("internal-sftp"))).isEqualTo(InternalSftp.PLAIN);
		InternalSftp options = InternalSftp.parse(List.of("internal-sftp", "-Red", "/in/%u", "-l", "DEBUG3", "-f",
				"AUTH", "-u027", "-P", "remove,rmdir"));
		assertThat(options.readOnly()).isTrue();
		assertThat(options.startDirectory("ada")).isEqualTo("/in/ada");
		assertThat(options.startDirectory("../eve")).isEqualTo("/in/eve");
		assertThat(options.umask()).isEqualTo(027);
		assertThat(options.refused()).containsExactlyInAnyOrder(SftpRequest.REMOVE, SftpRequest.RMDIR);
		assertThat(InternalSftp.parse(List.of("internal-sftp", "-p", "open,read,close")).refused())
			.contains(SftpRequest.WRITE, SftpRequest.POSIX_RENAME)
			.doesNotContain(SftpRequest.OPEN, SftpRequest.READ, SftpRequest.CLOSE);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "-x", "-d", "-u 8", "-u 1777", "-u x", "-P nothing", "/bin/sh", "-R extra", "-", "-Q all" })
	void optionsThatAreNotHonouredAreNone(String options) {
		List<String> words = new ArrayList<>(List.of("internal-sftp"));
		words.addAll(List.of(options.split(" ")));
		assertThatIllegalArgumentException().isThrownBy(() -> InternalSftp.parse(words));
	}

	@Test
	void forcedSftpIsServedWithItsOptions() throws Exception {
		Files.createDirectories(this.root.resolve("in"));
		Files.writeString(this.root.resolve("in/file"), "x");
		try (TestFileServer server = start("internal-sftp -R -d /in")) {
			Result result = sftp(server,
					"pwd\n-rm file\n-put %s new\n-chmod 600 file\nls\n".formatted(this.directory.resolve("user_key")));
			assertThat(result.status()).isZero();
			assertThat(result.output()).contains("Remote working directory: /in").contains("\nfile");
			assertThat(this.root.resolve("in/file")).hasContent("x");
			assertThat(this.root.resolve("in/new")).doesNotExist();
		}
	}

	@Test
	void requestsAreRefusedAndUmaskIsApplied() throws Exception {
		try (TestFileServer server = start("internal-sftp -P remove -u 077")) {
			Result result = sftp(server,
					"put %s file\nmkdir d\n-rm file\n".formatted(this.directory.resolve("user_key")));
			assertThat(result.status()).isZero();
			assertThat(Files.getPosixFilePermissions(this.root.resolve("file"))).hasSize(2);
			assertThat(Files.getPosixFilePermissions(this.root.resolve("d"))).hasSize(3);
		}
	}

	@Test
	void otherRequestsGetNothingButSftp() throws Exception {
		try (TestFileServer server = start("internal-sftp")) {
			OpenSshClient client = client(server);
			for (String[] arguments : new String[][] { { "echo", "hello" }, { "scp -t /" }, { "-tt", "echo" }, {},
					{ "-s", "other" } }) {
				Result result = client.run(arguments);
				assertThat(result.status()).isEqualTo(1);
				assertThat(result.error() + result.output()).contains("This service allows sftp connections only.");
			}
		}
	}

	@Test
	void optionsThatNobodyHonoursAreServedToNobody() throws Exception {
		try (TestFileServer server = start("internal-sftp -z")) {
			Result result = client(server).run("-s", "sftp");
			assertThat(result.status()).isEqualTo(1);
			assertThat(result.error()).contains("SFTP is not available with this key");
		}
	}

	@Test
	void nobodyRunsInternalSftpAsACommand() throws Exception {
		try (TestFileServer server = TestFileServer.start(this.root)) {
			Result result = OpenSshClient.withKey(this.directory, server.port()).run("internal-sftp");
			assertThat(result.status()).isNotZero();
			assertThat(result.output()).isEmpty();
		}
	}

	@Test
	void forcedScpIsServed() throws Exception {
		try (TestFileServer server = start("scp -t /in")) {
			Files.createDirectories(this.root.resolve("in"));
			Result result = client(server).run("C0644 2 file\nhi\0".getBytes(StandardCharsets.UTF_8), "rm -rf /");
			assertThat(result.status()).isZero();
			assertThat(this.root.resolve("in/file")).hasContent("hi");
		}
	}

	private TestFileServer start(String command) {
		String line = "command=\"%s\" %s".formatted(command, TestKeys.USER_PUBLIC);
		User user = new User(null, List.of(KeyMaterial.ofContent("key", line.getBytes(StandardCharsets.UTF_8))),
				Set.of());
		return TestFileServer.builder(this.root).server((server) -> server.withoutUsers().user("demo", user)).start();
	}

	private OpenSshClient client(TestFileServer server) {
		return OpenSshClient.withKey(this.directory, server.port());
	}

	private Result sftp(TestFileServer server, String batch) throws IOException {
		Path file = Files.writeString(this.directory.resolve("batch"), batch);
		List<String> command = client(server).command("-b" + file);
		command.set(0, "sftp");
		command.set(command.indexOf("-p"), "-P");
		return Result.of(new ProcessBuilder(command).start(), new byte[0], 60);
	}

}
