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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.util.List;

import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.jspecify.annotations.Nullable;

/**
 * A MINA client that leaves it to the sockets to look hosts up, rather than do it in the
 * caller's thread and use one address, and whose connections keep the name of the host.
 */
final class NamedHostClient extends SshClient {

	/**
	 * Return the connections there are.
	 */
	List<ClientSession> sessions() {
		return this.connector.getManagedSessions()
			.values()
			.stream()
			.map((session) -> AbstractSession.getSession(session, true))
			.filter(ClientSession.class::isInstance)
			.map(ClientSession.class::cast)
			.toList();
	}

	@Override
	protected ConnectFuture doConnect(HostConfigEntry host, List<HostConfigEntry> jumps,
			@Nullable AttributeRepository context, @Nullable SocketAddress localAddress) throws IOException {
		if (!jumps.isEmpty()) {
			return super.doConnect(host, jumps, context, localAddress);
		}
		return doConnect(host.getUsername(), InetSocketAddress.createUnresolved(host.getHostName(), host.getPort()),
				context, localAddress, KeyIdentityProvider.EMPTY_KEYS_PROVIDER, host);
	}

	@Override
	protected void onConnectOperationComplete(IoSession ioSession, ConnectFuture connectFuture, String username,
			SocketAddress address, KeyIdentityProvider identities, HostConfigEntry host)
			throws IOException, GeneralSecurityException {
		super.onConnectOperationComplete(ioSession, connectFuture, username, named(address, ioSession), identities,
				host);
	}

	/**
	 * Return the address of a connection with the name it was found by, so that nobody
	 * asks a name server for one.
	 */
	private static SocketAddress named(SocketAddress target, IoSession ioSession) throws IOException {
		if (target instanceof InetSocketAddress named && named.isUnresolved()
				&& ioSession.getRemoteAddress() instanceof InetSocketAddress remote && !remote.isUnresolved()) {
			return new InetSocketAddress(
					InetAddress.getByAddress(named.getHostString(), remote.getAddress().getAddress()),
					remote.getPort());
		}
		return target;
	}

}
