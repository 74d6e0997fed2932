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

package io.github.sshboot.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code in the pages of the documentation, which is that of the classes of this
 * package.
 */
final class Examples {

	private Examples() {
	}

	/**
	 * Return the code in a page.
	 * @param page the name of its file
	 * @return its blocks of Java
	 */
	static Stream<String> in(String page) throws IOException {
		return Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("../docs", page)))
			.results()
			.map((block) -> block.group(1));
	}

	/**
	 * Check that code is compiled.
	 * @param block the code
	 */
	static void assertThatItIsCompiled(String block) throws IOException {
		try (Stream<Path> files = Files.list(Path.of("src/test/java/io/github/sshboot/docs"))) {
			assertThat(files.map(Examples::read).map(Examples::withoutIndentation))
				.anyMatch((source) -> source.contains(withoutIndentation(block)));
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String withoutIndentation(String code) {
		return code.lines().map(String::strip).filter((line) -> !line.isEmpty()).collect(Collectors.joining("\n"));
	}

}
