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

package io.github.sshboot.connection;

import io.github.sshboot.transport.SshConnectionInfo;
import io.github.sshboot.transport.SshEndpoint;

/**
 * Who is at the other end of a connection, as far as that is known from its beginning.
 *
 * @param connectionId what tells the connection from others, as
 * {@link SshConnectionInfo#id()}; safe to log
 * @param side which side of the connection this is
 * @param endpoint the host and port, on a client as they are configured
 * @since 0.1.0
 */
public record SshConnectionPeer(String connectionId, Side side, SshEndpoint endpoint) {

	/**
	 * The sides of a connection.
	 */
	public enum Side {

		/**
		 * This is the client, and the peer a server.
		 */
		CLIENT,

		/**
		 * This is the server, and the peer a client.
		 */
		SERVER

	}

}
