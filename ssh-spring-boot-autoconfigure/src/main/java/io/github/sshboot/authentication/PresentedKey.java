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

package io.github.sshboot.authentication;

import java.io.IOException;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;

import io.github.sshboot.transport.KeyFingerprint;
import io.github.sshboot.transport.KeyStrength;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * A key that a client says it has.
 *
 * @param presented the key or certificate as it was presented
 * @param plain the key itself, which signs
 * @param fingerprint its fingerprint
 */
record PresentedKey(PublicKey presented, PublicKey plain, KeyFingerprint fingerprint) {

	/**
	 * A longer one takes too long to verify with.
	 */
	private static final int MAX_RSA_BITS = 16384;

	/**
	 * Parse a key.
	 * @param blob the key as SSH writes it
	 * @param type the type it must be of
	 * @throws IllegalArgumentException if it is no good
	 */
	static PresentedKey parse(byte[] blob, String type) {
		PublicKey presented = parse(blob);
		if (!KeyUtils.getKeyType(presented).equals(type)) {
			throw new IllegalArgumentException("the key does not fit the algorithm");
		}
		PublicKey plain = (presented instanceof OpenSshCertificate certificate) ? certificate.getCertPubKey()
				: presented;
		if (plain instanceof OpenSshCertificate) {
			throw new IllegalArgumentException("a certificate is not a key");
		}
		String weakness = KeyStrength.weakness(plain);
		if (weakness != null) {
			throw new IllegalArgumentException("the key is " + weakness);
		}
		if (plain instanceof RSAKey rsa && rsa.getModulus().bitLength() > MAX_RSA_BITS) {
			throw new IllegalArgumentException("the key is an RSA key of more than %d bits".formatted(MAX_RSA_BITS));
		}
		return new PresentedKey(presented, plain, KeyFingerprint.of(plain));
	}

	private static PublicKey parse(byte[] blob) {
		try {
			Buffer buffer = new ByteArrayBuffer(blob);
			PublicKey key = buffer.getRawPublicKey();
			if (key != null && buffer.available() == 0) {
				return key;
			}
		}
		catch (IOException | RuntimeException ex) {
			// said below
		}
		throw new IllegalArgumentException("the key is not valid");
	}

}
