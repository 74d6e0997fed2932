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
import java.security.interfaces.RSAKey;

import org.jspecify.annotations.Nullable;

/**
 * Which keys nobody should use or trust, whoever's they are. OpenSSH accepts RSA keys
 * from 1024 bits on; below 2048 nothing is safe.
 *
 * @since 0.1.0
 */
public final class KeyStrength {

	private static final int MIN_RSA_BITS = 2048;

	private KeyStrength() {
	}

	/**
	 * Return why a key is too weak.
	 * @param key the key
	 * @return the reason, which says what the key is, or {@code null} if it is strong
	 * enough
	 */
	public static @Nullable String weakness(PublicKey key) {
		if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
			return "an RSA key of %d bits, which is less than %d".formatted(rsa.getModulus().bitLength(), MIN_RSA_BITS);
		}
		return null;
	}

}
