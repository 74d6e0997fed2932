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
import java.util.List;

import io.github.sshboot.authentication.ClientCredentials;
import io.github.sshboot.connection.WindowSettings;
import io.github.sshboot.transport.ConnectSettings;
import io.github.sshboot.transport.HostKeyTrust;
import io.github.sshboot.transport.SshEndpoint;
import io.github.sshboot.transport.TransportSettings;

/**
 * Everything about a client that can be set.
 *
 * @param endpoint the host and port
 * @param connect how to connect to it
 * @param credentials who to log in as
 * @param hostKeyTrust which host keys to trust
 * @param transport how connections are protected and kept
 * @param windows the windows of channels
 * @param timeouts how long things may take
 * @param pool how connections are shared
 * @param fileTransfer how files are transferred
 * @param proxyJump the names of the connections to go through, the first one first
 * @since 0.1.0
 */
public record SshClientSettings(SshEndpoint endpoint, ConnectSettings connect, ClientCredentials credentials,
		HostKeyTrust hostKeyTrust, TransportSettings transport, WindowSettings windows, Timeouts timeouts, Pool pool,
		FileTransfer fileTransfer, List<String> proxyJump) {

	/**
	 * Create new {@link SshClientSettings}.
	 * @param endpoint the host and port
	 * @param connect how to connect to it
	 * @param credentials who to log in as
	 * @param hostKeyTrust which host keys to trust
	 * @param transport how connections are protected and kept
	 * @param windows the windows of channels
	 * @param timeouts how long things may take
	 * @param pool how connections are shared
	 * @param fileTransfer how files are transferred
	 * @param proxyJump the names of the connections to go through
	 */
	public SshClientSettings {
		proxyJump = List.copyOf(proxyJump);
	}

	/**
	 * Create new {@link SshClientSettings} of a host that is connected to directly, with
	 * the defaults for files.
	 * @param endpoint the host and port
	 * @param connect how to connect to it
	 * @param credentials who to log in as
	 * @param hostKeyTrust which host keys to trust
	 * @param transport how connections are protected and kept
	 * @param windows the windows of channels
	 * @param timeouts how long things may take
	 * @param pool how connections are shared
	 */
	public SshClientSettings(SshEndpoint endpoint, ConnectSettings connect, ClientCredentials credentials,
			HostKeyTrust hostKeyTrust, TransportSettings transport, WindowSettings windows, Timeouts timeouts,
			Pool pool) {
		this(endpoint, connect, credentials, hostKeyTrust, transport, windows, timeouts, pool, FileTransfer.defaults(),
				List.of());
	}

	/**
	 * How long things may take.
	 *
	 * @param connect making a connection, until the login begins
	 * @param login logging in
	 */
	public record Timeouts(Duration connect, Duration login) {

	}

	/**
	 * How connections are shared.
	 *
	 * @param maxConnections how many connections there are at the most
	 * @param maxSessionsPerConnection how many commands share a connection at the most
	 * (OpenSSH servers allow 10, see {@code MaxSessions})
	 * @param idleTimeout when a connection that nobody uses is closed
	 * @param maxLifetime after what time a connection is not used for anything new, and
	 * closed when nobody uses it; zero for never
	 * @param maxWait how long a call waits for a session at the most while all are in
	 * use; connecting has limits of its own
	 */
	public record Pool(int maxConnections, int maxSessionsPerConnection, Duration idleTimeout, Duration maxLifetime,
			Duration maxWait) {

		/**
		 * Create a new {@link Pool} whose connections may get as old as they like.
		 * @param maxConnections how many connections there are at the most
		 * @param maxSessionsPerConnection how many commands share a connection at the
		 * most
		 * @param idleTimeout when a connection that nobody uses is closed
		 */
		public Pool(int maxConnections, int maxSessionsPerConnection, Duration idleTimeout) {
			this(maxConnections, maxSessionsPerConnection, idleTimeout, Duration.ZERO, Duration.ofMinutes(1));
		}

		/**
		 * Return the defaults: 4 connections of 10 sessions, closed after 5 minutes; a
		 * minute to wait for a session.
		 * @return the defaults
		 */
		public static Pool defaults() {
			return new Pool(4, 10, Duration.ofMinutes(5));
		}

	}

	/**
	 * How files are transferred.
	 *
	 * @param timeout how long a server may answer nothing
	 * @param maxChannels how many SFTP channels there are at the most: as many transfers
	 * have one to themselves
	 * @param channelsPerFile on how many of them a file of 32 MB or more is sent; OpenSSH
	 * servers take as much at once on each
	 * @param idleTimeout when an SFTP channel that nobody uses is closed
	 * @param maxInFlight how many bytes of a transfer by SFTP are on their way on one
	 * channel at the most; this times the round trips in a second is as fast as it gets
	 */
	public record FileTransfer(Duration timeout, int maxChannels, int channelsPerFile, Duration idleTimeout,
			int maxInFlight) {

		private static final int MAX_IN_FLIGHT = 4 * 1024 * 1024;

		/**
		 * Return the defaults: a minute for an answer, 4 channels, 3 of them for a large
		 * file, closed after 30 seconds, and 4 MB on their way, which is enough for 40
		 * MB/s to a host that is 100 ms away.
		 * @return the defaults
		 */
		public static FileTransfer defaults() {
			return new FileTransfer(Duration.ofMinutes(1), 4, 3, Duration.ofSeconds(30), MAX_IN_FLIGHT);
		}

	}

	/**
	 * What holds for clients that do not say otherwise.
	 *
	 * @param connect how to connect
	 * @param credentials who to log in as
	 * @param hostKeyTrust which host keys to trust
	 * @param transport how connections are protected and kept
	 * @param windows the windows of channels
	 * @param timeouts how long things may take
	 * @param pool how connections are shared
	 * @param fileTransfer how files are transferred
	 */
	public record Defaults(ConnectSettings connect, ClientCredentials credentials, HostKeyTrust hostKeyTrust,
			TransportSettings transport, WindowSettings windows, Timeouts timeouts, Pool pool,
			FileTransfer fileTransfer) {

	}

}
