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

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;

import io.github.sshboot.transport.HostCertificateException.Problem;
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
		OpenSshCertificate certificate = parse(material, read(material));
		if (certificate.getType() != OpenSshCertificate.Type.HOST) {
			throw new HostCertificateException(material, Problem.NOT_FOR_HOSTS,
					"is the certificate of a user, not of a host", null);
		}
		checkSignature(material, certificate);
		return new HostCertificate(material, certificate);
	}

	private static byte[] read(KeyMaterial material) {
		try {
			return material.read();
		}
		catch (NoSuchFileException | FileNotFoundException ex) {
			throw new HostCertificateException(material, Problem.NOT_FOUND, "does not exist", ex);
		}
		catch (IOException ex) {
			throw new HostCertificateException(material, Problem.UNREADABLE,
					"cannot be read (%s)".formatted(ex.getClass().getSimpleName()), ex);
		}
	}

	private static OpenSshCertificate parse(KeyMaterial material, byte[] content) {
		List<String> lines = new String(content, StandardCharsets.UTF_8).lines()
			.map(String::strip)
			.filter((line) -> !line.isEmpty() && !line.startsWith("#"))
			.toList();
		try {
			if (lines.size() == 1 && PublicKeyEntry.parsePublicKeyEntry(lines.get(0))
				.resolvePublicKey(null, null, null) instanceof OpenSshCertificate certificate) {
				return certificate;
			}
		}
		catch (IOException | GeneralSecurityException | RuntimeException ex) {
			throw malformed(material, ex);
		}
		throw malformed(material, null);
	}

	private static HostCertificateException malformed(KeyMaterial material, @Nullable Throwable cause) {
		return new HostCertificateException(material, Problem.MALFORMED, "is not one OpenSSH certificate", cause);
	}

	/**
	 * MINA does not check the signature when it reads a certificate.
	 */
	private static void checkSignature(KeyMaterial material, OpenSshCertificate certificate) {
		PublicKey authority = certificate.getCaPubKey();
		String algorithm = certificate.getSignatureAlgorithm();
		if (!KeySignatures.isSafe(algorithm, authority)) {
			throw new HostCertificateException(material, Problem.BAD_SIGNATURE,
					"is signed with %s, which clients do not accept".formatted(PeerText.printable(algorithm)), null);
		}
		if (!KeySignatures.verify(authority, certificate.getMessage(), certificate.getSignature())) {
			throw new HostCertificateException(material, Problem.BAD_SIGNATURE,
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
