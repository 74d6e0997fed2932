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

package io.github.sshboot.authentication;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;

import io.github.sshboot.testing.SshKeygen;
import io.github.sshboot.testing.TestAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Agents, good ones and others.
 */
@Timeout(60)
class ClientAgentTests {

	private static final Duration LIMIT = Duration.ofMillis(300);

	private Path directory;

	private ClientAgent agent;

	@BeforeEach
	void makeAShortPath() throws IOException {
		this.directory = Files.createTempDirectory("agent");
		this.agent = new ClientAgent(this.directory.resolve("s"), null, LIMIT, LIMIT);
	}

	@AfterEach
	void deleteIt() throws IOException {
		Files.deleteIfExists(this.agent.socket());
		Files.delete(this.directory);
	}

	@Test
	void agentThatIsNotThereIsTold() {
		assertThatIOException().isThrownBy(() -> this.agent.keys(List.of()));
		assertThatIOException().isThrownBy(() -> ClientAgent.at(new ClientAgentSettings(null), null))
			.withMessageContaining("SSH_AUTH_SOCK is not set");
	}

	@Test
	void agentThatDoesNotAnswerIsLeft() throws Exception {
		try (ServerSocketChannel silent = listen()) {
			assertThat(silent.isOpen()).isTrue();
			assertThatIOException().isThrownBy(() -> this.agent.keys(List.of()))
				.withMessage("the agent at %s did not answer within 300 ms", this.agent.socket());
		}
	}

	@Test
	void agentThatStopsInTheMiddleIsLeft() throws Exception {
		answering(new byte[] { 0, 0, 1, 0, 12 },
				() -> assertThatIOException().isThrownBy(() -> this.agent.keys(List.of()))
					.withMessageContaining("did not answer within"));
	}

	@Test
	void hugeAnswerIsRefused() throws Exception {
		answering(new byte[] { 0x7F, 0, 0, 0, 12 },
				() -> assertThatIOException().isThrownBy(() -> this.agent.keys(List.of()))
					.withMessageContaining("answers with a message of 2130706432 bytes"));
	}

	@Test
	void answerThatMakesNoSenseIsRefused() throws Exception {
		answering(new byte[] { 0, 0, 0, 9, 12, 0, 0, 0, 7, 0x7F, 0, 0, 0 },
				() -> assertThatIOException().isThrownBy(() -> this.agent.keys(List.of()))
					.withMessageContaining("lists its keys in a way that makes no sense"));
	}

	@Test
	void agentThatRefusesIsTold() throws Exception {
		answering(new byte[] { 0, 0, 0, 1, 5 },
				() -> assertThatIOException().isThrownBy(() -> this.agent.sign(new byte[1], new byte[1], 0))
					.withMessageContaining("refuses"));
	}

	@Test
	void keysAreListedAndSign(@TempDir Path keys) throws Exception {
		Path rsa = SshKeygen.in(keys).key("rsa", "-t", "rsa");
		try (TestAgent running = TestAgent.start().add(rsa)) {
			ClientKey key = ClientAgent.at(new ClientAgentSettings(running.socket()), null).keys(List.of()).get(0);
			assertThat(key.type()).isEqualTo("ssh-rsa");
			assertThat(key.fingerprint().value()).isEqualTo(SshKeygen.fingerprint(rsa));
			assertThat(key.origin()).isEqualTo("the agent at %s ('rsa')", running.socket());
			assertThat(new String(key.sign("rsa-sha2-256", new byte[8]), 4, 12)).isEqualTo("rsa-sha2-256");
			assertThat(new String(key.sign("rsa-sha2-512", new byte[8]), 4, 12)).isEqualTo("rsa-sha2-512");
			assertThatExceptionOfType(GeneralSecurityException.class)
				.isThrownBy(() -> key.sign("ssh-ed25519", new byte[8]))
				.withMessageContaining("signs with ssh-rsa instead of ssh-ed25519");
		}
	}

	private ServerSocketChannel listen() throws IOException {
		ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		listener.bind(UnixDomainSocketAddress.of(this.agent.socket()));
		return listener;
	}

	private void answering(byte[] answer, Runnable test) throws Exception {
		try (ServerSocketChannel listener = listen()) {
			Thread thread = new Thread(() -> {
				try (SocketChannel connection = listener.accept()) {
					connection.write(ByteBuffer.wrap(answer));
					while (connection.read(ByteBuffer.allocate(1024)) >= 0) {
						// until the client leaves
					}
				}
				catch (IOException ex) {
					// so it does
				}
			});
			thread.start();
			test.run();
			thread.join();
		}
	}

}
