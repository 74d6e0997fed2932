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
import java.security.PublicKey;
import java.util.Base64;

import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;

/**
 * How a public key is shown to people: as {@code ssh-keygen -l} does.
 *
 * @param type the key type, for example {@code ssh-ed25519}
 * @param value the fingerprint, for example {@code SHA256:6tGe...}
 * @since 0.1.0
 */
public record KeyFingerprint(String type, String value) {

	static final String PREFIX = "SHA256:";

	/**
	 * Compute the fingerprint of a key.
	 * @param key the key
	 * @return its fingerprint
	 */
	public static KeyFingerprint of(PublicKey key) {
		return new KeyFingerprint(KeyUtils.getKeyType(key),
				KeyUtils.getFingerPrint(BuiltinDigests.sha256.create(), key));
	}

	/**
	 * Compute the fingerprint of a key as SSH writes it.
	 * @param type the type of the key
	 * @param blob the key
	 * @return its fingerprint
	 */
	public static KeyFingerprint of(String type, byte[] blob) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
			return new KeyFingerprint(type, PREFIX + Base64.getEncoder().withoutPadding().encodeToString(digest));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return this.type + " " + this.value;
	}

}
