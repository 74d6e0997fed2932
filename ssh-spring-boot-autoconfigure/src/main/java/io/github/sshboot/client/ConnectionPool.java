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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sshboot.client.SshClientSettings.Pool;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one client. Several commands share a connection, each in a session
 * of its own; a new connection is made when all are full, and beyond the limits callers
 * wait.
 */
final class ConnectionPool implements ConnectionSource {

	private final ClientEngine engine;

	private final Connector connector;

	private final Pool settings;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final List<PooledConnection> connections = new ArrayList<>();

	private int connecting;

	ConnectionPool(ClientEngine engine, Connector connector, Pool settings) {
		this.engine = engine;
		this.connector = connector;
		this.settings = settings;
	}

	@Override
	public @Nullable Lease acquire(Deadline deadline) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (true) {
				PooledConnection free = findFree();
				if (free != null) {
					free.sessions++;
					return new PooledLease(free, true);
				}
				if (this.connections.size() + this.connecting < this.settings.maxConnections()) {
					break;
				}
				Duration remaining = deadline.remaining();
				if (remaining == null) {
					this.changed.await();
				}
				else if (remaining.isZero() || !this.changed.await(remaining.toNanos(), TimeUnit.NANOSECONDS)) {
					return null;
				}
			}
			this.connecting++;
		}
		finally {
			this.lock.unlock();
		}
		return connect(deadline);
	}

	private @Nullable PooledConnection findFree() {
		this.connections.removeIf((connection) -> !connection.session.isOpen());
		return this.connections.stream()
			.filter((connection) -> connection.sessions < this.settings.maxSessionsPerConnection())
			.min(Comparator.comparingInt((connection) -> connection.sessions))
			.orElse(null);
	}

	private Lease connect(Deadline deadline) throws InterruptedException {
		PooledConnection connection = null;
		try {
			connection = new PooledConnection(this.connector.connect(deadline));
			connection.session.addCloseFutureListener((future) -> signal());
			return new PooledLease(connection, false);
		}
		finally {
			this.lock.lock();
			try {
				this.connecting--;
				if (connection != null) {
					this.connections.add(connection);
				}
				this.changed.signalAll();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private void signal() {
		this.lock.lock();
		try {
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void release(PooledConnection connection) {
		this.lock.lock();
		try {
			connection.sessions--;
			if (connection.sessions == 0 && connection.session.isOpen()) {
				long idleSince = System.nanoTime();
				connection.idleSince = idleSince;
				this.engine.schedule(this.settings.idleTimeout(), () -> closeIfIdle(connection, idleSince));
			}
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void closeIfIdle(PooledConnection connection, long idleSince) {
		this.lock.lock();
		try {
			if (connection.sessions > 0 || connection.idleSince != idleSince) {
				return;
			}
			this.connections.remove(connection);
		}
		finally {
			this.lock.unlock();
		}
		connection.session.close(false);
	}

	private static final class PooledConnection {

		private final ClientSession session;

		private int sessions = 1;

		private long idleSince;

		private PooledConnection(ClientSession session) {
			this.session = session;
		}

	}

	private final class PooledLease implements Lease {

		private final PooledConnection connection;

		private final boolean reused;

		private boolean released;

		private PooledLease(PooledConnection connection, boolean reused) {
			this.connection = connection;
			this.reused = reused;
		}

		@Override
		public boolean isReused() {
			return this.reused;
		}

		@Override
		public ClientSession session() {
			return this.connection.session;
		}

		@Override
		public void release() {
			synchronized (this) {
				if (this.released) {
					return;
				}
				this.released = true;
			}
			ConnectionPool.this.release(this.connection);
		}

	}

}
