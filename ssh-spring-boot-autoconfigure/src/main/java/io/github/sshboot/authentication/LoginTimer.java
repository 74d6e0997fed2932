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

package io.github.sshboot.authentication;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.transport.ConnectionScoped;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Ends connections that do not log in in time, counted from when they were accepted. All
 * have the same time, so the oldest is the next one due, and one task is enough for all.
 */
final class LoginTimer implements SessionListener {

	private static final Log logger = LogFactory.getLog(LoginTimer.class);

	private static final Duration DISCONNECT_TIMEOUT = Duration.ofSeconds(1);

	private final Duration timeout;

	private final LoginObserver observer;

	/**
	 * When each is due, the oldest first.
	 */
	private final Map<Session, Long> deadlines = new LinkedHashMap<>();

	private boolean scheduled;

	LoginTimer(Duration timeout, LoginObserver observer) {
		this.timeout = timeout;
		this.observer = observer;
	}

	@Override
	public void sessionCreated(Session session) {
		synchronized (this.deadlines) {
			this.deadlines.put(session, System.nanoTime() + this.timeout.toNanos());
			if (!this.scheduled) {
				schedule(session, this.timeout.toNanos());
			}
		}
	}

	/**
	 * Stop the time of a connection that is about to be let in.
	 * @return {@code false} if it is too late
	 */
	boolean stop(Session session) {
		synchronized (this.deadlines) {
			return this.deadlines.remove(session) != null;
		}
	}

	@Override
	public void sessionClosed(Session session) {
		if (stop(session) && session instanceof ConnectionScoped scoped) {
			this.observer.left(scoped.getConnectionScope());
		}
	}

	private void schedule(Session session, long nanos) {
		try {
			session.getFactoryManager()
				.getScheduledExecutorService()
				.schedule(this::expire, nanos, TimeUnit.NANOSECONDS);
			this.scheduled = true;
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Not watching connections of a server that is about to be closed");
		}
	}

	private void expire() {
		List<Session> due = new ArrayList<>();
		synchronized (this.deadlines) {
			this.scheduled = false;
			long now = System.nanoTime();
			Iterator<Map.Entry<Session, Long>> oldest = this.deadlines.entrySet().iterator();
			while (oldest.hasNext() && !this.scheduled) {
				Map.Entry<Session, Long> entry = oldest.next();
				if (entry.getValue() - now > 0) {
					schedule(entry.getKey(), entry.getValue() - now);
					break;
				}
				due.add(entry.getKey());
				oldest.remove();
			}
		}
		due.forEach(this::disconnect);
	}

	/**
	 * As MINA disconnects, but for its line in the log: there may be thousands.
	 */
	private void disconnect(Session session) {
		if (session instanceof ConnectionScoped scoped) {
			this.observer.timedOut(scoped.getConnectionScope());
		}
		Buffer message = session.createBuffer(SshConstants.SSH_MSG_DISCONNECT);
		message.putUInt(SshConstants.SSH2_DISCONNECT_BY_APPLICATION);
		message.putString("No login in time");
		message.putString(""); // language
		try {
			// it need not read what it is told
			session.writePacket(message, DISCONNECT_TIMEOUT).addListener((written) -> session.close(true));
		}
		catch (IOException | RuntimeException ex) {
			session.close(true);
		}
	}

}
