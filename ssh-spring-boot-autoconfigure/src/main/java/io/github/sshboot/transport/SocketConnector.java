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
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.future.CancelFuture;
import org.apache.sshd.common.io.DefaultIoConnectFuture;
import org.apache.sshd.common.io.IoConnectFuture;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections: looks the host up if it has to, and tries its addresses. No thread
 * waits for a connection.
 */
final class SocketConnector extends SocketService implements IoConnector {

	private static final Log logger = LogFactory.getLog(SocketConnector.class);

	private final RouteFinder routes;

	private final Set<Connecting> running = ConcurrentHashMap.newKeySet();

	/**
	 * Identifies sessions that are not on sockets. Those on sockets are counted upwards.
	 */
	private final AtomicLong carriedIds = new AtomicLong();

	SocketConnector(SocketServiceFactory factory, IoHandler handler) {
		super(factory, handler);
		this.routes = new RouteFinder(factory.getLookups());
	}

	/**
	 * Connect. For the connection of a client, whose context is {@link ConnectionScoped},
	 * its {@link ConnectSettings} count, its {@link ConnectProgress} is kept, and the
	 * client decides how long to wait; it may bring along a {@link ConnectionCarrier}.
	 * Any other connection carries forwarded data and has the engine's own timeout.
	 */
	@Override
	public IoConnectFuture connect(SocketAddress target, @Nullable AttributeRepository context,
			@Nullable SocketAddress localAddress) {
		InetSocketAddress address = (InetSocketAddress) target;
		Connecting connecting;
		if (context instanceof ConnectionScoped scoped) {
			ConnectionScope scope = scoped.getConnectionScope();
			ConnectionCarrier carrier = scope.get(ConnectionCarrier.class);
			connecting = new Connecting(address, context, scope.getRequired(ConnectProgress.class));
			if (carrier != null) {
				connecting.carry(carrier);
			}
			else {
				connecting.find(scope.getRequired(ConnectSettings.class));
			}
		}
		else {
			connecting = new Connecting(address, context, new ConnectProgress());
			connecting.limit(CoreModuleProperties.IO_CONNECT_TIMEOUT.getRequired(getManager()));
			connecting.race.start(List.of(new Route(address, (InetSocketAddress) localAddress)));
		}
		if (isClosing()) {
			connecting.close();
		}
		return connecting.future;
	}

	private GroupSocket openSocket(@Nullable InetSocketAddress localAddress) throws IOException {
		GroupSocket socket = GroupSocket.of(getFactory().getGroup(), SocketChannel.open());
		boolean opened = false;
		try {
			setSocketOptions(socket);
			if (localAddress != null) {
				socket.bind(localAddress);
			}
			opened = true;
			return socket;
		}
		finally {
			if (!opened) {
				SocketService.close(socket);
			}
		}
	}

	@Override
	protected void preClose() {
		this.running.forEach(Connecting::close);
		super.preClose();
	}

	/**
	 * A connection that is being made.
	 */
	private final class Connecting implements ConnectRace.Finish {

		private final InetSocketAddress target;

		private final @Nullable AttributeRepository context;

		private final ConnectProgress progress;

		private final ConnectRace race;

		private final IoConnectFuture future;

		private Connecting(InetSocketAddress target, @Nullable AttributeRepository context, ConnectProgress progress) {
			this.target = target;
			this.context = context;
			this.progress = progress;
			this.race = new ConnectRace(SocketConnector.this::openSocket, getManager().getScheduledExecutorService(),
					progress, this);
			this.future = new DefaultIoConnectFuture(target, null);
			SocketConnector.this.running.add(this);
			this.future.addListener(this::done);
		}

		private void find(ConnectSettings settings) {
			SocketConnector.this.routes.find(this.target.getHostString(), this.target.getPort(), settings)
				.thenAccept(this.race::start)
				.exceptionally((failure) -> {
					Throwable cause = RouteFinder.cause(failure);
					if (cause instanceof NoRouteException noRoute) {
						this.progress.failed(noRoute.getFailure());
						this.progress.failed(noRoute);
					}
					this.future.setException(cause);
					return null;
				});
		}

		private void limit(Duration timeout) {
			Future<?> timer = getManager().getScheduledExecutorService()
				.schedule(
						() -> this.future
							.setException(new ConnectException("No answer within %d ms".formatted(timeout.toMillis()))),
						timeout.toMillis(), TimeUnit.MILLISECONDS);
			this.future.addListener((done) -> timer.cancel(false));
		}

		@Override
		public void connected(GroupSocket socket) {
			try {
				SocketSession session = open(socket, null, this::prepare);
				if (hand(session)) {
					SocketConnector.this.start(session);
				}
			}
			catch (Exception ex) {
				unusable(ex);
			}
		}

		/**
		 * Connect without a socket of its own.
		 */
		private void carry(ConnectionCarrier carrier) {
			this.progress.connected();
			CarriedSession session = new CarriedSession(SocketConnector.this.carriedIds.decrementAndGet(),
					SocketConnector.this, getIoHandler(), this.target, carrier);
			try {
				attachContext(session);
				announce(session);
				if (hand(session)) {
					session.startReading();
				}
			}
			catch (Exception ex) {
				session.close(true);
				unusable(ex);
			}
		}

		/**
		 * Hand a session over to whoever waits for it.
		 * @return whether somebody does
		 */
		private boolean hand(IoSession session) {
			this.future.setSession(session);
			boolean taken = this.future.getSession() == session;
			if (!taken) {
				session.close(true);
			}
			return taken;
		}

		private void unusable(Exception failure) {
			logger.debug("Cannot use the connection to %s".formatted(this.target), failure);
			aborted(failure);
			IoSession session = this.future.getSession();
			if (session != null) {
				session.close(true);
			}
			this.future.setException(failure);
		}

		private void attachContext(IoSession session) {
			if (this.context != null) {
				session.setAttribute(AttributeRepository.class, this.context);
			}
		}

		private void prepare(SocketSession session) throws IOException {
			attachContext(session);
			IoServiceEventListener events = getIoServiceEventListener();
			if (events != null) {
				events.connectionEstablished(SocketConnector.this, session.getLocalAddress(), this.context,
						session.getRemoteAddress());
			}
		}

		private void aborted(Exception reason) {
			IoServiceEventListener events = getIoServiceEventListener();
			if (events == null) {
				return;
			}
			try {
				events.abortEstablishedConnection(SocketConnector.this, null, this.context, this.target, reason);
			}
			catch (Exception ex) {
				logger.debug("Listener failed", ex);
			}
		}

		@Override
		public void failed() {
			ConnectException failure = new ConnectException(this.progress.failed().message());
			this.progress.getCauses().forEach(failure::addSuppressed);
			this.future.setException(failure);
		}

		private void close() {
			this.future.setException(new IOException("No longer open for connections"));
		}

		/**
		 * Leave nothing behind, however it has ended: the caller may have given up.
		 */
		private void done(IoConnectFuture future) {
			SocketConnector.this.running.remove(this);
			if (!future.isConnected()) {
				this.race.cancel();
			}
			CancelFuture cancellation = future.getCancellation();
			if (cancellation != null) {
				cancellation.setCanceled();
			}
		}

	}

}
