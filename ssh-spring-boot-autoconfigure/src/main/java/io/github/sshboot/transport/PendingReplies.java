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
import java.util.concurrent.atomic.AtomicLong;

import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Bounds what waits to be sent to a peer because the peer asked for it. A peer that asks
 * and asks but never reads the answers would otherwise fill the memory with them. Data of
 * channels is bounded by the channels.
 */
final class PendingReplies {

	private static final long LIMIT = 4 << 20;

	/**
	 * About what a message costs beside its bytes while it waits.
	 */
	private static final int OVERHEAD = 512;

	private final Session session;

	private final AtomicLong pending = new AtomicLong();

	PendingReplies(Session session) {
		this.session = session;
	}

	/**
	 * Send a packet and count it until it is on the socket.
	 */
	IoWriteFuture send(Buffer packet, PacketWriter writer) throws IOException {
		if (isChannelData(packet)) {
			return writer.write(packet);
		}
		long cost = packet.available() + OVERHEAD;
		boolean exceeded = this.pending.addAndGet(cost) > LIMIT;
		boolean sent = false;
		try {
			IoWriteFuture future = writer.write(packet);
			future.addListener((written) -> this.pending.addAndGet(-cost));
			sent = true;
			return future;
		}
		finally {
			if (!sent) {
				this.pending.addAndGet(-cost);
			}
			if (exceeded && this.session.isOpen()) {
				this.session.exceptionCaught(new SshException("it asks but does not read the answers"));
			}
		}
	}

	private static boolean isChannelData(Buffer packet) {
		int command = packet.array()[packet.rpos()] & 0xFF;
		return command == SshConstants.SSH_MSG_CHANNEL_DATA || command == SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA;
	}

	/**
	 * Sends a packet.
	 */
	@FunctionalInterface
	interface PacketWriter {

		IoWriteFuture write(Buffer packet) throws IOException;

	}

}
