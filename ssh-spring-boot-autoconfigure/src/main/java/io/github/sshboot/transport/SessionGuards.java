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

import io.github.sshboot.transport.PendingReplies.PacketWriter;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What a session does beyond what MINA's does, whether it is a server's or a client's: it
 * bounds what the peer can have us do, and notices if the peer is gone.
 */
final class SessionGuards {

	private final Session session;

	private final PendingReplies replies;

	private final KeyExchangeGate gate = new KeyExchangeGate();

	private final ConnectionScope scope;

	private final KeepAliveSettings keepAliveSettings;

	private @Nullable KeyExchangeLimit limit;

	/**
	 * Not before the login: strangers are many, and have their own limits.
	 */
	private volatile @Nullable KeyExchangeDeadline deadline;

	private volatile @Nullable KeepAlive keepAlive;

	private volatile boolean closed;

	SessionGuards(Session session, ConnectionScope scope, TransportSettings settings) {
		this.session = session;
		this.replies = new PendingReplies(session);
		this.scope = scope;
		this.keepAliveSettings = settings.keepAlive();
		scope.put(PromptAcknowledgement.class, PromptAcknowledgement.begin(session));
	}

	/**
	 * A packet is to be sent.
	 */
	IoWriteFuture send(Buffer packet, PacketWriter writer) throws IOException {
		KeyExchangeDeadline deadline = this.deadline;
		return Completions
			.send(() -> (deadline != null) ? deadline.send(packet, (counted) -> this.replies.send(counted, writer))
					: this.replies.send(packet, writer));
	}

	/**
	 * Something has arrived.
	 */
	void received() {
		KeepAlive keepAlive = this.keepAlive;
		if (keepAlive != null) {
			keepAlive.received();
		}
	}

	/**
	 * Packets have arrived. What is wrong with them ends the connection with a message
	 * that says so.
	 */
	void decode(Step decoding) throws Exception {
		try {
			decoding.run();
		}
		catch (Exception ex) {
			throw ProtocolErrors.translate(ex);
		}
	}

	/**
	 * A packet has arrived and its message is next.
	 * @param packet begins with the packet, decrypted
	 * @param length its length, without the four bytes of the length itself
	 * @param encrypted whether it was encrypted
	 */
	void check(byte[] packet, int length, boolean encrypted) throws SshException, InterruptedException {
		ProtocolErrors.checkPacket(packet, length, encrypted);
		this.gate.pass();
	}

	/**
	 * The peer has begun to exchange keys again.
	 * @param bytes how many bytes were sent or received since the last exchange
	 */
	void keyExchangeBegun(long bytes) throws SshException {
		if (this.limit == null) {
			this.limit = new KeyExchangeLimit();
		}
		this.limit.check(bytes, this.session.isAuthenticated());
	}

	/**
	 * The peer's proposal for an exchange is there.
	 */
	void keyExchangeProposed() {
		this.gate.close();
	}

	/**
	 * Both proposals are there.
	 */
	void negotiateKeyExchange(Step negotiation) throws Exception {
		boolean negotiated = false;
		try {
			negotiation.run();
			negotiated = true;
		}
		finally {
			this.gate.open(negotiated);
		}
	}

	/**
	 * The peer uses the new keys.
	 */
	void keysExchanged() {
		KeyExchangeDeadline deadline = this.deadline;
		if (deadline != null) {
			deadline.end();
		}
	}

	/**
	 * The login is done.
	 */
	void authenticated() {
		this.deadline = new KeyExchangeDeadline(this.session, this.scope);
		if (this.keepAliveSettings.interval().isZero()) {
			return;
		}
		KeepAlive keepAlive = new KeepAlive(this.session, this.scope, this.keepAliveSettings);
		this.keepAlive = keepAlive;
		keepAlive.start();
		if (this.closed) {
			keepAlive.stop();
		}
	}

	/**
	 * The connection is closed.
	 */
	void closed() {
		this.closed = true;
		keysExchanged();
		KeepAlive keepAlive = this.keepAlive;
		if (keepAlive != null) {
			keepAlive.stop();
		}
	}

	/**
	 * What MINA's session does.
	 */
	@FunctionalInterface
	interface Step {

		void run() throws Exception;

	}

}
