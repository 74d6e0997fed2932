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
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections. A connection that is not admitted, or that cannot be served, is
 * closed and no reason to stop; nor is it that none can be accepted for a while, because
 * the process has no descriptor left.
 */
final class SocketAcceptor extends SocketService implements IoAcceptor {

	private static final Log logger = LogFactory.getLog(SocketAcceptor.class);

	private static final Duration MIN_PAUSE = Duration.ofMillis(10);

	private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

	private final @Nullable ConnectionAdmission admission;

	private final RefusedConnections refused;

	/**
	 * Descriptors that are few come and go.
	 */
	private final RepeatedMessage failures = new RepeatedMessage(logger::warn,
			"Could not accept connections %d times, so there are pauses; the last time on %s", System::nanoTime);

	private final Map<SocketAddress, Listener> listeners = new ConcurrentHashMap<>();

	/**
	 * Create a new {@link SocketAcceptor}.
	 * @param factory whose sockets these are
	 * @param handler is told of connections
	 * @param admission decides about connections, or {@code null} if all are served
	 */
	SocketAcceptor(SocketServiceFactory factory, IoHandler handler, @Nullable ConnectionAdmission admission) {
		super(factory, handler);
		this.admission = admission;
		this.refused = new RefusedConnections(getManager().getScheduledExecutorService());
	}

	/**
	 * Listen on all the addresses or on none.
	 */
	@Override
	public void bind(Collection<? extends SocketAddress> addresses) throws IOException {
		List<Listener> bound = new ArrayList<>();
		boolean complete = false;
		try {
			for (SocketAddress address : addresses) {
				bound.add(new Listener(address));
			}
			complete = true;
		}
		finally {
			if (!complete) {
				bound.forEach(Listener::close);
			}
		}
		for (Listener listener : bound) {
			this.listeners.put(listener.address, listener);
			listener.listen();
		}
	}

	@Override
	public void bind(SocketAddress address) throws IOException {
		bind(List.of(address));
	}

	@Override
	public void unbind(Collection<? extends SocketAddress> addresses) {
		addresses.forEach(this::unbind);
	}

	@Override
	public void unbind(SocketAddress address) {
		Listener listener = this.listeners.remove(address);
		if (listener != null) {
			listener.close();
		}
	}

	@Override
	public void unbind() {
		unbind(getBoundAddresses());
	}

	@Override
	public Set<SocketAddress> getBoundAddresses() {
		return Set.copyOf(this.listeners.keySet());
	}

	@Override
	protected void preClose() {
		unbind();
		super.preClose();
	}

	@Override
	public String toString() {
		return "SocketAcceptor" + getBoundAddresses();
	}

	/**
	 * Accepts connections at one address, one after another.
	 */
	private final class Listener implements SocketGroup.Member {

		private final ServerSocketChannel socket;

		private final SocketAddress address;

		private final Readiness acceptable;

		private final AtomicBoolean closed = new AtomicBoolean();

		/**
		 * How long to wait after the last connection could not be accepted, or
		 * {@code null} if it could.
		 */
		private volatile @Nullable Duration pause;

		private volatile boolean told;

		private Listener(SocketAddress address) throws IOException {
			this.socket = ServerSocketChannel.open();
			boolean bound = false;
			try {
				setSocketOptions(this.socket);
				this.socket.bind(address, CoreModuleProperties.SOCKET_BACKLOG.getRequired(getManager()));
				this.address = this.socket.getLocalAddress();
				this.socket.configureBlocking(false);
				SocketGroup group = getFactory().getGroup();
				SelectionKey key = group.register(this.socket);
				this.acceptable = new Readiness(group, key, SelectionKey.OP_ACCEPT, this::accept);
				key.attach(this);
				bound = true;
			}
			finally {
				if (!bound) {
					close();
				}
			}
		}

		@Override
		public void ready(int operations, List<Runnable> tasks) {
			this.acceptable.ready(operations, tasks);
		}

		private void listen() {
			this.acceptable.await(false);
		}

