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

package io.github.sshboot.client.tunnel;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much more the peers of all tunnels together may send before it is taken than what
 * each connection starts with. Whatever a peer may send, memory must hold: the sockets
 * that it is for may not be read.
 */
final class ReceiveBudget {

	private static final int SHARE_OF_HEAP = 8;

	private final AtomicLong available;

	ReceiveBudget(long bytes) {
		this.available = new AtomicLong(bytes);
	}

	static ReceiveBudget ofHeap() {
		return new ReceiveBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
	}

	/**
	 * Take as much as there is, up to a number of bytes.
	 * @return what was taken
	 */
	long take(long bytes) {
		return bytes - shortage(bytes);
	}

	private long shortage(long bytes) {
		long before = this.available.getAndUpdate((available) -> available - Math.min(available, bytes));
		return bytes - Math.min(before, bytes);
	}

	void giveBack(long bytes) {
		this.available.addAndGet(bytes);
	}

}
