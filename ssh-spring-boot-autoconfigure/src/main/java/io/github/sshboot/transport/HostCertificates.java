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
import java.util.Collection;

import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.jspecify.annotations.Nullable;

/**
 * Checks the certificates of hosts as OpenSSH's {@code sshkey_cert_check_host} does.
 * Whether their authority is trusted is for others to say.
 */
final class HostCertificates {

	private HostCertificates() {
	}

	/**
	 * Find out what is wrong with a certificate.
	 * @param certificate the certificate
	 * @param host the name of the host that presents it, in lower case
	 * @param now the time
	 * @return why it is not valid or {@code null} if it is
	 */
	static @Nullable String check(OpenSshCertificate certificate, String host, Instant now) {
		if (certificate.getType() != OpenSshCertificate.Type.HOST) {
			return "it is not a host certificate";
		}
		String invalidity = checkTime(certificate, now);
		if (invalidity != null) {
			return "it " + invalidity;
		}
		Collection<String> principals = certificate.getPrincipals();
		if (principals.isEmpty()) {
			return "it names no host";
		}
		if (principals.stream().noneMatch((principal) -> Wildcards.match(principal, host))) {
			return "it is for %s only".formatted(PeerText.printable(principals.toString()));
		}
		if (!certificate.getCriticalOptions().isEmpty()) {
			return "it has critical options";
		}
		return checkSignature(certificate);
	}

	private static @Nullable String checkSignature(OpenSshCertificate certificate) {
		PublicKey authority = certificate.getCaPubKey();
		if (authority instanceof OpenSshCertificate) {
			return "it is signed by a certificate";
		}
		String weakness = PublicKeyBlob.of(authority).weakness();
		if (weakness != null) {
			return "it is signed by a weak key: " + weakness;
		}
		return KeySignatures.verify(authority, certificate.getMessage(), certificate.getSignature()) ? null
				: "its signature is not valid or made with an algorithm that is not safe";
	}

	/**
	 * Find out whether it is the time of a certificate.
	 * @param certificate the certificate
	 * @param now the time
	 * @return why it is not or {@code null} if it is
	 */
	static @Nullable String checkTime(OpenSshCertificate certificate, Instant now) {
		// the times are unsigned: "forever" is 2^64 - 1
		if (Long.compareUnsigned(now.getEpochSecond(), certificate.getValidAfter()) < 0) {
			return "is valid only from %s on".formatted(time(certificate.getValidAfter()));
		}
		if (Long.compareUnsigned(now.getEpochSecond(), certificate.getValidBefore()) >= 0) {
			return "has expired at " + time(certificate.getValidBefore());
		}
		return null;
	}

	/**
	 * Say a time of a certificate.
	 * @param seconds the time as certificates have it
	 * @return the time in words
	 */
	static String time(long seconds) {
		return (seconds < 0 || seconds > Instant.MAX.getEpochSecond()) ? "the end of time"
				: Instant.ofEpochSecond(seconds).toString();
	}

}
