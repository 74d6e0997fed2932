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

import java.lang.reflect.InvocationTargetException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

import org.apache.sshd.common.kex.KeyEncapsulationMethod;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * ML-KEM-768 (FIPS 203) of Java 24 and later, and of updates of older versions that have
 * it, where MINA only knows Bouncy Castle's. {@code javax.crypto.KEM} is called by
 * reflection, since this code has to run on Java 17 too.
 */
final class JdkMlKem implements KeyEncapsulationMethod {

	static final JdkMlKem INSTANCE = new JdkMlKem();

	private static final String ALGORITHM = "ML-KEM-768";

	private static final int PUBLIC_KEY_BYTES = 1184;

	private static final int ENCAPSULATION_BYTES = 1088;

	/**
	 * What comes before the bytes of the key in a SubjectPublicKeyInfo of
	 * id-alg-ml-kem-768 (RFC 9935).
	 */
	private static final byte[] PUBLIC_KEY_PREFIX = HexFormat.of()
		.parseHex("308204b2300b0609608648016503040402038204a100");

	private JdkMlKem() {
	}

	/**
	 * Return whether this Java runtime has it.
	 */
	static boolean isAvailable() {
		// asking for an algorithm that is not there loads all the providers there are
		if (!ClassUtils.isPresent("javax.crypto.KEM", null)) {
			return false;
		}
		try {
			KeyPairGenerator.getInstance(ALGORITHM);
			return true;
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

	@Override
	public KeyEncapsulationMethod.Client getClient() {
		return new Client();
	}

	@Override
	public KeyEncapsulationMethod.Server getServer() {
		return new Server();
	}

	private static Object kem() {
		return call("javax.crypto.KEM", "getInstance", null, new Class<?>[] { String.class }, ALGORITHM);
	}

	private static Object call(String type, String method, @Nullable Object target, Class<?>[] parameters,
			Object... arguments) {
		try {
			return Class.forName(type).getMethod(method, parameters).invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw new IllegalArgumentException("ML-KEM failed", ex.getCause());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static final class Client implements KeyEncapsulationMethod.Client {

		private @Nullable KeyPair keyPair;

		@Override
		public void init() {
			try {
				this.keyPair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public byte[] getPublicKey() {
			byte[] encoded = keyPair().getPublic().getEncoded();
			return Arrays.copyOfRange(encoded, encoded.length - PUBLIC_KEY_BYTES, encoded.length);
		}

		@Override
		public byte[] extractSecret(byte[] encapsulated) {
			Object decapsulator = call("javax.crypto.KEM", "newDecapsulator", kem(),
					new Class<?>[] { PrivateKey.class }, keyPair().getPrivate());
			return ((Key) call("javax.crypto.KEM$Decapsulator", "decapsulate", decapsulator,
					new Class<?>[] { byte[].class }, encapsulated))
				.getEncoded();
		}

		@Override
		public int getEncapsulationLength() {
			return ENCAPSULATION_BYTES;
		}

		private KeyPair keyPair() {
			if (this.keyPair == null) {
				throw new IllegalStateException("Not initialized");
			}
			return this.keyPair;
		}

	}

	private static final class Server implements KeyEncapsulationMethod.Server {

		private byte[] secret = {};

		private byte[] encapsulation = {};

		@Override
		public int getPublicKeyLength() {
			return PUBLIC_KEY_BYTES;
		}

		@Override
		public byte[] init(byte[] publicKey) {
			if (publicKey.length < PUBLIC_KEY_BYTES) {
				throw new IllegalArgumentException("KEM public key too short: " + publicKey.length);
			}
			byte[] encoded = Arrays.copyOf(PUBLIC_KEY_PREFIX, PUBLIC_KEY_PREFIX.length + PUBLIC_KEY_BYTES);
			System.arraycopy(publicKey, 0, encoded, PUBLIC_KEY_PREFIX.length, PUBLIC_KEY_BYTES);
			Object encapsulator = call("javax.crypto.KEM", "newEncapsulator", kem(), new Class<?>[] { PublicKey.class },
					decode(encoded));
			Object encapsulated = call("javax.crypto.KEM$Encapsulator", "encapsulate", encapsulator, new Class<?>[0]);
			this.secret = ((Key) call("javax.crypto.KEM$Encapsulated", "key", encapsulated, new Class<?>[0]))
				.getEncoded();
			this.encapsulation = (byte[]) call("javax.crypto.KEM$Encapsulated", "encapsulation", encapsulated,
					new Class<?>[0]);
			return Arrays.copyOfRange(publicKey, PUBLIC_KEY_BYTES, publicKey.length);
		}

		private static PublicKey decode(byte[] encoded) {
			try {
				return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalArgumentException("Not an ML-KEM-768 public key", ex);
			}
		}

		@Override
		public byte[] getSecret() {
			return this.secret;
		}

		@Override
		public byte[] getEncapsulation() {
			return this.encapsulation;
		}

	}

}
