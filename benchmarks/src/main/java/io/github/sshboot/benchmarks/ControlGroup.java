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

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.util.StringUtils;

/**
 * A Linux control group, which knows the CPU time of a process and all that descends from
 * it, also of orphans: {@code sshd} does not wait for the process that does its work.
 */
final class ControlGroup implements Closeable {

	private static final int ATTEMPTS = 1000;

	private final Path directory;

	private ControlGroup(Path directory) {
		this.directory = directory;
	}

	/**
	 * Make a group below that of this process and move a process there.
	 * @param pid the process
	 * @return the group, unless this process may not make one
	 */
	static Optional<ControlGroup> of(long pid) {
		try {
			Path directory = parent().resolve("ssh-benchmarks-" + pid);
			Files.createDirectory(directory);
			Files.writeString(directory.resolve("cgroup.procs"), Long.toString(pid));
			return Optional.of(new ControlGroup(directory));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	private static Path parent() throws IOException {
		String mount = match("/proc/self/mounts", "\\S+ (\\S+) cgroup2 .*");
		return Path.of(mount + match("/proc/self/cgroup", "0::(.*)"));
	}

	private static String match(String file, String pattern) throws IOException {
		try (Stream<String> lines = Files.lines(Path.of(file))) {
			return lines.map(Pattern.compile(pattern)::matcher)
				.filter(Matcher::matches)
				.map((matcher) -> matcher.group(1))
				.findFirst()
				.orElseThrow(() -> new IOException(file));
		}
	}

	/**
	 * Wait until only the first process is left, and return the CPU time of all.
	 * @return the time in seconds
	 */
	double cpuSeconds() {
		try {
			for (int i = 0; i < ATTEMPTS
					&& Files.readAllLines(this.directory.resolve("cgroup.procs")).size() > 1; i++) {
				pause();
			}
			List<String> lines = Files.readAllLines(this.directory.resolve("cpu.stat"));
			return Long.parseLong(StringUtils.delete(lines.get(0), "usage_usec ")) / 1e6;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		// it can be removed once the last process is gone
		for (int i = 0; i < ATTEMPTS; i++) {
			try {
				Files.delete(this.directory);
				return;
			}
			catch (IOException ex) {
				pause();
			}
		}
	}

	private static void pause() {
		try {
			Thread.sleep(5);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
