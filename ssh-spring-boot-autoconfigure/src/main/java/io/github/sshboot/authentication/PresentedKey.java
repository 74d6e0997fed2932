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
import io.github.sshboot.transport.PublicKeyBlob;
import io.github.sshboot.transport.SignatureAlgorithms;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A key that a client says it has.
 *
 * @param blob the key itself, as SSH writes it
 * @param plain the key itself, which signs
 * @param certificate the certificate for it, if that was presented
 */
record PresentedKey(PublicKeyBlob blob, PublicKey plain, @Nullable Certificate certificate) {

	/**
	 * A longer one takes too long to verify with.
	 */
	private static final int MAX_RSA_BITS = 16384;

	/**
	 * Parse a key.
	 * @param bytes the key or certificate as SSH writes it
	 * @param type the type it must be of
	 * @throws IllegalArgumentException if it is no good
	 */
	static PresentedKey parse(byte[] bytes, String type) {
		Certificate certificate = SignatureAlgorithms.isCertificate(type) ? certificate(bytes) : null;
		PublicKeyBlob blob = (certificate != null) ? certificate.key() : key(bytes);
		if (!type.equals((certificate != null) ? certificate.type() : blob.type())) {
			throw new IllegalArgumentException("the key does not fit the algorithm");
		}
		PublicKey plain = blob.key();
		if (plain == null) {
			throw new IllegalArgumentException("the key is of a type that is not supported");
		}
		String weakness = blob.weakness();
		if (weakness != null) {
			throw new IllegalArgumentException("the key is " + weakness);
		}
		if (plain instanceof RSAKey rsa && rsa.getModulus().bitLength() > MAX_RSA_BITS) {
			throw new IllegalArgumentException("the key is an RSA key of more than %d bits".formatted(MAX_RSA_BITS));
		}
		return new PresentedKey(blob, plain, certificate);
	}

	private static Certificate certificate(byte[] bytes) {
		try {
			return Certificate.parse(bytes);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("the certificate is not valid: " + ex.getMessage(), ex);
		}
	}

	private static PublicKeyBlob key(byte[] bytes) {
		try {
			Buffer buffer = new ByteArrayBuffer(bytes);
			PublicKey key = buffer.getRawPublicKey();
			if (key != null && buffer.available() == 0) {
				return PublicKeyBlob.of(key);
			}
		}
		catch (IOException | RuntimeException ex) {
			// said below
		}
		throw new IllegalArgumentException("the key is not valid");
	}

	KeyFingerprint fingerprint() {
		return this.blob.fingerprint();
	}

}
