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

import java.security.PublicKey;
import java.time.Instant;

import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.jspecify.annotations.Nullable;

/**
 * What a server presents: its key, and perhaps a certificate for it.
 *
 * @param key the key itself
 * @param authority the key that has signed the certificate
 * @param certificate the certificate
 */
record PresentedHostKey(PublicKeyBlob key, @Nullable PublicKeyBlob authority,
		@Nullable OpenSshCertificate certificate) {

	static PresentedHostKey of(PublicKey key) {
		return (key instanceof OpenSshCertificate certificate)
				? new PresentedHostKey(PublicKeyBlob.of(certificate.getCertPubKey()),
						PublicKeyBlob.of(certificate.getCaPubKey()), certificate)
				: new PresentedHostKey(PublicKeyBlob.of(key), null, null);
	}

	/**
	 * Find out what is wrong with the certificate.
	 * @param endpoint the host that presents it
	 * @return why it is not valid or {@code null} if it is or if there is none
	 */
	@Nullable String checkCertificate(SshEndpoint endpoint) {
		return (this.certificate != null)
				? HostCertificates.check(this.certificate, HostNames.host(endpoint), Instant.now()) : null;
	}

	/**
	 * Describe the key and what vouches for it by their fingerprints.
	 */
	@Override
	public String toString() {
		return (this.authority != null) ? "%s with a certificate '%s' signed by %s".formatted(this.key.fingerprint(),
				PeerText.printable(id()), this.authority.fingerprint()) : this.key.fingerprint().toString();
	}

	private String id() {
		return (this.certificate != null) ? this.certificate.getId() : "";
	}

}
