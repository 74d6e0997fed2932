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

import java.security.InvalidKeyException;
import java.security.SecureRandom;

import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.common.RuntimeSshException;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.digest.Digest;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.MontgomeryCurve;
import org.apache.sshd.common.kex.XDH;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;

/**
 * Key agreement with X25519, in the arithmetic of Bouncy Castle's plain classes where
 * these are on the class path, which takes a third of the JDK's time. No provider is
 * involved.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8731">RFC 8731</a>
 */
class X25519Agreement extends XDH {

	static final DHFactory CURVE25519 = plain(BuiltinDHFactories.curve25519);

	static final DHFactory CURVE25519_LIBSSH = plain(BuiltinDHFactories.curve25519_libssh);

	private static final boolean BOUNCY_CASTLE = CryptoProviders
		.hasBouncyCastle("org.bouncycastle.math.ec.rfc7748.X25519");

	private static final SecureRandom RANDOM = new SecureRandom();

	private final BuiltinDigests digest;

	private byte @Nullable [] privateKey;

	/**
	 * Create a new {@link X25519Agreement}.
	 * @param raw whether the secret is a string of bytes rather than a number
	 * @param digest the hash of the key exchange
	 */
	X25519Agreement(boolean raw, BuiltinDigests digest) throws Exception {
		super(MontgomeryCurve.x25519, raw);
		this.digest = digest;
	}

	private static DHFactory plain(BuiltinDHFactories builtin) {
		return new OwnKeyAgreement(builtin, MontgomeryCurve.x25519::isSupported,
				() -> new X25519Agreement(false, BuiltinDigests.sha256));
	}

	@Override
	protected byte[] calculateE() throws Exception {
		if (!BOUNCY_CASTLE) {
			return super.calculateE();
		}
		byte[] secret = new byte[X25519.SCALAR_SIZE];
		X25519.generatePrivateKey(RANDOM, secret);
		this.privateKey = secret;
		byte[] publicKey = new byte[X25519.POINT_SIZE];
		X25519.generatePublicKey(secret, 0, publicKey, 0);
		return publicKey;
	}

	@Override
	public void setF(byte[] f) {
		if (f.length != getByteLength()) {
			throw new RuntimeSshException("Not a public key of X25519: it has " + f.length + " bytes");
		}
		super.setF(f);
	}

	@Override
	protected byte[] calculateK() throws Exception {
		byte[] key = this.privateKey;
		if (key == null) {
			return super.calculateK();
		}
		byte[] secret = new byte[X25519.POINT_SIZE];
		if (!X25519.calculateAgreement(key, 0, this.f, 0, secret, 0)) {
			throw new InvalidKeyException("The public key of X25519 leads to a secret of zeros");
		}
		return this.raw ? secret : stripLeadingZeroes(secret);
	}

	@Override
	public Digest getHash() throws Exception {
		return this.digest.create();
	}

}
