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

import org.jspecify.annotations.Nullable;

/**
 * A server cannot listen where it should.
 *
 * @since 0.1.0
 */
public class SshServerBindException extends RuntimeException {

	private final String address;

	private final int port;

	SshServerBindException(String address, int port, String reason, @Nullable Throwable cause) {
		super("SSH server cannot listen on %s port %d: %s".formatted(address, port, reason), cause);
		this.address = address;
		this.port = port;
	}

	/**
	 * Return the address it cannot listen on.
	 * @return the address
	 */
	public String getAddress() {
		return this.address;
	}

	/**
	 * Return the port.
	 * @return the port
	 */
	public int getPort() {
		return this.port;
	}

}
