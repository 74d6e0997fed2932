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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Connects to one of several addresses, as RFC 8305 ("Happy Eyeballs") has it: one after
 * another, the next one when the last has failed or has not answered for a moment, while
 * those begun go on. The first to connect wins, the others are closed. No thread waits.
 */
final class ConnectRace {

	/**
	 * What RFC 8305 recommends as "Connection Attempt Delay".
	 */
	private static final Duration HEAD_START = Duration.ofMillis(250);

	private final SocketOpener opener;

	private final ScheduledExecutorService scheduler;

	private final ConnectProgress progress;

	private final Finish finish;

	private final Deque<Route> waiting = new ArrayDeque<>();

	private final Set<GroupSocket> sockets = new HashSet<>();

	private int running;

	private @Nullable Future<?> headStart;

	private boolean over;

	ConnectRace(SocketOpener opener, ScheduledExecutorService scheduler, ConnectProgress progress, Finish finish) {
		this.opener = opener;
		this.scheduler = scheduler;
		this.progress = progress;
		this.finish = finish;
	}

	/**
	 * Begin.
	 * @param routes the ways to connect, in the order to try them
	 */
	void start(List<Route> routes) {
		synchronized (this) {
			this.waiting.addAll(routes);
		}
		next();
	}

	private void next() {
		Route route;
		synchronized (this) {
			if (this.over) {
				return;
			}
			endHeadStart();
			route = this.waiting.poll();
			if (route != null) {
				this.running++;
				if (!this.waiting.isEmpty()) {
					this.headStart = this.scheduler.schedule(this::next, HEAD_START.toMillis(), TimeUnit.MILLISECONDS);
				}
			}
			else if (this.running > 0) {
				return;
			}
			else {
				this.over = true;
			}
		}
		if (route != null) {
			attempt(route);
		}
		else {
			this.finish.failed();
		}
	}

	private void attempt(Route route) {
		InetSocketAddress address = route.remote();
		this.progress.trying(address);
		try {
			GroupSocket socket = this.opener.open(route.local());
			synchronized (this) {
				if (this.over) {
					SocketService.close(socket);
					return;
				}
				this.sockets.add(socket);
			}
			socket.connect(address, (failure) -> done(socket, address, failure));
		}
		catch (IOException | RuntimeException ex) {
			failed(address, ex);
		}
	}

	private void done(GroupSocket socket, InetSocketAddress address, @Nullable Throwable failure) {
		if (failure == null) {
			connected(socket);
			return;
		}
		synchronized (this) {
			this.sockets.remove(socket);
		}
		SocketService.close(socket);
		failed(address, failure);
	}

	private void connected(GroupSocket socket) {
		synchronized (this) {
			if (this.over) {
				SocketService.close(socket);
				return;
			}
			this.sockets.remove(socket);
			end();
		}
		this.progress.connected();
		this.finish.connected(socket);
	}

	private void failed(InetSocketAddress address, Throwable failure) {
		synchronized (this) {
			if (this.over) {
				return;
			}
			this.running--;
		}
		this.progress.failed(address, failure);
		next();
	}

	/**
	 * Give up. Nothing is left open, and nobody is told.
	 */
	synchronized void cancel() {
		end();
	}

	private void end() {
		this.over = true;
		endHeadStart();
		this.waiting.clear();
		this.sockets.forEach(SocketService::close);
		this.sockets.clear();
	}

	private void endHeadStart() {
		Future<?> headStart = this.headStart;
		if (headStart != null) {
			headStart.cancel(false);
			this.headStart = null;
		}
	}

	/**
	 * Opens a socket that is to connect from a local address.
	 */
	@FunctionalInterface
	interface SocketOpener {

		GroupSocket open(@Nullable InetSocketAddress localAddress) throws IOException;

	}

	/**
	 * How it ends, unless it is cancelled.
	 */
	interface Finish {

		void connected(GroupSocket socket);

		void failed();

	}

}
