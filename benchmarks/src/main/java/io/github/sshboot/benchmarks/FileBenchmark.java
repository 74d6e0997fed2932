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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.github.sshboot.benchmarks.load.KeyType;

import org.springframework.util.FileSystemUtils;

/**
 * Measures clients that transfer files by SFTP, with OpenSSH's server: a large one, and
 * many small ones.
 */
final class FileBenchmark {

	private static final List<ClientKind> SUBJECTS = List.of(ClientKind.values());

	private static final Path MEMORY = Path.of("/dev/shm");

	private static final int SMALL = 1024;

	private final Options options;

	private final Workspace workspace;

	private final Table table;

	FileBenchmark(Options options, Workspace workspace) {
		this.options = options;
		this.workspace = workspace;
		this.table = new Table(title(options.roundTrip()), SUBJECTS.stream().map(FileBenchmark::title).toList());
	}

	private static String title(Duration roundTrip) {
		return "Clients: files by SFTP"
				+ (roundTrip.isZero() ? "" : ", with a round trip of %d ms".formatted(roundTrip.toMillis()));
	}

	Table run() {
		if (ServerKind.OPENSSH.missing().isPresent()) {
			SUBJECTS.forEach((kind) -> this.table.missing(title(kind), ServerKind.OPENSSH + " is not installed"));
			return this.table;
		}
		Map<ClientKind, Client> clients = new EnumMap<>(ClientKind.class);
		ClientLauncher launcher = new ClientLauncher(this.options, this.workspace);
		for (ClientKind kind : SUBJECTS) {
			kind.missing()
				.ifPresentOrElse((reason) -> this.table.missing(title(kind), reason),
						() -> clients.put(kind, launcher.start(kind)));
		}
		Path directory = directory();
		try (Server near = new ServerLauncher(this.options, this.workspace).start(ServerKind.OPENSSH, KeyType.ECDSA);
				Distance distance = new Distance(near, this.options.roundTrip())) {
			Server server = distance.server();
			Path large = this.workspace.zeros(this.options.size().toBytes());
			Path small = smallFiles(directory, this.options.files());
			Rounds.run(this.options.rounds(), (round) -> {
				double megabytes = this.options.size().toBytes() / 1e6;
				int files = this.options.files();
				forEach(clients, round, Measure.rate("upload, one file", "MB/s"),
						(client) -> megabytes / upload(client, server, large, directory.resolve("file")));
				forEach(clients, round, Measure.rate("download, one file", "MB/s"),
						(client) -> megabytes / download(client, server, large, directory.resolve("file")));
				forEach(clients, round, Measure.rate("upload, files of 1 KB", "1/s"),
						(client) -> files / upload(client, server, small, directory.resolve("files")));
				forEach(clients, round, Measure.rate("download, files of 1 KB", "1/s"),
						(client) -> files / download(client, server, small, directory.resolve("files")));
			});
		}
		finally {
			delete(directory);
			clients.values().forEach(Client::close);
		}
		return this.table;
	}

	private static String title(ClientKind kind) {
		return (kind == ClientKind.OPENSSH) ? "OpenSSH sftp" : kind.toString();
	}

	private void forEach(Map<ClientKind, Client> clients, Rounds.Round round, Measure measure,
			ToDoubleFunction<Client> measurement) {
		clients.forEach((kind, client) -> round.measure(this.table, title(kind),
				() -> round.add(this.table, measure, title(kind), measurement.applyAsDouble(client))));
	}

	private double upload(Client client, Server server, Path source, Path target) {
		return transfer(() -> client.upload(server, source, target), source, target);
	}

	private double download(Client client, Server server, Path source, Path target) {
		return transfer(() -> client.download(server, source, target), source, target);
	}

	private static double transfer(Timed transfer, Path source, Path target) {
		try {
			double seconds = transfer.run();
			check(source, target);
			return seconds;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			delete(target);
		}
	}

	static void delete(Path path) {
		try {
			FileSystemUtils.deleteRecursively(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What did not arrive was not fast.
	 */
	static void check(Path source, Path target) throws IOException {
		if (Files.isRegularFile(source)) {
			if (Files.size(target) != Files.size(source)) {
				throw new IllegalStateException("%s has %d bytes".formatted(target, Files.size(target)));
			}
			return;
		}
		try (var sources = Files.list(source); var targets = Files.list(target)) {
			long expected = sources.count();
			if (targets.filter((file) -> file.toFile().length() == SMALL).count() != expected) {
				throw new IllegalStateException("%s does not have %d whole files".formatted(target, expected));
			}
		}
	}

	/**
	 * Return a directory in memory, where there is one: it is not the disk that is to be
	 * measured.
	 */
	static Path directory() {
		try {
			Path directory = Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "ssh-benchmarks")
					: Files.createTempDirectory("ssh-benchmarks");
			// sshd writes as the user who logs in
			return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Path smallFiles(Path parent, int count) {
		try {
			Path directory = Files.createDirectory(parent.resolve("small"));
			for (int i = 0; i < count; i++) {
				Files.write(directory.resolve("file-" + i), new byte[SMALL]);
			}
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Measures.
	 */
	@FunctionalInterface
	private interface Timed {

		double run();

	}

}
