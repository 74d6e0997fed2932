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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.sshboot.benchmarks.Server.Commands;
import io.github.sshboot.benchmarks.load.KeyType;
import io.github.sshboot.benchmarks.server.BootServer;
import io.github.sshboot.benchmarks.server.MinaServer;
import io.github.sshboot.benchmarks.server.PlainApplication;

/**
 * Starts servers, each in a process of its own, as their users do: with their defaults, a
 * host key and a user's public keys.
 */
final class ServerLauncher {

	private final Options options;

	private final Workspace workspace;

	ServerLauncher(Options options, Workspace workspace) {
		this.options = options;
		this.workspace = workspace;
	}

	/**
	 * Start servers and wait until they listen.
	 * @param kinds which
	 * @param hostKey the type of their host keys
	 * @param table where to tell those that cannot be started
	 * @return the servers
	 */
	Servers start(List<ServerKind> kinds, KeyType hostKey, Table table) {
		List<Server> servers = new ArrayList<>();
		for (ServerKind kind : kinds) {
			kind.missing()
				.ifPresentOrElse((reason) -> table.missing(kind.toString(), reason),
						() -> servers.add(start(kind, hostKey)));
		}
		return new Servers(servers);
	}

	Server start(ServerKind kind, KeyType hostKey) {
		String hostKeyFile = this.workspace.hostKeyFile(hostKey).toString();
		String authorizedKeys = this.workspace.authorizedKeysFile().toString();
		return switch (kind) {
			case STARTER -> startOurs(kind.toString(), hostKey);
			case MINA -> built(kind, java(ClassPath.MINA, MinaServer.class, hostKeyFile, authorizedKeys));
			case MINA_BOUNCY_CASTLE ->
				built(kind, java(ClassPath.MINA_BOUNCY_CASTLE, MinaServer.class, hostKeyFile, authorizedKeys));
			case ASYNCSSH -> built(kind, List.of(ServerKind.python(),
					this.workspace.resource("asyncssh_server.py").toString(), hostKeyFile, authorizedKeys));
			// no limit that the load would meet
			case OPENSSH -> startSshd(kind.toString(), hostKey, "MaxStartups 1000", "Subsystem sftp internal-sftp");
		};
	}

	/**
	 * Start our server.
	 * @param name its name in the tables
	 * @param hostKey the type of its host key
	 * @param arguments options of the JVM, then arguments of the application, which begin
	 * with two dashes
	 * @return the server
	 */
	Server startOurs(String name, KeyType hostKey, String... arguments) {
		List<String> options = Arrays.stream(arguments).filter((argument) -> !argument.startsWith("--")).toList();
		List<String> command = new ArrayList<>(
				java(ClassPath.STARTER, BootServer.class, "--ssh.server.address=127.0.0.1", "--ssh.server.port=0",
						"--ssh.server.host-key.private-keys=file:" + this.workspace.hostKeyFile(hostKey),
						"--ssh.server.authentication.authorized-keys=file:" + this.workspace.authorizedKeysFile()));
		command.addAll(1, options);
		command.addAll(Arrays.stream(arguments).filter((argument) -> argument.startsWith("--")).toList());
		ManagedProcess process = ManagedProcess.start(log(name), command);
		return new Server(name, process, Integer.parseInt(process.answer()), Commands.BUILT_IN, true);
	}

	/**
	 * Start an application that has no SSH server.
	 * @return its process
	 */
	ManagedProcess startWithoutStarter() {
		ManagedProcess process = ManagedProcess.start(this.workspace.directory().resolve("application.log"),
				java(ClassPath.BOOT, PlainApplication.class));
		process.answer();
		return process;
	}

	private List<String> java(ClassPath classPath, Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(this.options.java().toString(), "-cp", classPath.toString(), main.getName()));
		command.addAll(List.of(arguments));
		return command;
	}

	private Server built(ServerKind kind, List<String> command) {
		ManagedProcess process = ManagedProcess.start(log(kind.name()), command);
		return new Server(kind.toString(), process, Integer.parseInt(process.answer()), Commands.BUILT_IN,
				kind != ServerKind.ASYNCSSH);
	}

	private Path log(String name) {
		return this.workspace.directory().resolve(name.replaceAll("\\W+", "-") + ".log");
	}

	/**
	 * Start OpenSSH's server.
	 * @param name its name in the tables
	 * @param hostKey the type of its host key
	 * @param settings lines of its configuration
	 * @return the server
	 */
	Server startSshd(String name, KeyType hostKey, String... settings) {
		try {
			int port = freePort();
			Path configuration = this.workspace.directory().resolve("sshd_config");
			// no files of the user's shell
			Files.writeString(configuration, """
					ListenAddress 127.0.0.1
					Port %d
					HostKey %s
					PidFile none
					AuthorizedKeysFile %s
					StrictModes no
					SetEnv HOME=%s
					%s
					""".formatted(port, this.workspace.hostKeyFile(hostKey), this.workspace.authorizedKeysFile(),
					this.workspace.directory(), String.join("\n", settings)));
			if (Files.isWritable(Path.of("/run"))) {
				// where root's sshd separates its privileges
				Files.createDirectories(Path.of("/run/sshd"));
			}
			String program = Programs.find("sshd").orElseThrow().toString();
			ManagedProcess process = ManagedProcess.start(log(name),
					List.of(program, "-D", "-e", "-f", configuration.toString()));
			awaitListening(process, port);
			return new Server(name, process, port, Commands.SHELL, false);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	static void awaitListening(ManagedProcess process, int port) {
		while (process.isAlive()) {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
				return;
			}
			catch (IOException ex) {
				Thread.onSpinWait();
			}
		}
		throw new IllegalStateException("The process has ended");
	}

}
