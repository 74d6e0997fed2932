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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;

import io.github.sshboot.transport.CertificateException;
import io.github.sshboot.transport.CertificateException.Problem;
import io.github.sshboot.transport.CertificateFile;
import io.github.sshboot.transport.KeyMaterial;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The certificate of a user, as {@code ssh-keygen -s ca} writes it.
 *
 * @param material where it comes from
 * @param certificate the certificate
 */
record ClientCertificate(KeyMaterial material, Certificate certificate) {

	private static final Log logger = LogFactory.getLog(ClientCertificate.class);

	private static final String SUFFIX = "-cert.pub";

	static ClientCertificate load(KeyMaterial material) {
		Certificate certificate = parse(material);
		if (!certificate.user()) {
			throw new CertificateException(material, Problem.WRONG_KIND, "is the certificate of a host, not of a user",
					null);
		}
		return new ClientCertificate(material, certificate);
	}

	private static Certificate parse(KeyMaterial material) {
		String line = CertificateFile.read(material);
		try {
			return Certificate.parse(line);
		}
		catch (IllegalArgumentException ex) {
			throw CertificateException.malformed(material, ex);
		}
	}

	/**
	 * Find the certificate beside a private key, as OpenSSH does.
	 */
	static @Nullable ClientCertificate beside(KeyMaterial privateKey) {
		Path file = privateKey.getFile();
		if (file == null) {
			return null;
		}
		Path beside = Path.of(file + SUFFIX);
		if (!Files.exists(beside)) {
			return null;
		}
		try {
			return load(KeyMaterial.ofFile(beside));
		}
		catch (CertificateException ex) {
			logger.warn("Not logging in with a certificate: " + ex.getMessage());
			return null;
		}
	}

	/**
	 * Return whether the certificate is for a key.
	 * @param key the key as SSH writes it
	 */
	boolean certifies(byte[] key) {
		return Arrays.equals(this.certificate.key().bytes(), key);
	}

	/**
	 * Say why a server would not accept a certificate now, or {@code null} if it may.
	 */
	static @Nullable String invalidity(Certificate certificate) {
		Instant now = Instant.now();
		if (certificate.checkTime(now) == null) {
			return null;
		}
		// the times are unsigned
		return (Long.compareUnsigned(now.getEpochSecond(), certificate.validAfter()) < 0)
				? "the certificate is not valid yet"
				: "the certificate has expired at " + Instant.ofEpochSecond(certificate.validBefore());
	}

}
