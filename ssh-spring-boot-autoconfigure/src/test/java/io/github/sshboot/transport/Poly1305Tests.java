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
import java.util.HexFormat;
import java.util.Random;

import org.apache.sshd.common.mac.Poly1305Mac;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The authenticator against RFC 8439 and MINA's.
 */
class Poly1305Tests {

	@ParameterizedTest
	@CsvSource({
			// section 2.5.2
			"85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b,"
					+ "43727970746f6772617068696320466f72756d2052657365617263682047726f7570,"
					+ "a8061dc1305136c6c22b8baf0c0127a9",
			// appendix A.3, vectors 7 to 11: at the edges of the arithmetic
			"0200000000000000000000000000000000000000000000000000000000000000,"
					+ "ffffffffffffffffffffffffffffffff,03000000000000000000000000000000",
			"02000000000000000000000000000000ffffffffffffffffffffffffffffffff,"
					+ "02000000000000000000000000000000,03000000000000000000000000000000",
			"0100000000000000000000000000000000000000000000000000000000000000,"
					+ "fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff"
					+ "11000000000000000000000000000000,05000000000000000000000000000000",
			"0100000000000000000000000000000000000000000000000000000000000000,"
					+ "fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe"
					+ "01010101010101010101010101010101,00000000000000000000000000000000",
			"0200000000000000000000000000000000000000000000000000000000000000,"
					+ "fdffffffffffffffffffffffffffffff,faffffffffffffffffffffffffffffff",
			"0100000000000000040000000000000000000000000000000000000000000000,"
					+ "e33594d7505e43b900000000000000003394d7505e4379cd01000000000000000000000000000000"
					+ "000000000000000001000000000000000000000000000000,14000000000000005500000000000000",
			"0100000000000000040000000000000000000000000000000000000000000000,"
					+ "e33594d7505e43b900000000000000003394d7505e4379cd01000000000000000000000000000000"
					+ "0000000000000000,13000000000000000000000000000000" })
	void tagIsThatOfTheStandard(String key, String message, String tag) {
		HexFormat hex = HexFormat.of();
		assertThat(hex.formatHex(tag(hex.parseHex(key), hex.parseHex(message)))).isEqualTo(tag);
	}

	@Test
	void tagIsThatOfMinaForEveryLength() throws Exception {
		Random random = new Random(1);
		Poly1305Mac mina = new Poly1305Mac();
		for (int length = 0; length <= 2000; length++) {
			byte[] key = new byte[Poly1305.KEY_SIZE];
			byte[] message = new byte[length];
			random.nextBytes(key);
			random.nextBytes(message);
			if (length % 3 == 0) {
				// large limbs are where a carry would be lost
				Arrays.fill(message, (byte) 0xFF);
			}
			mina.init(key);
			mina.update(message, 0, length);
			assertThat(tag(key, message)).as("length %d", length).isEqualTo(mina.doFinal());
		}
	}

	@Test
	void messageCanComeInPieces() {
		Random random = new Random(2);
		byte[] key = new byte[Poly1305.KEY_SIZE];
		byte[] message = new byte[500];
		random.nextBytes(key);
		random.nextBytes(message);
		byte[] expected = tag(key, message);
		for (int round = 0; round < 200; round++) {
			Poly1305 poly = new Poly1305();
			poly.init(key);
			for (int position = 0; position < message.length;) {
				int count = Math.min(random.nextInt(40), message.length - position);
				poly.update(message, position, count);
				position += count;
			}
			assertThat(poly.matches(expected, 0)).isTrue();
		}
	}

	@Test
	void anyOtherTagDoesNotMatch() {
		byte[] key = new byte[Poly1305.KEY_SIZE];
		new Random(3).nextBytes(key);
		byte[] tag = tag(key, new byte[] { 1, 2, 3 });
		for (int bit = 0; bit < Poly1305.TAG_SIZE * Byte.SIZE; bit++) {
			byte[] other = tag.clone();
			other[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
			Poly1305 poly = new Poly1305();
			poly.init(key);
			poly.update(new byte[] { 1, 2, 3 }, 0, 3);
			assertThat(poly.matches(other, 0)).as("bit %d", bit).isFalse();
		}
	}

	private static byte[] tag(byte[] key, byte[] message) {
		Poly1305 poly = new Poly1305();
		poly.init(key);
		poly.update(message, 0, message.length);
		byte[] tag = new byte[Poly1305.TAG_SIZE];
		poly.tag(tag, 0);
		return tag;
	}

}
