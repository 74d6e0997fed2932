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

import java.util.List;

/**
 * A server cannot listen where it should.
 *
 * @since 0.1.0
 */
public class SshServerBindException extends RuntimeException {

	private final List<String> addresses;

	private final int port;

	SshServerBindException(List<String> addresses, int port, Throwable cause) {
		super("SSH server cannot listen on %s port %d: %s".formatted(
				addresses.isEmpty() ? "any address" : String.join(", ", addresses), port, cause.getMessage()), cause);
		this.addresses = List.copyOf(addresses);
		this.port = port;
	}

	/**
	 * Return the addresses.
	 * @return the addresses; none for all
	 */
	public List<String> getAddresses() {
		return this.addresses;
	}

	/**
	 * Return the port.
	 * @return the port
	 */
	public int getPort() {
		return this.port;
	}

}
