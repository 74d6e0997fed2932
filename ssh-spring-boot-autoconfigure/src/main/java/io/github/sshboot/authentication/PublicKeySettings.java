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

import java.util.List;

import io.github.sshboot.transport.KeyMaterial;

/**
 * Which public keys and certificates open a server.
 *
 * @param authorizedKeys where the authorized keys of a user are (OpenSSH
 * {@code AuthorizedKeysFile}, AsyncSSH {@code authorized_client_keys})
 * @param trustedUserCaKeys the keys of authorities whose certificates let the users in
 * who are named in them (OpenSSH {@code TrustedUserCAKeys}), one in each line
 * @param revokedKeys keys and certificates that are not accepted: public keys, one in
 * each line, or an OpenSSH key revocation list (OpenSSH {@code RevokedKeys}). If one
 * cannot be read, none is accepted.
 * @param strictModes whether files that say who may log in are refused if others may
 * write to them (OpenSSH {@code StrictModes})
 * @since 0.1.0
 */
public record PublicKeySettings(List<AuthorizedKeysLocation> authorizedKeys, List<KeyMaterial> trustedUserCaKeys,
		List<KeyMaterial> revokedKeys, boolean strictModes) {

	/**
	 * Create new {@link PublicKeySettings}.
	 * @param authorizedKeys where the authorized keys of a user are
	 * @param trustedUserCaKeys the keys of authorities
	 * @param revokedKeys keys and certificates that are not accepted
	 * @param strictModes whether files that others may write to are refused
	 */
	public PublicKeySettings {
		authorizedKeys = List.copyOf(authorizedKeys);
		trustedUserCaKeys = List.copyOf(trustedUserCaKeys);
		revokedKeys = List.copyOf(revokedKeys);
	}

	/**
	 * Return the settings of a server without any such keys.
	 * @return the settings
	 */
	public static PublicKeySettings none() {
		return new PublicKeySettings(List.of(), List.of(), List.of(), true);
	}

	/**
	 * Finds the authorized keys of a user.
	 */
	@FunctionalInterface
	public interface AuthorizedKeysLocation {

		/**
		 * Return the authorized keys of a user.
		 * @param username the user name, which is safe to use as a file name
		 * @return the keys, in the format of OpenSSH's {@code authorized_keys}; it is no
		 * error if they do not exist
		 */
		KeyMaterial forUser(String username);

	}

}
