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

import org.apache.sshd.common.SshException;

/**
 * Bounds what a client can send before it has logged in, and with it the memory and the
 * work that it can cost. Thread-safe in so far as a session receives one thing after the
 * other.
 */
final class StrangersTraffic {

	/**
	 * What everybody has to understand (RFC 4253 section 6.1). Nothing that belongs to a
	 * first key exchange is as long.
	 */
	private static final int MAX_FIRST_PACKET = 35_000;

	/**
	 * The longest message of a login, which the layer above checks, and what a packet
	 * adds to it.
	 */
	private static final int MAX_PACKET = 66_000;

	private static final long MAX_BYTES = 16 << 20;

	private long bytes;

	/**
	 * Something has been received.
	 * @param count how many bytes
	 * @throws SshException if it is too much
	 */
	void received(int count) throws SshException {
		this.bytes += count;
		if (this.bytes > MAX_BYTES) {
			throw ProtocolErrors.error("%d bytes before the login".formatted(this.bytes), null);
		}
	}

	/**
	 * Return how long packets may say they are.
	 * @param encrypted whether the first keys are exchanged
	 * @return the length in bytes
	 */
	int maxPacket(boolean encrypted) {
		return encrypted ? MAX_PACKET : MAX_FIRST_PACKET;
	}

}
