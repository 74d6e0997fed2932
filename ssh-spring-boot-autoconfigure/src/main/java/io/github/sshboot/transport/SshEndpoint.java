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

package io.github.sshboot.transport;

import org.springframework.util.Assert;

/**
 * A host and port to connect to.
 *
 * @param host the host name or address, as the user gave it
 * @param port the port
 * @since 0.1.0
 */
public record SshEndpoint(String host, int port) {

	static final int DEFAULT_PORT = 22;

	/**
	 * Create a new {@link SshEndpoint}.
	 * @param host the host name or address
	 * @param port the port, 1 to 65535
	 */
	public SshEndpoint {
		Assert.hasText(host, "'host' must not be empty");
		Assert.isTrue(port > 0 && port < 65536, "'port' must be between 1 and 65535");
	}

	@Override
	public String toString() {
		return (this.host.indexOf(':') >= 0) ? "[%s]:%d".formatted(this.host, this.port)
				: "%s:%d".formatted(this.host, this.port);
	}

}
