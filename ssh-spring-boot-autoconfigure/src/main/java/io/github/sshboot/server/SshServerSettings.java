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

package io.github.sshboot.server;

import java.time.Duration;
import java.util.List;

import io.github.sshboot.authentication.ServerAuthenticationSettings;
import io.github.sshboot.connection.ChannelLimits;
import io.github.sshboot.connection.WindowSettings;
import io.github.sshboot.session.SessionSettings;
import io.github.sshboot.transport.HostKeySettings;
import io.github.sshboot.transport.ListenerSettings;
import io.github.sshboot.transport.TransportSettings;

/**
 * Everything about an SSH server that can be set.
 *
 * @param listen where it listens
 * @param hostKeys its host keys
 * @param transport how connections are protected and kept
 * @param authentication who may log in
 * @param windows the windows of its channels
 * @param channels what a connection may have
 * @param session how it treats session channels
 * @param limits how many connections it has
 * @param threads the threads of its handlers
 * @param shutdown how it stops
 * @since 0.1.0
 */
public record SshServerSettings(Listen listen, HostKeySettings hostKeys, TransportSettings transport,
		ServerAuthenticationSettings authentication, WindowSettings windows, ChannelLimits channels,
		SessionSettings session, LimitSettings limits, Threads threads, Shutdown shutdown) {

	/**
	 * Where a server listens.
	 *
	 * @param addresses the addresses or host names; none for all addresses
	 * @param port the port; 0 for a free one
	 * @param listener how it listens
	 */
	public record Listen(List<String> addresses, int port, ListenerSettings listener) {

		/**
		 * Create a new {@link Listen}.
		 * @param addresses the addresses or host names
		 * @param port the port
		 * @param listener how it listens
		 */
		public Listen {
			addresses = List.copyOf(addresses);
		}

	}

	/**
	 * The threads of handlers.
	 *
	 * @param virtual whether each handler runs on a virtual thread; Java 21 or later
	 * @param maxPlatform how many handlers can run at the same time if threads are not
	 * virtual; more are refused
	 */
	public record Threads(boolean virtual, int maxPlatform) {

	}

	/**
	 * How a server stops.
	 *
	 * @param gracePeriod how long handlers that run may go on; then they are interrupted
	 */
	public record Shutdown(Duration gracePeriod) {

	}

}
