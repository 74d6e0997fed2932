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

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.sshboot.client.PooledConnection.Use;
import io.github.sshboot.client.SshClientSettings.Pool;
import io.github.sshboot.transport.SshEndpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one client. Several commands share a connection, each in a session
 * of its own; a new connection is made when all are full, and beyond the limits callers
 * wait, in the order they came.
 * <p>
 * A connection is made for all who wait, not for one of them: if it cannot be made, all
 * are told, and nobody tries anew who has waited for the same failure. Where a server
 * grants fewer sessions than it is asked for, those that it has granted are taken for the
 * limit for a while. A connection that nobody has used for some time is asked whether it
 * is still there before it is used again.
 */
final class ConnectionPool implements ConnectionSource {

	private static final Log logger = LogFactory.getLog(ConnectionPool.class);

	/**
	 * After how long without use a connection may have been lost unnoticed: a firewall
	 * forgets it, a machine is restarted.
	 */
	static final Duration CHECK_AFTER = Duration.ofSeconds(15);

	private static final Duration CHECK_TIME = Duration.ofSeconds(5);

	/**
	 * How long a server is not asked for another connection that it has refused while
	 * there are others, one of which will be free at some time.
	 */
	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	/**
	 * How often it is looked whether anybody still has the client.
	 */
	private static final Duration OWNER_INTERVAL = Duration.ofSeconds(1);

	private final ClientEngine engine;

	private final Connector connector;

	private final SshEndpoint endpoint;

	private final Pool settings;

	private final Duration checkAfter;

	private final List<PooledConnection> connections = new ArrayList<>();

	private final Set<ConnectAttempt> attempts = new HashSet<>();

	private final Deque<Waiter> waiters = new ArrayDeque<>();

	private @Nullable SshException lastFailure;

	private long retryAt = System.nanoTime();

	private @Nullable WeakReference<Object> owner;

	private boolean ownerWatched;

	private boolean abandoned;

	ConnectionPool(ClientEngine engine, Connector connector, SshEndpoint endpoint, Pool settings, Duration checkAfter) {
		this.engine = engine;
		this.connector = connector;
		this.endpoint = endpoint;
		this.settings = settings;
		this.checkAfter = checkAfter;
	}

	/**
	 * Set whose connections these are. Once nobody has the owner any more, connections
	 * that are not in use are closed.
	 */
	synchronized void setOwner(Object owner) {
		this.owner = new WeakReference<>(owner);
	}

	@Override
	public CompletableFuture<@Nullable Lease> acquire(Deadline deadline) {
		return acquire(Use.SESSION, deadline);
	}

	/**
	 * Return where leases come from for channels that are no sessions, of which servers
	 * open far more.
	 */
	ConnectionSource forwarding() {
		return (deadline) -> acquire(Use.FORWARDING, deadline);
	}

	private CompletableFuture<@Nullable Lease> acquire(Use use, Deadline deadline) {
		Waiter waiter = new Waiter(use, deadline);
		change((tasks) -> this.waiters.add(waiter));
		if (!waiter.lease.isDone()) {
			waiter.lease.whenComplete((lease, failure) -> {
				if (lease == null) {
					leave(waiter);
				}
			});
			watch(waiter, Deadline.in(this.settings.maxWait()));
		}
		return waiter.lease;
	}

	/**
	 * Let somebody wait no longer than until a limit, unless a connection is coming.
	 */
	private void watch(Waiter waiter, Deadline limit) {
		Duration remaining = waiter.deadline.atMost(limit.atMost(this.settings.maxWait()));
		Future<?> timer = this.engine.schedule(remaining, () -> timeOver(waiter, limit));
		waiter.lease.whenComplete((lease, failure) -> timer.cancel(false));
	}

	private void timeOver(Waiter waiter, Deadline limit) {
		if (waiter.deadline.isOver()) {
			waiter.lease.complete(null);
		}
		else if (!limit.isOver()) {
			watch(waiter, limit);
		}
		else if (isComing()) {
			watch(waiter, Deadline.in(RETRY_AFTER));
		}
		else {
			leave(waiter);
			waiter.lease.completeExceptionally(exhausted());
		}
	}

	/**
	 * Return whether a connection is being made or checked, for which there are limits.
	 */
	private synchronized boolean isComing() {
		return !this.attempts.isEmpty() || this.connections.stream().anyMatch(PooledConnection::isBeingChecked);
	}

	private synchronized SshTimeoutException exhausted() {
		SshPoolState state = getState();
		return new SshTimeoutException(
				("No session on %s became free within %d ms: %d connections with %d sessions are in use and %d more "
						+ "calls wait; see 'ssh.client.pool.max-connections', 'max-sessions-per-connection' and 'max-wait'")
					.formatted(this.endpoint, this.settings.maxWait().toMillis(), state.connections(), state.sessions(),
							state.waiting()),
				"", "", this.lastFailure);
	}

