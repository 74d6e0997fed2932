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

package io.github.sshboot.server;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;

import io.github.sshboot.transport.AddressPrefix;
import io.github.sshboot.transport.AdmittedConnection;
import io.github.sshboot.transport.ConnectionAdmission;
import io.github.sshboot.transport.RepeatedMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a server. Where there is no room for another, one that has not
 * logged in makes room: of the source that has most of these, and of its connections the
 * one that has come least far and has been there longest. So those lose who hold
 * connections, and not those who log in: a source with a single one is the last to lose
 * it.
 * <p>
 * Thread-safe. Connections are closed outside the lock, and each leaves once, whatever
 * ends it.
 */
final class ConnectionRegistry implements ConnectionAdmission {

	private static final Log logger = LogFactory.getLog(ConnectionRegistry.class);

	private static final String EVICTED = "Too many connections that have not logged in";

	private static final String FULL = "Too many connections";

	private static final String PENALTY = "Not allowed at this time";

	private final LimitSettings settings;

	private final PenaltyBox penalties;

	private final RepeatedMessage evictions;

	private final RepeatedMessage refusals;

	private final RepeatedMessage timeouts;

	private final Object lock = new Object();

	private final Map<AddressPrefix, Source> sources = new HashMap<>();

	/**
	 * The sources that have connections which have not logged in, the one to lose one
	 * first.
	 */
	private final NavigableSet<Source> losers = new TreeSet<>(
			Comparator.<Source>comparingInt(Source::count).reversed().thenComparing(Source::loser));

	private int connections;

	private int unauthenticated;

	private long admitted;

	private long evicted;

	private long refused;

	/**
	 * Create a new {@link ConnectionRegistry}.
	 * @param settings how many connections there may be
	 * @param nanoTime the time, as {@link System#nanoTime()} has it
	 */
	ConnectionRegistry(LimitSettings settings, LongSupplier nanoTime) {
		this.settings = settings;
		this.penalties = new PenaltyBox(settings.penalties(), nanoTime);
		this.evictions = new RepeatedMessage(logger::warn,
				"Closed %d connections that had not logged in, to make room for others; the last was from %s",
				nanoTime);
		this.refusals = new RepeatedMessage(logger::warn, "Refused %d connections, because " + settings.maxConnections()
				+ " have logged in; the last was from %s (see 'ssh.server.limits.max-connections')", nanoTime);
		this.timeouts = new RepeatedMessage(logger::info,
				"Closed %d connections without a login in time; the last was from %s "
						+ "(see 'ssh.server.authentication.login-timeout')",
				nanoTime);
	}

	@Override
	public @Nullable AdmittedConnection admit(InetSocketAddress local, InetSocketAddress remote, Handle handle) {
		AddressPrefix prefix = prefix(remote.getAddress());
		if (this.penalties.refuses(prefix)) {
			synchronized (this.lock) {
				this.refused++;
			}
			handle.refuse(PENALTY);
			return null;
		}
		Connection connection = new Connection(prefix, remote.getAddress(), handle);
		Connection loser;
		boolean room;
		synchronized (this.lock) {
			loser = loser(prefix);
			if (loser != null) {
				leave(loser);
				this.evicted++;
			}
			room = this.connections < this.settings.maxConnections();
			if (room) {
				enter(connection);
			}
			else {
				this.refused++;
			}
		}
		if (loser != null) {
			loser.handle.close(EVICTED);
			this.evictions.happened(loser.prefix);
		}
		if (!room) {
			handle.refuse(FULL);
			this.refusals.happened(prefix);
			return null;
		}
		return connection;
	}

	private AddressPrefix prefix(InetAddress address) {
		LimitSettings.SourcePrefix lengths = this.settings.sourcePrefix();
		return new AddressPrefix(address, (address instanceof Inet4Address) ? lengths.ipv4() : lengths.ipv6());
	}

	/**
	 * Return who has to leave for a connection to come in.
	 */
	private @Nullable Connection loser(AddressPrefix prefix) {
		Source source = this.sources.get(prefix);
		if (source != null && source.count() >= this.settings.maxUnauthenticatedPerSource()) {
			return source.loser();
		}
		boolean full = this.unauthenticated >= this.settings.maxUnauthenticated()
				|| this.connections >= this.settings.maxConnections();
		return (full && !this.losers.isEmpty()) ? this.losers.first().loser() : null;
	}

