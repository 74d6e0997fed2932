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

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.DSAKey;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.login.FailedLoginException;

import io.github.sshboot.transport.PrivateKeyException.Problem;
import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.loader.openssh.kdf.BCryptKdfOptions.BCryptBadRoundsException;
import org.apache.sshd.common.config.keys.loader.openssh.kdf.BCryptKdfOptions;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/**
 * Loads private keys as OpenSSH and OpenSSL write them: OpenSSH's own form, PKCS#8,
 * PKCS#1 and SEC1, plain or encrypted; Ed25519, ECDSA and RSA of at least 2048 bits.
 * Files that others than their owner may access are refused, as OpenSSH refuses them.
 *
 * @since 0.1.0
 */
public final class PrivateKeys {

	private static final Set<String> TYPES = Set.of(KeyPairProvider.SSH_ED25519, KeyPairProvider.ECDSA_SHA2_NISTP256,
			KeyPairProvider.ECDSA_SHA2_NISTP384, KeyPairProvider.ECDSA_SHA2_NISTP521, KeyPairProvider.SSH_RSA);

	private static final String PRIVATE_KEY = "PRIVATE KEY-----";

	private static final String ENCRYPTED_PKCS8_BEGIN = "-----BEGIN ENCRYPTED PRIVATE KEY-----";

	private static final String ENCRYPTED_PKCS8_END = "-----END ENCRYPTED PRIVATE KEY-----";

	/**
	 * How the JDK names PBES2 with AES. Its own keys for it take ASCII passphrases only.
	 */
	private static final Pattern PBES2 = Pattern.compile("PBEWith(Hmac[A-Za-z0-9/]+)AndAES_(128|256)");

	private PrivateKeys() {
	}

	/**
	 * Load a private key.
	 * @param source the key and its passphrase
	 * @return the key with its public half
	 * @throws PrivateKeyException if it cannot be read, decrypted or understood
	 */
	public static KeyPair load(PrivateKeySource source) {
		CryptoProviders.install();
		KeyMaterial material = source.material();
		KeyPair key = parse(material, read(material), source.passphrase());
		String weakness = weakness(key.getPublic());
		if (weakness != null) {
			throw new PrivateKeyException(material, Problem.UNSUPPORTED, weakness, null);
		}
		return key;
	}

	private static KeyPair parse(KeyMaterial material, byte[] content, @Nullable String configuredPassphrase) {
		Passphrase passphrase = new Passphrase(configuredPassphrase);
		try {
			Iterable<KeyPair> keys = SecurityUtils.loadKeyPairIdentities(null,
					NamedResource.ofName(material.getDescription()),
					new ByteArrayInputStream(decryptPkcs8(content, material, configuredPassphrase)), passphrase);
			if (keys == null || !keys.iterator().hasNext()) {
				throw malformed(material, null);
			}
			return keys.iterator().next();
		}
		catch (PrivateKeyException ex) {
			throw ex;
		}
		catch (BCryptBadRoundsException ex) {
			throw new PrivateKeyException(material, Problem.UNSUPPORTED,
					"is encrypted with %d bcrypt rounds, more than the %d that are supported; encrypt it anew with 'ssh-keygen -p -a 100'"
						.formatted(ex.getRounds(), BCryptKdfOptions.getMaxAllowedRounds()),
					ex);
		}
		catch (IOException | GeneralSecurityException | RuntimeException ex) {
			throw passphrase.wasAskedFor() ? notDecrypted(material, configuredPassphrase, ex) : malformed(material, ex);
		}
	}

	/**
	 * Say why a key must not be used, or {@code null} if it may.
	 */
	private static @Nullable String weakness(PublicKey key) {
		if (key instanceof DSAKey) {
			return "is a DSA key, which SSH no longer accepts";
		}
		String weakness = KeyStrength.weakness(key);
		if (weakness != null) {
			return "is " + weakness;
		}
		return TYPES.contains(KeyUtils.getKeyType(key)) ? null : "is of a type or on a curve that SSH does not use";
	}

	private static byte[] read(KeyMaterial material) {
		try {
			byte[] content = material.read();
			checkPermissions(material, content);
			return content;
		}
		catch (NoSuchFileException | FileNotFoundException ex) {
			throw new PrivateKeyException(material, Problem.NOT_FOUND, "does not exist", ex);
		}
		catch (IOException ex) {
			throw new PrivateKeyException(material, Problem.UNREADABLE,
					"cannot be read (%s)".formatted(ex.getClass().getSimpleName()), ex);
		}
	}

