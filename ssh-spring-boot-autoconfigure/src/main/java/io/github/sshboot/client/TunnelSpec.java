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

import io.github.sshboot.client.tunnel.SshTunnel;
import io.github.sshboot.client.tunnel.TunnelAddress;
import io.github.sshboot.client.tunnel.TunnelSettings;

/**
 * A tunnel that is about to be opened: local ({@code ssh -L}), remote ({@code ssh -R}) or
 * dynamic ({@code ssh -D}). Where nothing else is said, it listens on the loopback
 * address alone.
 *
 * @since 0.1.0
 */
public interface TunnelSpec {

	/**
	 * Listen on a port of the loopback address of this machine.
	 * @param port the port; 0 for a free one
	 * @return where it leads to
	 */
	default TargetSpec local(int port) {
		return local(TunnelAddress.loopback(port));
	}

	/**
	 * Listen on this machine.
	 * @param listen the address; {@code *} as a host stands for all addresses. The file
	 * of a Unix-domain socket is for its owner only (0600)
	 * @return where it leads to
	 */
	TargetSpec local(TunnelAddress listen);

	/**
	 * Let the server listen on a port of its loopback address (RFC 4254 section 7.1).
	 * @param port the port; 0 for a free one
	 * @return where it leads to
	 */
	default TargetSpec remote(int port) {
		return remote(TunnelAddress.loopback(port));
	}

	/**
	 * Let the server listen.
	 * @param listen the address; {@code *} as a host stands for all addresses, which
	 * OpenSSH servers allow by {@code GatewayPorts}
	 * @return where it leads to
	 */
	TargetSpec remote(TunnelAddress listen);

	/**
	 * Listen on a port of the loopback address of this machine for whoever speaks SOCKS
	 * 4, 4a or 5. The server looks names up and connects.
	 * @param port the port; 0 for a free one
	 * @return the tunnel
	 */
	default DynamicSpec dynamic(int port) {
		return dynamic(TunnelAddress.loopback(port));
	}

	/**
	 * Listen on this machine for whoever speaks SOCKS 4, 4a or 5. Where others than this
	 * machine can reach it, it should have a {@linkplain DynamicSpec#login login}.
	 * @param listen the address; {@code *} as a host stands for all addresses
	 * @return the tunnel
	 */
	DynamicSpec dynamic(TunnelAddress listen);

	/**
	 * Take all of it from settings.
	 * @param settings the settings
	 * @return the tunnel
	 */
	OpenSpec from(TunnelSettings settings);

	/**
	 * Where a tunnel leads to.
	 */
	interface TargetSpec {

		/**
		 * Lead to a port.
		 * @param host the host name or address, as the server knows it or, for a remote
		 * tunnel, this machine
		 * @param port the port
		 * @return the tunnel
		 */
		default OpenSpec to(String host, int port) {
			return to(TunnelAddress.tcp(host, port));
		}

		/**
		 * Lead to a port or a Unix-domain socket.
		 * @param target the address
		 * @return the tunnel
		 */
		OpenSpec to(TunnelAddress target);

	}

	/**
	 * A tunnel that knows its ends.
	 */
	interface OpenSpec {

		/**
		 * Set how long a connection through the tunnel waits while the one to the server
		 * is lost, before it is ended; by default 10 seconds.
		 * @param timeout the time; zero to end it at once
		 * @return this specification
		 */
		OpenSpec waitTimeout(Duration timeout);

		/**
		 * Open the tunnel, and wait until it is up.
		 * @return the tunnel, to be closed
		 * @throws SshTunnelException if this machine or the server cannot listen
		 * @throws SshException if there is no connection to the server
		 */
		SshTunnel open();

		/**
		 * Open the tunnel, whether there is a connection to the server or not: it is made
		 * in the background, as often as it takes.
		 * @return the tunnel, to be closed
		 * @throws SshTunnelException if this machine cannot listen
		 */
		SshTunnel openInBackground();

	}

	/**
	 * A dynamic tunnel.
	 */
	interface DynamicSpec extends OpenSpec {

		/**
		 * Serve only who knows a password (RFC 1929), which SOCKS 5 has, and sends as it
		 * is.
		 * @param username the user name
		 * @param password the password
		 * @return this specification
		 */
		OpenSpec login(String username, String password);

	}

}
