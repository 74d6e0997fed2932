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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/**
 * OpenSSH's {@code ssh-agent} with a socket of its own.
 */
public final class TestAgent implements AutoCloseable {

	private final Process process;

	private final Path socket;

	private TestAgent(Process process, Path socket) {
		this.process = process;
		this.socket = socket;
	}

	/**
	 * Start an agent without keys.
	 * @return the agent
	 */
	public static TestAgent start() {
		Programs.require("ssh-agent", "openssh-client");
		Programs.require("ssh-add", "openssh-client");
		try {
			// the path of a socket must be short
			Path socket = Files.createTempDirectory("agent").resolve("s");
			Process process = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(socket));
			return new TestAgent(process, socket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Add a key, and the certificate beside it.
	 * @param privateKey the file of the key
	 * @param options of {@code ssh-add}
	 * @return this agent
	 */
	public TestAgent add(Path privateKey, String... options) {
		List<String> command = new ArrayList<>(List.of("env", "SSH_AUTH_SOCK=" + this.socket, "ssh-add", "-q"));
		command.addAll(List.of(options));
		command.add(privateKey.toString());
		Programs.run(privateKey.getParent(), command.toArray(String[]::new)).output();
		return this;
	}

	public Path socket() {
		return this.socket;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor(10, TimeUnit.SECONDS);
			Files.deleteIfExists(this.socket);
			Files.delete(this.socket.getParent());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