	/**
	 * Refuse a file that others may read, unless it is not a private key at all: there is
	 * no point in protecting the public key that somebody has named by mistake.
	 */
	private static void checkPermissions(KeyMaterial material, byte[] content) throws IOException {
		Path file = material.getFile();
		if (file != null && new String(content, StandardCharsets.ISO_8859_1).contains(PRIVATE_KEY)
				&& PrivateKeyPermissions.areTooOpen(file)) {
			throw new PrivateKeyException(material, Problem.TOO_OPEN,
					"can be accessed by others than its owner (mode %s); run 'chmod 600 %s'"
						.formatted(PrivateKeyPermissions.mode(file), file),
					null);
		}
	}

	/**
	 * Turn encrypted PKCS#8 into plain PKCS#8, which MINA only does with Bouncy Castle.
	 */
	private static byte[] decryptPkcs8(byte[] content, KeyMaterial material, @Nullable String passphrase) {
		String text = new String(content, StandardCharsets.ISO_8859_1);
		int begin = text.indexOf(ENCRYPTED_PKCS8_BEGIN);
		int end = text.indexOf(ENCRYPTED_PKCS8_END);
		if (begin < 0 || end < begin) {
			return content;
		}
		if (passphrase == null) {
			throw notDecrypted(material, null, null);
		}
		try {
			EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(
					Base64.getMimeDecoder().decode(text.substring(begin + ENCRYPTED_PKCS8_BEGIN.length(), end)));
			AlgorithmParameters parameters = info.getAlgParameters();
			// PBES2 names its real algorithm only here
			String algorithm = "PBES2".equals(info.getAlgName()) || "1.2.840.113549.1.5.13".equals(info.getAlgName())
					? parameters.toString() : info.getAlgName();
			Matcher pbes2 = PBES2.matcher(algorithm);
			Cipher cipher;
			if (pbes2.matches()) {
				PBEParameterSpec spec = parameters.getParameterSpec(PBEParameterSpec.class);
				byte[] key = SecretKeyFactory.getInstance("PBKDF2With" + pbes2.group(1))
					.generateSecret(new PBEKeySpec(passphrase.toCharArray(), spec.getSalt(), spec.getIterationCount(),
							Integer.parseInt(pbes2.group(2))))
					.getEncoded();
				cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
				cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), spec.getParameterSpec());
			}
			else {
				SecretKey key = SecretKeyFactory.getInstance(algorithm)
					.generateSecret(new PBEKeySpec(passphrase.toCharArray()));
				cipher = Cipher.getInstance(algorithm);
				cipher.init(Cipher.DECRYPT_MODE, key, parameters);
			}
			String plain = Base64.getMimeEncoder().encodeToString(info.getKeySpec(cipher).getEncoded());
			return ("-----BEGIN PRIVATE KEY-----\n" + plain + "\n-----END PRIVATE KEY-----\n")
				.getBytes(StandardCharsets.ISO_8859_1);
		}
		catch (GeneralSecurityException ex) {
			throw notDecrypted(material, passphrase, ex);
		}
		catch (IOException | IllegalArgumentException ex) {
			throw malformed(material, ex);
		}
	}

	private static PrivateKeyException notDecrypted(KeyMaterial material, @Nullable String passphrase,
			@Nullable Throwable cause) {
		return (passphrase != null)
				? new PrivateKeyException(material, Problem.WRONG_PASSPHRASE, "is not opened by its passphrase", cause)
				: new PrivateKeyException(material, Problem.ENCRYPTED, "is encrypted and has no passphrase", cause);
	}

	private static PrivateKeyException malformed(KeyMaterial material, @Nullable Throwable cause) {
		return new PrivateKeyException(material, Problem.MALFORMED,
				"is not a private key in OpenSSH, PKCS#8, PKCS#1 or SEC1 form", cause);
	}

	/**
	 * Answers MINA's question for the passphrase once and remembers that it was asked.
	 */
	private static final class Passphrase implements FilePasswordProvider {

		private final @Nullable String value;

		private boolean askedFor;

		private Passphrase(@Nullable String value) {
			this.value = value;
		}

		@Override
		public @Nullable String getPassword(@Nullable SessionContext session, NamedResource resourceKey, int retryIndex)
				throws IOException {
			this.askedFor = true;
			if (this.value == null) {
				throw new IOException(new FailedLoginException("No passphrase"));
			}
			return this.value;
		}

		private boolean wasAskedFor() {
			return this.askedFor;
		}

	}

}
