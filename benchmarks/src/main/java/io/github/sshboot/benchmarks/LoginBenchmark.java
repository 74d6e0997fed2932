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
import io.github.sshboot.benchmarks.load.LoginLoad;
import io.github.sshboot.benchmarks.load.LoginLoad.FirstByte;
import io.github.sshboot.benchmarks.load.LoginLoad.Logins;

/**
 * Logins: connect, key exchange, public key, a command, close; and how long a single
 * client waits for the first byte of a command.
 */
final class LoginBenchmark {

	private static final int FIRST_BYTES = 30;

	private final Options options;

	private final Workspace workspace;

	private final KeyType keyType;

	private final List<ServerKind> subjects;

	private final Table table;

	LoginBenchmark(Options options, Workspace workspace, KeyType keyType, ServerKind... subjects) {
		this.options = options;
		this.workspace = workspace;
		this.keyType = keyType;
		this.subjects = List.of(subjects);
		this.table = new Table(
				"Server: logins, keys of type `%s`, %d at once".formatted(keyType.wireName(), options.concurrency()),
				this.subjects.stream().map(ServerKind::toString).toList());
	}

	Table run() {
		ServerLauncher launcher = new ServerLauncher(this.options, this.workspace);
		try (Servers servers = launcher.start(this.subjects, this.keyType, this.table)) {
			Rounds.run(this.options.rounds(), (round) -> {
				for (Server server : servers) {
					round.measure(this.table, server.name(), () -> measureFirstByte(round, server));
				}
				for (Server server : servers) {
					round.measure(this.table, server.name(), () -> measureLogins(round, server));
				}
			});
		}
		return this.table;
	}

	private void measureLogins(Rounds.Round round, Server server) {
		CpuTime cpu = CpuTime.of(server);
		Logins logins = load(server).run(server.commands().nothing(), this.options.concurrency(),
				this.options.duration());
		List<Double> millis = logins.times().stream().map((nanos) -> nanos / 1e6).toList();
		round.add(this.table, Measure.rate("logins", "1/s"), server.name(),
				millis.size() * 1e9 / logins.duration().toNanos());
		round.add(this.table, Measure.cost("p50", "ms"), server.name(), Samples.percentile(millis, 50));
		round.add(this.table, Measure.cost("p99", "ms"), server.name(), Samples.percentile(millis, 99));
		cpu.end((cpuSeconds) -> round.add(this.table, Measure.cost("server CPU per login", "ms"), server.name(),
				cpuSeconds * 1e3 / millis.size()));
	}

	private void measureFirstByte(Rounds.Round round, Server server) {
		Samples connecting = new Samples();
		Samples connected = new Samples();
		for (int i = 0; i < FIRST_BYTES; i++) {
			FirstByte firstByte = load(server).firstByte(server.commands().blob(1));
			connecting.add(firstByte.connecting().toNanos() / 1e6);
			connected.add(firstByte.connected().toNanos() / 1e6);
		}
		round.add(this.table, Measure.cost("first byte, new connection", "ms"), server.name(), connecting.median());
		round.add(this.table, Measure.cost("first byte, open connection", "ms"), server.name(), connected.median());
	}

	private LoginLoad load(Server server) {
		return new LoginLoad(server.port(), this.options.user(), this.workspace.userKey(this.keyType));
	}

}
