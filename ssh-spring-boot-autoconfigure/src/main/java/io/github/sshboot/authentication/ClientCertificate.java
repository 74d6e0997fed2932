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

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;

import io.github.sshboot.transport.KeyMaterial;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.jspecify.annotations.Nullable;

/**
 * The certificate of a user, as {@code ssh-keygen -s ca} writes it.
 *
 * @param material where it comes from
 * @param certificate the certificate
 */
record ClientCertificate(KeyMaterial material, OpenSshCertificate certificate) {

	private static final Log logger = LogFactory.getLog(ClientCertificate.class);

	private static final String SUFFIX = "-cert.pub";

	static ClientCertificate load(KeyMaterial material) {
		OpenSshCertificate certificate = parse(material, read(material));
		if (certificate.getType() != OpenSshCertificate.Type.USER) {
			throw new ClientCertificateException(material, "is the certificate of a host, not of a user", null);
		}
		return new ClientCertificate(material, certificate);
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
		catch (ClientCertificateException ex) {
			logger.warn("Not logging in with a certificate: " + ex.getMessage());
			return null;
		}
	}

	private static byte[] read(KeyMaterial material) {
		try {
			return material.read();
		}
		catch (NoSuchFileException | FileNotFoundException ex) {
			throw new ClientCertificateException(material, "does not exist", ex);
		}
		catch (IOException ex) {
			throw new ClientCertificateException(material,
					"cannot be read (%s)".formatted(ex.getClass().getSimpleName()), ex);
		}
	}

	private static OpenSshCertificate parse(KeyMaterial material, byte[] content) {
		List<String> lines = new String(content, StandardCharsets.UTF_8).lines()
			.map(String::strip)
			.filter((line) -> !line.isEmpty() && !line.startsWith("#"))
			.toList();
		Exception failure = null;
		try {
			if (lines.size() == 1 && PublicKeyEntry.parsePublicKeyEntry(lines.get(0))
				.resolvePublicKey(null, null, null) instanceof OpenSshCertificate certificate) {
				return certificate;
			}
		}
		catch (IOException | GeneralSecurityException | RuntimeException ex) {
			failure = ex;
		}
		throw new ClientCertificateException(material, "is not one OpenSSH certificate", failure);
	}

	boolean certifies(PublicKey key) {
		return KeyUtils.compareKeys(this.certificate.getCertPubKey(), key);
	}

	/**
	 * Say why a server would not accept a certificate now, or {@code null} if it may.
	 */
	static @Nullable String invalidity(OpenSshCertificate certificate) {
		if (OpenSshCertificate.isValidNow(certificate)) {
			return null;
		}
		// the times are unsigned
		return (Long.compareUnsigned(Instant.now().getEpochSecond(), certificate.getValidAfter()) < 0)
				? "the certificate is not valid yet"
				: "the certificate has expired at " + Instant.ofEpochSecond(certificate.getValidBefore());
	}

}
