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

package io.github.sshboot.connection;

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
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that nothing happens on. MINA takes every message for activity,
 * also those that only tell that the peer is there.
 */
final class IdleTimeout {

	private static final Log logger = LogFactory.getLog(IdleTimeout.class);

	private final Session session;

	private final long timeout;

	private volatile long active = System.nanoTime();

	private @Nullable Future<?> next;

	private boolean stopped;

	IdleTimeout(Session session, Duration timeout) {
		this.session = session;
		this.timeout = timeout.toNanos();
	}

	void start() {
		if (this.timeout > 0) {
			schedule(this.timeout);
			this.session.addCloseFutureListener((closed) -> stop());
		}
	}

	/**
	 * Something happens.
	 */
	void reset() {
		this.active = System.nanoTime();
	}

	private synchronized void stop() {
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
		long idle = System.nanoTime() - this.active;
		if (idle < this.timeout) {
			schedule(this.timeout - idle);
			return;
		}
		try {
			this.session.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION,
					"Nothing has happened for %d s".formatted(TimeUnit.NANOSECONDS.toSeconds(idle)));
		}
		catch (IOException ex) {
			logger.debug("Cannot tell the peer why its connection ends", ex);
			this.session.close(true);
		}
	}

}
