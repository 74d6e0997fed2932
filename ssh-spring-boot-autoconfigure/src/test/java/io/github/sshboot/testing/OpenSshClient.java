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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * OpenSSH's {@code ssh}, logging in as {@code demo} unless told otherwise.
 */
public final class OpenSshClient {

	private static final int TIMEOUT_SECONDS = 60;

	private final Path directory;

	private final int port;

	private final List<String> options = new ArrayList<>();

	private List<String> trust = List.of("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null");

	private final Map<String, String> answers = new LinkedHashMap<>();

	private String user = "demo";

	private final Map<String, String> environment = new HashMap<>();

	private OpenSshClient(Path directory, int port) {
		this.directory = directory;
		this.port = port;
	}

	/**
	 * Log in with the key of {@link TestKeys}.
	 * @param directory for files that {@code ssh} needs
	 * @param port the port of the server
	 * @return the client
	 */
	public static OpenSshClient withKey(Path directory, int port) {
		return withKey(directory, port, TestKeys.USER_PRIVATE);
	}

	/**
	 * Log in with a key.
	 * @param directory for files that {@code ssh} needs
	 * @param port the port of the server
	 * @param privateKey the key
	 * @return the client
	 */
	public static OpenSshClient withKey(Path directory, int port, String privateKey) {
		return withKeyFile(directory, port, TestKeys.write(directory, "user_key", privateKey));
	}

	/**
	 * Log in with the key in a file.
	 * @param directory for files that {@code ssh} needs
	 * @param port the port of the server
	 * @param key the file of the private key
	 * @return the client
	 */
	public static OpenSshClient withKeyFile(Path directory, int port, Path key) {
		Programs.require("ssh", "openssh-client");
		return new OpenSshClient(directory, port).option("IdentitiesOnly=yes")
			.option("IdentityFile=" + key)
			.option("PreferredAuthentications=publickey");
	}

	/**
	 * Log in with a password.
	 * @param directory for files that {@code ssh} needs
	 * @param port the port of the server
	 * @param password the password
	 * @return the client
	 */
	public static OpenSshClient withPassword(Path directory, int port, String password) {
		Programs.require("ssh", "openssh-client");
		OpenSshClient client = new OpenSshClient(directory, port).option("PubkeyAuthentication=no")
			.option("NumberOfPasswordPrompts=1");
		client.answers.put("", password);
		return client;
	}

	/**
	 * Log in by answering questions.
	 * @param directory for files that {@code ssh} needs
	 * @param port the port of the server
	 * @param answers the answers by words that are in the questions
	 * @return the client
	 */
	public static OpenSshClient withAnswers(Path directory, int port, Map<String, String> answers) {
		Programs.require("ssh", "openssh-client");
		OpenSshClient client = new OpenSshClient(directory, port).option("PubkeyAuthentication=no")
			.option("PreferredAuthentications=keyboard-interactive")
			.option("NumberOfPasswordPrompts=1");
		client.answers.putAll(answers);
		return client;
	}

	/**
	 * Log in with a password after the key of {@link TestKeys}.
	 * @param directory for files that {@code ssh} needs
	 * @param port the port of the server
	 * @param password the password
	 * @return the client
	 */
	public static OpenSshClient withKeyAndPassword(Path directory, int port, String password) {
		OpenSshClient client = withKey(directory, port);
		client.options.remove("PreferredAuthentications=publickey");
		client.options.remove(client.options.size() - 1);
		client.answers.put("", password);
		return client;
	}

	public OpenSshClient option(String option) {
		this.options.add("-o");
		this.options.add(option);
		return this;
	}

	public OpenSshClient environment(String name, String value) {
		this.environment.put(name, value);
		return this;
	}

	/**
	 * Log in as somebody else.
	 * @param user the user name
	 * @return this client
	 */
	public OpenSshClient user(String user) {
		this.user = user;
		return this;
	}

	/**
	 * Log in with what an agent holds.
	 * @param directory for files that {@code ssh} needs
	 * @param port the port of the server
	 * @param agent the socket of the agent
	 * @return the client
	 */
	public static OpenSshClient withAgent(Path directory, int port, Path agent) {
		Programs.require("ssh", "openssh-client");
		return new OpenSshClient(directory, port).option("IdentityAgent=" + agent)
			.option("IdentityFile=none")
			.option("PreferredAuthentications=publickey");
	}

