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

/**
 * How a peer that is gone is found out. OpenSSH: {@code ServerAliveInterval} and
 * {@code ClientAliveInterval}.
 *
 * @param interval after what silence of the peer it is asked whether it is there; zero
 * for never. AsyncSSH: {@code keepalive_interval}
 * @param maxMissed after how many questions without an answer the connection is closed.
 * AsyncSSH: {@code keepalive_count_max}
 * @since 0.1.0
 */
public record KeepAliveSettings(Duration interval, int maxMissed) {

	/**
	 * Create new {@link KeepAliveSettings}.
	 * @param interval the interval
	 * @param maxMissed how many answers may be missed
	 */
	public KeepAliveSettings {
		check(!interval.isNegative(), "'interval' must not be negative");
		check(maxMissed > 0, "'maxMissed' must be at least 1");
	}

	/**
	 * Return the defaults: off, and 3 answers missed once it is on.
	 * @return the defaults
	 */
	public static KeepAliveSettings defaults() {
		return new KeepAliveSettings(Duration.ZERO, 3);
	}

	private static void check(boolean valid, String message) {
		if (!valid) {
			throw new IllegalArgumentException(message);
		}
	}

}
