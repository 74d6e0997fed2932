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

import java.util.Arrays;

/**
 * How the polynomials of {@code sntrup761} are written: coefficients of a range that is
 * no power of two share bytes, so that hardly a bit is wasted.
 */
final class NtruPrimeEncoding {

	/**
	 * The length of small coefficients, four to a byte.
	 */
	static final int SMALL_BYTES = (NtruPrimeRing.P + 3) / 4;

	/**
	 * The length of coefficients modulo Q.
	 */
	static final int FULL_BYTES = 1158;

	/**
	 * The length of coefficients modulo Q that are multiples of 3.
	 */
	static final int ROUNDED_BYTES = 1007;

	private static final int P = NtruPrimeRing.P;

	private static final int Q = NtruPrimeRing.Q;

	private static final int HALF = (Q - 1) / 2;

	private static final int LIMIT = 1 << 14;

	private NtruPrimeEncoding() {
	}

	static byte[] encodeSmall(int[] small) {
		byte[] bytes = new byte[SMALL_BYTES];
		for (int i = 0; i < P; i++) {
			bytes[i / 4] |= (byte) ((small[i] + 1) << 2 * (i % 4));
		}
		return bytes;
	}

	static byte[] encodeFull(int[] polynomial) {
		int[] digits = new int[P];
		for (int i = 0; i < P; i++) {
			digits[i] = polynomial[i] + HALF;
		}
		return new Encoder(FULL_BYTES).encode(digits, ranges(Q));
	}

	static int[] decodeFull(byte[] bytes) {
		int[] polynomial = new Decoder(bytes).decode(ranges(Q));
		for (int i = 0; i < P; i++) {
			polynomial[i] -= HALF;
		}
		return polynomial;
	}

	static byte[] encodeRounded(int[] polynomial) {
		int[] digits = new int[P];
		for (int i = 0; i < P; i++) {
			digits[i] = ((polynomial[i] + HALF) * 10923) >> 15;
		}
		return new Encoder(ROUNDED_BYTES).encode(digits, ranges((Q + 2) / 3));
	}

	static int[] decodeRounded(byte[] bytes) {
		int[] polynomial = new Decoder(bytes).decode(ranges((Q + 2) / 3));
		for (int i = 0; i < P; i++) {
			polynomial[i] = 3 * polynomial[i] - HALF;
		}
		return polynomial;
	}

	private static int[] ranges(int range) {
		int[] ranges = new int[P];
		Arrays.fill(ranges, range);
		return ranges;
	}

	/**
	 * Writes pairs of digits as digits of the product of their ranges, less the bytes
	 * that those are too long by, until one is left.
	 */
	private static final class Encoder {

		private final byte[] bytes;

		private int position;

		private Encoder(int length) {
			this.bytes = new byte[length];
		}

		private byte[] encode(int[] digits, int[] ranges) {
			int[] values = digits;
			int[] limits = ranges;
			while (values.length > 1) {
				int pairs = values.length / 2;
				int[] nextValues = new int[values.length - pairs];
				int[] nextLimits = new int[values.length - pairs];
				for (int i = 0; i < pairs; i++) {
					int value = values[2 * i] + values[2 * i + 1] * limits[2 * i];
					int limit = limits[2 * i + 1] * limits[2 * i];
					for (; limit >= LIMIT; limit = (limit + 255) >> 8) {
						this.bytes[this.position++] = (byte) value;
						value >>>= 8;
					}
					nextValues[i] = value;
					nextLimits[i] = limit;
				}
				if (values.length % 2 == 1) {
					nextValues[pairs] = values[2 * pairs];
					nextLimits[pairs] = limits[2 * pairs];
				}
				values = nextValues;
				limits = nextLimits;
			}
			int value = values[0];
			for (int limit = limits[0]; limit > 1; limit = (limit + 255) >> 8) {
				this.bytes[this.position++] = (byte) value;
				value >>>= 8;
			}
			return this.bytes;
		}

	}

	/**
	 * Reads what {@link Encoder} has written. Digits that are out of their range are
	 * taken into it.
	 */
	private static final class Decoder {

		private final byte[] bytes;

		private int position;

		private Decoder(byte[] bytes) {
			this.bytes = bytes;
		}

		private int[] decode(int[] ranges) {
			if (ranges.length == 1) {
				int value = 0;
				int shift = 0;
				for (int limit = ranges[0]; limit > 1; limit = (limit + 255) >> 8) {
					value |= next() << shift;
					shift += 8;
				}
				return new int[] { value % ranges[0] };
			}
			int pairs = ranges.length / 2;
			int[] low = new int[pairs];
			int[] lowRange = new int[pairs];
			int[] nextRanges = new int[ranges.length - pairs];
			for (int i = 0; i < pairs; i++) {
				int limit = ranges[2 * i] * ranges[2 * i + 1];
				lowRange[i] = 1;
				for (; limit >= LIMIT; limit = (limit + 255) >> 8) {
					low[i] += next() * lowRange[i];
					lowRange[i] <<= 8;
				}
				nextRanges[i] = limit;
			}
			if (ranges.length % 2 == 1) {
				nextRanges[pairs] = ranges[2 * pairs];
			}
			int[] high = decode(nextRanges);
			int[] digits = new int[ranges.length];
			for (int i = 0; i < pairs; i++) {
				int value = low[i] + lowRange[i] * high[i];
				digits[2 * i] = Integer.remainderUnsigned(value, ranges[2 * i]);
				digits[2 * i + 1] = Integer.divideUnsigned(value, ranges[2 * i]) % ranges[2 * i + 1];
			}
			if (ranges.length % 2 == 1) {
				digits[2 * pairs] = high[pairs];
			}
			return digits;
		}

		private int next() {
			return this.bytes[this.position++] & 0xff;
		}

	}

}
