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

import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;

import io.github.sshboot.transport.PrivateKeySource;
import io.github.sshboot.transport.PrivateKeys;
import org.jspecify.annotations.Nullable;

/**
 * {@link ClientCredentials} with their keys loaded. Put into the scope of a connection,
 * they are what it logs in with.
 *
 * @since 0.1.0
 */
public final class ClientIdentities {

	private final String username;

	private final @Nullable String password;

	private final List<ClientKey> keys;

	private ClientIdentities(String username, @Nullable String password, List<ClientKey> keys) {
		this.username = username;
		this.password = password;
		this.keys = keys;
	}

	/**
	 * Load the keys.
	 * @param credentials the credentials
	 * @return the identities
	 * @throws io.github.sshboot.transport.PrivateKeyException if a key cannot be used
	 */
	public static ClientIdentities load(ClientCredentials credentials) {
		return new ClientIdentities(credentials.username(), credentials.password(),
				credentials.privateKeys().stream().map(ClientIdentities::load).toList());
	}

	private static ClientKey load(PrivateKeySource source) {
		KeyPair key = PrivateKeys.load(source);
		return new ClientLoadedKey(key.getPublic(), key.getPrivate(), source.material().getDescription());
	}

	/**
	 * Return the user name.
	 * @return the user name
	 */
	public String getUsername() {
		return this.username;
	}

	/**
	 * Return what to log in with, in the order to try it in.
	 */
	List<ClientMethod> methods() {
		List<ClientMethod> methods = new ArrayList<>();
		this.keys.forEach((key) -> methods.add(new ClientPublicKeyMethod(key)));
		if (this.password != null) {
			ClientPassword password = new ClientPassword(this.password);
			methods.add(new ClientPasswordMethod(password));
			methods.add(new ClientKeyboardInteractiveMethod(password));
		}
		return methods;
	}

	@Override
	public String toString() {
		return "ClientIdentities[username=%s, methods=%s]".formatted(this.username,
				methods().stream().map(ClientMethod::name).toList());
	}

}
