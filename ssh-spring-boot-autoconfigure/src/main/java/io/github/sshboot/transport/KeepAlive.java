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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the peer of a connection is still there. Everything that arrives is a
 * sign of life; after silence it is asked, with the request that OpenSSH asks with, which
 * any peer answers, if only with a failure (RFC 4254 section 4).
 */
final class KeepAlive {

	private static final Log logger = LogFactory.getLog(KeepAlive.class);

	private static final String REQUEST = "keepalive@openssh.com";

	/**
	 * How long the last question may take to be answered.
	 */
	private static final long GRACE = Duration.ofSeconds(1).toNanos();

	private final Session session;

	private final ConnectionScope scope;

	private final KeepAliveSettings settings;

	private final long interval;

	private volatile long received = System.nanoTime();

	private long asked = this.received;

	private int missed;

	private @Nullable Future<?> next;

	private boolean stopped;

	KeepAlive(Session session, ConnectionScope scope, KeepAliveSettings settings) {
		this.session = session;
		this.scope = scope;
		this.settings = settings;
		this.interval = settings.interval().toNanos();
	}

	/**
	 * Begin, once the peer has logged in.
	 */
	void start() {
		if (this.interval > 0) {
			received();
			schedule(this.interval);
		}
	}

	/**
	 * Something has arrived.
	 */
	void received() {
		if (this.interval > 0) {
			this.received = System.nanoTime();
		}
	}

	synchronized void stop() {
		this.stopped = true;
		if (this.next != null) {
			this.next.cancel(false);
		}
	}

	private synchronized void schedule(long delay) {
		if (this.stopped) {
			return;
		}
		ScheduledExecutorService timer = this.session.getFactoryManager().getScheduledExecutorService();
		try {
			this.next = timer.schedule(this::check, delay, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Not watching a connection that is about to be closed");
		}
	}

	private void check() {
		long received = this.received;
		long silence = System.nanoTime() - received;
		if (received - this.asked > 0) {
			this.missed = 0;
		}
		if (silence < this.interval && this.missed == 0) {
			schedule(this.interval - silence);
		}
		else if (this.missed == this.settings.maxMissed()) {
			giveUp(silence);
		}
		else {
			this.missed++;
			this.asked = System.nanoTime();
			ask();
			schedule((this.missed < this.settings.maxMissed()) ? this.interval : Math.min(this.interval, GRACE));
		}
	}

	private void ask() {
		try {
			Buffer request = this.session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, REQUEST.length() + 8);
			request.putString(REQUEST);
			request.putBoolean(true);
			this.session.request(request, REQUEST, (command, answer) -> {
			});
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Cannot ask whether the peer is there", ex);
		}
	}

	private void giveUp(long silence) {
		String reason = "it has not answered %d keep-alive requests and been silent for %d ms"
			.formatted(this.settings.maxMissed(), TimeUnit.NANOSECONDS.toMillis(silence));
		this.scope.put(ConnectionLoss.class, new ConnectionLoss(reason, false));
		logger
			.info("Closing the connection to %s: %s".formatted(this.session.getIoSession().getRemoteAddress(), reason));
		this.session.close(true);
	}

}
