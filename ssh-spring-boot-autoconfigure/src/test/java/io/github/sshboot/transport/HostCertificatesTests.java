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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import io.github.sshboot.testing.SshKeygen;
import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.OpenSshCertificateImpl;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Certificates of hosts that {@code ssh-keygen} has made, and forged ones.
 */
class HostCertificatesTests {

	private static final String HOST = "host.example.org";

	@TempDir
	static Path directory;

	private static SshKeygen keygen;

	private static Path authority;

	private static Path key;

	@BeforeAll
	static void makeKeys() {
		CryptoProviders.install();
		keygen = SshKeygen.in(directory);
		authority = keygen.key("ca");
		key = keygen.key("host");
	}

	@ParameterizedTest
	@CsvSource({ "ed25519, ed25519", "ed25519, ecdsa", "ecdsa, rsa", "rsa, ed25519" })
	void validOneIsTrusted(String type, String authorityType) throws Exception {
		Path otherAuthority = keygen.key("ca_" + type + authorityType, "-t", authorityType);
		Path otherKey = keygen.key("host_" + type + authorityType, "-t", type);
		OpenSshCertificate certificate = read(keygen.certificate(otherAuthority, otherKey, "-n", HOST));
		assertThat(check(certificate)).isNull();
		assertThat(PresentedHostKey.of(certificate).key().toString()).isEqualTo(SshKeygen.line(otherKey));
		assertThat(PresentedHostKey.of(certificate).authority()).hasToString(SshKeygen.line(otherAuthority));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ',
			value = { "host.example.org true", "*.example.org true", "h?st.example.org true", "* true",
					"example.org false", "HOST.example.org false", "!other,* true", "host.example.org. false",
					"[host.example.org]:2222 false", "a,b,host.example.org true", "*.example.com false" })
	void namesOfHostsAreMatchedAsInOpenSsh(String principals, boolean valid) throws Exception {
		String reason = check(certificate("-n", principals));
		if (valid) {
			assertThat(reason).isNull();
		}
		else {
			assertThat(reason).contains("it is for");
		}
	}

	@Test
	void validityIsThatOfItsTimes() throws Exception {
		OpenSshCertificate certificate = certificate("-n", HOST, "-V", "20300101000000Z:20300102000000Z");
		Instant from = Instant.parse("2030-01-01T00:00:00Z");
		Instant to = Instant.parse("2030-01-02T00:00:00Z");
		assertThat(HostCertificates.check(certificate, HOST, from.minusSeconds(1)))
			.contains("valid only from 2030-01-01T00:00:00Z");
		assertThat(HostCertificates.check(certificate, HOST, from)).isNull();
		assertThat(HostCertificates.check(certificate, HOST, to.minusSeconds(1))).isNull();
		assertThat(HostCertificates.check(certificate, HOST, to)).contains("expired at 2030-01-02T00:00:00Z");
		assertThat(HostCertificates.check(certificate("-n", HOST, "-V", "always:forever"), HOST,
				to.plus(Duration.ofDays(100_000))))
			.isNull();
	}

	@Test
	void certificateOfAUserIsRefused() throws Exception {
		OpenSshCertificateImpl certificate = copy(certificate("-n", HOST));
		certificate.setType(OpenSshCertificate.Type.USER);
		assertThat(check(certificate)).isEqualTo("it is not a host certificate");
	}

	@Test
	void oneWithoutNamesOrWithCriticalOptionsIsRefused() throws Exception {
		assertThat(check(certificate())).isEqualTo("it names no host");
		assertThat(check(certificate("-n", HOST, "-O", "critical:x=y"))).isEqualTo("it has critical options");
	}

	@Test
	void forgedOneIsRefused() throws Exception {
		OpenSshCertificate genuine = certificate("-n", HOST);
		byte[] message = genuine.getMessage().clone();
		message[message.length - 100] ^= 1;
		OpenSshCertificateImpl forged = copy(genuine);
		forged.setMessage(message);
		assertThat(check(forged)).contains("signature is not valid");
		for (byte[] signature : new byte[][] { {}, new byte[4], new byte[83], null }) {
			forged = copy(genuine);
			forged.setSignature(signature);
			assertThat(check(forged)).contains("signature is not valid");
		}
	}

	@Test
	void oneSignedByACertificateIsRefused() throws Exception {
		OpenSshCertificate genuine = certificate("-n", HOST);
		OpenSshCertificateImpl nested = copy(genuine);
		nested.setCaPubKey(genuine);
		assertThat(check(nested)).isEqualTo("it is signed by a certificate");
	}

	private static OpenSshCertificateImpl copy(OpenSshCertificate from) {
		OpenSshCertificateImpl copy = new OpenSshCertificateImpl();
		copy.setKeyType(from.getKeyType());
		copy.setNonce(from.getNonce());
		copy.setCertPubKey(from.getCertPubKey());
		copy.setType(from.getType());
		copy.setId(from.getId());
		copy.setPrincipals(from.getPrincipals());
		copy.setCaPubKey(from.getCaPubKey());
		copy.setMessage(from.getMessage());
		copy.setSignature(from.getSignature());
		return copy;
	}

	private static String check(OpenSshCertificate certificate) {
		return HostCertificates.check(certificate, HOST, Instant.now());
	}

	private OpenSshCertificate certificate(String... options) throws Exception {
		return read(keygen.certificate(authority, key, options));
	}

	private static OpenSshCertificate read(Path file) throws Exception {
		byte[] blob = Base64.getDecoder().decode(Files.readString(file).split(" ")[1]);
		return (OpenSshCertificate) new ByteArrayBuffer(blob).getRawPublicKey();
	}

}