	/**
	 * Somebody no longer waits.
	 */
	private void leave(Waiter waiter) {
		change((tasks) -> {
			this.waiters.remove(waiter);
			if (this.waiters.isEmpty()) {
				this.attempts.forEach((attempt) -> tasks.add(attempt::cancel));
			}
		});
	}

	/**
	 * Serve whoever can be served now.
	 */
	private void update() {
		change((tasks) -> {
		});
	}

	/**
	 * Change something, and serve who can be served then.
	 * @param change adds what is to be done without holding the lock
	 */
	private void change(Consumer<List<Runnable>> change) {
		List<Runnable> tasks = new ArrayList<>();
		synchronized (this) {
			change.accept(tasks);
			serve(tasks);
		}
		tasks.forEach(Runnable::run);
	}

	/**
	 * Give sessions to those who wait, and see to it that there will be one for each of
	 * the others.
	 */
	private void serve(List<Runnable> tasks) {
		this.connections.removeIf(PooledConnection::isGone);
		int missing = 0;
		int forwarding = 0;
		for (Iterator<Waiter> waiters = this.waiters.iterator(); waiters.hasNext();) {
			Waiter waiter = waiters.next();
			PooledConnection free = find(waiter.use, tasks);
			if (free != null) {
				waiters.remove();
				free.take(waiter.use);
				Lease lease = new PooledLease(free, waiter.use, !free.isNew());
				tasks.add(() -> hand(lease, waiter));
			}
			else if (waiter.use == Use.SESSION) {
				missing++;
			}
			else {
				forwarding = 1;
			}
		}
		int coming = this.attempts.size()
				+ (int) this.connections.stream().filter(PooledConnection::isBeingChecked).count();
		int perConnection = this.settings.maxSessionsPerConnection();
		int needed = missing / perConnection + ((missing % perConnection > 0) ? 1 : 0) + forwarding;
		for (; coming < needed && mayConnect(); coming++) {
			ConnectAttempt attempt = this.connector.connect(null);
			this.attempts.add(attempt);
			tasks.add(() -> attempt.result().whenComplete((session, failure) -> ended(attempt, session, failure)));
		}
	}

	private static void hand(Lease lease, Waiter waiter) {
		if (!waiter.lease.complete(lease)) {
			lease.release();
		}
	}

	private boolean mayConnect() {
		return this.connections.size() + this.attempts.size() < this.settings.maxConnections()
				&& (this.connections.isEmpty() || System.nanoTime() - this.retryAt >= 0);
	}

	/**
	 * Find a connection with a free session, rather one that need not be asked whether it
	 * is there.
	 */
	private @Nullable PooledConnection find(Use use, List<Runnable> tasks) {
		PooledConnection free = this.connections.stream()
			.filter((connection) -> connection.isFree(use, this.settings.maxSessionsPerConnection()))
			.min(Comparator.comparing(this::isToBeChecked).thenComparing((connection) -> connection.count(use)))
			.orElse(null);
		if (free == null || !isToBeChecked(free)) {
			return free;
		}
		free.setBeingChecked(true);
		tasks.add(() -> check(free));
		return null;
	}

	private boolean isToBeChecked(PooledConnection connection) {
		return connection.unusedFor().compareTo(this.checkAfter) >= 0;
	}

	private void check(PooledConnection connection) {
		CompletableFuture<Duration> answer = Ping.send(connection.session(), this.engine);
		Future<?> timer = this.engine.schedule(CHECK_TIME, () -> connection
			.giveUp("it did not answer within %d ms when it was to be used again".formatted(CHECK_TIME.toMillis())));
		answer.whenComplete((duration, failure) -> {
			timer.cancel(false);
			change((tasks) -> {
				connection.setBeingChecked(false);
				if (failure == null) {
					connection.used();
				}
			});
		});
	}

	/**
	 * An attempt to connect has ended.
	 */
	private void ended(ConnectAttempt attempt, @Nullable ClientSession session, @Nullable Throwable failure) {
		change((tasks) -> {
			this.attempts.remove(attempt);
			if (session != null) {
				this.lastFailure = null;
				add(new PooledConnection(session), tasks);
			}
			else {
				failed(Connector.failure(failure), tasks);
			}
		});
		if (session != null) {
			session.addCloseFutureListener((closed) -> update());
		}
	}

