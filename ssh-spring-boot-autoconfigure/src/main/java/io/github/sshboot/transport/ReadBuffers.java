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

import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * What sockets are read with. There is a buffer for each thread that handles what has
 * come, and none for a connection that is silent. They are direct: the JDK reads into one
 * first otherwise. Thread-safe.
 */
final class ReadBuffers {

	private final int size;

	/**
	 * What was used last is used first, as the processor has it still.
	 */
	private final Deque<ByteBuffer> spare = new ConcurrentLinkedDeque<>();

	/**
	 * Create a new {@link ReadBuffers}.
	 * @param size the size of a buffer in bytes
	 */
	ReadBuffers(int size) {
		this.size = size;
	}

	/**
	 * Lend a buffer.
	 * @return the buffer, which is empty
	 */
	ByteBuffer take() {
		ByteBuffer buffer = this.spare.poll();
		return (buffer != null) ? buffer.clear() : ByteBuffer.allocateDirect(this.size);
	}

	/**
	 * Take a buffer back.
	 * @param buffer the buffer
	 */
	void give(ByteBuffer buffer) {
		this.spare.push(buffer);
	}

}
