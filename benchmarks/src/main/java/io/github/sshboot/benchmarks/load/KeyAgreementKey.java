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

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

import javax.crypto.KeyAgreement;

/**
 * The client's half of {@code curve25519-sha256} (RFC 8731).
 */
final class KeyAgreementKey {

	private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b656e032100");

	private final KeyPair pair;

	private final byte[] publicBytes;

	private KeyAgreementKey(KeyPair pair) {
		this.pair = pair;
		byte[] encoded = this.pair.getPublic().getEncoded();
		this.publicBytes = Arrays.copyOfRange(encoded, X509_PREFIX.length, encoded.length);
	}

	static KeyAgreementKey generate() {
		try {
			return new KeyAgreementKey(KeyPairGenerator.getInstance("X25519").generateKeyPair());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	byte[] publicBytes() {
		return this.publicBytes;
	}

	BigInteger agree(byte[] peer) throws GeneralSecurityException {
		byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + peer.length);
		System.arraycopy(peer, 0, encoded, X509_PREFIX.length, peer.length);
		KeyAgreement agreement = KeyAgreement.getInstance("X25519");
		agreement.init(this.pair.getPrivate());
		agreement.doPhase(KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(encoded)), true);
		return new BigInteger(1, agreement.generateSecret());
	}

}
