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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.sshboot.transport.KeyMaterial;
import org.jspecify.annotations.Nullable;

/**
 * Who may log in to a server.
 *
 * @param publicKeys which public keys and certificates open the server
 * @param users the users that are configured by name
 * @param login how they log in
 * @since 0.1.0
 */
public record ServerAuthenticationSettings(PublicKeySettings publicKeys, Map<String, User> users, LoginSettings login) {

	/**
	 * Create new {@link ServerAuthenticationSettings}.
	 * @param publicKeys which public keys and certificates open the server
	 * @param users the users that are configured by name
	 * @param login how they log in
	 */
	public ServerAuthenticationSettings {
		users = Map.copyOf(users);
	}

	boolean hasPublicKeys() {
		return !hasKeysOfConfiguredUsersOnly()
				|| this.users.values().stream().anyMatch((user) -> !user.publicKeys().isEmpty());
	}

	/**
	 * Return whether only the users that are configured by name have keys.
	 */
	boolean hasKeysOfConfiguredUsersOnly() {
		return this.publicKeys.authorizedKeys().isEmpty() && this.publicKeys.trustedUserCaKeys().isEmpty();
	}

	/**
	 * Return the keys of the users that are configured by name.
	 */
	Map<String, List<KeyMaterial>> userKeys() {
		Map<String, List<KeyMaterial>> keys = new HashMap<>();
		this.users.forEach((name, user) -> keys.put(name, user.publicKeys()));
		return keys;
	}

	/**
	 * A user that is configured by name.
	 *
	 * @param encodedPassword the password as a password encoder wrote it, or {@code null}
	 * if the user has none
	 * @param publicKeys the keys the user may log in with, in the format of OpenSSH's
	 * {@code authorized_keys}
	 * @param authorities what the user may do
	 */
	public record User(@Nullable String encodedPassword, List<KeyMaterial> publicKeys, Set<String> authorities) {

		/**
		 * Create a new {@link User}.
		 * @param encodedPassword the encoded password or {@code null}
		 * @param publicKeys the public keys
		 * @param authorities the authorities
		 */
		public User {
			publicKeys = List.copyOf(publicKeys);
			authorities = Set.copyOf(authorities);
		}

		@Override
		public String toString() {
			return "User[publicKeys=%s, authorities=%s]".formatted(this.publicKeys, this.authorities);
		}

	}

}
