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

package io.github.sshboot.authentication;

import java.io.IOException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.sshboot.transport.CertificateException;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.PrivateKeyException;
import io.github.sshboot.transport.PrivateKeyException.Problem;
import io.github.sshboot.transport.PrivateKeySource;
import io.github.sshboot.transport.PrivateKeys;
import io.github.sshboot.transport.PublicKeyBlob;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Loads the keys and certificates of a client, anew for each connection: certificates are
 * short-lived, and keys are replaced. What has not changed is not decrypted again.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class ClientIdentityLoader {

	private static final Log logger = LogFactory.getLog(ClientIdentityLoader.class);

	private final ClientCredentials credentials;

	private final Map<KeyMaterial, Decrypted> decrypted = new HashMap<>();

	/**
	 * Create a new {@link ClientIdentityLoader}.
	 * @param credentials what to load
	 */
	public ClientIdentityLoader(ClientCredentials credentials) {
		this.credentials = credentials;
	}

	/**
	 * Load the keys and certificates.
	 * @return what to log in with
	 * @throws PrivateKeyException if a private key cannot be used
	 * @throws CertificateException if a certificate cannot be used
	 */
	public synchronized ClientIdentities load() {
		List<ClientCertificate> certificates = this.credentials.certificates()
			.stream()
			.map(ClientCertificate::load)
			.toList();
		List<Identity> identities = this.credentials.privateKeys()
			.stream()
			.map((source) -> new Identity(source.material(), key(source)))
			.toList();
		List<ClientCertificate> forAgent = certificates.stream()
			.filter((certificate) -> identities.stream()
				.noneMatch((identity) -> certificate.certifies(identity.blob().bytes())))
			.toList();
		if (!forAgent.isEmpty() && this.credentials.agent() == null) {
			throw new CertificateException(forAgent.get(0).material(), CertificateException.Problem.NO_KEY,
					"is for none of the private keys", null);
		}
		return new ClientIdentities(this.credentials, keys(identities, certificates), keys(defaults(), List.of()),
				forAgent);
	}

	private List<Identity> defaults() {
		List<Identity> identities = new ArrayList<>();
		for (KeyMaterial material : this.credentials.usesDefaultKeys() ? this.credentials.defaultKeys()
				: List.<KeyMaterial>of()) {
			try {
				identities.add(new Identity(material, key(new PrivateKeySource(material, null))));
			}
			catch (PrivateKeyException ex) {
				if (ex.getProblem() == Problem.ENCRYPTED) {
					logger.debug("Not logging in with a default key: " + ex.getMessage());
				}
				else if (ex.getProblem() != Problem.NOT_FOUND) {
					logger.warn("Not logging in with a default key: " + ex.getMessage());
				}
			}
		}
		return identities;
	}

	/**
	 * Return certificates first, as OpenSSH has it.
	 */
	private static List<ClientKey> keys(List<Identity> identities, List<ClientCertificate> certificates) {
		List<ClientKey> certified = new ArrayList<>();
		List<ClientKey> plain = new ArrayList<>();
		for (Identity identity : identities) {
			LoadedKeySigner signer = new LoadedKeySigner(identity.key().getPrivate());
			Stream.concat(certificates.stream(), Stream.ofNullable(ClientCertificate.beside(identity.material())))
				.filter((certificate) -> certificate.certifies(identity.blob().bytes()))
				.map((certificate) -> ClientKey.of(certificate.certificate(), certificate.material().getDescription(),
						signer))
				.forEach(certified::add);
			plain.add(ClientKey.of(identity.blob(), identity.material().getDescription(), signer));
		}
		return Stream.concat(certified.stream(), plain.stream()).toList();
	}

	private KeyPair key(PrivateKeySource source) {
		byte[] digest = digest(source.material());
		Decrypted earlier = this.decrypted.get(source.material());
		if (earlier != null && digest != null && MessageDigest.isEqual(earlier.digest(), digest)) {
			return earlier.key();
		}
		KeyPair key = PrivateKeys.load(source);
		if (digest != null) {
			this.decrypted.put(source.material(), new Decrypted(digest, key));
		}
		return key;
	}

	private static byte @Nullable [] digest(KeyMaterial material) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(material.read());
		}
		catch (IOException ex) {
			// whoever loads the key says what is wrong
			return null;
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Decrypted(byte[] digest, KeyPair key) {

	}

	private record Identity(KeyMaterial material, KeyPair key) {

		PublicKeyBlob blob() {
			return PublicKeyBlob.of(this.key.getPublic());
		}

	}

}
