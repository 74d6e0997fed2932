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

package io.github.sshboot.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the figures are of.
 */
final class Machine {

	private Machine() {
	}

	static String describe(Options options) {
		List<String> lines = new ArrayList<>();
		lines.add("%d cores of %s, %s GB of memory, %s %s".formatted(Runtime.getRuntime().availableProcessors(),
				field("/proc/cpuinfo", "model name"), gigabytes(field("/proc/meminfo", "MemTotal")),
				System.getProperty("os.name"), System.getProperty("os.version").replaceAll("-.*", "")));
		lines.add(firstLine("Java is not installed", options.java().toString(), "-version"));
		lines.add(firstLine("OpenSSH is not installed", "ssh", "-V"));
		lines.add("Apache MINA SSHD %s, Bouncy Castle %s, JSch %s, sshj %s".formatted(ClassPath.version("sshd-core-"),
				ClassPath.version("bcprov-jdk18on-"), ClassPath.version("jsch-"), ClassPath.version("sshj-")));
		lines.add(firstLine("AsyncSSH is not installed", ServerKind.python(), "-c",
				"import warnings; warnings.simplefilter('ignore'); import asyncssh, sys; print('AsyncSSH', asyncssh.__version__, 'on Python', sys.version.split()[0])"));
		lines.add("medians of %d rounds; %d MB in each transfer".formatted(options.rounds(),
				options.size().toMegabytes()));
		return "- " + String.join("\n- ", lines) + "\n";
	}

	private static String firstLine(String otherwise, String... command) {
		return Programs.run(command).flatMap((output) -> output.lines().findFirst()).orElse(otherwise);
	}

	private static String field(String file, String name) {
		try (Stream<String> lines = Files.lines(Path.of(file))) {
			return lines.filter((line) -> line.startsWith(name))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse("?");
		}
		catch (IOException ex) {
			return "?";
		}
	}

	private static String gigabytes(String kilobytes) {
		String digits = kilobytes.replaceAll("\\D", "");
		return digits.isEmpty() ? "?" : Long.toString(Math.round(Long.parseLong(digits) / (1024.0 * 1024)));
	}

}
