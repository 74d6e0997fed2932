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

import io.github.sshboot.client.tunnel.TunnelCarrier;
import io.github.sshboot.client.tunnel.TunnelConnector;
import io.github.sshboot.transport.ConnectFailureReason;
import io.github.sshboot.transport.ConnectionScope;
import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.KeepAliveSettings;
import io.github.sshboot.transport.TransportSettings;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Makes the connections that tunnels go through. That of a client's tunnels is none of
 * its pool's: it stays for as long as there are tunnels, and their bytes keep no command
 * waiting.
 */
final class TunnelConnections {

	/**
	 * A connection that is to be made again when it is lost needs someone who notices.
	 */
	private static final KeepAliveSettings KEEP_ALIVE = new KeepAliveSettings(Duration.ofSeconds(15), 3);

	private TunnelConnections() {
	}

	/**
	 * Return what carries the tunnels of a client.
	 */
	static TunnelCarrier carrier(ClientEngine engine, SshClientSettings settings, @Nullable JumpRoute route) {
		Connector connector = new Connector(engine, watched(settings), route);
		TunnelConnector connections = () -> new Connection(engine, connector.connectAndWait(null));
		return engine.tunnels().carrier(settings.endpoint().toString(), connections, settings.timeouts().connect());
	}

	/**
	 * Return what carries the tunnels of a connection.
	 */
	static TunnelCarrier carrier(ClientEngine engine, SshClientSettings settings, ClientSession session) {
		TunnelConnector connection = () -> {
			if (!session.isOpen()) {
				throw new SshConnectException(ConnectFailureReason.CLOSED,
						"The connection to %s is closed".formatted(settings.endpoint()), null);
			}
			return new Connection(engine, session);
		};
		return engine.tunnels().carrierOfOne(settings.endpoint().toString(), connection, settings.timeouts().connect());
	}

	private static SshClientSettings watched(SshClientSettings settings) {
		TransportSettings transport = settings.transport();
		if (!transport.keepAlive().interval().isZero()) {
			return settings;
		}
		return new SshClientSettings(settings.endpoint(), settings.connect(), settings.credentials(),
				settings.hostKeyTrust(), new TransportSettings(transport.algorithms(), transport.rekey(), KEEP_ALIVE),
				settings.windows(), settings.timeouts(), settings.pool(), settings.fileTransfer(),
				settings.proxyJump());
	}

	private record Connection(ClientEngine engine, ClientSession session) implements TunnelConnector.Connection {

		@Override
		public ConnectionScope scope() {
			return ((ConnectionScoped) this.session).getConnectionScope();
		}

		@Override
		public void close() {
			Farewell.say(this.session, this.engine);
		}

	}

}
