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

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.github.sshboot.testing.Bulk;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.RekeySettings;
import io.github.sshboot.transport.TransportSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gigabytes between our client and servers. Runs with a heap of 128 MB.
 */
@Timeout(240)
class BulkSshClientTests {

	@TempDir
	Path directory;

	@Test
	void gigabyteFromAndToOurServer() throws Exception {
		BlockingQueue<String> digests = new LinkedBlockingQueue<>();
		try (TestSshServer server = TestSshServer.start((session) -> {
			if ("send".equals(session.getRequest().command())) {
				digests.add(Bulk.write(session.getOutput()));
			}
			else {
				digests.add(Bulk.digest(session.getInput()));
			}
		}); DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			SshClient client = clients.get("demo");
			OutputStream received = Bulk.digesting();
			assertThat(client.exec("send").output(received).run().isSuccess()).isTrue();
			assertThat(received).hasToString(digests.take());
			assertThat(client.exec("receive").input(Bulk.stream()).run().isSuccess()).isTrue();
			assertThat(digests.take()).isEqualTo(received.toString());
		}
	}

	@Test
	void gigabyteFromAndToOpenSsh() {
		try (OpenSshServer server = OpenSshServer.start(this.directory);
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			SshClient client = clients.get("demo");
			OutputStream zeros = Bulk.digesting();
			assertThat(client.exec("head -c %d /dev/zero".formatted(Bulk.SIZE)).output(zeros).run().isSuccess())
				.isTrue();
			assertThat(zeros).hasToString("49bc20df15e412a64472421e13fe86ff1c5165e18b2afccf160d4dc19fe68a14");
			String digest = client.exec("sha256sum").input(Bulk.stream()).retrieve().asString();
			OutputStream sent = Bulk.digesting();
			assertThat(client.exec("cat").input(Bulk.stream()).output(sent).run().isSuccess()).isTrue();
			assertThat(digest).isEqualTo(sent + "  -");
		}
	}

	@Test
	void twoGigabytesInEachDirectionAtTheSameTimeUnderNewKeysForEachMegabyte() {
		RekeySettings rekey = new RekeySettings(1 << 20, Duration.ZERO, 1L << 31);
		try (OpenSshServer server = OpenSshServer.start(this.directory, "RekeyLimit 1M",
				"KexAlgorithms curve25519-sha256");
				DefaultSshClientFactory clients = TestSshClients.create(server.port(),
						(settings) -> new SshClientSettings(settings.endpoint(), settings.connect(),
								settings.credentials(), settings.hostKeyTrust(),
								new TransportSettings(settings.transport().algorithms(), rekey,
										settings.transport().keepAlive()),
								settings.windows(), settings.timeouts(), settings.pool()))) {
			OutputStream received = Bulk.digesting();
			assertThat(clients.get("demo")
				.exec("cat")
				.input(Bulk.stream(2 * Bulk.SIZE))
				.output(received)
				.run()
				.isSuccess()).isTrue();
			OutputStream sent = Bulk.digesting();
			try {
				Bulk.stream(2 * Bulk.SIZE).transferTo(sent);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			assertThat(received).hasToString(sent.toString());
		}
	}

}
