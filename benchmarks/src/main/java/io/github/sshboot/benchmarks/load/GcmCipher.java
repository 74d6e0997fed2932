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
import java.security.GeneralSecurityException;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One direction of {@code aes128-gcm@openssh.com} (RFC 5647).
 */
final class GcmCipher {

	static final int KEY_LENGTH = 16;

	static final int IV_LENGTH = 12;

	static final int TAG_LENGTH = 16;

	private final Cipher cipher;

	private final SecretKeySpec key;

	private final ByteBuffer iv;

	private final int mode;

	GcmCipher(int mode, byte[] key, byte[] iv) throws GeneralSecurityException {
		this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
		this.key = new SecretKeySpec(key, "AES");
		this.iv = ByteBuffer.wrap(iv);
		this.mode = mode;
	}

	byte[] seal(byte[] packet) throws GeneralSecurityException {
		byte[] sealed = new byte[packet.length + TAG_LENGTH];
		System.arraycopy(packet, 0, sealed, 0, 4);
		next().updateAAD(packet, 0, 4);
		this.cipher.doFinal(packet, 4, packet.length - 4, sealed, 4);
		return sealed;
	}

	byte[] open(byte[] length, byte[] body) throws GeneralSecurityException {
		next().updateAAD(length);
		return this.cipher.doFinal(body);
	}

	private Cipher next() throws GeneralSecurityException {
		this.cipher.init(this.mode, this.key, new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, this.iv.array()));
		this.iv.putLong(4, this.iv.getLong(4) + 1);
		return this.cipher;
	}

}
