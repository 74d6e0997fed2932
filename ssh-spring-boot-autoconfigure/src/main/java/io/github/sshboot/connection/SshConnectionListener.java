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
import org.jspecify.annotations.Nullable;

/**
 * Is told what becomes of connections: of one, if it is given to the call that makes it
 * or made by an {@link SshConnectionListenerFactory}, or of all, if it is a bean.
 * AsyncSSH: the callbacks of {@code SSHClient}.
 * <p>
 * The order is that of AsyncSSH: {@code connected}, then any number of banners and debug
 * messages, {@code authenticated} if the login succeeds, and {@code disconnected} at the
 * end. Each but banners and messages is called once at the most; {@code disconnected} is
 * called exactly once if {@code connected} was. A host that cannot be reached has no
 * connection, of which there is nothing to be told but the exception.
 * <p>
 * The calls for one connection come one after the other, on a thread where they may
 * block; those for different connections come at the same time. A call that makes a
 * connection returns after {@code authenticated} has returned, and until then the time
 * that listeners take counts as part of the login. What a listener throws is logged and
 * changes nothing.
 *
 * @since 0.1.0
 */
public interface SshConnectionListener {

	/**
	 * Called when there is a connection to the peer, which has not proven yet who it is.
	 * AsyncSSH: {@code connection_made}.
	 * @param peer the peer
	 */
	default void connected(SshConnectionPeer peer) {
	}

	/**
	 * Called with a text that the server wants shown before the login (RFC 4252 section
	 * 5.4). AsyncSSH: {@code auth_banner_received}.
	 * @param peer the peer
	 * @param message the text as it came, with line breaks and perhaps worse; not to be
	 * shown on a terminal as it is
	 * @param language the language tag (RFC 3066), mostly empty
	 */
	default void banner(SshConnectionPeer peer, String message, String language) {
	}

	/**
	 * Called with a text that is meant to help in finding errors (RFC 4253 section 11.3).
	 * AsyncSSH: {@code debug_msg_received}.
	 * @param peer the peer
	 * @param message the text as it came
	 * @param language the language tag (RFC 3066), mostly empty
	 * @param alwaysDisplay whether the peer wants it shown in any case
	 */
	default void debugMessage(SshConnectionPeer peer, String message, String language, boolean alwaysDisplay) {
	}

	/**
	 * Called when the login has succeeded. AsyncSSH: {@code auth_completed}.
	 * @param peer the peer
	 * @param connection the connection
	 */
	default void authenticated(SshConnectionPeer peer, SshConnectionInfo connection) {
	}

	/**
	 * Called when the connection has ended. AsyncSSH: {@code connection_lost}.
	 * @param peer the peer
	 * @param cause why it has ended, or {@code null} if this side has closed it in order;
	 * if the connection was still being made, the exception that tells so
	 */
	default void disconnected(SshConnectionPeer peer, @Nullable Throwable cause) {
	}

}
