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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import org.springframework.util.FileSystemUtils;

/**
 * PostgreSQL on a free port of the loopback address, which knows the user
 * {@code postgres} without a password.
 */
public final class PostgresServer implements AutoCloseable {

	private final Path data;

	private final Process process;

	private final int port;

	private PostgresServer(Path data, Process process, int port) {
		this.data = data;
		this.process = process;
		this.port = port;
	}

	/**
	 * Start PostgreSQL, or skip the test if it is not installed.
	 * @return the server
	 */
	public static PostgresServer start() {
		Path programs = Objects
			.requireNonNull(Programs.requireFile("/usr/lib/postgresql", "*/bin/initdb", "postgresql").getParent());
		try {
			Path data = Files.createTempDirectory("postgres");
			// it does not run as root
			boolean root = "root".equals(Files.getOwner(data).getName());
			List<String> user = root ? List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
					: List.of();
			if (root) {
				Files.setOwner(data,
						data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
			}
			Programs
				.run(data,
						command(user, programs.resolve("initdb"), "-D", data.toString(), "-U", "postgres", "-A",
								"trust", "--no-sync", "-E", "UTF8", "--locale=C"))
				.output();
			int port = OpenSshServer.freePort();
			Process process = new ProcessBuilder(command(user, programs.resolve("postgres"), "-D", data.toString(),
					"-p", Integer.toString(port), "-h", "127.0.0.1", "-k", "", "-F"))
				.directory(data.toFile())
				.redirectErrorStream(true)
				.redirectOutput(data.resolve("log").toFile())
				.start();
			PostgresServer server = new PostgresServer(data, process, port);
			Awaitility.await("PostgreSQL")
				.atMost(Duration.ofSeconds(60))
				.until(() -> Programs
					.run(data, programs.resolve("pg_isready").toString(), "-h", "127.0.0.1", "-p",
							Integer.toString(port))
					.status() == 0);
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String[] command(List<String> user, Path program, String... arguments) {
		return Stream.of(user.stream(), Stream.of(program.toString()), Arrays.stream(arguments))
			.flatMap((part) -> part)
			.toArray(String[]::new);
	}

	public int port() {
		return this.port;
	}

	@Override
	public void close() {
		// at once, but not without letting go of its memory
		Programs.run(Path.of("/"), "kill", "-INT", Long.toString(this.process.pid()));
		try {
			if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
			FileSystemUtils.deleteRecursively(this.data);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
