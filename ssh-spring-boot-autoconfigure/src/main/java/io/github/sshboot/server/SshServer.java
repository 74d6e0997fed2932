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

import java.net.InetSocketAddress;
import java.util.List;

import io.github.sshboot.transport.KeyFingerprint;

/**
 * An SSH server (AsyncSSH's {@code create_server} and {@code listen} return one). It can
 * be started and stopped any number of times; with port 0 each start may find another
 * port.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface SshServer {

	/**
	 * Start to listen. Does nothing if the server runs.
	 * @throws SshServerBindException if an address cannot be listened on
	 * @throws io.github.sshboot.transport.PrivateKeyException if a host key cannot be
	 * used
	 */
	void start();

	/**
	 * Stop to listen, let handlers that run finish for the grace period, then close all
	 * connections. Does nothing if the server does not run. Returns a little after the
	 * grace period at the latest, whatever the handlers and the clients do.
	 */
	void stop();

	/**
	 * Return whether the server listens.
	 * @return whether it runs
	 */
	boolean isRunning();

	/**
	 * Return the port.
	 * @return the port the server listens on, or -1 if it does not run
	 */
	int getPort();

	/**
	 * Return the addresses.
	 * @return the addresses the server listens on; none if it does not run
	 */
	List<InetSocketAddress> getAddresses();

	/**
	 * Return the fingerprints of the host keys.
	 * @return the fingerprints; none if the server does not run
	 */
	List<KeyFingerprint> getHostKeyFingerprints();

	/**
	 * Return the figures of the connections.
	 * @return the figures; all are zero if the server does not run
	 */
	SshServerStatistics getStatistics();

}
