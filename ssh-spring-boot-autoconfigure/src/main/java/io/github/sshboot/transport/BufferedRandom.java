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

import java.security.SecureRandom;
import java.util.Arrays;

import org.apache.sshd.common.Factory;
import org.apache.sshd.common.random.AbstractRandom;
import org.apache.sshd.common.random.Random;

/**
 * Takes random bytes from the JDK a few hundred at a time, since every packet needs some
 * for its padding, and for one connection, since MINA's own is a lock that all
 * connections wait for.
 */
final class BufferedRandom extends AbstractRandom {

	/**
	 * As much as a connection needs that exchanges keys and does nothing more.
	 */
	private static final int FIRST_BUFFER_BYTES = 64;

	private static final int BUFFER_BYTES = 512;

	private final SecureRandom source;

	private byte[] buffer = {};

	private int position;

	BufferedRandom(SecureRandom source) {
		this.source = source;
	}

	/**
	 * Return a factory of instances for connections, which share their source.
	 */
	static Factory<Random> factory() {
		SecureRandom source = new SecureRandom();
		return () -> new BufferedRandom(source);
	}

	@Override
	public String getName() {
		return "buffered";
	}

	@Override
	public synchronized void fill(byte[] bytes, int start, int length) {
		if (length > BUFFER_BYTES) {
			byte[] filling = new byte[length];
			this.source.nextBytes(filling);
			System.arraycopy(filling, 0, bytes, start, length);
			return;
		}
		if (this.buffer.length - this.position < length) {
			if (this.buffer.length < BUFFER_BYTES) {
				// silent connections need none
				boolean first = this.buffer.length == 0 && length <= FIRST_BUFFER_BYTES;
				this.buffer = new byte[first ? FIRST_BUFFER_BYTES : BUFFER_BYTES];
			}
			this.source.nextBytes(this.buffer);
			this.position = 0;
		}
		System.arraycopy(this.buffer, this.position, bytes, start, length);
		// nobody gets the same twice
		Arrays.fill(this.buffer, this.position, this.position + length, (byte) 0);
		this.position += length;
	}

	@Override
	public int random(int bound) {
		return this.source.nextInt(bound);
	}

}
