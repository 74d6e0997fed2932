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

/**
 * How much a peer may send on a channel before it waits (RFC 4254 section 5.2).
 *
 * @param size how many bytes the peer may send before it is told to go on, at least the
 * packet size and less than 2 GB. AsyncSSH: {@code window}
 * @param packetSize how many bytes it may send at once, 1 KB to 128 KB; peers may count
 * on 32 KB. AsyncSSH: {@code max_pktsize}
 * @since 0.1.0
 */
public record WindowSettings(long size, int packetSize) {

	private static final int MIN_PACKET_SIZE = 1024;

	private static final int MAX_PACKET_SIZE = 128 * 1024;

	/**
	 * Create new {@link WindowSettings}.
	 * @param size the size of the window
	 * @param packetSize the size of a packet
	 */
	public WindowSettings {
		check(packetSize >= MIN_PACKET_SIZE && packetSize <= MAX_PACKET_SIZE,
				"'packetSize' must be between 1 KB and 128 KB");
		check(size >= packetSize && size <= Integer.MAX_VALUE,
				"'size' must not be less than the packet size and must be less than 2 GB");
	}

	/**
	 * Return the defaults: 2 MB and 32 KB.
	 * @return the defaults
	 */
	public static WindowSettings defaults() {
		return new WindowSettings(2 * 1024 * 1024, 32 * 1024);
	}

	private static void check(boolean valid, String message) {
		if (!valid) {
			throw new IllegalArgumentException(message);
		}
	}

}
