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

import java.util.List;

import org.apache.sshd.common.digest.Digest;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * The hash of a group exchange that its server signs (RFC 4419 section 3).
 */
final class GroupExchangeHash {

	private GroupExchangeHash() {
	}

	/**
	 * Compute the hash.
	 * @param hash the algorithm
	 * @param strings the identifications of client and server, their proposals, the host
	 * key
	 * @param sizes what the client has asked for: least, preferred and greatest, or the
	 * preferred one only
	 * @param numbers prime, generator, the values of client and server
	 * @param secret the shared secret
	 * @return the hash
	 */
	static byte[] of(Digest hash, List<byte[]> strings, int[] sizes, List<byte[]> numbers, byte[] secret)
			throws Exception {
		Buffer exchange = new ByteArrayBuffer();
		strings.forEach(exchange::putBytes);
		for (int size : sizes) {
			exchange.putInt(size);
		}
		numbers.forEach(exchange::putMPInt);
		exchange.putBytes(secret);
		hash.update(exchange.array(), exchange.rpos(), exchange.available());
		return hash.digest();
	}

}
