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

package io.github.sshboot.transport.crypto;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;

import org.apache.sshd.common.util.security.eddsa.generic.EdDSAUtils;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * Signatures of the JDK's Ed25519 keys with Bouncy Castle's arithmetic, which is seven to
 * sixteen times as fast as the JDK's: with that, a login would be spent on two
 * signatures. No provider is involved.
 */
class BouncyCastleEd25519 extends Signature {

	/**
	 * Whether Bouncy Castle is on the class path.
	 */
	static final boolean AVAILABLE = CryptoProviders.hasBouncyCastle("org.bouncycastle.math.ec.rfc8032.Ed25519");

	private final ByteArrayOutputStream message = new ByteArrayOutputStream();

	private byte @Nullable [] publicKey;

	private byte @Nullable [] seed;

	BouncyCastleEd25519() {
		super("Ed25519");
	}

	/**
	 * Let Bouncy Castle compute its tables.
	 */
	static void prepare() {
		Ed25519.precompute();
	}

	@Override
	protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
		if (!(key instanceof EdECPublicKey edKey)) {
			throw new InvalidKeyException("Not an Ed25519 public key");
		}
		this.publicKey = EdDSAUtils.getBytes(edKey);
		this.message.reset();
	}

	@Override
	protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
		if (!(key instanceof EdECPrivateKey edKey)) {
			throw new InvalidKeyException("Not an Ed25519 private key");
		}
		byte[] seed = edKey.getBytes().orElseThrow(() -> new InvalidKeyException("Private key has no seed"));
		if (seed.length != Ed25519.SECRET_KEY_SIZE) {
			throw new InvalidKeyException("Not an Ed25519 private key");
		}
		this.seed = seed;
		this.message.reset();
	}

	@Override
	protected void engineUpdate(byte b) {
		this.message.write(b);
	}

	@Override
	protected void engineUpdate(byte[] bytes, int offset, int length) {
		this.message.write(bytes, offset, length);
	}

	@Override
	protected byte[] engineSign() {
		byte[] message = takeMessage();
		byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
		byte[] seed = this.seed;
		if (seed == null) {
			throw new IllegalStateException("Not initialized");
		}
		Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
		return signature;
	}

	@Override
	protected boolean engineVerify(byte[] signature) {
		byte[] message = takeMessage();
		byte[] publicKey = this.publicKey;
		return publicKey != null && signature.length == Ed25519.SIGNATURE_SIZE
				&& publicKey.length == Ed25519.PUBLIC_KEY_SIZE
				&& Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
	}

	private byte[] takeMessage() {
		byte[] message = this.message.toByteArray();
		this.message.reset();
		return message;
	}

	@Deprecated
	@Override
	protected void engineSetParameter(String name, Object value) {
		throw new UnsupportedOperationException();
	}

	@Deprecated
	@Override
	protected Object engineGetParameter(String name) {
		throw new UnsupportedOperationException();
	}

}
