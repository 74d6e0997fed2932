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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JdkEdDsaSupportTests {

	private static final HexFormat HEX = HexFormat.of();

	private final JdkEdDsaSupport support = new JdkEdDsaSupport();

	@BeforeAll
	static void install() {
		CryptoProviders.install();
	}

	@ParameterizedTest
	@CsvSource({
			// RFC 8032 section 7.1: TEST 1, TEST 2, TEST 3, TEST SHA(abc)
			"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
					+ "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a," + "'',"
					+ "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
					+ "d25bf5f0595bbe24655141438e7a100b",
			"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
					+ "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c," + "72,"
					+ "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
					+ "387b2eaeb4302aeeb00d291612bb0c00",
			"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
					+ "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025," + "af82,"
					+ "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
					+ "4a7c15e9716ed28dc027beceea1ec40a",
			"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42,"
					+ "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf,"
					+ "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
					+ "454d4423643ce80e2a9ac94fa54ca49f,"
					+ "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
					+ "3dca179c138ac17ad9bef1177331a704" })
	void agreesWithRfc8032(String seed, String publicKey, String message, String signature) throws Exception {
		EdECPrivateKey privateKey = this.support.generateEDDSAPrivateKey(HEX.parseHex(seed));
		EdECPublicKey recovered = this.support.recoverEDDSAPublicKey(privateKey);
		assertThat(this.support.getPublicKeyData(recovered)).isEqualTo(HEX.parseHex(publicKey));
		assertThat(this.support.getPrivateKeyData(privateKey)).isEqualTo(HEX.parseHex(seed));
		Signature signer = this.support.getEDDSASigner();
		signer.initSigner(null, privateKey);
		signer.update(null, HEX.parseHex(message));
		assertThat(signer.sign(null)).isEqualTo(HEX.parseHex(signature));
		EdECPublicKey stated = this.support.generateEDDSAPublicKey(HEX.parseHex(publicKey));
		assertThat(verifies(stated, HEX.parseHex(message), HEX.parseHex(signature))).isTrue();
		assertThat(verifies(stated, HEX.parseHex(message + "00"), HEX.parseHex(signature))).isFalse();
	}

	@Test
	void doesNotVerifySignatureOfAnotherKey() throws Exception {
		byte[] message = "message".getBytes(StandardCharsets.UTF_8);
		KeyPair key = generate();
		byte[] signature = sign(key, message);
		assertThat(verifies(key.getPublic(), message, signature)).isTrue();
		assertThat(verifies(generate().getPublic(), message, signature)).isFalse();
		signature[40] ^= 1;
		assertThat(verifies(key.getPublic(), message, signature)).isFalse();
	}

	@Test
	void recoversPublicKeyFromPrivateKey() throws Exception {
		for (int i = 0; i < 100; i++) {
			KeyPair key = generate();
			assertThat(this.support.recoverEDDSAPublicKey(key.getPrivate()).getEncoded())
				.isEqualTo(key.getPublic().getEncoded());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ed448", "RSA", "EC" })
	void recoversNothingFromOtherKeys(String algorithm) throws Exception {
		KeyPair key = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
		assertThatExceptionOfType(InvalidKeyException.class)
			.isThrownBy(() -> this.support.recoverEDDSAPublicKey(key.getPrivate()));
		assertThat(this.support.getEDDSAKeySize(key.getPublic())).isEqualTo(-1);
	}

	@Test
	void comparesKeysByTheirContent() throws Exception {
		KeyPair key = generate();
		KeyPair copy = new KeyPair(
				this.support.generateEDDSAPublicKey(this.support.getPublicKeyData((EdECPublicKey) key.getPublic())),
				this.support
					.generateEDDSAPrivateKey(this.support.getPrivateKeyData((EdECPrivateKey) key.getPrivate())));
		KeyPair other = generate();
		assertThat(KeyUtils.compareKeys(key.getPublic(), copy.getPublic())).isTrue();
		assertThat(KeyUtils.compareKeys(key.getPrivate(), copy.getPrivate())).isTrue();
		assertThat(KeyUtils.compareKeys(key.getPublic(), other.getPublic())).isFalse();
		assertThat(KeyUtils.compareKeys(key.getPrivate(), other.getPrivate())).isFalse();
		assertThat(this.support.getEDDSAKeySize(key.getPublic())).isEqualTo(256);
		assertThat(this.support.getEDDSAKeySize(key.getPrivate())).isEqualTo(256);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "correct horse" })
	void survivesTheOpenSshForm(String passphrase) throws Exception {
		for (int i = 0; i < 20; i++) {
			KeyPair key = generate();
			KeyPair read = read(write(key, passphrase), passphrase);
			assertThat(read.getPublic().getEncoded()).isEqualTo(key.getPublic().getEncoded());
			assertThat(read.getPrivate().getEncoded()).isEqualTo(key.getPrivate().getEncoded());
		}
	}

	@Test
	void survivesThePublicKeyLine() throws Exception {
		for (int i = 0; i < 100; i++) {
			KeyPair key = generate();
			String line = PublicKeyEntry.toString(key.getPublic());
			assertThat(line).matches("ssh-ed25519 [A-Za-z0-9+/]{68}");
			assertThat(PublicKeyEntry.parsePublicKeyEntry(line)
				.resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.FAILING)
				.getEncoded()).isEqualTo(key.getPublic().getEncoded());
		}
	}

	@Test
	void writesKeysAsRfc8709Says() throws Exception {
		KeyPair key = generate();
		byte[] raw = this.support.getPublicKeyData((EdECPublicKey) key.getPublic());
		byte[] seed = this.support.getPrivateKeyData((EdECPrivateKey) key.getPrivate());
		assertThat(raw).hasSize(32);
		ByteArrayBuffer publicKey = this.support.putRawEDDSAPublicKey(new ByteArrayBuffer(), key.getPublic());
		assertThat(publicKey.getBytes()).isEqualTo(raw);
		assertThat(publicKey.available()).isZero();
		ByteArrayBuffer both = this.support.putEDDSAKeyPair(new ByteArrayBuffer(), key.getPublic(), key.getPrivate());
		assertThat(both.getBytes()).isEqualTo(raw);
		assertThat(both.getBytes()).startsWith(seed).endsWith(raw).hasSize(64);
		assertThat(both.available()).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 31, 33, 64 })
	void refusesKeysOfAnotherLength(int length) {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> this.support.generateEDDSAPublicKey(new byte[length]))
			.isInstanceOfAny(GeneralSecurityException.class, IllegalArgumentException.class);
		String line = "ssh-ed25519 " + Base64.getEncoder().encodeToString(publicKeyBlob(length));
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> PublicKeyEntry.parsePublicKeyEntry(line)
			.resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.FAILING));
	}

	@Test
	void isWhatMinaUses() {
		assertThat(SecurityUtils.getEdDSASupport()).get().isInstanceOf(JdkEdDsaSupport.class);
		assertThat(SecurityUtils.isEDDSACurveSupported()).isTrue();
		assertThat(BuiltinSignatures.ed25519.isSupported()).isTrue();
		assertThat(SecurityUtils.getEDDSAPublicKeyType()).isEqualTo(EdECPublicKey.class);
		assertThat(SecurityUtils.getEDDSAPrivateKeyType()).isEqualTo(EdECPrivateKey.class);
	}

	@Test
	void installingAgainChangesNothing() {
		Set<String> before = SecurityUtils.getRegisteredProviders();
		CryptoProviders.install();
		assertThat(SecurityUtils.getRegisteredProviders()).isEqualTo(before).contains("JDK-EdDSA");
		assertThat(SecurityUtils.getEdDSASupport()).get().isInstanceOf(JdkEdDsaSupport.class);
	}

	@Test
	void otherProvidersStayOut() throws Exception {
		assertThat(SecurityUtils.isBouncyCastleRegistered()).isFalse();
		assertThat(SecurityUtils.isNetI2pCryptoEdDSARegistered()).isFalse();
		assertThat(SecurityUtils.isAPrioriDisabledProvider(SecurityUtils.BOUNCY_CASTLE)).isTrue();
		for (String algorithm : List.of("Ed25519", "SHA256withECDSA", "SHA512withRSA")) {
			assertThat(SecurityUtils.getSignature(algorithm).getProvider())
				.isEqualTo(java.security.Signature.getInstance(algorithm).getProvider());
		}
	}

	private static byte[] publicKeyBlob(int length) {
		ByteArrayBuffer buffer = new ByteArrayBuffer();
		buffer.putString("ssh-ed25519");
		buffer.putBytes(new byte[length]);
		return buffer.getCompactData();
	}

	private byte[] sign(KeyPair key, byte[] message) throws Exception {
		Signature signer = this.support.getEDDSASigner();
		signer.initSigner(null, key.getPrivate());
		signer.update(null, message);
		return signer.sign(null);
	}

	private boolean verifies(PublicKey key, byte[] message, byte[] signature) throws Exception {
		Signature verifier = this.support.getEDDSASigner();
		verifier.initVerifier(null, key);
		verifier.update(null, message);
		return verifier.verify(null, signature);
	}

	private static KeyPair generate() throws Exception {
		return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
	}

	private static byte[] write(KeyPair key, String passphrase) throws Exception {
		@Nullable OpenSSHKeyEncryptionContext encryption = null;
		if (!passphrase.isEmpty()) {
			encryption = new OpenSSHKeyEncryptionContext();
			encryption.setPassword(passphrase);
			encryption.setCipherName(OpenSSHKeyEncryptionContext.AES);
			encryption.setCipherType("256");
			encryption.setCipherMode("CTR");
			encryption.setKdfRounds(1);
		}
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "comment", encryption, out);
		return out.toByteArray();
	}

	private static KeyPair read(byte[] content, String passphrase) throws Exception {
		return SecurityUtils
			.loadKeyPairIdentities(null, NamedResource.ofName("key"), new ByteArrayInputStream(content),
					FilePasswordProvider.of(passphrase))
			.iterator()
			.next();
	}

}
