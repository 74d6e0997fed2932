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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.testing.LoopbackProxy;
import io.github.sshboot.testing.LoopbackProxy.Damage;
import io.github.sshboot.testing.RawSshPeer;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers whose messages come at the wrong time, and whose packets are none.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class HostileServerTests {

	private static final String CURVE25519 = "curve25519-sha256";

	@AfterEach
	void logHasNoStackTraces(CapturedOutput output) {
		assertThat(output.getAll()).doesNotContain(" ERROR ").doesNotContainPattern("\\n\\s+at ");
	}

	@ParameterizedTest
	@ValueSource(ints = { SshConstants.SSH_MSG_IGNORE, SshConstants.SSH_MSG_UNIMPLEMENTED, SshConstants.SSH_MSG_DEBUG,
			SshConstants.SSH_MSG_SERVICE_ACCEPT, 7, SshConstants.SSH_MSG_KEXINIT, SshConstants.SSH_MSG_NEWKEYS,
			SshConstants.SSH_MSG_USERAUTH_SUCCESS, SshConstants.SSH_MSG_USERAUTH_BANNER,
			SshConstants.SSH_MSG_GLOBAL_REQUEST, SshConstants.SSH_MSG_CHANNEL_OPEN, 127, 192 })
	void strictKeyExchangeEndsWithAnyOtherMessage(int number) throws Exception {
		attack((peer) -> {
			peer.send(peer.proposal(CURVE25519, true));
			peer.send((number == SshConstants.SSH_MSG_KEXINIT) ? peer.proposal(CURVE25519, true) : any(number));
		});
	}

	@Test
	void strictKeyExchangeBeginsWithTheFirstMessage() throws Exception {
		attack((peer) -> {
			peer.send(any(SshConstants.SSH_MSG_IGNORE));
			peer.send(peer.proposal(CURVE25519, true));
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 31, 32, 33 })
	void badKeyOfAKeyExchangeIsRefused(int length) throws Exception {
		attack((peer) -> {
			peer.send(peer.proposal(CURVE25519, true));
			Buffer reply = RawSshPeer.message(SshConstants.SSH_MSG_KEXDH_REPLY);
			reply.putString("key");
			reply.putBytes(new byte[length]);
			reply.putString("signature");
			peer.send(reply.getCompactData());
		});
	}

	@Test
	void packetWithoutPaddingIsRefused() throws Exception {
		attack((peer) -> peer.send(peer.proposal(CURVE25519, true), 0));
	}

	@Test
	void commandFailsIfAPacketWasTamperedWith() throws Exception {
		try (TestSshServer server = TestSshServer.start((session) -> {
			session.getWriter().println(session.getReader().readLine());
			session.getWriter().flush();
			session.getReader().readLine();
		});
				LoopbackProxy proxy = LoopbackProxy.open(server.port());
				DefaultSshClientFactory clients = TestSshClients.create(proxy.port());
				SshProcess process = clients.get("demo").exec("x").start()) {
			proxy.toClient(Damage.LAST_BYTE);
			try {
				process.getInput().write('\n');
				process.getInput().flush();
			}
			catch (IOException ex) {
				// the server had something else to say, which was damaged
			}
			assertThatExceptionOfType(SshConnectException.class).isThrownBy(process::waitFor)
				.withMessageContaining("was lost before the command ended");
		}
	}

	private static void attack(Attack attack) throws Exception {
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				DefaultSshClientFactory clients = TestSshClients.create(listener.getLocalPort())) {
			CompletableFuture<Integer> reason = CompletableFuture.supplyAsync(() -> {
				try (RawSshPeer peer = RawSshPeer.accept(listener)) {
					attack.run(peer);
					return peer.readToEnd();
				}
				catch (IOException ex) {
					throw new CompletionException(ex);
				}
			}, (task) -> new Thread(task, "hostile").start());
			long begin = System.nanoTime();
			assertThatExceptionOfType(SshConnectException.class).isThrownBy(() -> clients.get("demo").exec("x").run());
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
			// whoever waits for the connection may close it before the server is told why
			assertThat(reason.get(20, TimeUnit.SECONDS)).isIn(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
					SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED, RawSshPeer.NO_REASON);
		}
	}

	private static byte[] any(int number) {
		Buffer message = RawSshPeer.message(number);
		message.putString("session");
		message.putString("x");
		message.putInt(0);
		message.putInt(0);
		return message.getCompactData();
	}

	/**
	 * What a server does once client and server have identified themselves.
	 */
	@FunctionalInterface
	private interface Attack {

		void run(RawSshPeer peer) throws IOException;

	}

}
