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

import org.jspecify.annotations.Nullable;

/**
 * Whether a user may log in with a public key, once its signature is verified.
 */
sealed interface PublicKeyDecision {

	/**
	 * The key may be used.
	 *
	 * @param permissions what a login with it may do
	 * @param certificate what a certificate says about its owner, or {@code null} for a
	 * plain key
	 * @param touchRequired whether a security key must have been touched
	 * @param verifyRequired whether a security key must have verified its user
	 * @param origin where the key was found, for the log ({@code file:line})
	 */
	record Granted(LoginPermissions permissions, @Nullable UserCertificate certificate, boolean touchRequired,
			boolean verifyRequired, String origin) implements PublicKeyDecision {

	}

	/**
	 * Nothing is configured about the key, so that others may be asked.
	 */
	record Unknown() implements PublicKeyDecision {

	}

	/**
	 * The key may not be used.
	 *
	 * @param reason why, for the log; the client is not told
	 */
	record Refused(String reason) implements PublicKeyDecision {

	}

}
