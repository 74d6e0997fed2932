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

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Instant;

import io.github.sshboot.transport.CertificateException.Problem;
import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.jspecify.annotations.Nullable;

/**
 * A host certificate as {@code ssh-keygen -h -s ca} writes it.
 *
 * @param material where it comes from
 * @param certificate the certificate
 */
record HostCertificate(KeyMaterial material, OpenSshCertificate certificate) {

	/**
	 * Load a certificate and check all that does not depend on the time.
	 */
	static HostCertificate load(KeyMaterial material) {
		CryptoProviders.install();
		OpenSshCertificate certificate = parse(material);
		if (certificate.getType() != OpenSshCertificate.Type.HOST) {
			throw new CertificateException(material, Problem.WRONG_KIND, "is the certificate of a user, not of a host",
					null);
		}
		checkSignature(material, certificate);
		return new HostCertificate(material, certificate);
	}

	private static OpenSshCertificate parse(KeyMaterial material) {
		String line = CertificateFile.read(material);
		try {
			if (PublicKeyEntry.parsePublicKeyEntry(line)
				.resolvePublicKey(null, null, null) instanceof OpenSshCertificate certificate) {
				return certificate;
			}
		}
		catch (IOException | GeneralSecurityException | RuntimeException ex) {
			throw CertificateException.malformed(material, ex);
		}
		throw CertificateException.malformed(material, null);
	}

	/**
	 * MINA does not check the signature when it reads a certificate.
	 */
	private static void checkSignature(KeyMaterial material, OpenSshCertificate certificate) {
		PublicKey authority = certificate.getCaPubKey();
		String algorithm = certificate.getSignatureAlgorithm();
		if (!KeySignatures.isSafe(algorithm, authority)) {
			throw new CertificateException(material, Problem.BAD_SIGNATURE,
					"is signed with %s, which clients do not accept".formatted(PeerText.printable(algorithm)), null);
		}
		if (!KeySignatures.verify(authority, certificate.getMessage(), certificate.getSignature())) {
			throw new CertificateException(material, Problem.BAD_SIGNATURE,
					"is not signed by the authority that it names, %s".formatted(KeyFingerprint.of(authority)), null);
		}
	}

	/**
	 * Return the type of the certificate.
	 */
	String type() {
		return this.certificate.getKeyType();
	}

	/**
	 * Return the fingerprint of the key that the certificate is for.
	 */
	KeyFingerprint keyFingerprint() {
		return KeyFingerprint.of(this.certificate.getCertPubKey());
	}

	/**
	 * Return whether the certificate is for a key.
	 */
	boolean certifies(PublicKey key) {
		return KeyUtils.compareKeys(this.certificate.getCertPubKey(), key);
	}

	/**
	 * Say why clients do not accept the certificate at a time, or {@code null} if they
	 * do.
	 */
	@Nullable String invalidity(Instant time) {
		return HostCertificates.checkTime(this.certificate, time);
	}

	/**
	 * Return what tells the certificate from others.
	 */
	String describe() {
		return "%s of %s with serial %s until %s".formatted(type(), KeyFingerprint.of(this.certificate.getCaPubKey()),
				Long.toUnsignedString(this.certificate.getSerial()),
				HostCertificates.time(this.certificate.getValidBefore()));
	}

}
