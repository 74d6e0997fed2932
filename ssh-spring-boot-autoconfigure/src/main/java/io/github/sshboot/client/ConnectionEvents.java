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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.sshboot.authentication.BannerListener;
import io.github.sshboot.connection.SshConnectionListener;
import io.github.sshboot.connection.SshConnectionListenerFactory;
import io.github.sshboot.connection.SshConnectionPeer;
import io.github.sshboot.transport.DebugMessageListener;
import io.github.sshboot.transport.SshConnectionInfo;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listeners of one connection what becomes of it: in order, one call after the
 * other, and never on the thread that something happens on.
 */
final class ConnectionEvents implements BannerListener, DebugMessageListener {

	private static final Log logger = LogFactory.getLog(ConnectionEvents.class);

	/**
	 * How many messages of a server may wait for listeners. Others are dropped: the
	 * listeners may be slow, and the server may go on for ever.
	 */
	private static final int MAX_WAITING = 1000;

	private final Executor executor;

	private final boolean heard;

	private final List<SshConnectionListener> listeners;

	private final List<SshConnectionListenerFactory> factories;

	private final Queue<Runnable> waiting = new ArrayDeque<>();

	private boolean running;

	private @Nullable SshConnectionPeer peer;

	private boolean disconnected;

	/**
	 * Create new {@link ConnectionEvents}.
	 * @param executor where listeners may block
	 * @param listeners the listeners
	 * @param factories make further listeners
	 */
	ConnectionEvents(Executor executor, List<SshConnectionListener> listeners,
			List<SshConnectionListenerFactory> factories) {
		this.executor = executor;
		this.heard = !listeners.isEmpty() || !factories.isEmpty();
		this.listeners = new ArrayList<>(listeners);
		this.factories = factories;
	}

	void connected(SshConnectionPeer peer) {
		synchronized (this) {
			this.peer = peer;
		}
		enqueue(() -> {
			for (SshConnectionListenerFactory factory : this.factories) {
				guarded(() -> {
					SshConnectionListener listener = factory.create(peer);
					if (listener != null) {
						this.listeners.add(listener);
					}
				});
			}
		});
		tell((listener) -> listener.connected(peer));
	}

	@Override
	public void banner(String message, String language) {
		message((peer) -> (listener) -> listener.banner(peer, message, language));
	}

	@Override
	public void debugMessage(String message, String language, boolean alwaysDisplay) {
		message((peer) -> (listener) -> listener.debugMessage(peer, message, language, alwaysDisplay));
	}

	private void message(Function<SshConnectionPeer, Consumer<SshConnectionListener>> call) {
		SshConnectionPeer peer;
		synchronized (this) {
			peer = this.peer;
			if (peer == null || this.disconnected || this.waiting.size() >= MAX_WAITING) {
				return;
			}
		}
		tell(call.apply(peer));
	}

	/**
	 * The login has succeeded.
	 * @return done when the listeners have been told
	 */
	CompletableFuture<Void> authenticated(SshConnectionInfo connection) {
		SshConnectionPeer peer;
		synchronized (this) {
			peer = this.peer;
			if (peer == null || this.disconnected) {
				return CompletableFuture.completedFuture(null);
			}
		}
		return tell((listener) -> listener.authenticated(peer, connection));
	}

	/**
	 * The connection has ended. The first cause counts.
	 * @return done when the listeners have been told
	 */
	CompletableFuture<Void> disconnected(@Nullable Throwable cause) {
		SshConnectionPeer peer;
		synchronized (this) {
			peer = this.peer;
			if (peer == null || this.disconnected) {
				return CompletableFuture.completedFuture(null);
			}
			this.disconnected = true;
		}
		return tell((listener) -> listener.disconnected(peer, cause));
	}

	private CompletableFuture<Void> tell(Consumer<SshConnectionListener> call) {
		CompletableFuture<Void> told = new CompletableFuture<>();
		enqueue(() -> {
			this.listeners.forEach((listener) -> guarded(() -> call.accept(listener)));
			told.complete(null);
		});
		return told;
	}

	private static void guarded(Runnable call) {
		try {
			call.run();
		}
		catch (RuntimeException | Error ex) {
			logger.warn("A connection listener failed", ex);
		}
	}

	private void enqueue(Runnable task) {
		if (!this.heard) {
			task.run();
			return;
		}
		synchronized (this) {
			this.waiting.add(task);
			if (this.running) {
				return;
			}
			this.running = true;
		}
		try {
			this.executor.execute(this::drain);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The clients are closed: telling connection listeners here");
			drain();
		}
	}

	private void drain() {
		for (Runnable task = next(); task != null; task = next()) {
			task.run();
		}
	}

	private synchronized @Nullable Runnable next() {
		Runnable task = this.waiting.poll();
		this.running = task != null;
		return task;
	}

}
