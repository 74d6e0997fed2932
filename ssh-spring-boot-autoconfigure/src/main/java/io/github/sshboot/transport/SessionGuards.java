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

/**
 * What a session does beyond what MINA's does, whether it is a server's or a client's: it
 * bounds what the peer can have us do, and notices if the peer is gone.
 */
final class SessionGuards {

	private final Session session;

	private final PendingReplies replies;

	private final KeyExchangeGate gate = new KeyExchangeGate();

	private final KeyExchangeLimit limit = new KeyExchangeLimit();

	private final KeyExchangeDeadline deadline;

	private final KeepAlive keepAlive;

	SessionGuards(Session session, ConnectionScope scope, TransportSettings settings) {
		this.session = session;
		this.replies = new PendingReplies(session);
		this.deadline = new KeyExchangeDeadline(session, scope);
		this.keepAlive = new KeepAlive(session, scope, settings.keepAlive());
	}

	/**
	 * A packet is to be sent.
	 */
	IoWriteFuture send(Buffer packet, PacketWriter writer) throws IOException {
		return this.deadline.send(packet, (counted) -> this.replies.send(counted, writer));
	}

	/**
	 * Something has arrived.
	 */
	void received() {
		this.keepAlive.received();
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
		this.deadline.end();
	}

	/**
	 * The login is done.
	 */
	void authenticated() {
		this.keepAlive.start();
	}

	/**
	 * The connection is closed.
	 */
	void closed() {
		this.deadline.end();
		this.keepAlive.stop();
	}

	/**
	 * What MINA's session does.
	 */
	@FunctionalInterface
	interface Step {

		void run() throws Exception;

	}

}
