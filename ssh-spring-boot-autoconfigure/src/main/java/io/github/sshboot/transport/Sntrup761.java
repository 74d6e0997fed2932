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

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

import org.apache.sshd.common.kex.KeyEncapsulationMethod;

/**
 * The key encapsulation {@code sntrup761}, which OpenSSH prefers from 9.0 to 9.8. Bouncy
 * Castle's needs 50 ms of a processor for each login of a client.
 *
 * @see <a href="https://ntruprime.cr.yp.to/">NTRU Prime</a>, whose reference
 * implementation is in the public domain
 */
final class Sntrup761 implements KeyEncapsulationMethod {

	static final Sntrup761 INSTANCE = new Sntrup761();

	private static final int P = NtruPrimeRing.P;

	private static final int HASH_BYTES = 32;

	private static final int ENCAPSULATION_BYTES = NtruPrimeEncoding.ROUNDED_BYTES + HASH_BYTES;

	private static final byte REJECTED = 0;

	private static final byte ACCEPTED = 1;

	private static final byte CONFIRMATION = 2;

	private static final byte INPUT = 3;

	private static final byte PUBLIC_KEY = 4;

	private Sntrup761() {
	}

	@Override
	public KeyEncapsulationMethod.Client getClient() {
		return new Client();
	}

	@Override
	public KeyEncapsulationMethod.Server getServer() {
		return new Server();
	}

	/**
	 * Return a random polynomial with as many coefficients that are not 0 as a short one
	 * has: their order is that of random numbers.
	 */
	private static int[] randomShort(SecureRandom random) {
		int[] numbers = randomNumbers(random);
		for (int i = 0; i < P; i++) {
			numbers[i] = (i < NtruPrimeRing.W) ? numbers[i] & -2 : numbers[i] & -3 | 1;
		}
		sort(numbers);
		for (int i = 0; i < P; i++) {
			numbers[i] = (numbers[i] & 3) - 1;
		}
		return numbers;
	}

	private static int[] randomSmall(SecureRandom random) {
		int[] numbers = randomNumbers(random);
		for (int i = 0; i < P; i++) {
			numbers[i] = (((numbers[i] & 0x3fffffff) * 3) >>> 30) - 1;
		}
		return numbers;
	}

	private static int[] randomNumbers(SecureRandom random) {
		byte[] bytes = new byte[P * Integer.BYTES];
		random.nextBytes(bytes);
		int[] numbers = new int[P];
		for (int i = 0; i < P; i++) {
			int offset = i * Integer.BYTES;
			numbers[i] = bytes[offset] & 0xff | (bytes[offset + 1] & 0xff) << 8 | (bytes[offset + 2] & 0xff) << 16
					| bytes[offset + 3] << 24;
		}
		Arrays.fill(bytes, (byte) 0);
		return numbers;
	}

	/**
	 * Sort by Batcher's merge exchange, which compares the same places whatever is there.
	 */
	private static void sort(int[] numbers) {
		int top = Integer.highestOneBit(numbers.length - 1);
		for (int p = top; p > 0; p >>= 1) {
			mergeExchange(numbers, p, 0, p);
			for (int q = top; q > p; q >>= 1) {
				mergeExchange(numbers, p, p, q - p);
			}
		}
	}

	private static void mergeExchange(int[] numbers, int p, int r, int distance) {
		for (int i = 0; i < numbers.length - distance; i++) {
			if ((i & p) == r) {
				int a = numbers[i];
				int b = numbers[i + distance];
				numbers[i] = Math.min(a, b);
				numbers[i + distance] = Math.max(a, b);
			}
		}
	}

	/**
	 * Encapsulate a short polynomial.
	 */
	private static byte[] encapsulate(int[] input, byte[] encodedInput, int[] publicKey, byte[] publicKeyHash) {
		int[] product = NtruPrimeRing.multiply(publicKey, input);
		for (int i = 0; i < P; i++) {
			product[i] -= NtruPrimeRing.freeze3(product[i]);
		}
		byte[] encapsulation = Arrays.copyOf(NtruPrimeEncoding.encodeRounded(product), ENCAPSULATION_BYTES);
		byte[] confirmation = hash(CONFIRMATION, hash(INPUT, encodedInput), publicKeyHash);
		System.arraycopy(confirmation, 0, encapsulation, NtruPrimeEncoding.ROUNDED_BYTES, HASH_BYTES);
		return encapsulation;
	}

	private static byte[] secret(byte accepted, byte[] encodedInput, byte[] encapsulation) {
		return hash(accepted, hash(INPUT, encodedInput), encapsulation);
	}

