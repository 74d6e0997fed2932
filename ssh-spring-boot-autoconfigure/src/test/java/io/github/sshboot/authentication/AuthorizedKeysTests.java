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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.github.sshboot.testing.Programs;
import io.github.sshboot.transport.PublicKeyBlob;
import io.github.sshboot.transport.crypto.CryptoProviders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AuthorizedKeysTests {

	private static String line;

	private static String otherLine;

	private final List<String> problems = new ArrayList<>();

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

	@Test
	void readsTheOptionsOfAKey() {
		AuthorizedKeys keys = parse("restrict,command=\"a b\" \t" + line + "\n" + otherLine + "\n");
		assertThat(keys.find(PublicKeyBlob.parse(line))).singleElement().satisfies((key) -> {
			assertThat(key.origin()).isEqualTo("test:1");
			assertThat(key.options()).returns(false, KeyOptions::pty).returns("a b", KeyOptions::command);
		});
		assertThat(keys.find(PublicKeyBlob.parse(otherLine))).singleElement()
			.returns(true, (key) -> key.options().pty());
		assertThat(this.problems).isEmpty();
	}

	@Test
	void keepsAllLinesOfAKeyInOrder() {
		assertThat(parse("no-pty " + line + "\n" + line + "\n").find(PublicKeyBlob.parse(line)))
			.extracting(AuthorizedKey::origin)
			.containsExactly("test:1", "test:2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "unheard-of", "ssh-ed25519", "principals=\"alice\"", "command=\"a\u0000b\"",
			"from=\"!host.example.org,*\"" })
	void refusesKeyWithOptionsThatAreNotUnderstood(String options) {
		assertThat(read(options + " " + line + "\n" + otherLine + "\n")).containsExactly(otherLine);
		assertThat(this.problems).singleElement().asString().startsWith("test:1: ");
	}

	@Test
	void refusesLinesThatAreTooLong() {
		assertThat(read(line + " " + "x".repeat(60_000) + "\n" + otherLine + " " + "x".repeat(70_000)))
			.containsExactly(line);
		assertThat(this.problems).containsExactly("test:2: it is too long");
	}

	@Test
	void aCarriageReturnAloneIsNoEndOfALine() {
		assertThat(read("# old\r" + line + "\n#\u2028" + otherLine + "\n#\u0085" + otherLine)).isEmpty();
	}

	@Test
	void commentsMayBeInAnyEncoding() {
		byte[] content = (line + " andr\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);
		assertThat(AuthorizedKeys.parse("test", content, this::problem).isEmpty()).isFalse();
	}

	@Test
	void refusesCertificates() {
		Programs.require("ssh-keygen");
		Programs.run(this.directory, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key").output();
		Programs.run(this.directory, "ssh-keygen", "-q", "-s", "key", "-I", "x", "-n", "alice", "key.pub").output();
		assertThat(parse(Programs.run(this.directory, "cat", "key-cert.pub").output()).isEmpty()).isTrue();
		assertThat(this.problems).containsExactly("test:1: it holds a certificate instead of a key");
	}

	@Test
	void refusesShortRsaKeys() {
		Programs.require("ssh-keygen");
		Programs.run(this.directory, "ssh-keygen", "-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", "key").output();
		assertThat(parse(Programs.run(this.directory, "cat", "key.pub").output()).isEmpty()).isTrue();
		assertThat(this.problems).singleElement().asString().contains("1024 bits");
	}

	@Test
	void aKeyInsideOfAnOptionIsNone() {
		AuthorizedKeys keys = parse("command=\"x " + otherLine + "\" " + line + "\n" + "command=\" " + line + "\n");
		assertThat(keys.find(PublicKeyBlob.parse(otherLine))).isEmpty();
		assertThat(keys.find(PublicKeyBlob.parse(line))).singleElement()
			.returns("x " + otherLine, (key) -> key.options().command());
		assertThat(this.problems).containsExactly("test:2: a quote is not closed");
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

	private AuthorizedKeys parse(String content) {
		return AuthorizedKeys.parse("test", content.getBytes(StandardCharsets.UTF_8), this::problem);
	}

	private void problem(String origin, String problem) {
		this.problems.add(origin + ": " + problem);
	}

	/**
	 * Return those of the lines of words that hold a key which was read, in their order.
	 */
	private List<String> read(String content) {
		AuthorizedKeys keys = parse(content);
		List<String> words = List.of(content.split("\\s+"));
		return IntStream.range(0, words.size() - 1)
			.mapToObj((index) -> words.get(index) + " " + words.get(index + 1))
			.filter((candidate) -> candidate.matches("[a-z0-9-]+ AAAA.*") && isKey(keys, candidate))
			.toList();
	}

	private static boolean isKey(AuthorizedKeys keys, String candidate) {
		try {
			return !keys.find(PublicKeyBlob.parse(candidate)).isEmpty();
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
