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

import java.util.List;

import io.github.sshboot.benchmarks.load.KeyType;

/**
 * What passes through the standard output and input of a command. The client is
 * {@code ssh}, for all.
 */
final class BulkBenchmark {

	private static final List<ServerKind> SUBJECTS = List.of(ServerKind.STARTER, ServerKind.OPENSSH, ServerKind.MINA,
			ServerKind.ASYNCSSH);

	private final Options options;

	private final ServerLauncher launcher;

	private final Client client;

	private final Table table = new Table("Server: bulk `exec`, with `ssh` as the client",
			SUBJECTS.stream().map(ServerKind::toString).toList());

	BulkBenchmark(Options options, Workspace workspace) {
		this.options = options;
		this.launcher = new ServerLauncher(options, workspace);
		this.client = new OpenSshClient(options, workspace);
	}

	Table run() {
		if (ClientKind.OPENSSH.missing().isPresent()) {
			SUBJECTS.forEach((kind) -> this.table.missing(kind.toString(), "needs ssh, which is not installed"));
			return this.table;
		}
		try (Servers servers = this.launcher.start(SUBJECTS, KeyType.ECDSA, this.table)) {
			Rounds.run(this.options.rounds(), (round) -> {
				for (Cipher cipher : Cipher.ALL) {
					for (Transfer transfer : Transfer.values()) {
						for (Server server : servers) {
							round.measure(this.table, server.name(), () -> measure(round, transfer, cipher, server));
						}
					}
				}
			});
		}
		return this.table;
	}

	private void measure(Rounds.Round round, Transfer transfer, Cipher cipher, Server server) {
		long size = this.options.size().toBytes();
		CpuTime cpu = CpuTime.of(server);
		double seconds = transfer.seconds(this.client, server, cipher, size);
		String name = transfer.describe(cipher);
		round.add(this.table, Measure.rate(name, "MB/s"), server.name(), size / seconds / 1e6);
		cpu.end((cpuSeconds) -> round.add(this.table, Measure.cost("server CPU, " + name, "s/GB"), server.name(),
				cpuSeconds / size * 1e9));
	}

}
