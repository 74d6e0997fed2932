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
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A plain client of MINA's for messages made by hand, and what it hears of its end.
 */
public final class MinaClient implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final SshClient client;

	private final BlockingQueue<Integer> disconnects = new LinkedBlockingQueue<>();

	private MinaClient(SshClient client) {
		this.client = client;
	}

	public static MinaClient start() {
		CryptoProviders.install();
		MinaClient client = new MinaClient(StockMina.client());
		CoreModuleProperties.TCP_NODELAY.set(client.client, true);
		client.client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
		client.client.addSessionListener(new SessionListener() {

			@Override
			public void sessionDisconnect(Session session, int reason, @Nullable String message,
					@Nullable String language, boolean initiator) {
				if (!initiator) {
					client.disconnects.add(reason);
				}
			}

		});
		client.client.start();
		return client;
	}

	/**
	 * Connect, without a login.
	 * @param port the port of the server
	 * @return the session, whose first keys are agreed on
	 */
	public ClientSession connect(int port) throws IOException {
		ClientSession session = this.client.connect("demo", "127.0.0.1", port).verify(TIMEOUT).getSession();
		assertThat(session.waitFor(EnumSet.of(ClientSessionEvent.WAIT_AUTH), TIMEOUT))
			.contains(ClientSessionEvent.WAIT_AUTH);
		return session;
	}

	/**
	 * Log in as {@code demo}.
	 * @param port the port of the server
	 * @return the session
	 */
	public ClientSession logIn(int port) throws IOException {
		ClientSession session = connect(port);
		session.addPasswordIdentity("demo");
		session.auth().verify(TIMEOUT);
		return session;
	}

	/**
	 * Check that a session is ended by the server, for the given reason.
	 * @param session the session
	 * @param reason the reason in its message
	 */
	public void assertDisconnected(Session session, int reason) throws InterruptedException {
		assertThat(this.disconnects.poll(20, TimeUnit.SECONDS)).isEqualTo(reason);
		await().atMost(TIMEOUT).until(() -> !session.isOpen());
	}

	/**
	 * Check that a server runs the command {@code x} of another client.
	 * @param port the port of the server
	 */
	public void assertServes(int port) throws IOException {
		try (ClientSession session = logIn(port)) {
			assertServes(session);
		}
	}

	/**
	 * Check that a server runs the command {@code x}.
	 * @param session the session
	 */
	public static void assertServes(ClientSession session) throws IOException {
		try (ChannelExec channel = session.createExecChannel("x")) {
			channel.open().verify(TIMEOUT);
			channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), TIMEOUT);
			assertThat(channel.getExitStatus()).isZero();
		}
	}

	/**
	 * Send a message as it is.
	 * @param session the session
	 * @param message the message, which begins with its number
	 * @param length how much of it to send
	 */
	public static void send(Session session, Buffer message, int length) throws IOException {
		Buffer packet = session.createBuffer(message.array()[message.rpos()]);
		packet.putRawBytes(message.array(), message.rpos() + 1, length - 1);
		session.writePacket(packet);
	}

	@Override
	public void close() {
		this.client.stop();
	}

}
