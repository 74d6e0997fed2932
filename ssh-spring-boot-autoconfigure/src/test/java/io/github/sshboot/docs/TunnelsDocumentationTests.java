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

package io.github.sshboot.docs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.github.sshboot.client.DefaultSshClientFactory;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.TestSshClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/tunnels.md} are classes of this package, and they do what
 * is said of them.
 */
@Timeout(60)
class TunnelsDocumentationTests {

	@TempDir
	Path directory;

	static Stream<String> codeBlocks() throws IOException {
		return Examples.in("tunnels.md");
	}

	@ParameterizedTest
	@MethodSource("codeBlocks")
	void codeIsThatOfAnExample(String block) throws IOException {
		Examples.assertThatItIsCompiled(block);
	}

	@Test
	void examplesWork() throws Exception {
		try (OpenSshServer server = OpenSshServer.start(this.directory);
				DefaultSshClientFactory clients = TestSshClients.create(server.port());
				ServerSocket database = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Thread thread = new Thread(() -> answer(database));
			thread.start();
			assertThat(new Tunnels(clients.get("demo")).throughBastion("127.0.0.1", database.getLocalPort()))
				.isEqualTo("42");
			thread.join();
		}
	}

	private static void answer(ServerSocket database) {
		try (Socket socket = database.accept()) {
			socket.getOutputStream().write("42".getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
