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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Chooses something for each user name that is always the same, and that nobody outside
 * can know.
 */
final class UserSecret {

	private static final String ALGORITHM = "HmacSHA256";

	private final SecretKeySpec key;

	UserSecret() {
		byte[] bytes = new byte[32];
		new SecureRandom().nextBytes(bytes);
		this.key = new SecretKeySpec(bytes, ALGORITHM);
	}

	/**
	 * Return the number of a user.
	 * @param username the user name
	 * @param bound the first number that is too high
	 * @return the number
	 */
	int number(String username, int bound) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			return Math.floorMod(ByteBuffer.wrap(mac.doFinal(username.getBytes(StandardCharsets.UTF_8))).getInt(),
					bound);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
