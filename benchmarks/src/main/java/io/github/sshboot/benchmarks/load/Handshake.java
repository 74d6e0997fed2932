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

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a client sends that wants a server to work for nothing.
 */
public final class Handshake {

	private static final int BLOCK = 8;

	private static final int MIN_PADDING = 4;

	private static final int POINT_LENGTH = 32;

	private Handshake() {
	}

	/**
	 * Return all that a client sends in the clear for a key exchange, at once: the
	 * server's answers need not be waited for by who does not want its keys.
	 * @return the bytes
	 */
	public static byte[] keyExchangeAtOnce() {
		byte[] point = new byte[POINT_LENGTH];
		point[0] = 9;
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes((LoadConnection.IDENTIFICATION + "\r\n").getBytes(StandardCharsets.US_ASCII));
		bytes.writeBytes(packet(LoadConnection.proposal(KeyType.ED25519)));
		bytes.writeBytes(packet(Message.of(LoadConnection.KEX_ECDH_INIT).string(point).toByteArray()));
		bytes.writeBytes(packet(Message.of(LoadConnection.NEWKEYS).toByteArray()));
		return bytes.toByteArray();
	}

	private static byte[] packet(byte[] payload) {
		int padding = BLOCK - (5 + payload.length) % BLOCK;
		padding = (padding < MIN_PADDING) ? padding + BLOCK : padding;
		return ByteBuffer.allocate(5 + payload.length + padding)
			.putInt(1 + payload.length + padding)
			.put((byte) padding)
			.put(payload)
			.array();
	}

}
