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

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.KeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

import org.apache.sshd.common.config.keys.PrivateKeyEntryDecoder;
import org.apache.sshd.common.config.keys.PublicKeyEntryDecoder;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSASupport;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSAUtils;
import org.apache.sshd.common.util.security.eddsa.generic.GenericEd25519PublicKeyDecoder;
import org.apache.sshd.common.util.security.eddsa.generic.GenericOpenSSHEd25519PrivateKeyEntryDecoder;
import org.apache.sshd.common.util.security.eddsa.generic.GenericSignatureEd25519;

/**
 * Ed25519 (RFC 8709) with the JDK's own keys. MINA 2.x knows it only through Bouncy
 * Castle's or net.i2p's provider. Signatures are the JDK's too, unless Bouncy Castle is
 * there, see {@link BouncyCastleEd25519}.
 */
class JdkEdDsaSupport implements EdDSASupport<EdECPublicKey, EdECPrivateKey> {

	private static final String ALGORITHM = "Ed25519";

	@Override
	public PublicKeyEntryDecoder<EdECPublicKey, EdECPrivateKey> getEDDSAPublicKeyEntryDecoder() {
		return new GenericEd25519PublicKeyDecoder<>(EdECPublicKey.class, EdECPrivateKey.class, this);
	}

	@Override
	public PrivateKeyEntryDecoder<EdECPublicKey, EdECPrivateKey> getOpenSSHEDDSAPrivateKeyEntryDecoder() {
		return new GenericOpenSSHEd25519PrivateKeyEntryDecoder<>(EdECPublicKey.class, EdECPrivateKey.class, this);
	}

	@Override
	public Signature getEDDSASigner() {
		return BouncyCastleEd25519.AVAILABLE ? new FastSignature() : new GenericSignatureEd25519(ALGORITHM);
	}

	@Override
	public int getEDDSAKeySize(Key key) {
		return (key instanceof EdECKey edKey && isEd25519(edKey)) ? KEY_SIZE : -1;
	}

	@Override
	public Class<EdECPublicKey> getEDDSAPublicKeyType() {
		return EdECPublicKey.class;
	}

	@Override
	public Class<EdECPrivateKey> getEDDSAPrivateKeyType() {
		return EdECPrivateKey.class;
	}

	@Override
	public boolean compareEDDSAPPublicKeys(PublicKey k1, PublicKey k2) {
		return k1 instanceof EdECPublicKey && k2 instanceof EdECPublicKey
				&& MessageDigest.isEqual(k1.getEncoded(), k2.getEncoded());
	}

	@Override
	public boolean compareEDDSAPrivateKeys(PrivateKey k1, PrivateKey k2) {
		return k1 instanceof EdECPrivateKey && k2 instanceof EdECPrivateKey
				&& MessageDigest.isEqual(k1.getEncoded(), k2.getEncoded());
	}

	/**
	 * The JDK offers no way from a private key to its public key but key generation, so
	 * the generator is given the private key's seed as its randomness.
	 */
	@Override
	public EdECPublicKey recoverEDDSAPublicKey(PrivateKey key) throws GeneralSecurityException {
		if (!(key instanceof EdECPrivateKey privateKey) || !isEd25519(privateKey)) {
			throw new InvalidKeyException("Not an Ed25519 private key");
		}
		byte[] seed = privateKey.getBytes().orElseThrow(() -> new InvalidKeyException("Private key has no seed"));
		KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
		generator.initialize(NamedParameterSpec.ED25519, new FixedRandom(seed));
		KeyPair recovered = generator.generateKeyPair();
		if (!compareEDDSAPrivateKeys(recovered.getPrivate(), key)) {
			throw new InvalidKeyException("Public key cannot be derived with this security provider");
		}
		return (EdECPublicKey) recovered.getPublic();
	}

	@Override
	public EdECPublicKey generateEDDSAPublicKey(byte[] seed) throws GeneralSecurityException {
		return (EdECPublicKey) keyFactory().generatePublic(EdDSAUtils.createPublicKeySpec(seed));
	}

	@Override
	public EdECPrivateKey generateEDDSAPrivateKey(byte[] seed) throws GeneralSecurityException, IOException {
		return (EdECPrivateKey) keyFactory().generatePrivate(EdDSAUtils.createPrivateKeySpec(seed));
	}

	@Override
	public <B extends Buffer> B putRawEDDSAPublicKey(B buffer, PublicKey key) {
		buffer.putBytes(rawBytes((EdECPublicKey) key));
		return buffer;
	}

	@Override
	public <B extends Buffer> B putEDDSAKeyPair(B buffer, PublicKey pubKey, PrivateKey prvKey) {
		byte[] publicBytes = rawBytes((EdECPublicKey) pubKey);
		byte[] seed = ((EdECPrivateKey) prvKey).getBytes().orElseThrow();
		buffer.putBytes(publicBytes);
		buffer.putUInt(seed.length + publicBytes.length);
		buffer.putRawBytes(seed);
		buffer.putRawBytes(publicBytes);
		return buffer;
	}

	@Override
	public KeySpec createPublicKeySpec(EdECPublicKey publicKey) {
		return new X509EncodedKeySpec(publicKey.getEncoded());
	}

	@Override
	public KeySpec createPrivateKeySpec(EdECPrivateKey privateKey) {
		return new PKCS8EncodedKeySpec(privateKey.getEncoded());
	}

	@Override
	public byte[] getPublicKeyData(EdECPublicKey publicKey) {
		return rawBytes(publicKey);
	}

	@Override
	public byte[] getPrivateKeyData(EdECPrivateKey privateKey) throws IOException {
		return privateKey.getBytes().orElseThrow(() -> new IOException("Private key has no seed"));
	}

	@Override
	public String getKeyFactoryAlgorithm() {
		return ALGORITHM;
	}

	private static boolean isEd25519(EdECKey key) {
		return NamedParameterSpec.ED25519.getName().equalsIgnoreCase(key.getParams().getName());
	}

	private static KeyFactory keyFactory() throws GeneralSecurityException {
		return SecurityUtils.getKeyFactory(ALGORITHM);
	}

	private static byte[] rawBytes(EdECPublicKey key) {
		try {
			return EdDSAUtils.getBytes(key);
		}
		catch (InvalidKeyException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

	private static final class FastSignature extends GenericSignatureEd25519 {

		private FastSignature() {
			super(ALGORITHM);
		}

		@Override
		protected java.security.Signature doInitSignature(SessionContext session, String algorithm, Key key,
				boolean forSigning) {
			return new BouncyCastleEd25519();
		}

	}

	private static final class FixedRandom extends SecureRandom {

		private final byte[] bytes;

		private FixedRandom(byte[] bytes) {
			this.bytes = bytes;
		}

		@Override
		public void nextBytes(byte[] target) {
			if (target.length != this.bytes.length) {
				throw new IllegalStateException("Unexpected amount of randomness asked for");
			}
			System.arraycopy(this.bytes, 0, target, 0, target.length);
		}

	}

}
