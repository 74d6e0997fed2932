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

import java.security.PublicKey;
import java.util.Set;

import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Verifies signatures that say themselves how they are made (RFC 4253 section 6.6), with
 * any safe algorithm for the key: those of OpenSSH's {@code CASignatureAlgorithms}, which
 * leave out SHA-1.
 *
 * @since 0.1.0
 */
public final class KeySignatures {

	private static final Set<BuiltinSignatures> SECURITY_KEYS = Set.of(BuiltinSignatures.sk_ssh_ed25519,
			BuiltinSignatures.sk_ecdsa_sha2_nistp256);

	private static final Set<BuiltinSignatures> ALGORITHMS = Set.of(BuiltinSignatures.ed25519,
			BuiltinSignatures.nistp256, BuiltinSignatures.nistp384, BuiltinSignatures.nistp521,
			BuiltinSignatures.rsaSHA512, BuiltinSignatures.rsaSHA256);

	private KeySignatures() {
	}

	/**
	 * Return whether an algorithm is safe and one of a key.
	 */
	static boolean isSafe(String algorithm, PublicKey key) {
		BuiltinSignatures signature = BuiltinSignatures.fromFactoryName(algorithm);
		return signature != null && signature.getName().equals(algorithm)
				&& (ALGORITHMS.contains(signature) || SECURITY_KEYS.contains(signature))
				&& KeyUtils.getKeyType(key).equals(KeyUtils.getCanonicalKeyType(algorithm));
	}

	/**
	 * Verify a signature. Whatever goes wrong makes it invalid.
	 * @param key the key that should have made it
	 * @param data what is signed
	 * @param signature the signature
	 * @return whether the key has signed the data
	 */
	public static boolean verify(PublicKey key, byte[] data, byte[] signature) {
		try {
			Buffer buffer = new ByteArrayBuffer(signature);
			String name = buffer.getString();
			buffer.getBytes();
			if (!isSafe(name, key)) {
				return false;
			}
			BuiltinSignatures algorithm = BuiltinSignatures.fromFactoryName(name);
			// a security key adds its flags and counter
			if (!SECURITY_KEYS.contains(algorithm) && buffer.available() > 0) {
				return false;
			}
			Signature verifier = algorithm.create();
			verifier.initVerifier(null, key);
			verifier.update(null, data);
			return verifier.verify(null, signature);
		}
		catch (Exception ex) {
			return false;
		}
	}

}
