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
import io.github.sshboot.transport.PublicKeyBlob;
import io.github.sshboot.transport.SignatureAlgorithms;
import org.jspecify.annotations.Nullable;

/**
 * A key, or a certificate for it, that a client can prove to have.
 *
 * @param type the type of what is shown to servers
 * @param blob what is shown to servers, as SSH writes it (RFC 4253 section 6.6)
 * @param fingerprint how to show the key to people. Of a certificate that is the key it
 * is for, as {@code ssh-keygen -l} has it
 * @param certificate the certificate, or {@code null} for a plain key
 * @param origin where the key comes from, for people
 * @param signer what signs
 */
record ClientKey(String type, byte[] blob, KeyFingerprint fingerprint, @Nullable Certificate certificate, String origin,
		Signer signer) {

	/**
	 * A key without a certificate.
	 */
	static ClientKey of(PublicKeyBlob key, String origin, Signer signer) {
		return new ClientKey(key.type(), key.bytes(), key.fingerprint(), null, origin, signer);
	}

	/**
	 * A key with a certificate for it.
	 */
	static ClientKey of(Certificate certificate, String origin, Signer signer) {
		return new ClientKey(certificate.type(), certificate.bytes(),
				new KeyFingerprint(certificate.type(), certificate.key().fingerprint().value()), certificate, origin,
				signer);
	}

	boolean isCertificate() {
		return SignatureAlgorithms.isCertificate(this.type);
	}

	/**
	 * Return whether to find out first if the server would accept a signature.
	 */
	boolean isAskedForFirst() {
		return this.signer.needsConsent();
	}

	/**
	 * Say why there is no point in trying the key, or {@code null} if there may be.
	 */
	@Nullable String hindrance() {
		return (this.certificate != null) ? ClientCertificate.invalidity(this.certificate) : null;
	}

	/**
	 * Sign.
	 * @param algorithm the name of the algorithm in the protocol
	 * @param data what to sign
	 * @return the signature as SSH writes it
	 */
	byte[] sign(String algorithm, byte[] data) throws IOException, GeneralSecurityException {
		return this.signer.sign(SignatureAlgorithms.plain(algorithm), data);
	}

	@Override
	public String toString() {
		return "%s from %s".formatted(this.fingerprint, this.origin);
	}

	/**
	 * Signs with the private half of a key.
	 */
	interface Signer {

		/**
		 * Return whether signing may need somebody's consent.
		 */
		boolean needsConsent();

		/**
		 * Sign.
		 * @param algorithm the name of the algorithm, not that of a certificate
		 * @param data what to sign
		 * @return the signature as SSH writes it
		 */
		byte[] sign(String algorithm, byte[] data) throws IOException, GeneralSecurityException;

	}

}
