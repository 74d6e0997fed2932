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

import java.time.Duration;
import java.util.concurrent.Future;

import io.github.sshboot.transport.ConnectionLoss;
import io.github.sshboot.transport.ConnectionScoped;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a {@link ConnectionPool}, whose lock guards it.
 */
final class PooledConnection {

	/**
	 * How long what a server has granted is taken for its limit.
	 */
	private static final Duration LIMIT_TIME = Duration.ofSeconds(30);

	private static final int MAX_FORWARDINGS = 1000;

	private final ClientSession session;

	private final Users sessions = new Users();

	private final Users forwardings = new Users();

	private long usedAt = System.nanoTime();

	private boolean usedForSessions;

	private boolean fresh = true;

	private boolean beingChecked;

	private boolean retired;

	private boolean gone;

	private @Nullable Future<?> idleTimer;

	private @Nullable Future<?> lifetimeTimer;

	PooledConnection(ClientSession session) {
		this.session = session;
	}

	ClientSession session() {
		return this.session;
	}

	private Users users(Use use) {
		return (use == Use.SESSION) ? this.sessions : this.forwardings;
	}

	int count(Use use) {
		return users(use).count;
	}

	/**
	 * Return whether there is room for one more.
	 * @param maxSessions how many sessions may share the connection
	 */
	boolean isFree(Use use, int maxSessions) {
		return !this.beingChecked && !this.retired
				&& users(use).isFree((use == Use.SESSION) ? maxSessions : MAX_FORWARDINGS);
	}

	void take(Use use) {
		users(use).count++;
		this.usedForSessions |= use == Use.SESSION;
	}

	void giveBack(Use use) {
		users(use).count--;
		used();
	}

	/**
	 * The server has refused one more: what it has granted is its limit for a while.
	 * @return for how long
	 */
	Duration limit(Use use) {
		Users users = users(use);
		// one is always worth trying
		users.limit = Math.max(1, users.count);
		users.limitUntil = System.nanoTime() + LIMIT_TIME.toNanos();
		return LIMIT_TIME;
	}

	void used() {
		this.usedAt = System.nanoTime();
	}

	/**
	 * Return how long nobody has used the connection.
	 */
	Duration unusedFor() {
		return isIdle() ? Duration.ofNanos(System.nanoTime() - this.usedAt) : Duration.ZERO;
	}

	boolean isIdle() {
		return this.sessions.count == 0 && this.forwardings.count == 0;
	}

	/**
	 * Return whether somebody will give something back, or a check will tell that there
	 * is something to give.
	 */
	boolean isComingFree() {
		return !isIdle() || this.beingChecked;
	}

	boolean isUsedForSessions() {
		return this.usedForSessions;
	}

	/**
	 * Return whether the connection has just been made.
	 */
	boolean isNew() {
		return this.fresh;
	}

	void setNew(boolean fresh) {
		this.fresh = fresh;
	}

	boolean isBeingChecked() {
		return this.beingChecked;
	}

	void setBeingChecked(boolean beingChecked) {
		this.beingChecked = beingChecked;
	}

	boolean isRetired() {
		return this.retired;
	}

	void setRetired() {
		this.retired = true;
	}

	/**
	 * Return whether the connection is lost, or has been closed.
	 */
	boolean isGone() {
		if (!this.gone && !this.session.isOpen()) {
			setGone();
		}
		return this.gone;
	}

	void setGone() {
		this.gone = true;
		cancel(this.idleTimer);
		cancel(this.lifetimeTimer);
	}

	private static void cancel(@Nullable Future<?> timer) {
		if (timer != null) {
			timer.cancel(false);
		}
	}

	boolean hasIdleTimer() {
		return this.idleTimer != null;
	}

	void setIdleTimer(@Nullable Future<?> idleTimer) {
		this.idleTimer = idleTimer;
	}

	void setLifetimeTimer(Future<?> lifetimeTimer) {
		this.lifetimeTimer = lifetimeTimer;
	}

	/**
	 * Close the connection without telling the server, which is not there.
	 * @param reason why, the end of a sentence
	 */
	void giveUp(String reason) {
		((ConnectionScoped) this.session).getConnectionScope()
			.put(ConnectionLoss.class, new ConnectionLoss(reason, false));
		this.session.close(true);
	}

	/**
	 * What a connection is used for.
	 */
	enum Use {

		/**
		 * A session, of which servers grant few (OpenSSH: {@code MaxSessions}).
		 */
		SESSION,

		/**
		 * A way to another host.
		 */
		FORWARDING

	}

	/**
	 * Those who use a connection for the same.
	 */
	private static final class Users {

		private int count;

		private int limit;

		private long limitUntil = System.nanoTime();

		private boolean isFree(int max) {
			boolean limited = System.nanoTime() - this.limitUntil < 0;
			return this.count < (limited ? Math.min(max, this.limit) : max);
		}

	}

}
