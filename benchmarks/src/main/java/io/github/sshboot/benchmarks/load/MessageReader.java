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

package io.github.sshboot.benchmarks.load;

import java.nio.ByteBuffer;

/**
 * A message that has come.
 */
final class MessageReader {

	private final byte[] message;

	private final ByteBuffer buffer;

	MessageReader(byte[] message) {
		this.message = message;
		this.buffer = ByteBuffer.wrap(message, 1, message.length - 1);
	}

	int number() {
		return this.message[0] & 0xff;
	}

	byte[] bytes() {
		return this.message;
	}

	int uint32() {
		return this.buffer.getInt();
	}

	byte[] string() {
		byte[] value = new byte[this.buffer.getInt()];
		this.buffer.get(value);
		return value;
	}

}
