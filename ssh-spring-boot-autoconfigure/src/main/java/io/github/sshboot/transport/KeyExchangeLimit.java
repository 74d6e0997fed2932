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

import java.time.Duration;
import java.util.function.LongSupplier;

import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;

/**
 * Bounds how often a peer begins key exchanges, which cost us much more than the peer: a
 * little more than once a second, unless there was data in between. So peers that want
 * new keys for every few kilobytes have them, however fast they are. Before the login
 * there is no data.
 */
final class KeyExchangeLimit {

	/**
	 * How many exchanges may come at once after the login: OpenSSH with a
	 * {@code RekeyLimit} of a few bytes begins one with each message that opens a
	 * session.
	 */
	static final int BURST = 30;

	static final long DATA = 4096;

	private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

	private final LongSupplier clock;

	private long last;

	private long debt;

	KeyExchangeLimit() {
		this(System::nanoTime);
	}

	KeyExchangeLimit(LongSupplier clock) {
		this.clock = clock;
		this.last = clock.getAsLong();
	}

	/**
	 * The peer begins an exchange, which is not the first one.
	 * @param bytes how many bytes were sent or received since the last one
	 * @param authenticated whether the login is done
	 * @throws SshException if there were too many
	 */
	void check(long bytes, boolean authenticated) throws SshException {
		long now = this.clock.getAsLong();
		this.debt = Math.max(0, this.debt - (now - this.last));
		this.last = now;
		if (authenticated && bytes >= DATA) {
			return;
		}
		this.debt += INTERVAL;
		if (this.debt > INTERVAL * (authenticated ? BURST : 1)) {
			throw new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
					"Protocol error: too many key exchanges with nothing between them");
		}
	}

}
