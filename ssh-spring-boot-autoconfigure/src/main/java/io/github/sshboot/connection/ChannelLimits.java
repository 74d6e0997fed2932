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

package io.github.sshboot.connection;

import java.time.Duration;

/**
 * What a connection may have and for how long.
 *
 * @param maxSessions how many sessions it may have at the same time, at least 1 (OpenSSH
 * {@code MaxSessions})
 * @param idleTimeout after what time without data or requests on its channels, in either
 * direction, it is closed; zero for never (OpenSSH {@code UnusedConnectionTimeout} and
 * {@code ChannelTimeout})
 * @since 0.1.0
 */
public record ChannelLimits(int maxSessions, Duration idleTimeout) {

	private static final int DEFAULT_MAX_SESSIONS = 10;

	private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(10);

	/**
	 * Return the defaults: 10 sessions and 10 minutes.
	 * @return the defaults
	 */
	public static ChannelLimits defaults() {
		return new ChannelLimits(DEFAULT_MAX_SESSIONS, DEFAULT_IDLE_TIMEOUT);
	}

}
