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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.sshboot.benchmarks.load.KeyType;
import io.github.sshboot.benchmarks.load.Parallel;

/**
 * OpenSSH's client, a process for each command.
 */
final class OpenSshClient implements Client {

	private static final File NOTHING = new File("/dev/null");

	private final Options options;

	private final Workspace workspace;

	OpenSshClient(Options options, Workspace workspace) {
		this.options = options;
		this.workspace = workspace;
	}

	@Override
	public double receive(Server server, Cipher cipher, long size) {
		return run(server, cipher, server.commands().blob(size), NOTHING);
	}

	@Override
	public double send(Server server, Cipher cipher, long size) {
		return run(server, cipher, server.commands().sink(), this.workspace.zeros(size).toFile());
	}

	@Override
	public double login(Server server, int concurrency) {
		long begin = System.nanoTime();
		long count = Parallel.run(concurrency, this.options.duration(),
				() -> run(server, Cipher.ALL.get(0), server.commands().nothing(), NOTHING));
		return count * 1e9 / (System.nanoTime() - begin);
	}

	@Override
	public double upload(Server server, Path source, Path target) {
		return files(server, "put -r %s %s".formatted(source, target));
	}

	@Override
	public double download(Server server, Path source, Path target) {
		return files(server, "get -r %s %s".formatted(source, target));
	}

	/**
	 * Connect, let {@code sftp} do something, and disconnect.
	 * @param server the server
	 * @param cipher the cipher
	 * @param command a command of {@code sftp}
	 * @return how long it took, in seconds
	 */
	double sftp(Server server, Cipher cipher, String command) {
		return files(server, cipher, command);
	}

	private double files(Server server, String command) {
		return files(server, Cipher.ALL.get(0), command);
	}

	private double files(Server server, Cipher cipher, String command) {
		try {
			Path batch = Files.writeString(this.workspace.directory().resolve("sftp_batch"), command + "\n");
			return run(
					List.of("sftp", "-q", "-F", "none", "-P", Integer.toString(server.port()), "-b", batch.toString()),
					cipher, List.of(this.options.user() + "@127.0.0.1"), NOTHING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		// nothing runs any more
	}

	private double run(Server server, Cipher cipher, String command, File input) {
		return run(List.of("ssh", "-F", "none", "-T", "-p", Integer.toString(server.port())), cipher,
				List.of(this.options.user() + "@127.0.0.1", command), input);
	}

	/**
	 * Open a tunnel.
	 * @param kind which
	 * @param server the server
	 * @param cipher the cipher
	 * @param target the port that it leads to
	 * @return the tunnel
	 */
	Tunnel tunnel(TunnelKind kind, Server server, Cipher cipher, int target) {
		try {
			int port = ServerLauncher.freePort();
			ManagedProcess process = ManagedProcess.start(this.workspace.directory().resolve("ssh_tunnel.log"),
					command(List.of("ssh", "-F", "none", "-N", "-p", Integer.toString(server.port()), kind.option(),
							kind.argument(port, target)), cipher, List.of(this.options.user() + "@127.0.0.1")));
			ServerLauncher.awaitListening(process, port);
			return new Tunnel(port, process, process::close);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> command(List<String> program, Cipher cipher, List<String> what) {
		List<String> arguments = new ArrayList<>(program);
		for (String option : List.of("IdentityFile=" + this.workspace.userKeyFile(KeyType.ECDSA), "IdentitiesOnly=yes",
				"IdentityAgent=none", "PreferredAuthentications=publickey", "StrictHostKeyChecking=no",
				"UserKnownHostsFile=/dev/null", "GlobalKnownHostsFile=/dev/null", "LogLevel=ERROR",
				"KexAlgorithms=curve25519-sha256", "Ciphers=" + cipher.cipher(), "MACs=" + cipher.mac())) {
			arguments.add("-o");
			arguments.add(option);
		}
		arguments.addAll(what);
		return arguments;
	}

	private double run(List<String> program, Cipher cipher, List<String> what, File input) {
		List<String> arguments = command(program, cipher, what);
		try {
			long begin = System.nanoTime();
			Process process = new ProcessBuilder(arguments).redirectInput(input)
				.redirectOutput(NOTHING)
				.redirectError(Redirect.INHERIT)
				.start();
			int status = process.waitFor();
			long end = System.nanoTime();
			if (status != 0) {
				throw new IllegalStateException("%s ended with %d".formatted(arguments, status));
			}
			return (end - begin) / 1e9;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
