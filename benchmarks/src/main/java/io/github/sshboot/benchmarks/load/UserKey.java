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

package io.github.sshboot.benchmarks.load;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A key pair that signs, in the forms of OpenSSH.
 */
public final class UserKey {

	private static final int SCALAR_LENGTH = 32;

	private final KeyType type;

	private final KeyPair pair;

	private UserKey(KeyType type, KeyPair pair) {
		this.type = type;
		this.pair = pair;
	}

	/**
	 * Make a new key.
	 * @param type its type
	 * @return the key
	 */
	public static UserKey generate(KeyType type) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance((type == KeyType.ED25519) ? "Ed25519" : "EC");
			if (type == KeyType.ECDSA) {
				generator.initialize(new ECGenParameterSpec("secp256r1"));
			}
			return new UserKey(type, generator.generateKeyPair());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public KeyType type() {
		return this.type;
	}

	/**
	 * Return the public key as a line of {@code authorized_keys}.
	 * @return the line
	 */
	public String publicLine() {
		return this.type.wireName() + " " + Base64.getEncoder().encodeToString(publicBlob()) + " benchmark";
	}

	/**
	 * Return the private key as {@code ssh-keygen} writes it.
	 * @return the content of the file
	 */
	public String privateFile() {
		Message secret = new Message().uint32(42).uint32(42).raw(publicBlob());
		if (this.type == KeyType.ED25519) {
			secret.string(concat(seed(), ed25519Point()));
		}
		else {
			secret.mpint(((ECPrivateKey) this.pair.getPrivate()).getS());
		}
		secret.string("benchmark");
		for (int padding = 1; secret.toByteArray().length % 8 != 0; padding++) {
			secret.octet(padding);
		}
		byte[] file = new Message().raw("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII))
			.string("none")
			.string("none")
			.string("")
			.uint32(1)
			.string(publicBlob())
			.string(secret.toByteArray())
			.toByteArray();
		return "-----BEGIN OPENSSH PRIVATE KEY-----\n"
				+ Base64.getMimeEncoder(70, new byte[] { '\n' }).encodeToString(file)
				+ "\n-----END OPENSSH PRIVATE KEY-----\n";
	}

	byte[] publicBlob() {
		Message blob = new Message().string(this.type.wireName());
		return ((this.type == KeyType.ED25519) ? blob.string(ed25519Point())
				: blob.string("nistp256").string(ecPoint()))
			.toByteArray();
	}

	byte[] sign(byte[] data) throws GeneralSecurityException {
		byte[] signature = (this.type == KeyType.ED25519) ? signEd25519(data) : signEcdsa(data);
		return new Message().string(this.type.wireName()).string(signature).toByteArray();
	}

	/**
	 * Sign with Bouncy Castle, which is several times as fast at it as the JDK.
	 * @param data what to sign
	 * @return the signature
	 */
	private byte[] signEd25519(byte[] data) {
		byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
		Ed25519.sign(seed(), 0, ed25519Point(), 0, null, data, 0, data.length, signature, 0);
		return signature;
	}

	private byte[] signEcdsa(byte[] data) throws GeneralSecurityException {
		Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
		signature.initSign(this.pair.getPrivate());
		signature.update(data);
		byte[] bytes = signature.sign();
		return new Message().mpint(new BigInteger(1, Arrays.copyOf(bytes, SCALAR_LENGTH)))
			.mpint(new BigInteger(1, Arrays.copyOfRange(bytes, SCALAR_LENGTH, bytes.length)))
			.toByteArray();
	}

	private byte[] seed() {
		return ((EdECPrivateKey) this.pair.getPrivate()).getBytes().orElseThrow();
	}

	private byte[] ed25519Point() {
		byte[] encoded = this.pair.getPublic().getEncoded();
		return Arrays.copyOfRange(encoded, encoded.length - SCALAR_LENGTH, encoded.length);
	}

	private byte[] ecPoint() {
		ECPublicKey key = (ECPublicKey) this.pair.getPublic();
		return concat(new byte[] { 4 },
				concat(fixedLength(key.getW().getAffineX()), fixedLength(key.getW().getAffineY())));
	}

	private static byte[] fixedLength(BigInteger value) {
		byte[] bytes = value.toByteArray();
		byte[] fixed = new byte[SCALAR_LENGTH];
		int count = Math.min(bytes.length, SCALAR_LENGTH);
		System.arraycopy(bytes, bytes.length - count, fixed, SCALAR_LENGTH - count, count);
		return fixed;
	}

	private static byte[] concat(byte[] first, byte[] second) {
		byte[] all = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, all, first.length, second.length);
		return all;
	}

}
