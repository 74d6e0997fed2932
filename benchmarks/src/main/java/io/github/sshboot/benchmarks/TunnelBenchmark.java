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
import java.net.Socket;
import java.util.List;
import java.util.Map;

import io.github.sshboot.benchmarks.client.TunnelClient;
import io.github.sshboot.benchmarks.load.KeyType;
import io.github.sshboot.benchmarks.load.Parallel;

/**
 * Measures tunnels of our client and of {@code ssh}, with OpenSSH's server: bytes through
 * one connection, and connections.
 */
final class TunnelBenchmark {

	private static final String OURS = ClientKind.STARTER.toString();

	private static final String OPENSSH = ClientKind.OPENSSH.toString();

	private static final int QUESTIONS = 50;

	private static final Cipher CIPHER = Cipher.ALL.get(0);

	private final Options options;

	private final Workspace workspace;

	private final Table table = new Table("Tunnels", List.of(OURS, OPENSSH));

	TunnelBenchmark(Options options, Workspace workspace) {
		this.options = options;
		this.workspace = workspace;
	}

	Table run() {
		if (ClientKind.OPENSSH.missing().or(ServerKind.OPENSSH::missing).isPresent()) {
			List.of(OURS, OPENSSH).forEach((subject) -> this.table.missing(subject, "OpenSSH is not installed"));
			return this.table;
		}
		try (Server server = new ServerLauncher(this.options, this.workspace).start(ServerKind.OPENSSH, KeyType.ECDSA);
				TunnelTarget target = new TunnelTarget();
				ManagedProcess client = startClient()) {
			OpenSshClient ssh = new OpenSshClient(this.options, this.workspace);
			Map<String, Opener> subjects = Map.of(OURS, (kind) -> open(client, kind, server, target.port()), OPENSSH,
					(kind) -> ssh.tunnel(kind, server, CIPHER, target.port()));
			Rounds.run(this.options.rounds(), (round) -> {
				for (TunnelKind kind : TunnelKind.values()) {
					subjects.forEach((subject, opener) -> round.measure(this.table, subject,
							() -> measure(round, subject, kind, opener, target.port())));
				}
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return this.table;
	}

	private ManagedProcess startClient() {
		ManagedProcess process = ManagedProcess.start(this.workspace.directory().resolve("tunnels.log"),
				List.of(this.options.java().toString(), "-cp", ClassPath.STARTER.toString(),
						TunnelClient.class.getName(), this.options.user(),
						this.workspace.userKeyFile(KeyType.ECDSA).toString(),
						this.workspace.knownHostsFile().toString()));
		process.answer();
		return process;
	}

	private static Tunnel open(ManagedProcess client, TunnelKind kind, Server server, int target) {
		String port = client.ask("%s %d %s %d".formatted(kind, server.port(), CIPHER.cipher(), target));
		return new Tunnel(Integer.parseInt(port), client, () -> client.ask("close"));
	}

	private void measure(Rounds.Round round, String subject, TunnelKind kind, Opener opener, int target) {
		long size = this.options.size().toBytes();
		try (Tunnel tunnel = opener.open(kind)) {
			transfer(round, subject, kind + ", to the target", tunnel, () -> exchange(kind, tunnel, target, size, 1));
			transfer(round, subject, kind + ", from the target", tunnel, () -> exchange(kind, tunnel, target, 0, size));
			long begin = System.nanoTime();
			long count = Parallel.run(this.options.concurrency(), this.options.duration(), () -> {
				exchange(kind, tunnel, target, 1, 1);
				return null;
			});
			round.add(this.table, Measure.rate(kind + ", connections", "1/s"), subject,
					count * 1e9 / (System.nanoTime() - begin));
			round.add(this.table, Measure.cost(kind + ", answer in two parts", "ms"), subject,
					answerTime(kind, tunnel, target));
		}
	}

	private static double answerTime(TunnelKind kind, Tunnel tunnel, int target) {
		try (Socket connection = kind.connect(tunnel.port(), target)) {
			connection.setTcpNoDelay(true);
			TunnelTarget.exchange(connection, 0, 0);
			TunnelTarget.ask(connection, QUESTIONS);
			long begin = System.nanoTime();
			TunnelTarget.ask(connection, QUESTIONS);
			return (System.nanoTime() - begin) / 1e6 / QUESTIONS;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void transfer(Rounds.Round round, String subject, String name, Tunnel tunnel, Runnable transfer) {
		long size = this.options.size().toBytes();
		CpuTime cpu = CpuTime.of(tunnel.process());
		long begin = System.nanoTime();
		transfer.run();
		double seconds = (System.nanoTime() - begin) / 1e9;
		round.add(this.table, Measure.rate(name, "MB/s"), subject, size / seconds / 1e6);
		cpu.end((cpuSeconds) -> round.add(this.table, Measure.cost("client CPU, " + name, "s/GB"), subject,
				cpuSeconds / size * 1e9));
	}

	private static void exchange(TunnelKind kind, Tunnel tunnel, int target, long send, long receive) {
		try (Socket connection = kind.connect(tunnel.port(), target)) {
			TunnelTarget.exchange(connection, send, receive);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Opens tunnels to the target.
	 */
	@FunctionalInterface
	private interface Opener {

		Tunnel open(TunnelKind kind);

	}

}