	private void enter(Connection connection) {
		connection.number = this.admitted++;
		this.connections++;
		this.unauthenticated++;
		Source source = this.sources.computeIfAbsent(connection.prefix, Source::new);
		connection.prefix = source.prefix;
		this.losers.remove(source);
		source.strangers.add(connection);
		this.losers.add(source);
	}

	private void leave(Connection connection) {
		if (connection.state != State.LOGGED_IN) {
			removeStranger(connection);
		}
		connection.state = State.GONE;
		this.connections--;
	}

	private void removeStranger(Connection connection) {
		this.unauthenticated--;
		Source source = source(connection);
		this.losers.remove(source);
		source.strangers.remove(connection);
		if (source.strangers.isEmpty()) {
			this.sources.remove(source.prefix);
		}
		else {
			this.losers.add(source);
		}
	}

	private void advance(Connection connection) {
		Source source = source(connection);
		this.losers.remove(source);
		source.strangers.remove(connection);
		connection.state = State.KEYS_EXCHANGED;
		source.strangers.add(connection);
		this.losers.add(source);
	}

	private Source source(Connection connection) {
		Source source = this.sources.get(connection.prefix);
		if (source == null) {
			throw new IllegalStateException("Unknown source");
		}
		return source;
	}

	/**
	 * Return the figures.
	 */
	SshServerStatistics statistics() {
		synchronized (this.lock) {
			return new SshServerStatistics(this.connections, this.unauthenticated, this.admitted, this.evicted,
					this.refused, this.penalties.begun());
		}
	}

	/**
	 * How far a connection has come.
	 */
	private enum State {

		CONNECTED, KEYS_EXCHANGED, LOGGED_IN, GONE;

		private boolean isStranger() {
			return compareTo(LOGGED_IN) < 0;
		}

	}

	/**
	 * A source that has connections which have not logged in.
	 */
	private static final class Source {

		private final AddressPrefix prefix;

		/**
		 * Its connections, the one to lose first.
		 */
		private final NavigableSet<Connection> strangers = new TreeSet<>();

		private Source(AddressPrefix prefix) {
			this.prefix = prefix;
		}

		private int count() {
			return this.strangers.size();
		}

		private Connection loser() {
			return this.strangers.first();
		}

	}

	/**
	 * A connection.
	 */
	final class Connection implements AdmittedConnection, Comparable<Connection> {

		private AddressPrefix prefix;

		private final InetAddress address;

		private final Handle handle;

		private long number;

		private State state = State.CONNECTED;

		private Offence offence = Offence.NO_LOGIN;

		private Connection(AddressPrefix prefix, InetAddress address, Handle handle) {
			this.prefix = prefix;
			this.address = address;
			this.handle = handle;
		}

		@Override
		public AddressPrefix source() {
			return this.prefix;
		}

		@Override
		public void keysExchanged() {
			synchronized (ConnectionRegistry.this.lock) {
				if (this.state == State.CONNECTED) {
					advance(this);
				}
			}
		}

		@Override
		public void loggedIn() {
			synchronized (ConnectionRegistry.this.lock) {
				if (!this.state.isStranger()) {
					return;
				}
				removeStranger(this);
				this.state = State.LOGGED_IN;
			}
			ConnectionRegistry.this.penalties.forgive(this.prefix);
		}

		@Override
		public void protocolBroken() {
			offend(Offence.PROTOCOL_ERROR);
		}

		/**
		 * The client has deserved a penalty, which it gets if it leaves without a login.
		 * @param offence for what
		 */
		void offend(Offence offence) {
			synchronized (ConnectionRegistry.this.lock) {
				this.offence = ConnectionRegistry.this.penalties.graver(offence, this.offence);
			}
		}

		/**
		 * There was no login in time.
		 */
		void timedOut() {
			offend(Offence.LOGIN_TIMEOUT);
			ConnectionRegistry.this.timeouts.happened(this.address.getHostAddress());
		}

		@Override
		public void closed() {
			boolean stranger;
			synchronized (ConnectionRegistry.this.lock) {
				if (this.state == State.GONE) {
					return;
				}
				stranger = this.state.isStranger();
				leave(this);
			}
			if (stranger) {
				ConnectionRegistry.this.penalties.punish(this.prefix, this.address, this.offence);
			}
		}

		@Override
		public int compareTo(Connection other) {
			int order = this.state.compareTo(other.state);
			return (order != 0) ? order : Long.compare(this.number, other.number);
		}

	}

}
