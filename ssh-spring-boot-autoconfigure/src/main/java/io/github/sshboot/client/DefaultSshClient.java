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

import io.github.sshboot.client.tunnel.TunnelCarrier;
import io.github.sshboot.connection.SshConnectionListener;
import org.jspecify.annotations.Nullable;

/**
 * The client of one host.
 */
final class DefaultSshClient extends AbstractSshOperations implements SshClient {

	private final ClientEngine engine;

	private final Connector connector;

	private final ConnectionPool pool;

	private final @Nullable JumpRoute route;

	private final JumpHosts jumpHosts;

	private final TunnelCarrier tunnels;

	private DefaultSshClient(ClientEngine engine, SshClientSettings settings, JumpHosts jumpHosts,
			@Nullable JumpRoute route, Connector connector, ConnectionPool pool) {
		super(engine, settings, pool);
		this.engine = engine;
		this.connector = connector;
		this.pool = pool;
		this.route = route;
		this.jumpHosts = jumpHosts;
		pool.setOwner(this);
		this.tunnels = TunnelConnections.carrier(engine, settings, route);
	}

	/**
	 * Create a new client.
	 * @param engine the engine
	 * @param settings the settings
	 * @param jumpHosts where clients made from this one find hosts to go through
	 * @param jump the client of the host to go through, or {@code null} for none
	 */
	static DefaultSshClient create(ClientEngine engine, SshClientSettings settings, JumpHosts jumpHosts,
			@Nullable DefaultSshClient jump) {
		JumpRoute route = (jump != null) ? new JumpRoute(engine, jump) : null;
		Connector connector = new Connector(engine, settings, route);
		return new DefaultSshClient(engine, settings, jumpHosts, route, connector, new ConnectionPool(engine, connector,
				settings.endpoint(), settings.pool(), ConnectionPool.CHECK_AFTER));
	}

	/**
	 * Return a client of the same host that goes there through another one.
	 */
	DefaultSshClient through(DefaultSshClient jump) {
		return (jump() == jump) ? this : create(this.engine, settings(), this.jumpHosts, jump);
	}

	@Nullable DefaultSshClient jump() {
		return (this.route != null) ? this.route.jump() : null;
	}

	ConnectionPool pool() {
		return this.pool;
	}

	@Override
	public SshConnection connect() {
		return connect(null, settings());
	}

	@Override
	public SshConnection connect(SshConnectionListener listener) {
		return connect(listener, settings());
	}

	private SshConnection connect(@Nullable SshConnectionListener listener, SshClientSettings settings) {
		return new DefaultSshConnection(this.engine, settings, this.connector.connectAndWait(listener));
	}

	@Override
	public TunnelSpec tunnel() {
		return new DefaultTunnelSpec(this.tunnels, settings().endpoint());
	}

	@Override
	public SshPoolState getPoolState() {
		return this.pool.getState();
	}

	@Override
	public Builder mutate() {
		return new DefaultSshClientBuilder(this.engine, this.jumpHosts, settings(), jump());
	}

	@Override
	public String toString() {
		return "SshClient[%s@%s%s]".formatted(settings().credentials().username(), settings().endpoint(),
				(this.route != null) ? " through " + this.route : "");
	}

}
