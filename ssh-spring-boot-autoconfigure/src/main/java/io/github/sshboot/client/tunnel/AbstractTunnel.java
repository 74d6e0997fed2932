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

package io.github.sshboot.client.tunnel;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.github.sshboot.client.tunnel.TunnelAddress.Tcp;
import io.github.sshboot.client.tunnel.TunnelFailure.Reason;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What tunnels of all types have in common.
 */
abstract class AbstractTunnel implements SshTunnel {

	private static final Log logger = LogFactory.getLog(SshTunnel.class);

	/**
	 * How many connections go through a tunnel at the same time. Those to this machine
	 * that are too many wait, those to the server are refused.
	 */
	static final int MAX_CONNECTIONS = 1024;

	/**
	 * How often a failure is worth a warning that is like the one before.
	 */
	private static final Duration QUIET = Duration.ofMinutes(1);

	private final TunnelSettings settings;

	private final TunnelContext context;

	private final TunnelCarrier carrier;

	private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

	private final LongAdder total = new LongAdder();

	private final AtomicLong sessions = new AtomicLong();

	private final LongAdder sent = new LongAdder();

	private final LongAdder received = new LongAdder();

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile @Nullable TunnelFailure lastFailure;

	private @Nullable TunnelFailure lastWarning;

	AbstractTunnel(TunnelSettings settings, TunnelContext context, TunnelCarrier carrier) {
		this.settings = settings;
		this.context = context;
		this.carrier = carrier;
	}

	@Override
	public final TunnelSettings getSettings() {
		return this.settings;
	}

	@Override
	public final int getPort() {
		if (!(getAddress() instanceof Tcp tcp)) {
			throw new IllegalStateException("The tunnel listens at %s, not on a port".formatted(getAddress()));
		}
		if (tcp.port() == 0) {
			throw new IllegalStateException("The server has not told its port yet");
		}
		return tcp.port();
	}

	@Override
	public final TunnelState getState() {
		if (isClosed()) {
			return TunnelState.CLOSED;
		}
		return isUp() ? TunnelState.UP : TunnelState.CONNECTING;
	}

	@Override
	public final int getOpenConnections() {
		return this.connections.size();
	}

	@Override
	public final long getTotalConnections() {
		return this.total.sum();
	}

	@Override
	public final long getReconnections() {
		return Math.max(0, this.sessions.get() - 1);
	}

	@Override
	public final long getBytesSent() {
		return this.sent.sum();
	}

	@Override
	public final long getBytesReceived() {
		return this.received.sum();
	}

	@Override
	public final @Nullable TunnelFailure getLastFailure() {
		return this.lastFailure;
	}

	final TunnelContext context() {
		return this.context;
	}

	final TunnelCarrier carrier() {
		return this.carrier;
	}

	final boolean isClosed() {
		return this.closed.get();
	}

	/**
	 * Return whether the tunnel works, if it is not closed.
	 */
	abstract boolean isUp();

	/**
	 * Begin to take connections.
	 */
	abstract void start();

	/**
	 * Wait until the tunnel is up, now that there is a connection to the server.
	 */
	abstract void awaitUp() throws TunnelException, InterruptedException;

	/**
	 * There is a connection to the server, the first or another one.
	 */
	final void attach(TunnelSession session) {
		this.sessions.incrementAndGet();
		connected(session);
	}

	/**
	 * There is a connection to the server.
	 */
	abstract void connected(TunnelSession session);

	/**
	 * A connection to the server is lost.
	 */
	abstract void disconnected(TunnelSession session);

	/**
	 * Stop listening.
	 */
	abstract void release();

	/**
	 * Something went wrong.
	 */
	final void failed(TunnelFailure failure) {
		this.lastFailure = failure;
		String message = "%s: %s".formatted(this, failure.message());
		if (isNews(failure)) {
			logger.warn(message);
		}
		else {
			logger.debug(message);
		}
	}

	private synchronized boolean isNews(TunnelFailure failure) {
		TunnelFailure last = this.lastWarning;
		if (isClosed() || (last != null && last.reason() == failure.reason()
				&& failure.time().isBefore(last.time().plus(QUIET)))) {
			return false;
		}
		this.lastWarning = failure;
		return true;
	}

	public final boolean hasRoom() {
		return this.connections.size() < MAX_CONNECTIONS;
	}

	final void begun(Connection connection) {
		this.total.increment();
		this.connections.add(connection);
		if (isClosed()) {
			this.context.loop().execute(connection::abort);
		}
	}

	/**
	 * A connection has ended.
	 */
	void ended(Connection connection) {
		this.connections.remove(connection);
	}

	final void sent(int bytes) {
		this.sent.add(bytes);
	}

	final void received(int bytes) {
		this.received.add(bytes);
	}

	/**
	 * Run something later on the thread of the loop.
	 */
	final Future<?> schedule(Duration delay, Runnable task) {
		return this.context.timer()
			.schedule(() -> this.context.loop().execute(task), delay.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public final void close() {
		if (this.closed.compareAndSet(false, true)) {
			release();
			this.context.loop().execute(() -> this.connections.forEach(Connection::abort));
			this.carrier.detach(this);
		}
	}

	/**
	 * Return a failure for a server that does not answer.
	 */
	static TunnelFailure noAnswer(Duration timeout) {
		return TunnelFailure.of(Reason.TIMEOUT, "The server did not answer within %d ms".formatted(timeout.toMillis()));
	}

	@Override
	public final String toString() {
		return "%s tunnel of %s from %s%s".formatted(switch (this.settings.type()) {
			case LOCAL -> "Local";
			case REMOTE -> "Remote";
			case DYNAMIC -> "Dynamic";
		}, this.carrier, getAddress(), (this.settings.target() != null) ? " to " + this.settings.target() : "");
	}

	/**
	 * A connection through a tunnel.
	 */
	@FunctionalInterface
	interface Connection {

		/**
		 * End it at once. Only for the thread of the loop.
		 */
		void abort();

	}

}
