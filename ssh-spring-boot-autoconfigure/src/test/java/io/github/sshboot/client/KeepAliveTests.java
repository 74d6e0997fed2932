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

package io.github.sshboot.client;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import io.github.sshboot.testing.LoopbackProxy;
import io.github.sshboot.testing.LoopbackProxy.Damage;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.transport.KeepAliveSettings;
import io.github.sshboot.transport.TransportSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that are gone while our client waits for them.
 */
@Timeout(120)
class KeepAliveTests {

	private static final KeepAliveSettings SETTINGS = new KeepAliveSettings(Duration.ofSeconds(1), 2);

	/**
	 * Before the last question is asked there is silence for twice the interval, and it
	 * may take one more interval to be answered. The rest is for busy machines.
	 */
	private static final Duration LIMIT = Duration.ofSeconds(3).plusSeconds(10);

	@TempDir
	Path directory;

	@Test
	void serverThatIsStopped() throws Exception {
		try (OpenSshServer server = OpenSshServer.start(this.directory);
				DefaultSshClientFactory clients = create(server.port())) {
			loses(clients.get("demo"), server::freezeConnections, () -> {
			});
		}
	}

	@Test
	void serverThatNothingReaches() throws Exception {
		try (OpenSshServer server = OpenSshServer.start(this.directory);
				LoopbackProxy proxy = LoopbackProxy.open(server.port());
				DefaultSshClientFactory clients = create(proxy.port())) {
			loses(clients.get("demo"), () -> {
				proxy.toServer(Damage.LOSS);
				proxy.toClient(Damage.LOSS);
			}, () -> {
				proxy.toServer(Damage.NONE);
				proxy.toClient(Damage.NONE);
			});
		}
	}

	@Test
	void serverThatAnswersIsKept() throws Exception {
		try (OpenSshServer server = OpenSshServer.start(this.directory);
				DefaultSshClientFactory clients = create(server.port())) {
			assertThat(clients.get("demo").exec("sleep 5; echo done").retrieve().asString()).isEqualTo("done");
		}
	}

	private void loses(SshClient client, Runnable loss, Runnable recovery) throws Exception {
		try (SshProcess process = client.exec("echo running; sleep 60").start()) {
			BufferedReader output = new BufferedReader(
					new InputStreamReader(process.getOutput(), StandardCharsets.UTF_8));
			assertThat(output.readLine()).isEqualTo("running");
			loss.run();
			long lost = System.nanoTime();
			assertThatExceptionOfType(SshConnectException.class).isThrownBy(process::waitFor)
				.withMessageContaining("was lost before the command ended")
				.withMessageContaining("it has not answered 2 keep-alive requests");
			assertThat(Duration.ofNanos(System.nanoTime() - lost)).isBetween(Duration.ofMillis(1400), LIMIT);
		}
		recovery.run();
		// over a connection of its own: there is one at a time
		assertThat(client.exec("echo again").retrieve().asString()).isEqualTo("again");
	}

	private static DefaultSshClientFactory create(int port) {
		TransportSettings defaults = TransportSettings.defaults();
		return TestSshClients.create(port,
				TestSshClients.transport(new TransportSettings(defaults.algorithms(), defaults.rekey(), SETTINGS)));
	}

}