	/**
	 * Accept only known host keys.
	 * @param knownHosts the file of the known host keys
	 * @return this client
	 */
	public OpenSshClient trusting(Path knownHosts) {
		this.trust = List.of("-o", "StrictHostKeyChecking=yes", "-o", "UserKnownHostsFile=" + knownHosts, "-o",
				"GlobalKnownHostsFile=/dev/null");
		return this;
	}

	public Result run(String... arguments) {
		return run(new byte[0], arguments);
	}

	/**
	 * Run {@code ssh} to its end.
	 * @param input what it reads from standard input
	 * @param arguments the arguments after the options
	 * @return what it wrote and how it ended
	 */
	public Result run(byte[] input, String... arguments) {
		return Result.of(start(arguments), input, TIMEOUT_SECONDS);
	}

	/**
	 * Return the program and its arguments, for a test that runs it in its own way.
	 * @param arguments the arguments after the options
	 * @return the command
	 */
	public List<String> command(String... arguments) {
		List<String> command = new ArrayList<>(
				List.of("ssh", "-F", "none", "-p", Integer.toString(this.port), "-o", "LogLevel=ERROR"));
		command.addAll(this.trust);
		command.addAll(this.options);
		List<String> all = List.of(arguments);
		int flags = (int) all.stream().takeWhile((argument) -> argument.startsWith("-")).count();
		command.addAll(all.subList(0, flags));
		command.add(this.user + "@127.0.0.1");
		command.addAll(all.subList(flags, all.size()));
		return command;
	}

	public Process start(String... arguments) {
		ProcessBuilder builder = new ProcessBuilder(command(arguments));
		builder.environment().putAll(this.environment);
		builder.environment().keySet().removeIf((name) -> name.startsWith("SSH_"));
		if (!this.answers.isEmpty()) {
			builder.environment().put("SSH_ASKPASS", askpass().toString());
			builder.environment().put("SSH_ASKPASS_REQUIRE", "force");
		}
		try {
			return builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path askpass() {
		try {
			Path script = this.directory.resolve("askpass");
			StringBuilder cases = new StringBuilder();
			this.answers
				.forEach((question, answer) -> cases.append("*'%s'*) echo '%s' ;;\n".formatted(question, answer)));
			Files.writeString(script, "#!/bin/sh\ncase \"$1\" in\n%sesac\n".formatted(cases));
			Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
			return script;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * How a program ended.
	 *
	 * @param status its exit status
	 * @param output its standard output
	 * @param error its standard error
	 */
	public record Result(int status, String output, String error) {

		/**
		 * Give a program its input and wait for its end.
		 * @param process the program
		 * @param input what it reads from standard input
		 * @param timeoutSeconds how long to wait
		 * @return how it ended
		 */
		public static Result of(Process process, byte[] input, int timeoutSeconds) {
			// not on this thread: a program that waits for its output to be read reads no
			// input
			new Thread(() -> {
				try (OutputStream stdin = process.getOutputStream()) {
					stdin.write(input);
				}
				catch (IOException ex) {
					// the program has ended without reading its input
				}
			}, "program input").start();
			return of(process, timeoutSeconds);
		}

		/**
		 * Wait for the end of a program.
		 * @param process the program
		 * @param timeoutSeconds how long to wait
		 * @return how it ended
		 */
		public static Result of(Process process, int timeoutSeconds) {
			CompletableFuture<String> output = read(process.getInputStream());
			CompletableFuture<String> error = read(process.getErrorStream());
			try {
				if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
					process.destroyForcibly();
					throw new AssertionError("%s did not end; output '%s', error '%s'".formatted(process.info(),
							output.get(5, TimeUnit.SECONDS), error.get(5, TimeUnit.SECONDS)));
				}
				return new Result(process.exitValue(), output.get(), error.get());
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static CompletableFuture<String> read(InputStream stream) {
			return CompletableFuture.supplyAsync(() -> {
				ByteArrayOutputStream bytes = new ByteArrayOutputStream();
				try {
					stream.transferTo(bytes);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
				return bytes.toString(StandardCharsets.UTF_8);
			}, (task) -> new Thread(task, "program output").start());
		}

	}

}