		private void accept() {
			GroupSocket connection = null;
			try {
				SocketChannel accepted = this.socket.accept();
				if (accepted != null) {
					connection = GroupSocket.of(getFactory().getGroup(), accepted);
				}
			}
			catch (IOException | RuntimeException | Error ex) {
				failed(ex);
				return;
			}
			if (connection != null) {
				accepted(connection);
			}
			else {
				listen();
			}
		}

		private void accepted(GroupSocket channel) {
			if (this.pause != null) {
				this.pause = null;
				if (this.told) {
					this.told = false;
					logger.info("Accepting connections on %s again".formatted(this.address));
				}
			}
			try {
				serve(channel);
			}
			finally {
				listen();
			}
		}

		private void serve(GroupSocket channel) {
			IoServiceEventListener events = getIoServiceEventListener();
			Handle handle = new Handle(channel);
			boolean served = false;
			try {
				InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
				InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
				if (handle.admit(local, remote)) {
					setSocketOptions(channel);
					start(open(channel, this.address, (session) -> {
						handle.attach(session);
						if (events != null) {
							events.connectionAccepted(SocketAcceptor.this, local, remote, this.address);
						}
					}));
					served = true;
				}
			}
			catch (Exception ex) {
				logger.debug("Cannot serve a connection to %s".formatted(this.address), ex);
				aborted(events, channel, ex);
			}
			finally {
				if (!served) {
					handle.end();
				}
			}
		}

		private void aborted(@Nullable IoServiceEventListener events, GroupSocket channel, Exception reason) {
			if (events == null) {
				return;
			}
			try {
				events.abortAcceptedConnection(SocketAcceptor.this, channel.getLocalAddress(),
						channel.getRemoteAddress(), this.address, reason);
			}
			catch (Exception ex) {
				logger.debug("Listener failed", ex);
			}
		}

		private void failed(Throwable failure) {
			if (!this.socket.isOpen() || isClosing()) {
				return;
			}
			Duration last = this.pause;
			if (last == null) {
				logger.debug("Cannot accept connections on %s for now".formatted(this.address), failure);
				this.told |= SocketAcceptor.this.failures
					.happened("%s: %s".formatted(this.address, failure.getMessage()));
			}
			Duration next = (last != null) ? last.multipliedBy(2) : MIN_PAUSE;
			next = (next.compareTo(MAX_PAUSE) < 0) ? next : MAX_PAUSE;
			this.pause = next;
			try {
				getManager().getScheduledExecutorService()
					.schedule(this::listen, next.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (RejectedExecutionException ex) {
				logger.debug("No longer accepting connections on %s".formatted(this.address), ex);
			}
		}

		@Override
		public void close() {
			if (this.closed.compareAndSet(false, true)) {
				SocketService.close(this.socket);
				getFactory().getGroup().release();
			}
		}

	}

	/**
	 * A connection and what was decided about it.
	 */
	private final class Handle implements ConnectionAdmission.Handle {

		private final GroupSocket channel;

		private @Nullable AdmittedConnection connection;

		private boolean refused;

		private volatile @Nullable SocketSession session;

		private Handle(GroupSocket channel) {
			this.channel = channel;
		}

		private boolean admit(InetSocketAddress local, InetSocketAddress remote) {
			ConnectionAdmission admission = SocketAcceptor.this.admission;
			if (admission == null) {
				return true;
			}
			this.connection = admission.admit(local, remote, this);
			return this.connection != null;
		}

		private void attach(SocketSession session) {
			AdmittedConnection connection = this.connection;
			if (connection != null) {
				session.setAttribute(AdmittedConnection.class, connection);
				session.addCloseFutureListener((closed) -> connection.closed());
			}
			this.session = session;
		}

		@Override
		public void refuse(String reason) {
			SocketAcceptor.this.refused.refuse(this.channel,
					"SSH-2.0-" + CoreModuleProperties.SERVER_IDENTIFICATION.getRequired(getManager()), reason);
			this.refused = true;
		}

		@Override
		public void close(String reason) {
			SocketSession session = this.session;
			if (session != null) {
				session.leave(reason);
			}
			else {
				SocketService.close(this.channel);
			}
		}

		/**
		 * The connection is not served.
		 */
		private void end() {
			if (!this.refused) {
				SocketService.close(this.channel);
			}
			if (this.connection != null) {
				this.connection.closed();
			}
		}

	}

}
