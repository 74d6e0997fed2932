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
 * When new keys are agreed on (RFC 4253 section 9). The first limit that is reached
 * counts. OpenSSH: {@code RekeyLimit}.
 *
 * @param bytes after how many bytes in one direction, at least 64 KB. AsyncSSH:
 * {@code rekey_bytes}
 * @param time after what time, with the next packet; zero for no limit. AsyncSSH:
 * {@code rekey_seconds}
 * @param packets after how many packets in one direction, 1000 to 2147483648 (2^31, RFC
 * 4344 section 3.1)
 * @since 0.1.0
 */
public record RekeySettings(long bytes, Duration time, long packets) {

	private static final long MIN_BYTES = 64 * 1024;

	private static final long MIN_PACKETS = 1000;

	private static final long MAX_PACKETS = 1L << 31;

	/**
	 * Create new {@link RekeySettings}.
	 * @param bytes after how many bytes
	 * @param time after what time
	 * @param packets after how many packets
	 */
	public RekeySettings {
		check(bytes >= MIN_BYTES, "'bytes' must be at least 64 KB");
		check(!time.isNegative(), "'time' must not be negative");
		check(packets >= MIN_PACKETS && packets <= MAX_PACKETS, "'packets' must be between 1000 and 2147483648");
	}

	/**
	 * Return the defaults: 1 GB, 1 hour, 2^31 packets.
	 * @return the defaults
	 */
	public static RekeySettings defaults() {
		return new RekeySettings(1L << 30, Duration.ofHours(1), MAX_PACKETS);
	}

	private static void check(boolean valid, String message) {
		if (!valid) {
			throw new IllegalArgumentException(message);
		}
	}

}
