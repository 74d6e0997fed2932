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

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

import javax.crypto.AEADBadTagException;

import org.apache.sshd.common.cipher.ChaCha20Cipher;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.cipher.Cipher.Mode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The cipher against MINA's.
 */
class ChaCha20Poly1305CipherTests {

	private static final int LENGTH = 4;

	private static final int TAG = 16;

	private final Random random = new Random(7);

	private final byte[] key = bytes(64);

	@Test
	void packetsAreThoseOfMinaForEveryLength() throws Exception {
		Cipher ours = cipher(new ChaCha20Poly1305Cipher(), Mode.Encrypt, 3);
		Cipher minas = cipher(new ChaCha20Cipher(), Mode.Encrypt, 3);
		Cipher decrypting = cipher(new ChaCha20Poly1305Cipher(), Mode.Decrypt, 3);
		for (int length = 0; length <= 2000; length++) {
			byte[] packet = bytes(LENGTH + length + TAG);
			byte[] encrypted = encrypt(ours, packet, length);
			assertThat(encrypted).as("length %d", length).isEqualTo(encrypt(minas, packet, length));
			decrypt(decrypting, encrypted, length);
			assertThat(encrypted).startsWith(Arrays.copyOf(packet, LENGTH + length));
		}
	}

	@Test
	void numberOfThePacketWrapsAround() throws Exception {
		long last = 0xFFFFFFFFL;
		Cipher ours = cipher(new ChaCha20Poly1305Cipher(), Mode.Encrypt, last);
		Cipher minas = cipher(new ChaCha20Cipher(), Mode.Encrypt, last);
		for (int i = 0; i < 3; i++) {
			byte[] packet = bytes(LENGTH + 64 + TAG);
			assertThat(encrypt(ours, packet, 64)).isEqualTo(encrypt(minas, packet, 64));
		}
	}

	@Test
	void anyChangedBitIsNoticed() throws Exception {
		byte[] packet = encrypt(cipher(new ChaCha20Poly1305Cipher(), Mode.Encrypt, 0), bytes(LENGTH + 40 + TAG), 40);
		for (int bit = 0; bit < packet.length * Byte.SIZE; bit++) {
			byte[] changed = packet.clone();
			changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
			Cipher decrypting = cipher(new ChaCha20Poly1305Cipher(), Mode.Decrypt, 0);
			assertThatExceptionOfType(AEADBadTagException.class).as("bit %d", bit)
				.isThrownBy(() -> decrypt(decrypting, changed, 40));
		}
	}

	@Test
	void packetIsGoodForItsPlaceOnly() throws Exception {
		byte[] packet = encrypt(cipher(new ChaCha20Poly1305Cipher(), Mode.Encrypt, 5), bytes(LENGTH + 40 + TAG), 40);
		Cipher decrypting = cipher(new ChaCha20Poly1305Cipher(), Mode.Decrypt, 6);
		assertThatExceptionOfType(AEADBadTagException.class).isThrownBy(() -> decrypt(decrypting, packet, 40));
	}

	private Cipher cipher(Cipher cipher, Mode mode, long packet) throws Exception {
		cipher.init(mode, this.key.clone(), ByteBuffer.allocate(Long.BYTES).putLong(packet).array());
		return cipher;
	}

	private byte[] encrypt(Cipher cipher, byte[] packet, int length) throws Exception {
		byte[] encrypted = packet.clone();
		cipher.updateAAD(encrypted, 0, LENGTH);
		cipher.update(encrypted, LENGTH, length);
		return encrypted;
	}

	private void decrypt(Cipher cipher, byte[] packet, int length) throws Exception {
		cipher.updateAAD(packet, 0, LENGTH);
		cipher.update(packet, LENGTH, length);
	}

	private byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return bytes;
	}

}
