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

import java.security.Security;
import java.util.List;

import org.apache.sshd.common.RuntimeSshException;
import org.apache.sshd.common.kex.BuiltinKEM;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JdkMlKem}, with Bouncy Castle at the other end.
 */
class JdkMlKemTests {

	/**
	 * Updates of older versions than 24 may have it too.
	 */
	private static final boolean IN_JDK = Security.getAlgorithms("KeyPairGenerator").contains("ML-KEM-768");

	@Test
	void isThereIfTheJavaRuntimeHasIt() {
		assertThat(JdkMlKem.isAvailable()).isEqualTo(IN_JDK);
		assertThat(IN_JDK || Runtime.version().feature() < 24).isTrue();
		assertThat(X25519Hybrid.MLKEM768.isSupported()).isTrue();
	}

	@Test
	void agreesWithBouncyCastle() {
		KeyEncapsulationMethod jdk = IN_JDK ? JdkMlKem.INSTANCE : BuiltinKEM.mlkem768;
		assertAgree(jdk, BuiltinKEM.mlkem768);
		assertAgree(BuiltinKEM.mlkem768, jdk);
		assertAgree(jdk, jdk);
		assertAgree(new CheckedKem(jdk), new CheckedKem(BuiltinKEM.mlkem768));
	}

	private static void assertAgree(KeyEncapsulationMethod ofClient, KeyEncapsulationMethod ofServer) {
		KeyEncapsulationMethod.Client client = ofClient.getClient();
		KeyEncapsulationMethod.Server server = ofServer.getServer();
		for (int i = 0; i < 20; i++) {
			client.init();
			byte[] publicKey = client.getPublicKey();
			assertThat(publicKey).hasSize(server.getPublicKeyLength());
			assertThat(server.init(publicKey)).isEmpty();
			assertThat(server.getEncapsulation()).hasSize(client.getEncapsulationLength());
			assertThat(client.extractSecret(server.getEncapsulation())).hasSize(32).isEqualTo(server.getSecret());
		}
	}

	@Test
	void encapsulationThatWasTamperedWithGivesAnotherSecret() {
		KeyEncapsulationMethod method = IN_JDK ? JdkMlKem.INSTANCE : BuiltinKEM.mlkem768;
		KeyEncapsulationMethod.Client client = method.getClient();
		KeyEncapsulationMethod.Server server = method.getServer();
		client.init();
		server.init(client.getPublicKey());
		byte[] encapsulation = server.getEncapsulation().clone();
		encapsulation[17] ^= 1;
		assertThat(client.extractSecret(encapsulation)).hasSize(32).isNotEqualTo(server.getSecret());
	}

	@Test
	void whatFollowsThePublicKeyIsReturned() {
		KeyEncapsulationMethod method = new CheckedKem(IN_JDK ? JdkMlKem.INSTANCE : BuiltinKEM.mlkem768);
		KeyEncapsulationMethod.Client client = method.getClient();
		client.init();
		byte[] message = new byte[1184 + 2];
		System.arraycopy(client.getPublicKey(), 0, message, 0, 1184);
		message[1184] = 1;
		message[1185] = 2;
		assertThat(method.getServer().init(message)).containsExactly(1, 2);
	}

	@Test
	void badPublicKeysAreRefused() {
		byte[] tooLarge = new byte[1184];
		// the last of the 768 coefficients is 3329, the modulus itself
		tooLarge[1150] = 0x10;
		tooLarge[1151] = (byte) 0xD0;
		for (KeyEncapsulationMethod method : List.of(IN_JDK ? JdkMlKem.INSTANCE : BuiltinKEM.mlkem768,
				BuiltinKEM.mlkem768)) {
			KeyEncapsulationMethod.Server server = new CheckedKem(method).getServer();
			for (byte[] bad : new byte[][] { new byte[0], new byte[1183], tooLarge }) {
				assertThatExceptionOfType(RuntimeSshException.class).isThrownBy(() -> server.init(bad))
					.withMessage("Not a public key of the key encapsulation");
			}
		}
	}

}
