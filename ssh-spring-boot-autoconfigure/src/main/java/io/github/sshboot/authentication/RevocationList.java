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

import java.util.Set;

import io.github.sshboot.transport.PublicKeyBlob;
import org.jspecify.annotations.Nullable;

/**
 * Keys and certificates that are not accepted any more (sshd_config(5),
 * {@code RevokedKeys}).
 */
interface RevocationList {

	/**
	 * Parse a list in either of the forms that {@code sshd} reads: an OpenSSH key
	 * revocation list, or lines of public keys.
	 * @throws IllegalArgumentException if it is not valid
	 */
	static RevocationList parse(byte[] content) {
		if (KeyRevocationList.isPresentIn(content)) {
			return KeyRevocationList.parse(content);
		}
		Set<PublicKeyBlob> keys = KeyLines.keys(content,
				(line) -> Certificate.isCertificate(line) ? Certificate.parse(line).key() : PublicKeyBlob.parse(line));
		return new RevocationList() {

			@Override
			public boolean revokes(PublicKeyBlob key) {
				return keys.contains(key);
			}

			@Override
			public boolean revokes(Certificate certificate) {
				return false;
			}

		};
	}

	/**
	 * Return whether a key is revoked, whatever it is used for.
	 */
	boolean revokes(PublicKeyBlob key);

	/**
	 * Return whether a certificate itself is revoked, whatever becomes of its keys.
	 */
	boolean revokes(Certificate certificate);

	/**
	 * Say what is revoked of a key.
	 * @param key the key
	 * @param certificate its certificate or {@code null}
	 * @return what is revoked or {@code null} if nothing is
	 */
	default @Nullable String revocation(PublicKeyBlob key, @Nullable Certificate certificate) {
		if (revokes(key)) {
			return "the key";
		}
		if (certificate != null && revokes(certificate)) {
			return "the certificate";
		}
		return (certificate != null && revokes(certificate.authority())) ? "the authority of the certificate" : null;
	}

}
