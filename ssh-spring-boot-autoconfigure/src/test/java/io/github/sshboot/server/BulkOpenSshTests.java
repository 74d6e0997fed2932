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

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.testing.Bulk;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.RekeySettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gigabytes between OpenSSH's client and our server. Runs with a heap of 128 MB.
 */
@Timeout(240)
class BulkOpenSshTests {

	@TempDir
	Path directory;

	private final BlockingQueue<String> digests = new LinkedBlockingQueue<>();

	@Test
	void gigabyteFromAHandler() throws Exception {
		try (TestSshServer server = TestSshServer
			.start((session) -> this.digests.add(Bulk.write(session.getOutput())))) {
			Process ssh = OpenSshClient.withKey(this.directory, server.port()).start("x");
			assertThat(Bulk.digest(ssh.getInputStream())).isEqualTo(this.digests.poll(30, TimeUnit.SECONDS));
			assertThat(ssh.waitFor()).isZero();
		}
	}

	@Test
	void gigabyteToAHandler() throws Exception {
		try (TestSshServer server = TestSshServer
			.start((session) -> this.digests.add(Bulk.digest(session.getInput())))) {
			Process ssh = OpenSshClient.withKey(this.directory, server.port()).start("x");
			String sent;
			try (OutputStream input = ssh.getOutputStream()) {
				sent = Bulk.write(input);
			}
			assertThat(ssh.waitFor()).isZero();
			assertThat(this.digests.poll(30, TimeUnit.SECONDS)).isEqualTo(sent);
		}
	}

	/**
	 * Both sides begin key exchanges, while both send: thousands of them.
	 */
	@Test
	void twoGigabytesInEachDirectionAtTheSameTimeUnderNewKeysForEachMegabyte() throws Exception {
		RekeySettings rekey = new RekeySettings(1 << 20, Duration.ZERO, 1L << 31);
		try (TestSshServer server = TestSshServer.builder().handler((session) -> {
			Thread reader = new Thread(() -> {
				try {
					this.digests.add("received " + Bulk.digest(session.getInput()));
				}
				catch (IOException ex) {
					this.digests.add(ex.toString());
				}
			});
			reader.start();
			this.digests.add("sent " + Bulk.write(session.getOutput(), 2 * Bulk.SIZE));
			reader.join();
		}).rekey(rekey).start()) {
			Process ssh = OpenSshClient.withKey(this.directory, server.port())
				.option("RekeyLimit=1M")
				.option("KexAlgorithms=curve25519-sha256")
				.start("x");
			CompletableFuture<String> sent = new CompletableFuture<>();
			new Thread(() -> {
				try (OutputStream input = ssh.getOutputStream()) {
					sent.complete(Bulk.write(input, 2 * Bulk.SIZE));
				}
				catch (IOException ex) {
					sent.completeExceptionally(ex);
				}
			}).start();
			String received = Bulk.digest(ssh.getInputStream());
			assertThat(ssh.waitFor()).as(new String(ssh.getErrorStream().readAllBytes())).isZero();
			assertThat(this.digests).containsExactlyInAnyOrder("received " + sent.get(), "sent " + received);
		}
	}

}
