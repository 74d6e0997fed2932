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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Runs the programs of the operating system that tests compare with.
 */
public final class Programs {

	private static final long TIMEOUT_SECONDS = 60;

	private static final Map<String, String> PACKAGES = Map.of("ssh-keygen", "openssh-client", "openssl", "openssl",
			"sh", "dash", "plink", "putty-tools", "dbclient", "dropbear-bin", "tmux", "tmux");

	private Programs() {
	}

	/**
	 * Skip the test if a program is missing.
	 * @param program the name of the program
	 */
	public static void require(String program) {
		require(program, PACKAGES.getOrDefault(program, program));
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

	/**
	 * Skip the test if a file is missing that is no program.
	 * @param directory where to look
	 * @param glob what the path below is like
	 * @param debianPackage the package that has it
	 * @return the file
	 */
	public static Path requireFile(String directory, String glob, String debianPackage) {
		Path root = Path.of(directory);
		PathMatcher matcher = root.getFileSystem().getPathMatcher("glob:" + directory + "/" + glob);
		int depth = Path.of(glob).getNameCount();
		try (Stream<Path> files = Files.isDirectory(root)
				? Files.find(root, depth, (file, attributes) -> matcher.matches(file)) : Stream.empty()) {
			Optional<Path> found = files.findFirst();
			assumeTrue(found.isPresent(),
					() -> "%s/%s is not installed (Debian package %s)".formatted(directory, glob, debianPackage));
			return found.orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Run a program to its end, with nothing to read.
	 * @param directory the directory to run it in
	 * @param command the program and its arguments
	 * @return how it ended
	 */
	public static Result run(Path directory, String... command) {
		try {
			// files cannot fill up as pipes do
			Path stdout = Files.createTempFile("program", ".stdout");
			Path stderr = Files.createTempFile("program", ".stderr");
			try {
				return run(directory, stdout, stderr, command);
			}
			finally {
				Files.delete(stdout);
				Files.delete(stderr);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Result run(Path directory, Path stdout, Path stderr, String... command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectOutput(stdout.toFile())
			.redirectError(stderr.toFile());
		// no question may open a window
		builder.environment().keySet().removeAll(List.of("DISPLAY", "SSH_ASKPASS", "SSH_AUTH_SOCK"));
		builder.environment().put("LC_ALL", "C");
		Process process = builder.start();
		try {
			process.getOutputStream().close();
			if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("%s did not end within %d seconds; it has written %s %s"
					.formatted(List.of(command), TIMEOUT_SECONDS, Files.readString(stdout), Files.readString(stderr)));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted", ex);
		}
		finally {
			process.destroyForcibly();
		}
		return new Result(List.of(command), process.exitValue(),
				new String(Files.readAllBytes(stdout), StandardCharsets.UTF_8),
				new String(Files.readAllBytes(stderr), StandardCharsets.UTF_8));
	}

	/**
	 * How a program ended.
	 *
	 * @param command the program and its arguments
	 * @param status the exit status
	 * @param stdout what it wrote to standard output
	 * @param stderr what it wrote to standard error
	 */
	public record Result(List<String> command, int status, String stdout, String stderr) {

		/**
		 * Return the standard output of a program that must have succeeded.
		 * @return the standard output
		 */
		public String output() {
			if (this.status != 0) {
				throw new AssertionError("%s ended with status %d: %s".formatted(this.command, this.status,
						(this.stderr + this.stdout).strip()));
			}
			return this.stdout;
		}

	}

}
