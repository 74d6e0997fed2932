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
import java.security.PrivateKey;
import java.security.PublicKey;

import io.github.sshboot.transport.KeyFingerprint;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A key whose private half is in memory. Signing costs nobody anything.
 *
 * @param publicKey the public half or a certificate for it
 * @param privateKey the private half
 * @param origin where the key comes from, for people
 */
record ClientLoadedKey(PublicKey publicKey, PrivateKey privateKey, String origin) implements ClientKey {

	@Override
	public String type() {
		return KeyUtils.getKeyType(this.publicKey);
	}

	@Override
	public byte[] blob() {
		Buffer buffer = new ByteArrayBuffer();
		buffer.putRawPublicKey(this.publicKey);
		return buffer.getCompactData();
	}

	@Override
	public KeyFingerprint fingerprint() {
		return (this.publicKey instanceof OpenSshCertificate certificate)
				? new KeyFingerprint(type(), KeyFingerprint.of(certificate.getCertPubKey()).value())
				: KeyFingerprint.of(this.publicKey);
	}

	@Override
	public boolean isAskedForFirst() {
		return false;
	}

	@Override
	public @Nullable String hindrance() {
		return (this.publicKey instanceof OpenSshCertificate certificate) ? ClientCertificate.invalidity(certificate)
				: null;
	}

	@Override
	public byte[] sign(String algorithm, byte[] data) throws IOException, GeneralSecurityException {
		String plain = Signatures.plain(algorithm);
		Signature signature = Signatures.named(plain).create();
		byte[] value;
		try {
			signature.initSigner(null, this.privateKey);
			signature.update(null, data);
			value = signature.sign(null);
		}
		catch (IOException | GeneralSecurityException | RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new GeneralSecurityException(ex);
		}
		Buffer buffer = new ByteArrayBuffer();
		buffer.putString(plain);
		buffer.putBytes(value);
		return buffer.getCompactData();
	}

	@Override
	public String toString() {
		return "%s from %s".formatted(fingerprint(), this.origin);
	}

}
