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

import org.jspecify.annotations.Nullable;

/**
 * A tunnel that has been opened. It lives until it is closed or the application stops:
 * when its connection to the server is lost, that is made again, and what connects
 * meanwhile waits.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface SshTunnel extends AutoCloseable {

	/**
	 * Return what kind of tunnel this is, and what was asked for.
	 * @return the settings
	 */
	TunnelSettings getSettings();

	/**
	 * Return where the tunnel listens: on this machine or, if it is remote, on the
	 * server. It stays the same for as long as the tunnel lives.
	 * @return the address, with the port that was found if any was asked for
	 */
	TunnelAddress getAddress();

	/**
	 * Return the port that the tunnel listens on.
	 * @return the port
	 * @throws IllegalStateException if it listens on a Unix-domain socket, or is remote
	 * and the server has not told its port yet
	 */
	int getPort();

	/**
	 * Return whether the tunnel can be used.
	 * @return the state
	 */
	TunnelState getState();

	/**
	 * Return how many connections go through the tunnel now, with those that wait for it.
	 * @return the number
	 */
	int getOpenConnections();

	/**
	 * Return how many connections there have been since the tunnel was opened, with those
	 * that there are and those that have failed.
	 * @return the number
	 */
	long getTotalConnections();

	/**
	 * Return how many bytes of connections have gone to the server.
	 * @return the number
	 */
	long getBytesSent();

	/**
	 * Return how many bytes of connections have come from the server.
	 * @return the number
	 */
	long getBytesReceived();

	/**
	 * Return how often the connection to the server has been made again since the tunnel
	 * was opened.
	 * @return the number
	 */
	long getReconnections();

	/**
	 * Return why something went wrong the last time.
	 * @return the failure or {@code null} if there was none yet
	 */
	@Nullable TunnelFailure getLastFailure();

	/**
	 * Stop listening and end all connections through the tunnel. The port is free when
	 * this returns.
	 */
	@Override
	void close();

}