	private void add(PooledConnection connection, List<Runnable> tasks) {
		this.connections.add(connection);
		if (this.settings.maxLifetime().compareTo(Duration.ZERO) > 0) {
			connection.setLifetimeTimer(this.engine.schedule(this.settings.maxLifetime(), () -> retire(connection)));
		}
		if (!this.ownerWatched) {
			watchOwner();
		}
		serve(tasks);
		connection.setNew(false);
		if (connection.isIdle()) {
			idle(connection, tasks);
		}
	}

	private void failed(SshException failure, List<Runnable> tasks) {
		this.lastFailure = failure;
		if (this.connections.stream().noneMatch(PooledConnection::isComingFree)) {
			this.waiters.forEach((waiter) -> tasks.add(() -> waiter.lease.completeExceptionally(failure)));
			this.waiters.clear();
			return;
		}
		logger.debug("No further connection to " + this.endpoint, failure);
		this.retryAt = System.nanoTime() + RETRY_AFTER.toNanos();
		if (!this.waiters.isEmpty()) {
			this.engine.schedule(RETRY_AFTER, this::update);
		}
	}

	private void release(PooledConnection connection, Use use, boolean refused) {
		change((tasks) -> {
			connection.giveBack(use);
			if (refused) {
				this.engine.schedule(connection.limit(use), this::update);
			}
			if (connection.isIdle()) {
				idle(connection, tasks);
			}
		});
	}

	/**
	 * Nobody uses a connection any more. One that only led to other hosts was made for
	 * them, and has done its work.
	 */
	private void idle(PooledConnection connection, List<Runnable> tasks) {
		if (this.abandoned || connection.isRetired() || !connection.isUsedForSessions()) {
			close(connection, tasks);
		}
		else if (!connection.hasIdleTimer()) {
			watch(connection, this.settings.idleTimeout());
		}
	}

	private void watch(PooledConnection connection, Duration time) {
		connection.setIdleTimer(this.engine.schedule(time, () -> change((tasks) -> {
			connection.setIdleTimer(null);
			if (!connection.isIdle() || connection.isGone()) {
				return;
			}
			Duration remaining = this.settings.idleTimeout().minus(connection.unusedFor());
			if (remaining.compareTo(Duration.ZERO) > 0) {
				watch(connection, remaining);
			}
			else {
				close(connection, tasks);
			}
		})));
	}

	private void retire(PooledConnection connection) {
		change((tasks) -> {
			connection.setRetired();
			if (connection.isIdle()) {
				close(connection, tasks);
			}
		});
	}

	private void close(PooledConnection connection, List<Runnable> tasks) {
		connection.setGone();
		this.connections.remove(connection);
		tasks.add(() -> Farewell.say(connection.session(), this.engine));
	}

	private void watchOwner() {
		this.ownerWatched = true;
		this.engine.schedule(OWNER_INTERVAL, () -> change((tasks) -> {
			if (this.owner != null && this.owner.get() == null) {
				this.abandoned = true;
				List.copyOf(this.connections)
					.stream()
					.filter(PooledConnection::isIdle)
					.forEach((idle) -> close(idle, tasks));
			}
			if (this.connections.isEmpty()) {
				this.ownerWatched = false;
			}
			else {
				watchOwner();
			}
		}));
	}

	synchronized SshPoolState getState() {
		this.connections.removeIf(PooledConnection::isGone);
		return new SshPoolState(this.connections.size(), this.attempts.size(),
				(int) this.connections.stream().filter(PooledConnection::isIdle).count(),
				this.connections.stream().mapToInt((connection) -> connection.count(Use.SESSION)).sum(),
				this.waiters.size());
	}

	/**
	 * Somebody who waits for a session.
	 */
	private static final class Waiter {

		private final Use use;

		private final Deadline deadline;

		private final CompletableFuture<@Nullable Lease> lease = new CompletableFuture<>();

		private Waiter(Use use, Deadline deadline) {
			this.use = use;
			this.deadline = deadline;
		}

	}

	private final class PooledLease implements Lease {

		private final PooledConnection connection;

		private final Use use;

		private final boolean reused;

		private final AtomicBoolean released = new AtomicBoolean();

		private PooledLease(PooledConnection connection, Use use, boolean reused) {
			this.connection = connection;
			this.use = use;
			this.reused = reused;
		}

		@Override
		public boolean isReused() {
			return this.reused;
		}

		@Override
		public ClientSession session() {
			return this.connection.session();
		}

		@Override
		public void release() {
			release(false);
		}

		@Override
		public void refused() {
			release(true);
		}

		private void release(boolean refused) {
			if (this.released.compareAndSet(false, true)) {
				ConnectionPool.this.release(this.connection, this.use, refused);
			}
		}

	}

}
