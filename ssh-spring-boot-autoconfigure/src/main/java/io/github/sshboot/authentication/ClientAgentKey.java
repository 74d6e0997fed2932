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
import java.security.PublicKey;
import java.util.Optional;

import io.github.sshboot.transport.KeyFingerprint;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A key of an agent, of whatever type: also one whose private half is in a security key.
 *
 * @param agent the agent
 * @param type the type of what is shown to servers
 * @param blob what is shown to servers
 * @param agentBlob what the agent knows the key by
 * @param publicKey the key or certificate, or {@code null} if its type is not known
 * @param origin where the key comes from, for people
 */
record ClientAgentKey(ClientAgent agent, String type, byte[] blob, byte[] agentBlob, @Nullable PublicKey publicKey,
		String origin) implements ClientKey {

	private static final int RSA_SHA2_256 = 2;

	private static final int RSA_SHA2_512 = 4;

	static ClientAgentKey of(ClientAgent agent, byte[] blob, String comment) {
		return new ClientAgentKey(agent, new ByteArrayBuffer(blob).getString(), blob, blob, parse(blob),
				comment.isEmpty() ? agent.toString() : "%s ('%s')".formatted(agent, comment));
	}

	private static @Nullable PublicKey parse(byte[] blob) {
		try {
			return new ByteArrayBuffer(blob).getRawPublicKey();
		}
		catch (IOException | RuntimeException ex) {
			// it is the agent that has to know it
			return null;
		}
	}

	boolean isCertificate() {
		return this.publicKey instanceof OpenSshCertificate;
	}

	/**
	 * Return this key with a certificate, if that is for it.
	 */
	Optional<ClientAgentKey> certifiedBy(ClientCertificate certificate) {
		if (this.publicKey == null || isCertificate() || !certificate.certifies(this.publicKey)) {
			return Optional.empty();
		}
		Buffer certified = new ByteArrayBuffer();
		certified.putRawPublicKey(certificate.certificate());
		return Optional.of(new ClientAgentKey(this.agent, certificate.certificate().getKeyType(),
				certified.getCompactData(), this.agentBlob, certificate.certificate(),
				"%s for a key of %s".formatted(certificate.material(), this.agent)));
	}

	@Override
	public KeyFingerprint fingerprint() {
		return (this.publicKey instanceof OpenSshCertificate certificate)
				? new KeyFingerprint(this.type, KeyFingerprint.of(certificate.getCertPubKey()).value())
				: KeyFingerprint.of(this.type, this.blob);
	}

	@Override
	public boolean isAskedForFirst() {
		return true;
	}

	@Override
	public @Nullable String hindrance() {
		return (this.publicKey instanceof OpenSshCertificate certificate) ? ClientCertificate.invalidity(certificate)
				: null;
	}

	@Override
	public byte[] sign(String algorithm, byte[] data) throws IOException, GeneralSecurityException {
		String plain = Signatures.plain(algorithm);
		int flags = switch (plain) {
			case "rsa-sha2-256" -> RSA_SHA2_256;
			case "rsa-sha2-512" -> RSA_SHA2_512;
			default -> 0;
		};
		byte[] signature = this.agent.sign(this.agentBlob, data, flags);
		String used = new ByteArrayBuffer(signature).getString();
		if (!used.equals(plain)) {
			throw new GeneralSecurityException("%s signs with %s instead of %s".formatted(this.agent, used, plain));
		}
		return signature;
	}

	@Override
	public String toString() {
		return "%s from %s".formatted(fingerprint(), this.origin);
	}

}
