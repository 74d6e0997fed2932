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

package io.github.sshboot.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which lines of a {@code known_hosts} file are about a host.
 */
class HostNamesTests {

	private static final Pattern FOUND = Pattern.compile("^# Host .* found: line (\\d+)", Pattern.MULTILINE);

	private static final List<String> PATTERNS = List.of("example.org", "EXAMPLE.org", "example.org,192.0.2.1",
			"192.0.2.1,example.org,other", "*", "?", "*.org", "*.example.org", "ex*org", "ex*o*g", "e?ample.org",
			"example.???", "*e*", "**", "*.*.*", "!example.org", "!example.org,*", "*,!example.org", "*.org,!ex*",
			"!other,example.org", "!,*", "", ",", ",example.org,", "[example.org]:22", "[example.org]:2222",
			"[*.org]:2222", "[*]:*", "*:2222", "*2222", "[example.org]:222?", "![example.org]:2222,*",
			"[example.org:2222", "example.org:2222", "::1", "[::1]:2222", "2001:db8::*", "[2001:DB8::1]:2222",
			"fe80::1%eth0", "192.0.2.*", "192.0.2.1/24", "host_with_underscore", "example.org.", "exampleXorg",
			"example\\.org", "[a-z]*", "*****************************a*b", "xn--bcher-kva.example", "a,b,c,d,e,f,*z");

	private static final List<String> NAMES = List.of("example.org", "[example.org]:2222", "[example.org]:2223",
			"host.example.org", "[host.example.org]:2222", "192.0.2.1", "192.0.2.77", "[192.0.2.1]:2222", "::1",
			"[::1]:2222", "2001:db8::1", "[2001:db8::1]:2222", "fe80::1%eth0", "host_with_underscore", "x",
			"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", "quiz", "other", "xn--bcher-kva.example");

	@TempDir
	Path directory;

	@Test
	void matchAsOpenSshDoes() throws IOException {
		Programs.require("ssh-keygen");
		Path file = this.directory.resolve("known_hosts");
		// an empty list of names would be no field of the line
		Files.write(file, PATTERNS.stream().map((names) -> names + " " + TestKeys.ED25519_PUBLIC).toList());
		for (String name : NAMES) {
			List<String> ours = PATTERNS.stream()
				.filter((names) -> !names.isEmpty() && HostNames.parse(names).match(name))
				.toList();
			assertThat(ours).as(name).isEqualTo(found(file, name).stream().map(PATTERNS::get).toList());
		}
	}

	@Test
	void hashedNamesMatchAsInOpenSsh() throws IOException {
		Programs.require("ssh-keygen");
		Path file = this.directory.resolve("known_hosts");
		Files.write(file, NAMES.stream().map((name) -> name + " " + TestKeys.ED25519_PUBLIC).toList());
		Programs.run(this.directory, "ssh-keygen", "-H", "-f", file.toString()).output();
		List<HostNames> hashed = Files.readAllLines(file)
			.stream()
			.map((line) -> HostNames.parse(line.split(" ")[0]))
			.toList();
		for (int i = 0; i < NAMES.size(); i++) {
			String name = NAMES.get(i);
			assertThat(found(file, name)).containsExactly(i);
			assertThat(IntStream.range(0, hashed.size()).filter((index) -> hashed.get(index).match(name)))
				.containsExactly(i);
		}
	}

	private List<Integer> found(Path file, String name) {
		Programs.Result result = Programs.run(this.directory, "ssh-keygen", "-F", name, "-f", file.toString());
		List<Integer> lines = new ArrayList<>();
		FOUND.matcher(result.stdout())
			.results()
			.map((MatchResult match) -> Integer.parseInt(match.group(1)) - 1)
			.forEach(lines::add);
		return lines;
	}

	@ParameterizedTest
	@ValueSource(strings = { "|", "|1|", "|1||", "|1|AAAA|AAAA", "|2|AAAAAAAAAAAAAAAAAAAAAAAAAAA=|AAAA", "|1|!|!",
			"|1|AAAAAAAAAAAAAAAAAAAAAAAAAAA=|AAAAAAAAAAAAAAAAAAAAAAAAAAA=|" })
	void hashedNameOfAnUnknownFormIsRefused(String names) {
		assertThatIllegalArgumentException().isThrownBy(() -> HostNames.parse(names));
	}

	@Test
	void patternThatCannotMatchIsSoonLeft() {
		assertThat(Wildcards.match("*a".repeat(500) + "b", "a".repeat(5000))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "example.org", "EXAMPLE.ORG" })
	void portThatIsNotTheUsualOneIsPartOfTheName(String host) {
		assertThat(HostNames.name(new SshEndpoint(host, 22))).isEqualTo("example.org");
		assertThat(HostNames.name(new SshEndpoint(host, 2222))).isEqualTo("[example.org]:2222");
	}

	@Test
	void addressInBracketsIsTheAddress() {
		assertThat(HostNames.name(new SshEndpoint("[::1]", 22))).isEqualTo("::1");
		assertThat(HostNames.name(new SshEndpoint("::1", 2222))).isEqualTo("[::1]:2222");
	}

	@Test
	void namesThatAPersonHasWrittenAreTold() {
		assertThat(HostNames.parse("example.org").isHandWritten()).isFalse();
		assertThat(HostNames.parse("example.org,192.0.2.1").isHandWritten()).isFalse();
		assertThat(HostNames.parse("example.org,a,b").isHandWritten()).isTrue();
		assertThat(HostNames.parse("*.org").isHandWritten()).isTrue();
		assertThat(HostNames.parse("example.or?").isHandWritten()).isTrue();
	}

}
