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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;

import org.apache.sshd.common.kex.BuiltinKEM;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Sntrup761}, {@link NtruPrimeRing} and {@link NtruPrimeEncoding}.
 */
class Sntrup761Tests {

	private static final int P = NtruPrimeRing.P;

	private static final int Q = NtruPrimeRing.Q;

	private final Random random = new Random(761);

	@RepeatedTest(10)
	void agreesWithBouncyCastle() {
		assertAgree(Sntrup761.INSTANCE, BuiltinKEM.sntrup761);
		assertAgree(BuiltinKEM.sntrup761, Sntrup761.INSTANCE);
		assertAgree(Sntrup761.INSTANCE, Sntrup761.INSTANCE);
	}

	private static void assertAgree(KeyEncapsulationMethod forClient, KeyEncapsulationMethod forServer) {
		KeyEncapsulationMethod.Client client = forClient.getClient();
		client.init();
		KeyEncapsulationMethod.Server server = forServer.getServer();
		assertThat(server.init(concat(client.getPublicKey(), 1, 2))).containsExactly(1, 2);
		assertThat(client.getPublicKey()).hasSize(server.getPublicKeyLength());
		assertThat(server.getEncapsulation()).hasSize(client.getEncapsulationLength());
		assertThat(client.extractSecret(server.getEncapsulation())).hasSize(32).isEqualTo(server.getSecret());
	}

	private static byte[] concat(byte[] bytes, int... more) {
		byte[] all = Arrays.copyOf(bytes, bytes.length + more.length);
		for (int i = 0; i < more.length; i++) {
			all[bytes.length + i] = (byte) more[i];
		}
		return all;
	}

	@Test
	void changedEncapsulationHasAnotherSecretThatStaysTheSame() {
		KeyEncapsulationMethod.Client client = Sntrup761.INSTANCE.getClient();
		client.init();
		KeyEncapsulationMethod.Server server = Sntrup761.INSTANCE.getServer();
		server.init(client.getPublicKey());
		for (int position : new int[] { 0, 500, NtruPrimeEncoding.ROUNDED_BYTES,
				client.getEncapsulationLength() - 1 }) {
			byte[] changed = server.getEncapsulation();
			changed[position] ^= 1;
			byte[] secret = client.extractSecret(changed);
			assertThat(secret).isNotEqualTo(server.getSecret()).isEqualTo(client.extractSecret(changed));
		}
		byte[] garbage = new byte[client.getEncapsulationLength()];
		Arrays.fill(garbage, (byte) 0xff);
		assertThat(client.extractSecret(garbage)).hasSize(32);
	}

	/**
	 * What is wrong has a secret that depends on nothing of the key but what is there for
	 * this only, since any other would tell of the rest of the key.
	 */
	@Test
	void wrongEncapsulationIsRejectedWhateverBitIsChanged() throws Exception {
		KeyEncapsulationMethod.Client client = Sntrup761.INSTANCE.getClient();
		client.init();
		KeyEncapsulationMethod.Server server = Sntrup761.INSTANCE.getServer();
		server.init(client.getPublicKey());
		byte[] encapsulation = server.getEncapsulation();
		for (int position : new int[] { 0, 500, NtruPrimeEncoding.ROUNDED_BYTES, encapsulation.length - 1 }) {
			for (int bit = 0; bit < Byte.SIZE; bit++) {
				byte[] changed = encapsulation.clone();
				changed[position] ^= (byte) (1 << bit);
				assertThat(client.extractSecret(changed)).as("bit %d of byte %d", bit, position)
					.isEqualTo(rejection(client, changed));
			}
		}
		byte[] garbage = new byte[encapsulation.length];
		for (int i = 0; i < 20; i++) {
			this.random.nextBytes(garbage);
			assertThat(client.extractSecret(garbage)).isEqualTo(rejection(client, garbage));
		}
	}

	/**
	 * Whoever may encapsulate anything can choose what the secret key does to it.
	 */
	@Test
	void encapsulationOfWhatIsNotShortIsRejected() throws Exception {
		KeyEncapsulationMethod.Client client = Sntrup761.INSTANCE.getClient();
		client.init();
		for (int weight : new int[] { 0, 10, NtruPrimeRing.W - 1, NtruPrimeRing.W, NtruPrimeRing.W + 1 }) {
			int[] input = new int[P];
			Arrays.fill(input, 0, weight, 1);
			byte[] encapsulation = encapsulate(input, client.getPublicKey());
			byte[] accepted = hash(1, hash(3, NtruPrimeEncoding.encodeSmall(input)), encapsulation);
			assertThat(client.extractSecret(encapsulation)).as("weight %d", weight)
				.isEqualTo((weight == NtruPrimeRing.W) ? accepted : rejection(client, encapsulation));
		}
	}

	private static byte[] encapsulate(int[] input, byte[] publicKey) throws Exception {
		int[] product = NtruPrimeRing.multiply(NtruPrimeEncoding.decodeFull(publicKey), input);
		for (int i = 0; i < P; i++) {
			product[i] -= NtruPrimeRing.freeze3(product[i]);
		}
		byte[] rounded = NtruPrimeEncoding.encodeRounded(product);
		byte[] encapsulation = Arrays.copyOf(rounded, rounded.length + 32);
		System.arraycopy(hash(2, hash(3, NtruPrimeEncoding.encodeSmall(input)), hash(4, publicKey)), 0, encapsulation,
				rounded.length, 32);
		return encapsulation;
	}

