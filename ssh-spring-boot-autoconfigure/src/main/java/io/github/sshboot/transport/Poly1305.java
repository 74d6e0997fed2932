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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The one-time authenticator of RFC 8439 section 2.5. The accumulator is kept in limbs of
 * 44, 44 and 42 bits. A product of two limbs is never needed as a whole: its low 44 bits
 * come from the ordinary product, and the rest, since both factors are shifted left by 10
 * beforehand, from the high half of the product of those. Nothing in it depends on secret
 * data but the data itself.
 */
final class Poly1305 {

	static final int KEY_SIZE = 32;

	static final int TAG_SIZE = 16;

	private static final int BLOCK_SIZE = 16;

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long MASK_44 = (1L << 44) - 1;

	private static final long MASK_42 = (1L << 42) - 1;

	private static final long FULL_BLOCK = 1L << 40;

	private static final int SHIFT = 10;

	private final byte[] partial = new byte[BLOCK_SIZE];

	private int partialLength;

	private long r0;

	private long r1;

	private long r2;

	private long pad0;

	private long pad1;

	private long h0;

	private long h1;

	private long h2;

	/**
	 * Begin a message.
	 * @param key the one-time key of the message, {@value #KEY_SIZE} bytes
	 */
	void init(byte[] key) {
		long low = (long) LONG.get(key, 0);
		long high = (long) LONG.get(key, 8);
		this.r0 = low & 0xffc0fffffffL;
		this.r1 = ((low >>> 44) | (high << 20)) & 0xfffffc0ffffL;
		this.r2 = (high >>> 24) & 0x00ffffffc0fL;
		this.pad0 = (long) LONG.get(key, 16);
		this.pad1 = (long) LONG.get(key, 24);
		this.h0 = 0;
		this.h1 = 0;
		this.h2 = 0;
		this.partialLength = 0;
	}

	/**
	 * Add to the message.
	 */
	void update(byte[] data, int offset, int length) {
		int position = offset;
		int remaining = length;
		if (this.partialLength > 0) {
			int count = Math.min(BLOCK_SIZE - this.partialLength, remaining);
			System.arraycopy(data, position, this.partial, this.partialLength, count);
			this.partialLength += count;
			position += count;
			remaining -= count;
			if (this.partialLength < BLOCK_SIZE) {
				return;
			}
			blocks(this.partial, 0, 1, FULL_BLOCK);
			this.partialLength = 0;
		}
		int count = remaining / BLOCK_SIZE;
		blocks(data, position, count, FULL_BLOCK);
		position += count * BLOCK_SIZE;
		remaining -= count * BLOCK_SIZE;
		System.arraycopy(data, position, this.partial, 0, remaining);
		this.partialLength = remaining;
	}

	private void blocks(byte[] data, int offset, int count, long marker) {
		long h0 = this.h0;
		long h1 = this.h1;
		long h2 = this.h2;
		long r0 = this.r0;
		long r1 = this.r1;
		long r2 = this.r2;
		long s1 = r1 * 20;
		long s2 = r2 * 20;
		long r0High = r0 << SHIFT;
		long r1High = r1 << SHIFT;
		long r2High = r2 << SHIFT;
		long s1High = s1 << SHIFT;
		long s2High = s2 << SHIFT;
		for (int position = offset, end = offset + count * BLOCK_SIZE; position < end; position += BLOCK_SIZE) {
			long low = (long) LONG.get(data, position);
			long high = (long) LONG.get(data, position + 8);
			h0 += low & MASK_44;
			h1 += ((low >>> 44) | (high << 20)) & MASK_44;
			h2 += ((high >>> 24) & MASK_42) | marker;
			long h0High = h0 << SHIFT;
			long h1High = h1 << SHIFT;
			long h2High = h2 << SHIFT;
			long sum0 = (h0 * r0 & MASK_44) + (h1 * s2 & MASK_44) + (h2 * s1 & MASK_44);
			long carry0 = Math.multiplyHigh(h0High, r0High) + Math.multiplyHigh(h1High, s2High)
					+ Math.multiplyHigh(h2High, s1High) + (sum0 >>> 44);
			long sum1 = (h0 * r1 & MASK_44) + (h1 * r0 & MASK_44) + (h2 * s2 & MASK_44) + carry0;
			long carry1 = Math.multiplyHigh(h0High, r1High) + Math.multiplyHigh(h1High, r0High)
					+ Math.multiplyHigh(h2High, s2High) + (sum1 >>> 44);
			long sum2 = (h0 * r2 & MASK_44) + (h1 * r1 & MASK_44) + (h2 * r0 & MASK_44) + carry1;
			long carry2 = ((Math.multiplyHigh(h0High, r2High) + Math.multiplyHigh(h1High, r1High)
					+ Math.multiplyHigh(h2High, r0High)) << 2) + (sum2 >>> 42);
			h0 = (sum0 & MASK_44) + carry2 * 5;
			h1 = (sum1 & MASK_44) + (h0 >>> 44);
			h0 &= MASK_44;
			h2 = sum2 & MASK_42;
		}
		this.h0 = h0;
		this.h1 = h1;
		this.h2 = h2;
	}

	/**
	 * End the message and write its tag.
	 */
	void tag(byte[] target, int offset) {
		finish();
		LONG.set(target, offset, this.h0 | (this.h1 << 44));
		LONG.set(target, offset + 8, (this.h1 >>> 20) | (this.h2 << 24));
	}

	/**
	 * End the message and compare its tag, in a time that does not depend on where they
	 * differ.
	 */
	boolean matches(byte[] tag, int offset) {
		finish();
		long low = (this.h0 | (this.h1 << 44)) ^ (long) LONG.get(tag, offset);
		long high = ((this.h1 >>> 20) | (this.h2 << 24)) ^ (long) LONG.get(tag, offset + 8);
		return (low | high) == 0;
	}

	private void finish() {
		if (this.partialLength > 0) {
			this.partial[this.partialLength] = 1;
			Arrays.fill(this.partial, this.partialLength + 1, BLOCK_SIZE, (byte) 0);
			blocks(this.partial, 0, 1, 0);
		}
		carry();
		carry();
		// subtract the prime where the accumulator is not less than it
		long g0 = this.h0 + 5;
		long g1 = this.h1 + (g0 >>> 44);
		long g2 = this.h2 + (g1 >>> 44) - (1L << 42);
		long keep = g2 >> 63;
		long a0 = (this.h0 & keep) | (g0 & MASK_44 & ~keep);
		long a1 = (this.h1 & keep) | (g1 & MASK_44 & ~keep);
		long a2 = (this.h2 & keep) | (g2 & ~keep);
		a0 += this.pad0 & MASK_44;
		a1 += (((this.pad0 >>> 44) | (this.pad1 << 20)) & MASK_44) + (a0 >>> 44);
		a2 += ((this.pad1 >>> 24) & MASK_42) + (a1 >>> 44);
		this.h0 = a0 & MASK_44;
		this.h1 = a1 & MASK_44;
		this.h2 = a2 & MASK_42;
	}

	private void carry() {
		this.h1 += this.h0 >>> 44;
		this.h0 &= MASK_44;
		this.h2 += this.h1 >>> 44;
		this.h1 &= MASK_44;
		this.h0 += (this.h2 >>> 42) * 5;
		this.h2 &= MASK_42;
		this.h1 += this.h0 >>> 44;
		this.h0 &= MASK_44;
	}

}
