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

import java.util.Set;

/**
 * The tunnels of {@code ssh.client.connections.<connection>.tunnels}. They are open as
 * long as the application runs.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface SshTunnels {

	/**
	 * Return a tunnel.
	 * @param connection the name of the connection
	 * @param tunnel the name of the tunnel
	 * @return the tunnel
	 * @throws IllegalArgumentException if there is none
	 */
	SshTunnel get(String connection, String tunnel);

	/**
	 * Return the names of the connections that have tunnels.
	 * @return the names
	 */
	Set<String> getConnectionNames();

	/**
	 * Return the names of the tunnels of a connection.
	 * @param connection the name of the connection
	 * @return the names
	 */
	Set<String> getNames(String connection);

}
