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

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.sshboot.client.tunnel.TunnelConnector.Connection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The connection that the tunnels of one client go through. It is there as long as there
 * are tunnels; when it is lost it is made again, sooner at first, later more seldom, for
 * as long as it takes. That of an application's own connection is there already, and its
 * tunnels end with it.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class TunnelCarrier {

	private static final Log logger = LogFactory.getLog(TunnelCarrier.class);

	/**
	 * A connection that lives for less is as good as none when it comes to how soon to
	 * try again.
	 */
	private static final Duration STABLE = Duration.ofSeconds(30);

	private final String name;

	private final TunnelConnector connector;

	private final Duration answerTimeout;

	private final TunnelEngine engine;

	private final boolean lasting;

	private final Set<AbstractTunnel> tunnels = new HashSet<>();

	private final Set<Waiter> waiters = new HashSet<>();

	private final BackOff backOff = new BackOff();

	private @Nullable Connection connection;

	private @Nullable TunnelSession session;

	private long connectedAt;

	private @Nullable Attempt attempt;

	private @Nullable Future<?> next;

	private @Nullable String complaint;

	TunnelCarrier(String name, TunnelConnector connector, Duration answerTimeout, TunnelEngine engine,
			boolean lasting) {
		this.name = name;
		this.connector = connector;
		this.answerTimeout = answerTimeout;
		this.engine = engine;
		this.lasting = lasting;
	}

	/**
	 * Open a tunnel.
	 * @param settings the tunnel
	 * @return the tunnel, up
	 * @throws TunnelException if this machine or the server cannot listen
	 * @throws IOException if the connection to the server is lost again at once
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	public SshTunnel open(TunnelSettings settings) throws IOException, InterruptedException {
		return open(settings, true);
	}

	/**
	 * Open a tunnel, and make the connection for it in the background, as often as it
	 * takes.
	 * @param settings the tunnel
	 * @return the tunnel
	 * @throws TunnelException if this machine cannot listen
	 */
	public SshTunnel openInBackground(TunnelSettings settings) throws TunnelException {
		try {
			return open(settings, false);
		}
		catch (TunnelException ex) {
			throw ex;
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private SshTunnel open(TunnelSettings settings, boolean wait) throws IOException, InterruptedException {
		AbstractTunnel tunnel = create(settings);
		boolean opened = false;
		try {
			attach(tunnel);
			if (wait) {
				await(connect(1));
				tunnel.awaitUp();
			}
			else {
				connect(0);
			}
			tunnel.start();
			opened = true;
			return tunnel;
		}
		finally {
			if (!opened) {
				tunnel.close();
			}
		}
	}

	private AbstractTunnel create(TunnelSettings settings) throws TunnelException {
		TunnelContext context = this.engine.context();
		return (settings.type() == TunnelSettings.Type.REMOTE) ? new RemoteTunnel(settings, context, this)
				: LocalTunnel.bind(settings, context, this);
	}

	private void attach(AbstractTunnel tunnel) {
		TunnelSession session;
		synchronized (this) {
			this.tunnels.add(tunnel);
			session = this.session;
		}
		this.engine.opened(tunnel);
		if (session != null) {
			tunnel.attach(session);
		}
	}

	/**
	 * Let a tunnel go. The last one closes the connection.
	 */
	void detach(AbstractTunnel tunnel) {
		this.engine.closed(tunnel);
		Connection unused;
		Attempt cancelled;
		synchronized (this) {
			this.tunnels.remove(tunnel);
			if (!this.tunnels.isEmpty()) {
				return;
			}
			unused = this.connection;
			this.connection = null;
			this.session = null;
			cancelled = this.attempt;
			this.attempt = null;
			stopWaiting();
		}
		if (cancelled != null) {
			cancelled.cancel();
		}
		if (unused != null && this.lasting) {
			unused.close();
		}
	}

	/**
	 * Connect now, unless there is a connection or one is being made.
	 * @param opening how many tunnels are only opened if there is one
	 */
	private Attempt connect(int opening) {
		Attempt attempt;
		synchronized (this) {
			Attempt running = this.attempt;
			if (running != null) {
				running.opening += opening;
				return running;
			}
			attempt = new Attempt();
			attempt.opening = opening;
			if (this.session != null) {
				attempt.result.complete(this.session);
				return attempt;
			}
			this.attempt = attempt;
			stopWaiting();
		}
		this.engine.context().executor().execute(attempt.task);
		return attempt;
	}

	private static void await(Attempt attempt) throws IOException, InterruptedException {
		try {
			attempt.result.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new IOException("The tunnel cannot be opened", ex.getCause());
		}
	}

	private void connected(Attempt attempt, Connection connection, TunnelSession session) {
		List<AbstractTunnel> tunnels;
		List<Waiter> waiters;
		synchronized (this) {
			tunnels = (this.attempt == attempt) ? List.copyOf(this.tunnels) : List.of();
			waiters = takeWaiters();
			if (this.attempt == attempt) {
				this.attempt = null;
				this.connection = connection;
				this.session = session;
				this.connectedAt = System.nanoTime();
				if (this.complaint != null) {
					logger.info("Tunnels of %s are connected".formatted(this));
					this.complaint = null;
				}
			}
		}
		if (tunnels.isEmpty()) {
			if (this.lasting) {
				connection.close();
			}
			return;
		}
		tunnels.forEach((tunnel) -> tunnel.attach(session));
		attempt.result.complete(session);
		waiters.forEach((waiter) -> waiter.connected(session));
		session.onClose(() -> disconnected(session));
	}

	private void failed(Attempt attempt, Throwable failure) {
		synchronized (this) {
			if (this.attempt == attempt) {
				this.attempt = null;
				if (this.tunnels.size() > attempt.opening) {
					complain("Tunnels of %s cannot be connected: %s".formatted(this, failure.getMessage()));
					tryLater();
				}
			}
		}
		attempt.result.completeExceptionally(failure);
	}

	private void disconnected(TunnelSession session) {
		List<AbstractTunnel> tunnels;
		synchronized (this) {
			if (this.session != session) {
				return;
			}
			this.connection = null;
			this.session = null;
			if (System.nanoTime() - this.connectedAt > STABLE.toNanos()) {
				this.backOff.reset();
			}
			complain("Tunnels of %s have lost their connection%s".formatted(this, session.lossReason()));
			tryLater();
			tunnels = List.copyOf(this.tunnels);
		}
		tunnels.forEach((tunnel) -> tunnel.disconnected(session));
		if (!this.lasting) {
			// which waits for sockets, as a thread of the connection must not
			this.engine.context().executor().execute(() -> tunnels.forEach(AbstractTunnel::close));
		}
	}

	/**
	 * Say what is wrong, once.
	 */
	private void complain(String message) {
		if (!message.equals(this.complaint)) {
			logger.warn(message);
			this.complaint = message;
		}
	}

	private void tryLater() {
		if (this.lasting && !this.tunnels.isEmpty()) {
			this.next = this.engine.context()
				.timer()
				.schedule(() -> connect(0), this.backOff.next().toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private void stopWaiting() {
		if (this.next != null) {
			this.next.cancel(false);
			this.next = null;
		}
	}

	/**
	 * Tell of the connection, as soon as there is one.
	 * @param timeout how long that may take
	 * @param connected gets the connection, on any thread
	 * @param late is run if it takes too long, on any thread
	 */
	void whenConnected(Duration timeout, Consumer<TunnelSession> connected, Runnable late) {
		TunnelSession session;
		Waiter waiter = new Waiter(connected, late);
		synchronized (this) {
			session = (this.session != null && this.session.isOpen()) ? this.session : null;
			if (session == null) {
				this.waiters.add(waiter);
				waiter.timer = this.engine.context()
					.timer()
					.schedule(() -> late(waiter), timeout.toMillis(), TimeUnit.MILLISECONDS);
			}
		}
		if (session != null) {
			connected.accept(session);
		}
	}

	private void late(Waiter waiter) {
		synchronized (this) {
			if (!this.waiters.remove(waiter)) {
				return;
			}
		}
		waiter.late.run();
	}

	private List<Waiter> takeWaiters() {
		List<Waiter> waiters = new ArrayList<>(this.waiters);
		this.waiters.clear();
		return waiters;
	}

	/**
	 * Return how long the server may take to answer a request.
	 */
	Duration answerTimeout() {
		return this.answerTimeout;
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * An attempt to connect.
	 */
	private final class Attempt {

		private final CompletableFuture<TunnelSession> result = new CompletableFuture<>();

		private final FutureTask<?> task = new FutureTask<>(this::run, null);

		/**
		 * How many tunnels wait for it to be opened. They are not there if it fails.
		 */
		private int opening;

		private void run() {
			Connection connection;
			try {
				connection = TunnelCarrier.this.connector.connect();
			}
			catch (RuntimeException | Error ex) {
				failed(this, ex);
				return;
			}
			connected(this, connection, connection.scope().getRequired(TunnelSession.class));
		}

		private void cancel() {
			this.task.cancel(true);
			this.result.completeExceptionally(new IllegalStateException("The tunnel has been closed"));
		}

	}

	/**
	 * Someone who waits for the connection.
	 */
	private static final class Waiter {

		private final Consumer<TunnelSession> connected;

		private final Runnable late;

		private @Nullable Future<?> timer;

		private Waiter(Consumer<TunnelSession> connected, Runnable late) {
			this.connected = connected;
			this.late = late;
		}

		private void connected(TunnelSession session) {
			if (this.timer != null) {
				this.timer.cancel(false);
			}
			this.connected.accept(session);
		}

	}

}
