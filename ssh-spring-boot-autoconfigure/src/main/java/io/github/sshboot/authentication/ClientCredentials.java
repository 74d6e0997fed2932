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

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.PrivateKeySource;
import org.jspecify.annotations.Nullable;

/**
 * Who a client logs in as, and how it proves it. Keys come first, in the order of the
 * components, then the password.
 *
 * @param username the user name
 * @param password the password or {@code null} for none
 * @param privateKeys the private keys, tried in order
 * @param certificates certificates for private keys, here or in the agent; those in
 * {@code -cert.pub} files beside the private keys are found without
 * @param agent the agent to ask for further keys or {@code null} to ask none
 * @param defaultKeys files of private keys to use if they exist, and if there is no
 * password, private key or certificate
 * @param passwordSupplier supplies a password if there is none, or {@code null}
 * @param promptResponder answers what the password does not, or {@code null}
 * @since 0.1.0
 */
public record ClientCredentials(String username, @Nullable String password, List<PrivateKeySource> privateKeys,
		List<KeyMaterial> certificates, @Nullable ClientAgentSettings agent, List<KeyMaterial> defaultKeys,
		@Nullable SshPasswordSupplier passwordSupplier, @Nullable SshPromptResponder promptResponder) {

	/**
	 * Create new {@link ClientCredentials}.
	 * @param username the user name
	 * @param password the password or {@code null} for none
	 * @param privateKeys the private keys, tried in order
	 * @param certificates certificates for private keys
	 * @param agent the agent to ask for further keys or {@code null} to ask none
	 * @param defaultKeys files of private keys to use if they exist
	 * @param passwordSupplier supplies a password if there is none, or {@code null}
	 * @param promptResponder answers what the password does not, or {@code null}
	 */
	public ClientCredentials {
		privateKeys = List.copyOf(privateKeys);
		certificates = List.copyOf(certificates);
		defaultKeys = List.copyOf(defaultKeys);
	}

	/**
	 * Create new {@link ClientCredentials} of a password and private keys only.
	 * @param username the user name
	 * @param password the password or {@code null} for none
	 * @param privateKeys the private keys, tried in order
	 */
	public ClientCredentials(String username, @Nullable String password, List<PrivateKeySource> privateKeys) {
		this(username, password, privateKeys, List.of(), null, List.of(), null, null);
	}

	/**
	 * Return the files that private keys of a user are in by default, in AsyncSSH's
	 * order. OpenSSH has the same ones and begins with RSA.
	 * @param home the home directory of the user
	 * @return the files, whether or not they exist
	 */
	public static List<KeyMaterial> defaultKeys(Path home) {
		return Stream.of("id_rsa", "id_ecdsa", "id_ed25519")
			.map((name) -> KeyMaterial.ofFile(home.resolve(".ssh").resolve(name)))
			.toList();
	}

	boolean usesDefaultKeys() {
		return this.password == null && this.privateKeys.isEmpty() && this.certificates.isEmpty();
	}

	@Override
	public String toString() {
		return "ClientCredentials[username=%s, password=%s, privateKeys=%s, certificates=%s, agent=%s, defaultKeys=%s]"
			.formatted(this.username, (this.password != null) ? "***" : null, this.privateKeys, this.certificates,
					this.agent, this.defaultKeys);
	}

}
