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

package io.github.sshboot.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.client.DefaultSshClientFactory;
import io.github.sshboot.client.SshConnectException;
import io.github.sshboot.client.SshProcess;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.testing.LoopbackProxy;
import io.github.sshboot.testing.LoopbackProxy.Damage;
import io.github.sshboot.testing.MinaClient;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Peers that begin a key exchange, or are asked for one, and leave it at that.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class KeyExchangeDeadlineTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final Duration LIMIT = Duration.ofSeconds(1);

	/**
	 * What a busy machine needs for an exchange.
	 */
	private static final Duration ENOUGH = Duration.ofSeconds(5);

	private static final String REASON = "it did not agree on new keys within 1000 ms";

	private static final RekeySettings OFTEN = new RekeySettings(1 << 20, Duration.ZERO, 1L << 31);

	private final CountDownLatch running = new CountDownLatch(1);

	private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

	@Test
	void clientThatDoesNotFinishWhatItBegan(CapturedOutput output) throws Exception {
		try (TestSshServer server = start(RekeySettings.defaults(), 10);
				LoopbackProxy proxy = LoopbackProxy.open(server.port());
				MinaClient client = MinaClient.start();
				ClientSession session = client.logIn(proxy.port())) {
			flood(session);
			proxy.toClient(Damage.LOSS);
			session.reExchangeKeys();
			assertThat(this.ends.poll(20, TimeUnit.SECONDS)).isEqualTo("failed");
			assertThat(output.getAll()).contains(REASON);
			client.assertServes(server.port());
		}
	}

	@Test
	void clientThatDoesNotAnswer(CapturedOutput output) throws Exception {
		try (TestSshServer server = start(OFTEN, 4096);
				LoopbackProxy proxy = LoopbackProxy.open(server.port());
				MinaClient client = MinaClient.start();
				ClientSession session = client.logIn(proxy.port())) {
			flood(session);
			proxy.toServer(Damage.LOSS);
			assertThat(this.ends.poll(20, TimeUnit.SECONDS)).isEqualTo("failed");
			assertThat(output.getAll()).contains(REASON);
			client.assertServes(server.port());
		}
	}

	@Test
	void clientThatAgreesIsKept() throws Exception {
		try (TestSshServer server = start(OFTEN, 0, ENOUGH);
				MinaClient client = MinaClient.start();
				ClientSession session = client.logIn(server.port());
				ChannelExec channel = session.createExecChannel("echo")) {
			channel.setOut(OutputStream.nullOutputStream());
			channel.open().verify(TIMEOUT);
			long end = System.nanoTime() + ENOUGH.plusSeconds(1).toNanos();
			do {
				for (int i = 0; i < 64; i++) {
					channel.getInvertedIn().write(new byte[32768]);
				}
				TimeUnit.MILLISECONDS.sleep(100);
			}
			while (System.nanoTime() < end);
			channel.getInvertedIn().close();
			channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), TIMEOUT);
			assertThat(channel.getExitStatus()).isZero();
		}
	}

	@Test
	void serverThatDoesNotAnswer() throws Exception {
		TransportSettings defaults = TransportSettings.defaults();
		TransportSettings often = new TransportSettings(defaults.algorithms(), OFTEN, defaults.keepAlive());
		try (TestSshServer server = start(RekeySettings.defaults(), 0, ENOUGH);
				LoopbackProxy proxy = LoopbackProxy.open(server.port());
				DefaultSshClientFactory clients = TestSshClients.create(proxy.port(), TestSshClients.transport(often),
						(client) -> KeyExchangeDeadline.LIMIT.set(client, LIMIT));
				SshProcess process = clients.get("demo").exec("sink").start()) {
			assertThat(this.running.await(20, TimeUnit.SECONDS)).isTrue();
			proxy.toClient(Damage.LOSS);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
				while (true) {
					process.getInput().write(new byte[32768]);
				}
			});
			assertThatExceptionOfType(SshConnectException.class).isThrownBy(process::waitFor)
				.withMessageContaining(REASON);
			proxy.toClient(Damage.NONE);
			assertThat(clients.get("demo").exec("x").run().getExitStatus()).isZero();
		}
	}

	private void flood(ClientSession session) throws Exception {
		ChannelExec channel = session.createExecChannel("flood");
		channel.setOut(OutputStream.nullOutputStream());
		channel.open().verify(TIMEOUT);
		assertThat(this.running.await(20, TimeUnit.SECONDS)).isTrue();
	}

	private TestSshServer start(RekeySettings rekey, int block) {
		return start(rekey, block, LIMIT);
	}

	private TestSshServer start(RekeySettings rekey, int block, Duration limit) {
		return TestSshServer.builder()
			.handler((session) -> handle(session, block))
			.rekey(rekey)
			.customize(
					(builder) -> builder.customizers(List.of((server) -> KeyExchangeDeadline.LIMIT.set(server, limit))))
			.start();
	}

	private void handle(SshSession session, int block) throws Exception {
		switch (String.valueOf(session.getRequest().command())) {
			case "flood" -> {
				try {
					while (true) {
						session.getOutput().write(new byte[block]);
						session.getOutput().flush();
						this.running.countDown();
						TimeUnit.MILLISECONDS.sleep(1);
					}
				}
				catch (IOException | InterruptedException ex) {
					this.ends.add("failed");
				}
			}
			case "sink" -> {
				this.running.countDown();
				session.getInput().transferTo(OutputStream.nullOutputStream());
			}
			case "echo" -> session.getInput().transferTo(session.getOutput());
			default -> session.exit(0);
		}
	}

}
