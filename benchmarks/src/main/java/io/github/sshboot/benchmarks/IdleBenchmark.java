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
import java.util.List;
import java.util.OptionalLong;

import io.github.sshboot.benchmarks.load.KeyType;
import io.github.sshboot.benchmarks.load.LoadConnection;
import io.github.sshboot.benchmarks.load.LoginLoad;

/**
 * The memory of connections that are logged in and do nothing.
 */
final class IdleBenchmark {

	private static final List<ServerKind> SUBJECTS = List.of(ServerKind.STARTER, ServerKind.OPENSSH, ServerKind.MINA,
			ServerKind.ASYNCSSH);

	private static final int WARM_UP = 20;

	private final Options options;

	private final Workspace workspace;

	private final Table table;

	IdleBenchmark(Options options, Workspace workspace) {
		this.options = options;
		this.workspace = workspace;
		this.table = new Table("Server: %d idle connections".formatted(options.connections()),
				SUBJECTS.stream().map(ServerKind::toString).toList());
	}

	Table run() {
		ServerLauncher launcher = new ServerLauncher(this.options, this.workspace);
		Rounds.run(this.options.rounds(), (round) -> {
			// new ones each time: what a process has got of the system it may keep
			try (Servers servers = launcher.start(SUBJECTS, KeyType.ECDSA, this.table)) {
				for (Server server : servers) {
					round.measure(this.table, server.name(), () -> measure(round, server));
				}
			}
		});
		return this.table;
	}

	private void measure(Rounds.Round round, Server server) {
		open(server, WARM_UP).forEach(IdleBenchmark::close);
		OptionalLong heap = server.usedHeap();
		long memory = server.process().memory();
		List<LoadConnection> connections = open(server, this.options.connections());
		server.usedHeap().ifPresent((used) -> add(round, "heap per connection", server, used - heap.orElseThrow()));
		add(round, "memory of processes per connection", server, server.process().memory() - memory);
		connections.forEach(IdleBenchmark::close);
	}

	private List<LoadConnection> open(Server server, int count) {
		return new LoginLoad(server.port(), this.options.user(), this.workspace.userKey(KeyType.ECDSA)).open(count);
	}

	private void add(Rounds.Round round, String name, Server server, long bytes) {
		round.add(this.table, Measure.cost(name, "KB"), server.name(), bytes / 1e3 / this.options.connections());
	}

	private static void close(LoadConnection connection) {
		try {
			connection.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
