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

package io.github.sshboot.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.TestSshServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A server in a process that may open few descriptors.
 */
@Timeout(180)
class NoDescriptorsLeftTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final int LIMIT = 200;

	@TempDir
	Path directory;

	@Test
	void serverWaitsForDescriptorsAndGoesOn() throws Exception {
		Programs.require("sh");
		Process process = new ProcessBuilder("sh", "-c", "ulimit -n %d; exec \"$@\"".formatted(LIMIT), "sh",
				ProcessHandle.current().info().command().orElseThrow(), "-XX:-MaxFDLimit", "-cp",
				System.getProperty("java.class.path"), Program.class.getName())
			.redirectErrorStream(true)
			.start();
		List<Socket> sockets = new ArrayList<>();
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			int port = Integer.parseInt(read(output, "port "));
			// what a connection needs is loaded now
			assertThat(OpenSshClient.withKey(this.directory, port).run("x").status()).isZero();
			for (int i = 0; i < LIMIT; i++) {
				sockets.add(new Socket("127.0.0.1", port));
			}
			assertThat(read(output, "Could not accept connections 1 times")).contains(":" + port);
			Duration before = cpu(process);
			Thread.sleep(2000);
			assertThat(cpu(process).minus(before)).isLessThan(Duration.ofMillis(1000));
			for (Socket socket : sockets) {
				socket.close();
			}
			await().atMost(TIMEOUT).until(() -> OpenSshClient.withKey(this.directory, port).run("x").status() == 0);
			assertThat(read(output, "Accepting connections on ")).contains("again");
		}
		finally {
			for (Socket socket : sockets) {
				socket.close();
			}
			process.destroyForcibly();
		}
	}

	private static Duration cpu(Process process) {
		return process.toHandle().info().totalCpuDuration().orElseThrow();
	}

	private static String read(BufferedReader output, String text) throws IOException {
		StringBuilder lines = new StringBuilder();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			int found = line.indexOf(text);
			if (found >= 0) {
				return line.substring(found + text.length());
			}
			lines.append(line).append('\n');
		}
		throw new AssertionError("No '%s' in %s".formatted(text, lines));
	}

	/**
	 * The program.
	 */
	static final class Program {

		private Program() {
		}

		public static void main(String[] arguments) throws Exception {
			TestSshServer server = TestSshServer.start((session) -> session.exit(0));
			System.out.println("port " + server.port());
			Thread.currentThread().join();
		}

	}

}
