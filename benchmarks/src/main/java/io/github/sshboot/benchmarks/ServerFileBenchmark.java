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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.sshboot.benchmarks.load.KeyType;

/**
 * Measures servers that serve files by SFTP: a large one by cipher, many small ones, and
 * the list of a large directory, with {@code sftp} as the client; the large one with JSch
 * and with our client, too.
 */
final class ServerFileBenchmark {

	private static final List<ServerKind> SUBJECTS = List.of(ServerKind.STARTER, ServerKind.OPENSSH, ServerKind.MINA,
			ServerKind.ASYNCSSH);

	private static final List<ClientKind> OTHER_CLIENTS = List.of(ClientKind.JSCH, ClientKind.STARTER);

	/**
	 * How many times as many entries as small files a list has.
	 */
	private static final int ENTRIES_PER_FILE = 10;

	private final Options options;

	private final Workspace workspace;

	private final OpenSshClient sftp;

	private final Table table = new Table("Server: files by SFTP",
			SUBJECTS.stream().map(ServerKind::toString).toList());

	ServerFileBenchmark(Options options, Workspace workspace) {
		this.options = options;
		this.workspace = workspace;
		this.sftp = new OpenSshClient(options, workspace);
	}

	Table run() {
		if (ClientKind.OPENSSH.missing().isPresent()) {
			SUBJECTS.forEach((kind) -> this.table.missing(kind.toString(), "needs sftp, which is not installed"));
			return this.table;
		}
		Path directory = FileBenchmark.directory();
		Map<ClientKind, Client> clients = new LinkedHashMap<>();
		try (Servers servers = start(directory)) {
			ClientLauncher launcher = new ClientLauncher(this.options, this.workspace);
			OTHER_CLIENTS.stream()
				.filter((kind) -> kind.missing().isEmpty())
				.forEach((kind) -> clients.put(kind, launcher.start(kind)));
			TestFiles files = TestFiles.create(directory, this.workspace, this.options);
			Rounds.run(this.options.rounds(), (round) -> {
				for (Server server : servers) {
					round.measure(this.table, server.name(), () -> measure(round, server, files, clients));
				}
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			clients.values().forEach(Client::close);
			FileBenchmark.delete(directory);
		}
		return this.table;
	}

	/**
	 * Start the servers. Ours shows users a directory; the others show them the disk.
	 */
	private Servers start(Path directory) {
		ServerLauncher launcher = new ServerLauncher(this.options, this.workspace);
		List<Server> servers = new ArrayList<>();
		servers.add(launcher.startOurs(ServerKind.STARTER.toString(), KeyType.ECDSA, "--ssh.server.sftp.enabled=true",
				"--ssh.server.sftp.root=" + directory));
		launcher.start(SUBJECTS.subList(1, SUBJECTS.size()), KeyType.ECDSA, this.table).forEach(servers::add);
		return new Servers(servers);
	}

	private void measure(Rounds.Round round, Server server, TestFiles files, Map<ClientKind, Client> clients) {
		double megabytes = this.options.size().toBytes() / 1e6;
		int count = this.options.files();
		Path received = files.directory().resolve("received");
		Path sent = files.directory().resolve("sent");
		for (Cipher cipher : Cipher.ALL) {
			add(round, server, "download, " + cipher.name(), "MB/s", megabytes,
					(source, target) -> this.sftp.sftp(server, cipher, "get %s %s".formatted(source, target)),
					files.large(), received, true);
			add(round, server, "upload, " + cipher.name(), "MB/s", megabytes,
					(source, target) -> this.sftp.sftp(server, cipher, "put %s %s".formatted(source, target)),
					files.large(), sent, false);
		}
		add(round, server, "download, files of 1 KB", "1/s", count,
				(source, target) -> this.sftp.download(server, source, target), files.small(), received, true);
		add(round, server, "upload, files of 1 KB", "1/s", count,
				(source, target) -> this.sftp.upload(server, source, target), files.small(), sent, false);
		double seconds = this.sftp.sftp(server, Cipher.ALL.get(0),
				"ls -1f " + remote(server, files.entries(), files.directory()));
		round.add(this.table, Measure.rate("entries listed", "1/s"), server.name(), count * ENTRIES_PER_FILE / seconds);
		clients.forEach((kind, client) -> {
			add(round, server, "download, " + kind, "MB/s", megabytes,
					(source, target) -> client.download(server, source, target), files.large(), received, true);
			add(round, server, "upload, " + kind, "MB/s", megabytes,
					(source, target) -> client.upload(server, source, target), files.large(), sent, false);
		});
	}

	private void add(Rounds.Round round, Server server, String name, String unit, double amount, Timed transfer,
			Path source, Path target, boolean download) {
		Path root = Objects.requireNonNull(target.getParent());
		CpuTime cpu = CpuTime.of(server);
		try {
			double seconds = download ? transfer.run(remote(server, source, root), target)
					: transfer.run(source, remote(server, target, root));
			FileBenchmark.check(source, target);
			round.add(this.table, Measure.rate(name, unit), server.name(), amount / seconds);
			// seconds for a thousand MB, milliseconds for a file
			cpu.end((cpuSeconds) -> round.add(this.table,
					Measure.cost("server CPU, " + name, unit.equals("MB/s") ? "s/GB" : "ms"), server.name(),
					cpuSeconds / amount * 1000));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			FileBenchmark.delete(target);
		}
	}

	/**
	 * Return the path that a file has for users of a server.
	 */
	private static Path remote(Server server, Path path, Path root) {
		return server.name().equals(ServerKind.STARTER.toString()) ? Path.of("/").resolve(root.relativize(path)) : path;
	}

	/**
	 * The files that are transferred.
	 *
	 * @param directory where all files are
	 * @param large a large file
	 * @param small a directory of small files
	 * @param entries a directory of many entries
	 */
	private record TestFiles(Path directory, Path large, Path small, Path entries) {

		private static TestFiles create(Path directory, Workspace workspace, Options options) throws IOException {
			Path large = directory.resolve("large");
			Files.copy(workspace.zeros(options.size().toBytes()), large);
			Path entries = Files.createDirectory(directory.resolve("entries"));
			for (int i = 0; i < options.files() * ENTRIES_PER_FILE; i++) {
				Files.createFile(entries.resolve("entry-" + i));
			}
			return new TestFiles(directory, large, FileBenchmark.smallFiles(directory, options.files()), entries);
		}

	}

	/**
	 * Transfers something.
	 */
	@FunctionalInterface
	private interface Timed {

		/**
		 * Transfer it.
		 * @return how long it took, in seconds
		 */
		double run(Path source, Path target);

	}

}
