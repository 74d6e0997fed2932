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
 * @since 0.1.0
 */
public record SshClientSettings(SshEndpoint endpoint, ConnectSettings connect, ClientCredentials credentials,
		HostKeyTrust hostKeyTrust, TransportSettings transport, WindowSettings windows, Timeouts timeouts, Pool pool) {

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
	 */
	public record Pool(int maxConnections, int maxSessionsPerConnection, Duration idleTimeout) {

		/**
		 * Return the defaults: 4 connections of 10 sessions, closed after 5 minutes.
		 * @return the defaults
		 */
		public static Pool defaults() {
			return new Pool(4, 10, Duration.ofMinutes(5));
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
	 */
	public record Defaults(ConnectSettings connect, ClientCredentials credentials, HostKeyTrust hostKeyTrust,
			TransportSettings transport, WindowSettings windows, Timeouts timeouts, Pool pool) {

	}

}
