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

import org.jspecify.annotations.Nullable;

/**
 * Makes a listener for each connection. A bean of it hears of all connections. AsyncSSH:
 * {@code client_factory}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SshConnectionListenerFactory {

	/**
	 * Make the listener of a connection, just before it is told that the connection is
	 * there. May block.
	 * @param peer the peer
	 * @return a listener, or {@code null} to hear nothing of the connection
	 */
	@Nullable SshConnectionListener create(SshConnectionPeer peer);

}
