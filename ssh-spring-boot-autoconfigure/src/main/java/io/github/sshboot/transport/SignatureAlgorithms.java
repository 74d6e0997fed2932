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

import org.apache.sshd.common.config.keys.KeyUtils;

/**
 * What the names of signature algorithms say (RFC 4253 section 6.6, OpenSSH's
 * PROTOCOL.certkeys and PROTOCOL.u2f).
 *
 * @since 0.1.0
 */
public final class SignatureAlgorithms {

	/**
	 * How browsers sign with a security key (OpenSSH's PROTOCOL.u2f).
	 */
	public static final String WEBAUTHN = "webauthn-sk-ecdsa-sha2-nistp256@openssh.com";

	static final String SK_ED25519_CERTIFICATE = "sk-ssh-ed25519-cert-v01@openssh.com";

	static final String SK_ECDSA_CERTIFICATE = "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com";

	private static final String CERTIFICATE = "-cert-v01@openssh.com";

	private static final String SECURITY_KEY = "sk-";

	private SignatureAlgorithms() {
	}

	/**
	 * Return whether a name is that of certificates.
	 * @param name the name of an algorithm or of a type of key
	 * @return whether it is that of certificates
	 */
	public static boolean isCertificate(String name) {
		return name.endsWith(CERTIFICATE);
	}

	/**
	 * Return what signs where certificates are named, which sign as the key in them does.
	 * @param name the name of an algorithm or of a type of key
	 * @return the name without certificates
	 */
	public static String plain(String name) {
		if (!isCertificate(name)) {
			return name;
		}
		String plain = name.substring(0, name.length() - CERTIFICATE.length());
		return plain.startsWith(SECURITY_KEY) ? plain + "@openssh.com" : plain;
	}

	/**
	 * Return the type of the keys that an algorithm is for.
	 * @param algorithm the name of the algorithm
	 * @return the type of a key or certificate
	 */
	public static String keyType(String algorithm) {
		return WEBAUTHN.equals(algorithm) ? "sk-ecdsa-sha2-nistp256@openssh.com"
				: KeyUtils.getCanonicalKeyType(algorithm);
	}

}
