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

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.github.sshboot.benchmarks.load.KeyType;

/**
 * What passes through clients, and how often they log in. The server is the same for all.
 */
final class ClientBenchmark {

	private static final List<ClientKind> SUBJECTS = List.of(ClientKind.values());

	private final Options options;

	private final Workspace workspace;

	private final ServerKind serverKind;

	private final Table table;

	ClientBenchmark(Options options, Workspace workspace, ServerKind serverKind) {
		this.options = options;
		this.workspace = workspace;
		this.serverKind = serverKind;
		this.table = new Table("Clients of %s".formatted(serverKind),
				SUBJECTS.stream().map(ClientKind::toString).toList());
	}

	Table run() {
		if (this.serverKind.missing().isPresent()) {
			SUBJECTS.forEach((kind) -> this.table.missing(kind.toString(), this.serverKind + " is not installed"));
			return this.table;
		}
		Map<ClientKind, Client> clients = start();
		try (Server server = new ServerLauncher(this.options, this.workspace).start(this.serverKind, KeyType.ECDSA)) {
			Rounds.run(this.options.rounds(), (round) -> {
				for (Cipher cipher : Cipher.ALL) {
					for (Transfer transfer : Transfer.values()) {
						forEach(clients, round, (client) -> transferRate(transfer, client, server, cipher),
								Measure.rate(transfer.describe(cipher), "MB/s"));
					}
				}
				forEach(clients, round, (client) -> client.login(server, this.options.concurrency()),
						Measure.rate("logins", "1/s"));
				forEach(clients, round, (client) -> 1000 / client.login(server, 1),
						Measure.cost("command on a new connection", "ms"));
			});
		}
		finally {
			clients.values().forEach(Client::close);
		}
		return this.table;
	}

	private Map<ClientKind, Client> start() {
		Map<ClientKind, Client> clients = new EnumMap<>(ClientKind.class);
		ClientLauncher launcher = new ClientLauncher(this.options, this.workspace);
		for (ClientKind kind : SUBJECTS) {
			kind.missing()
				.ifPresentOrElse((reason) -> this.table.missing(kind.toString(), reason),
						() -> clients.put(kind, launcher.start(kind)));
		}
		return clients;
	}

	private void forEach(Map<ClientKind, Client> clients, Rounds.Round round, ToDoubleFunction<Client> measurement,
			Measure measure) {
		clients.forEach((kind, client) -> round.measure(this.table, kind.toString(),
				() -> round.add(this.table, measure, kind.toString(), measurement.applyAsDouble(client))));
	}

	private double transferRate(Transfer transfer, Client client, Server server, Cipher cipher) {
		long size = this.options.size().toBytes();
		return size / transfer.seconds(client, server, cipher, size) / 1e6;
	}

}
