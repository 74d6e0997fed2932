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

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;

import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeySignatures}.
 */
class KeySignaturesTests {

	private static final byte[] DATA = "what is signed".getBytes(StandardCharsets.UTF_8);

	private static KeyPair ed25519;

	private static KeyPair rsa;

	@BeforeAll
	static void makeKeys() throws GeneralSecurityException {
		CryptoProviders.install();
		ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(2048);
		rsa = generator.generateKeyPair();
	}

	@Test
	void signatureOfTheKeyIsValidForItsDataOnly() throws Exception {
		byte[] signature = blob("ssh-ed25519", sign("Ed25519", ed25519));
		assertThat(KeySignatures.verify(ed25519.getPublic(), DATA, signature)).isTrue();
		assertThat(KeySignatures.verify(ed25519.getPublic(), new byte[DATA.length], signature)).isFalse();
		KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
		assertThat(KeySignatures.verify(other.getPublic(), DATA, signature)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "rsa-sha2-512, SHA512withRSA, true", "rsa-sha2-256, SHA256withRSA, true",
			"ssh-rsa, SHA1withRSA, false", "RSA-SHA2-512, SHA512withRSA, false", "rsa-sha2-512, SHA256withRSA, false",
			"rsa-sha2-512-cert-v01@openssh.com, SHA512withRSA, false", "ssh-ed25519, SHA512withRSA, false",
			"'', SHA512withRSA, false" })
	void algorithmMustBeSafeAndThatOfTheKey(String name, String algorithm, boolean valid) throws Exception {
		assertThat(KeySignatures.verify(rsa.getPublic(), DATA, blob(name, sign(algorithm, rsa)))).isEqualTo(valid);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 4, 5 })
	void nothingFollowsASignature(int bytes) throws Exception {
		byte[] signature = blob("ssh-ed25519", sign("Ed25519", ed25519));
		Buffer longer = new ByteArrayBuffer();
		longer.putRawBytes(signature);
		longer.putRawBytes(new byte[bytes]);
		assertThat(KeySignatures.verify(ed25519.getPublic(), DATA, longer.getCompactData())).isFalse();
	}

	@Test
	void whatIsCutOffIsInvalid() throws Exception {
		byte[] signature = blob("ssh-ed25519", sign("Ed25519", ed25519));
		for (int length = 0; length < signature.length; length++) {
			Buffer shorter = new ByteArrayBuffer();
			shorter.putRawBytes(signature, 0, length);
			assertThat(KeySignatures.verify(ed25519.getPublic(), DATA, shorter.getCompactData())).isFalse();
		}
	}

	private static byte[] sign(String algorithm, KeyPair key) throws GeneralSecurityException {
		Signature signature = Signature.getInstance(algorithm);
		signature.initSign(key.getPrivate());
		signature.update(DATA);
		return signature.sign();
	}

	private static byte[] blob(String name, byte[] signature) {
		Buffer buffer = new ByteArrayBuffer();
		buffer.putString(name);
		buffer.putBytes(signature);
		return buffer.getCompactData();
	}

}
