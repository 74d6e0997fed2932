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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Bytes that a socket has not taken yet, in as much memory as they need: whoever sends
 * them may send them one by one. Not thread-safe.
 */
final class PendingOutput {

	private static final int BLOCK_SIZE = 8192;

	private final Deque<ByteBuffer> blocks = new ArrayDeque<>();

	boolean isEmpty() {
		return this.blocks.isEmpty();
	}

	/**
	 * Add what remains in a buffer.
	 */
	void add(ByteBuffer bytes) {
		ByteBuffer last = this.blocks.peekLast();
		if (last != null) {
			append(last, bytes, Math.min(last.capacity() - last.limit(), bytes.remaining()));
		}
		if (bytes.hasRemaining()) {
			ByteBuffer block = ByteBuffer.allocate(Math.max(BLOCK_SIZE, bytes.remaining())).limit(0);
			append(block, bytes, bytes.remaining());
			this.blocks.add(block);
		}
	}

	private static void append(ByteBuffer block, ByteBuffer bytes, int length) {
		int end = block.limit();
		block.limit(end + length);
		block.put(end, bytes, bytes.position(), length);
		bytes.position(bytes.position() + length);
	}

	/**
	 * Write as much as a channel takes.
	 * @return how many bytes it has taken
	 */
	long writeTo(WritableByteChannel channel) throws IOException {
		long taken = 0;
		for (ByteBuffer next = this.blocks.peek(); next != null; next = this.blocks.peek()) {
			taken += channel.write(next);
			if (next.hasRemaining()) {
				break;
			}
			this.blocks.remove();
		}
		return taken;
	}

	void clear() {
		this.blocks.clear();
	}

	/**
	 * Return how much memory this takes.
	 */
	long memory() {
		return this.blocks.stream().mapToLong(ByteBuffer::capacity).sum();
	}

}
