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
package io.github.sshboot.client.sftp;

/**
 * How much data may be on its way, in one direction, for one thread. More than a network
 * carries in the time of a round trip only waits, and is no longer in the caches of those
 * who handle it when its turn comes.
 */
final class Window {

	/**
	 * How much is sent to a server on the same machine: enough for both ends to have
	 * something to do all the time.
	 */
	private static final int MIN_SENT = 1 << 20;

	/**
	 * How much such a server is asked for: what reads files and what sends them wait less
	 * for each other then.
	 */
	private static final int MIN_RECEIVED = 3 << 20;

	/**
	 * Twice what the fastest networks carry: 2 GB/s.
	 */
	private static final int BYTES_PER_NANOSECOND = 2;

	private int free;

	private Window(long roundTrip, int minSize, int maxSize) {
		long carried = Math.min(roundTrip, maxSize) * BYTES_PER_NANOSECOND;
		this.free = (int) Math.min(Math.max(minSize, carried), maxSize);
	}

	/**
	 * Return a window for data that is sent.
	 * @param roundTrip how many nanoseconds the server takes to answer
	 * @param maxSize how large it is at the most
	 */
	static Window ofSent(long roundTrip, int maxSize) {
		return new Window(roundTrip, MIN_SENT, maxSize);
	}

	/**
	 * Return a window for data that is received.
	 * @param roundTrip how many nanoseconds the server takes to answer
	 * @param maxSize how large it is at the most
	 */
	static Window ofReceived(long roundTrip, int maxSize) {
		return new Window(roundTrip, MIN_RECEIVED, maxSize);
	}

	boolean isOpen() {
		return this.free > 0;
	}

	/**
	 * Take some, even if there is less: one request too much does no harm.
	 */
	void take(int length) {
		this.free -= length;
	}

	void give(int length) {
		this.free += length;
	}

}
