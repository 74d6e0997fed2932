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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;

import io.github.sshboot.testing.Programs;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AuthorizedKeysTests {

	private static String line;

	private static String otherLine;

	@TempDir
	Path directory;

	@BeforeAll
	static void generateKeys() throws Exception {
		CryptoProviders.install();
		line = PublicKeys.line(PublicKeys.ed25519());
		otherLine = PublicKeys.line(PublicKeys.ed25519());
	}

	@Test
	void readsEveryKey() {
		assertThat(read(line + "\n" + otherLine + "\n")).containsExactly(line, otherLine);
	}

	@Test
	void readsLastLineWithoutANewline() {
		assertThat(read(line + "\n" + otherLine)).containsExactly(line, otherLine);
	}

	@Test
	void skipsCommentsAndBlankLines() {
		assertThat(read("# the keys of alice\n\n  \t \n\t# indented\n" + line + "\n#" + otherLine + "\n"))
			.containsExactly(line);
	}

	@Test
	void allowsCommentsAfterTheKey() {
		assertThat(read(line + " alice@example.org on her laptop\n" + otherLine + "\t\"quoted\" # hash, comma\n"))
			.containsExactly(line, otherLine);
	}

	@Test
	void allowsIndentationAndWindowsLineEndings() {
		assertThat(read(" \t" + line + "\r\n" + otherLine + "\r\n")).containsExactly(line, otherLine);
	}

	@ParameterizedTest
	@ValueSource(strings = { "command=\"/bin/true\"", "command=\"with words and \\\"quotes\\\"\"", "restrict",
			"from=\"192.0.2.0/24\"", "no-pty", "no-port-forwarding,no-pty", "environment=\"A=b\"", "cert-authority",
			"cert-authority,principals=\"alice\"", "restrict,command=\"/bin/true\",from=\"*.example.org\"",
			"expiry-time=\"20300101\"", "RESTRICT", "verify-required", "unheard-of", "unheard-of=\"x\"",
			"command=\"#\"", "tunnel=\"0\"", "ssh-ed25519=\"x\"", "ssh-ed25519", "," })
	void refusesKeyWithOptions(String options) {
		assertThat(read(options + " " + line + "\n" + otherLine + "\n")).containsExactly(otherLine);
	}

	@Test
	void refusesKeyInsideOfAnOption() {
		assertThat(read("command=\"x " + otherLine + "\" " + line + "\n" + "command=\" " + line + "\n")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "garbage", "ssh-ed25519", "ssh-ed25519 garbage!", "ssh-ed25519 AAAA",
			"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==", "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAA", "ssh-unheard-of AAAA",
			"AAAAC3NzaC1lZDI1NTE5AAAAI", "-----BEGIN OPENSSH PRIVATE KEY-----", "\u0000\u0001\u0002", "=\"", "\"",
			"---- BEGIN SSH2 PUBLIC KEY ----" })
	void refusesGarbageButKeepsTheOtherLines(String garbage) {
		assertThat(read(line + "\n" + garbage + "\n" + otherLine + "\n")).containsExactly(line, otherLine);
	}

	@Test
	void refusesTruncatedKey() {
		for (int length = 0; length < line.length() - 1; length++) {
			assertThat(read(line.substring(0, length))).as("%d characters", length).isEmpty();
		}
	}

	@Test
	void refusesKeyThatIsNotOfTheTypeItSays() {
		assertThat(read(line.replace("ssh-ed25519 ", "ssh-rsa "))).isEmpty();
	}

	@Test
	void readsWhatSshKeygenWrites() throws IOException {
		Programs.require("ssh-keygen");
		StringBuilder content = new StringBuilder();
		for (String type : new String[] { "ed25519", "ecdsa", "rsa" }) {
			Programs.run(this.directory, "ssh-keygen", "-q", "-t", type, "-N", "", "-C", "alice", "-f", type).output();
			content.append(Files.readString(this.directory.resolve(type + ".pub")));
		}
		assertThat(String.join(" alice\n", read(content.toString())) + " alice\n").hasToString(content.toString());
	}

	@Test
	void missingFileHasNoKeys() {
		assertThat(AuthorizedKeys.read(KeyMaterial.ofFile(this.directory.resolve("missing")))).isEmpty();
	}

	@Test
	void fileThatCannotBeReadHasNoKeys() {
		assertThat(AuthorizedKeys.read(KeyMaterial.ofFile(this.directory))).isEmpty();
	}

	@Test
	void seesChangesOfTheFile() throws IOException {
		Path file = this.directory.resolve("authorized_keys");
		KeyMaterial material = KeyMaterial.ofFile(file);
		Files.writeString(file, line);
		assertThat(AuthorizedKeys.read(material)).map(PublicKeyEntry::toString).containsExactly(line);
		Files.writeString(file, otherLine);
		assertThat(AuthorizedKeys.read(material)).map(PublicKeyEntry::toString).containsExactly(otherLine);
	}

	private static List<String> read(String content) {
		return AuthorizedKeys.read(KeyMaterial.ofContent("test", content.getBytes(StandardCharsets.UTF_8)))
			.stream()
			.map((PublicKey key) -> PublicKeyEntry.toString(key))
			.toList();
	}

}
