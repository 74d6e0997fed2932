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

import java.nio.channels.SelectionKey;

import io.github.sshboot.client.tunnel.TunnelSettings.Type;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel that begins on this machine, local or dynamic. It listens whether there is a
 * connection to the server or not.
 */
final class LocalTunnel extends AbstractTunnel implements SocketListener.Acceptor {

	private static final Log logger = LogFactory.getLog(SshTunnel.class);

	private final SocketListener listener;

	private @Nullable TunnelSession session;

	private LocalTunnel(TunnelSettings settings, TunnelContext context, TunnelCarrier carrier,
			SocketListener listener) {
		super(settings, context, carrier);
		this.listener = listener;
	}

	static LocalTunnel bind(TunnelSettings settings, TunnelContext context, TunnelCarrier carrier)
			throws TunnelException {
		LocalTunnel tunnel = new LocalTunnel(settings, context, carrier,
				SocketListener.bind(settings.listen(), context.loop(), context.timer()));
		if (settings.type() == Type.DYNAMIC && settings.login() == null && !tunnel.listener.isLoopback()) {
			logger.warn("%s serves everybody who can reach it, and has no login".formatted(tunnel));
		}
		return tunnel;
	}

	@Override
	public TunnelAddress getAddress() {
		return this.listener.address();
	}

	@Override
	synchronized boolean isUp() {
		return this.session != null;
	}

	@Override
	void start() {
		this.listener.start(this);
	}

	@Override
	void awaitUp() {
		// with the connection
	}

	@Override
	synchronized void connected(TunnelSession session) {
		this.session = session;
	}

	@Override
	synchronized void disconnected(TunnelSession session) {
		if (this.session == session) {
			this.session = null;
		}
	}

	@Override
	void release() {
		this.listener.close();
	}

	@Override
	public void accept(SelectionKey key) {
		LocalConnection connection = new LocalConnection(this, key);
		begun(connection);
		connection.begin();
	}

	@Override
	void ended(Connection connection) {
		boolean full = !hasRoom();
		super.ended(connection);
		if (full) {
			this.listener.resume();
		}
	}

}
