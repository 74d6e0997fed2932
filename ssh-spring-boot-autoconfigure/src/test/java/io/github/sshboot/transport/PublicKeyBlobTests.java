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

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PublicKeyBlob}.
 */
class PublicKeyBlobTests {

	private static PublicKey ed25519;

	private static RSAPublicKey rsa;

	@BeforeAll
	static void makeKeys() throws GeneralSecurityException {
		CryptoProviders.install();
		ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(2048);
		rsa = (RSAPublicKey) generator.generateKeyPair().getPublic();
	}

	@Test
	void keyIsTheSameHoweverItIsRead() {
		PublicKeyBlob blob = PublicKeyBlob.of(ed25519);
		assertThat(PublicKeyBlob.of(blob.bytes())).isEqualTo(blob).hasSameHashCodeAs(blob);
		assertThat(PublicKeyBlob.parse(blob + " somebody@somewhere")).isEqualTo(blob);
		assertThat(PublicKeyBlob.of(rsa)).isNotEqualTo(blob);
		assertThat(blob.fingerprint()).isEqualTo(KeyFingerprint.of(ed25519));
	}

	/**
	 * A key that could be written in many ways would be another one to whatever compares
	 * the bytes: a list of revoked ones, for instance.
	 */
	@Test
	void keyIsWrittenInOneWayOnly() {
		Buffer longer = new ByteArrayBuffer();
		longer.putRawBytes(PublicKeyBlob.of(ed25519).bytes());
		longer.putByte((byte) 0);
		assertNotAsItShouldBe(longer);
		byte[] modulus = rsa.getModulus().toByteArray();
		byte[] padded = new byte[modulus.length + 1];
		System.arraycopy(modulus, 0, padded, 1, modulus.length);
		Buffer withZeros = new ByteArrayBuffer();
		withZeros.putString("ssh-rsa");
		withZeros.putMPInt(rsa.getPublicExponent());
		withZeros.putBytes(padded);
		assertNotAsItShouldBe(withZeros);
	}

	private static void assertNotAsItShouldBe(Buffer buffer) {
		byte[] bytes = buffer.getCompactData();
		assertThatIllegalArgumentException().isThrownBy(() -> PublicKeyBlob.of(bytes))
			.withMessage("its key is not written as it should be");
	}

	@Test
	void typeIsThatOfTheKey() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> PublicKeyBlob
				.parse("ssh-rsa " + Base64.getEncoder().encodeToString(PublicKeyBlob.of(ed25519).bytes())))
			.withMessage("its key is not of the type it says");
	}

}