	private static byte[] hash(byte purpose, byte[]... parts) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-512");
			digest.update(purpose);
			for (byte[] part : parts) {
				digest.update(part);
			}
			return Arrays.copyOf(digest.digest(), HASH_BYTES);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static final class Client implements KeyEncapsulationMethod.Client {

		private final int[] inverse = new int[P];

		private final byte[] rejectedInput = new byte[NtruPrimeEncoding.SMALL_BYTES];

		private int[] secretKey = {};

		private int[] publicKey = {};

		private byte[] encodedPublicKey = {};

		@Override
		public void init() {
			SecureRandom random = new SecureRandom();
			int[] g = randomSmall(random);
			while (!NtruPrimeRing.reciprocal3(g, this.inverse)) {
				g = randomSmall(random);
			}
			this.secretKey = randomShort(random);
			this.publicKey = NtruPrimeRing.multiply(NtruPrimeRing.reciprocalOfTriple(this.secretKey), g);
			this.encodedPublicKey = NtruPrimeEncoding.encodeFull(this.publicKey);
			random.nextBytes(this.rejectedInput);
		}

		@Override
		public byte[] getPublicKey() {
			return this.encodedPublicKey.clone();
		}

		@Override
		public byte[] extractSecret(byte[] encapsulated) {
			if (encapsulated.length != ENCAPSULATION_BYTES) {
				throw new IllegalArgumentException("An encapsulation of sntrup761 has %d bytes, not %d"
					.formatted(ENCAPSULATION_BYTES, encapsulated.length));
			}
			int[] input = decrypt(NtruPrimeEncoding.decodeRounded(encapsulated));
			byte[] encodedInput = NtruPrimeEncoding.encodeSmall(input);
			byte[] expected = encapsulate(input, encodedInput, this.publicKey, hash(PUBLIC_KEY, this.encodedPublicKey));
			int different = 0;
			for (int i = 0; i < ENCAPSULATION_BYTES; i++) {
				different |= (expected[i] ^ encapsulated[i]) & 0xff;
			}
			int rejected = -different >> 31;
			for (int i = 0; i < encodedInput.length; i++) {
				encodedInput[i] ^= (byte) (rejected & (encodedInput[i] ^ this.rejectedInput[i]));
			}
			return secret((byte) (rejected & REJECTED | ~rejected & ACCEPTED), encodedInput, encapsulated);
		}

		private int[] decrypt(int[] encrypted) {
			int[] product = NtruPrimeRing.multiply(encrypted, this.secretKey);
			for (int i = 0; i < P; i++) {
				product[i] = NtruPrimeRing.freeze3(NtruPrimeRing.freezeQ(3 * product[i]));
			}
			int[] input = NtruPrimeRing.multiply3(product, this.inverse);
			int weight = 0;
			for (int i = 0; i < P; i++) {
				weight += input[i] & 1;
			}
			// what is not short becomes some short polynomial
			int wrong = (weight - NtruPrimeRing.W | NtruPrimeRing.W - weight) >> 31;
			for (int i = 0; i < P; i++) {
				int instead = (i < NtruPrimeRing.W) ? 1 : 0;
				input[i] ^= wrong & (input[i] ^ instead);
			}
			return input;
		}

		@Override
		public int getEncapsulationLength() {
			return ENCAPSULATION_BYTES;
		}

	}

	private static final class Server implements KeyEncapsulationMethod.Server {

		private byte[] encapsulation = {};

		private byte[] secret = {};

		@Override
		public int getPublicKeyLength() {
			return NtruPrimeEncoding.FULL_BYTES;
		}

		@Override
		public byte[] init(byte[] publicKey) {
			if (publicKey.length < NtruPrimeEncoding.FULL_BYTES) {
				throw new IllegalArgumentException("A public key of sntrup761 has %d bytes, not %d"
					.formatted(NtruPrimeEncoding.FULL_BYTES, publicKey.length));
			}
			byte[] encoded = Arrays.copyOf(publicKey, NtruPrimeEncoding.FULL_BYTES);
			int[] input = randomShort(new SecureRandom());
			byte[] encodedInput = NtruPrimeEncoding.encodeSmall(input);
			this.encapsulation = encapsulate(input, encodedInput, NtruPrimeEncoding.decodeFull(encoded),
					hash(PUBLIC_KEY, encoded));
			this.secret = secret(ACCEPTED, encodedInput, this.encapsulation);
			return Arrays.copyOfRange(publicKey, NtruPrimeEncoding.FULL_BYTES, publicKey.length);
		}

		@Override
		public byte[] getSecret() {
			return this.secret.clone();
		}

		@Override
		public byte[] getEncapsulation() {
			return this.encapsulation.clone();
		}

	}

}
