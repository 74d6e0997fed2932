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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

import io.github.sshboot.transport.ConnectionScope;
import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.SshClientCustomizer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jspecify.annotations.Nullable;

/**
 * The tunnels of all clients. One thread waits for all of their sockets; it is there from
 * the first tunnel on. Others are needed only while connections are being made.
 *
 * @since 0.1.0
 */
public final class TunnelEngine implements SshClientCustomizer, AutoCloseable {

	private final Executor executor;

	private final ScheduledExecutorService timer;

	private final ReceiveBudget budget = ReceiveBudget.ofHeap();

	private @Nullable SelectorLoop loop;

	private final Set<AbstractTunnel> tunnels = new HashSet<>();

	private boolean closed;

	/**
	 * Create a new {@link TunnelEngine}.
	 * @param executor runs what may block, in any number
	 * @param timer runs what is due later
	 */
	public TunnelEngine(Executor executor, ScheduledExecutorService timer) {
		this.executor = executor;
		this.timer = timer;
	}

	/**
	 * Let servers open channels for remote tunnels, and for nothing else.
	 */
	@Override
	public void customize(SshClient client) {
		List<ChannelFactory> factories = new ArrayList<>();
		for (RemoteProtocol protocol : RemoteProtocol.values()) {
			factories.add(new ForwardedChannelFactory(protocol, this.budget));
		}
		client.setChannelFactories(factories);
		client.addSessionListener(new SessionListener() {

			@Override
			public void sessionCreated(Session session) {
				if (session instanceof ConnectionScoped scoped) {
					ConnectionScope scope = scoped.getConnectionScope();
					scope.put(TunnelSession.class, new TunnelSession(session, scope));
				}
			}

		});
	}

	/**
	 * Return what carries the tunnels of one client. It has no connection as long as
	 * there are no tunnels.
	 * @param name the name for messages
	 * @param connector makes the connections
	 * @param answerTimeout how long a server may take to answer a request
	 * @return the carrier
	 */
	public TunnelCarrier carrier(String name, TunnelConnector connector, Duration answerTimeout) {
		return new TunnelCarrier(name, connector, answerTimeout, this, true);
	}

	/**
	 * Return what carries the tunnels of one connection.
	 * @param name the name for messages
	 * @param connector returns the connection
	 * @param answerTimeout how long the server may take to answer a request
	 * @return the carrier
	 */
	public TunnelCarrier carrierOfOne(String name, TunnelConnector connector, Duration answerTimeout) {
		return new TunnelCarrier(name, connector, answerTimeout, this, false);
	}

	/**
	 * Return what all tunnels share.
	 */
	synchronized TunnelContext context() {
		SelectorLoop loop = this.loop;
		if (loop == null) {
			loop = SelectorLoop.start();
			this.loop = loop;
		}
		return new TunnelContext(loop, this.executor, this.timer, this.budget);
	}

	synchronized void opened(AbstractTunnel tunnel) {
		if (this.closed) {
			throw new IllegalStateException("The SSH clients are closed");
		}
		this.tunnels.add(tunnel);
	}

	synchronized void closed(AbstractTunnel tunnel) {
		this.tunnels.remove(tunnel);
	}

	/**
	 * Close all tunnels.
	 */
	@Override
	public void close() {
		SelectorLoop loop;
		List<AbstractTunnel> tunnels;
		synchronized (this) {
			this.closed = true;
			loop = this.loop;
			tunnels = List.copyOf(this.tunnels);
		}
		tunnels.forEach(AbstractTunnel::close);
		if (loop != null) {
			loop.close();
		}
	}

}
