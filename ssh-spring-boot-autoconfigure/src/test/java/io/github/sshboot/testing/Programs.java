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

package io.github.sshboot.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Programs that tests need beside the JDK.
 */
public final class Programs {

	private Programs() {
	}

	/**
	 * Skip the test if a program is missing.
	 * @param program the name or path of the program
	 * @param debianPackage the package that has it
	 */
	public static void require(String program, String debianPackage) {
		boolean present = program.startsWith("/") ? Files.isExecutable(Path.of(program))
				: Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
					.anyMatch((directory) -> Files.isExecutable(Path.of(directory, program)));
		assumeTrue(present, () -> "%s is not installed (Debian package %s)".formatted(program, debianPackage));
	}

}