	private static byte[] rejection(KeyEncapsulationMethod.Client client, byte[] encapsulation) throws Exception {
		byte[] input = (byte[]) ReflectionTestUtils.getField(client, "rejectedInput");
		return hash(0, hash(3, input), encapsulation);
	}

	private static byte[] hash(int purpose, byte[]... parts) throws Exception {
		MessageDigest digest = MessageDigest.getInstance("SHA-512");
		digest.update((byte) purpose);
		for (byte[] part : parts) {
			digest.update(part);
		}
		return Arrays.copyOf(digest.digest(), 32);
	}

	@Test
	void eachKeyAndEachSecretIsAnother() {
		KeyEncapsulationMethod.Client client = Sntrup761.INSTANCE.getClient();
		client.init();
		KeyEncapsulationMethod.Client other = Sntrup761.INSTANCE.getClient();
		other.init();
		assertThat(client.getPublicKey()).isNotEqualTo(other.getPublicKey());
		KeyEncapsulationMethod.Server server = Sntrup761.INSTANCE.getServer();
		server.init(client.getPublicKey());
		byte[] first = server.getSecret();
		server.init(client.getPublicKey());
		assertThat(server.getSecret()).isNotEqualTo(first);
	}

	@Test
	void wrongLengthsAreRefused() {
		KeyEncapsulationMethod.Server server = Sntrup761.INSTANCE.getServer();
		assertThatIllegalArgumentException().isThrownBy(() -> server.init(new byte[1157]))
			.withMessage("A public key of sntrup761 has 1158 bytes, not 1157");
		KeyEncapsulationMethod.Client client = Sntrup761.INSTANCE.getClient();
		client.init();
		assertThatIllegalArgumentException().isThrownBy(() -> client.extractSecret(new byte[1040]))
			.withMessage("An encapsulation of sntrup761 has 1039 bytes, not 1040");
	}

	@Test
	void coefficientsAreReduced() {
		for (int value = -14_000_000; value <= 14_000_000; value += 7) {
			int reduced = NtruPrimeRing.freezeQ(value);
			assertThat(reduced).isEqualTo(centred(value, Q));
		}
		for (int value = -16_000; value <= 16_000; value++) {
			assertThat(NtruPrimeRing.freeze3(value)).isEqualTo(centred(value, 3));
		}
	}

	private static int centred(int value, int modulus) {
		int half = (modulus - 1) / 2;
		return Math.floorMod(value + half, modulus) - half;
	}

	@Test
	void reciprocalsMultiplyToOne() {
		int[] one = new int[P];
		one[0] = 1;
		int[] reciprocal = new int[P];
		int[] small = polynomial(-1, 1);
		while (!NtruPrimeRing.reciprocal3(small, reciprocal)) {
			small = polynomial(-1, 1);
		}
		assertThat(NtruPrimeRing.multiply3(small, reciprocal)).isEqualTo(one);
		int[] product = NtruPrimeRing.multiply(NtruPrimeRing.reciprocalOfTriple(small), small);
		assertThat(IntStream.of(product).map((value) -> NtruPrimeRing.freezeQ(3 * value)).toArray()).isEqualTo(one);
	}

	@Test
	void thereIsNoReciprocalOfZero() {
		assertThat(NtruPrimeRing.reciprocal3(new int[P], new int[P])).isFalse();
	}

	@Test
	void polynomialsAreReadAsTheyWereWritten() {
		for (int i = 0; i < 50; i++) {
			int[] full = polynomial(-2295, 2295);
			assertThat(NtruPrimeEncoding.decodeFull(NtruPrimeEncoding.encodeFull(full))).isEqualTo(full);
			int[] rounded = IntStream.of(polynomial(-765, 765)).map((value) -> 3 * value).toArray();
			assertThat(NtruPrimeEncoding.decodeRounded(NtruPrimeEncoding.encodeRounded(rounded))).isEqualTo(rounded);
		}
		int[] small = new int[P];
		Arrays.setAll(small, (i) -> i % 3 - 1);
		assertThat(HexFormat.of().formatHex(NtruPrimeEncoding.encodeSmall(small), 0, 3)).isEqualTo("244992");
	}

	@Test
	void whateverIsReadIsWithinItsRange() {
		byte[] bytes = new byte[NtruPrimeEncoding.FULL_BYTES];
		for (int i = 0; i < 50; i++) {
			this.random.nextBytes(bytes);
			assertThat(IntStream.of(NtruPrimeEncoding.decodeFull(bytes))).hasSize(P)
				.allMatch((value) -> Math.abs(value) <= 2295);
			assertThat(IntStream.of(NtruPrimeEncoding.decodeRounded(bytes))).hasSize(P)
				.allMatch((value) -> Math.abs(value) <= 2295);
		}
	}

	private int[] polynomial(int lowest, int highest) {
		return this.random.ints(P, lowest, highest + 1).toArray();
	}

}
