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
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link VirtualPaths}, {@link WildcardPaths}, {@link LongNames} and
 * {@link ScpCommand}.
 */
class FileNamesTests {

	@ParameterizedTest
	@CsvSource({ "'', /home", ".., /", "../.., /", "a, /home/a", "/a/./b//c/, /a/b/c", "/.., /", "a/../../../b, /b",
			"..., /home/...", "' ', '/home/ '", "a\\b, /home/a\\b" })
	void pathsAreMadeAbsoluteAndNormalised(String path, String resolved) throws Exception {
		assertThat(new VirtualPaths("/home").resolve(path)).isEqualTo(resolved);
	}

	@Test
	void pathsThatNoFileHasAreRefused() {
		VirtualPaths paths = new VirtualPaths("/");
		for (String path : List.of("a\0", "a".repeat(4097), "~eve/x")) {
			assertThatExceptionOfType(SftpFileSystemException.class).isThrownBy(() -> paths.expand(path));
		}
	}

	@ParameterizedTest
	@CsvSource({ "*, a, true", "*, .a, false", ".*, .a, true", "*.txt, a.txt, true", "*.txt, a.txtx, false",
			"a?c, abc, true", "a?c, ac, false", "[a-c]x, bx, true", "[!a-c]x, bx, false", "[^a]x, bx, true",
			"[, [, true", "[a, [a, true", "a*b*c, aXXbYYc, true", "a*b*c, aXXbYY, false", "[]]x, ]x, true",
			"abc, abc, true", "ab, abc, false" })
	void wildcardsMatchAsInAShell(String pattern, String name, boolean matches) {
		assertThat(WildcardPaths.matches(pattern, name)).isEqualTo(matches);
	}

	@Test
	void manyWildcardsTakeNoTime() {
		assertThat(WildcardPaths.matches("*a".repeat(100) + "b", "a".repeat(255))).isFalse();
	}

	@Test
	void manyFilesThatMatchTakeLittleMemory() throws IOException {
		AtomicInteger listed = new AtomicInteger();
		SftpDirectory endless = mock();
		given(endless.next())
			.willAnswer((call) -> new SftpEntry("%0200d".formatted(listed.incrementAndGet()), SftpAttributes.none()));
		SftpFileSystem files = mock();
		given(files.readAttributes(any(), anyBoolean())).willThrow(NoSuchFileException.class);
		given(files.openDirectory("/")).willReturn(endless);
		assertThatExceptionOfType(SftpFileSystemException.class)
			.isThrownBy(() -> new WildcardPaths(files).expand("/*", (path) -> {
			}))
			.withMessageContaining("Too many files match");
		assertThat(listed).hasValueLessThan(60_000);
	}

	@Test
	void entriesLookAsInLs() {
		LongNames names = new LongNames(Instant.parse("2026-11-23T05:00:00Z"), ZoneOffset.UTC);
		SftpAttributes.Builder attributes = SftpAttributes.builder()
			.type(SftpFileType.REGULAR)
			.permissions(0640)
			.owner("ada")
			.group("users")
			.size(1234L)
			.linkCount(2)
			.lastModified(Instant.parse("2026-11-03T04:05:06Z"));
		assertThat(names.format("file", attributes.build()))
			.isEqualTo("-rw-r-----    2 ada      users        1234 Nov  3 04:05 file");
		assertThat(names.format("old", attributes.lastModified(Instant.parse("2020-01-22T00:00:00Z")).build()))
			.isEqualTo("-rw-r-----    2 ada      users        1234 Jan 22  2020 old");
		assertThat(names.format("d", attributes.type(SftpFileType.DIRECTORY).permissions(07654).build()))
			.startsWith("drwSr-sr-T");
		assertThat(names.format("x", SftpAttributes.none())).matches("\\?--------- +1 - +- +0 +x");
	}

	@ParameterizedTest
	@ValueSource(strings = { "scp", "scp -t", "scp -f", "scp -t a b", "scp -t -f a", "scp -x -t a", "scp a b",
			"ls -t a", "/usr/bin/scp -t a", "scp -tS prog a" })
	void commandsThatAreNotOfScpStayWithOthers(String command) {
		assertThat(ScpCommand.parse(List.of(command.split(" ")))).isNull();
	}

	@Test
	void commandsOfScpAreParsed() {
		assertThat(ScpCommand.parse(List.of("scp", "-v", "-rp", "-d", "-t", "--", "-x")))
			.isEqualTo(new ScpCommand(true, true, true, true, List.of("-x")));
		assertThat(ScpCommand.parse(List.of("scp", "-qf", "a", "b c")))
			.isEqualTo(new ScpCommand(false, false, false, false, List.of("a", "b c")));
	}

}
