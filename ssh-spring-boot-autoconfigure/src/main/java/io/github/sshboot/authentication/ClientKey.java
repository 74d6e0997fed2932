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
import java.security.GeneralSecurityException;

import io.github.sshboot.transport.KeyFingerprint;
import org.jspecify.annotations.Nullable;

/**
 * A key, or a certificate for it, that a client can prove to have.
 */
interface ClientKey {

	/**
	 * Return the type of the key as it is in the {@link #blob()}.
	 */
	String type();

	/**
	 * Return the public half as SSH writes it (RFC 4253 section 6.6).
	 */
	byte[] blob();

	/**
	 * Return how to show the key. Of a certificate that is the key it is for, as
	 * {@code ssh-keygen -l} has it.
	 */
	KeyFingerprint fingerprint();

	/**
	 * Return where the key comes from, for people.
	 */
	String origin();

	/**
	 * Return whether to find out first if the server would accept a signature, because
	 * making one may need somebody's consent.
	 */
	boolean isAskedForFirst();

	/**
	 * Say why there is no point in trying the key, or {@code null} if there may be.
	 */
	default @Nullable String hindrance() {
		return null;
	}

	/**
	 * Sign.
	 * @param algorithm the name of the algorithm in the protocol
	 * @param data what to sign
	 * @return the signature as SSH writes it
	 */
	byte[] sign(String algorithm, byte[] data) throws IOException, GeneralSecurityException;

}
