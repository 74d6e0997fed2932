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
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.transport.PendingReplies.PacketWriter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.Property;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose new keys are not agreed on in time. As long as an exchange
 * lasts, MINA lets all who write wait, without a limit. The exchange that a connection
 * begins with must be done in the time there is to log in.
 */
final class KeyExchangeDeadline {

	static final Property<Duration> LIMIT = Property.duration("key-exchange-limit", Duration.ofMinutes(2));

	private static final Log logger = LogFactory.getLog(KeyExchangeDeadline.class);

	private final Session session;

	private final ConnectionScope scope;

	private @Nullable Object exchange;

	private @Nullable Future<?> timer;

	KeyExchangeDeadline(Session session, ConnectionScope scope) {
		this.session = session;
		this.scope = scope;
	}

	/**
	 * Send a packet, and begin to wait if it proposes an exchange. The time counts from
	 * when the proposal is on the socket: a slow peer may have much to read before it.
	 */
	IoWriteFuture send(Buffer packet, PacketWriter writer) throws IOException {
		if (!isProposal(packet) || !this.session.isAuthenticated()) {
			return writer.write(packet);
		}
		Object exchange = begin();
		IoWriteFuture future = writer.write(packet);
		future.addListener((written) -> schedule(exchange));
		return future;
	}

	private static boolean isProposal(Buffer packet) {
		return packet.array()[packet.rpos()] == SshConstants.SSH_MSG_KEXINIT;
	}

	private synchronized Object begin() {
		Object exchange = new Object();
		this.exchange = exchange;
		return exchange;
	}

	/**
	 * The exchange is done, or the connection is closed.
	 */
	synchronized void end() {
		this.exchange = null;
		if (this.timer != null) {
			this.timer.cancel(false);
			this.timer = null;
		}
	}

	private synchronized void schedule(Object exchange) {
		if (exchange != this.exchange) {
			return;
		}
		Duration limit = LIMIT.getRequired(this.session);
		try {
			this.timer = this.session.getFactoryManager()
				.getScheduledExecutorService()
				.schedule(() -> giveUp(exchange, limit), limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Not watching a connection that is about to be closed");
		}
	}

	private void giveUp(Object exchange, Duration limit) {
		synchronized (this) {
			if (exchange != this.exchange) {
				return;
			}
		}
		String reason = "it did not agree on new keys within %d ms".formatted(limit.toMillis());
		this.scope.put(ConnectionLoss.class, new ConnectionLoss(reason, false));
		logger
			.info("Closing the connection to %s: %s".formatted(this.session.getIoSession().getRemoteAddress(), reason));
		this.session.close(true);
	}

}
