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

import io.github.sshboot.transport.KeyFingerprint;
import io.github.sshboot.transport.SshConnectionInfo;

/**
 * What a client gives to prove who its user is.
 *
 * @since 0.1.0
 */
public sealed interface SshLogin {

	/**
	 * Return the user name.
	 * @return the name as the client sent it: at most 255 printable characters
	 */
	String username();

	/**
	 * Return the connection.
	 * @return the connection, with the address of the client
	 */
	SshConnectionInfo connection();

	/**
	 * A password (RFC 4252 section 8).
	 *
	 * @param username the user name
	 * @param password the password, neither empty nor longer than 1024 characters
	 * @param connection the connection
	 */
	record Password(String username, String password, SshConnectionInfo connection) implements SshLogin {

		@Override
		public String toString() {
			return "Password[username=%s]".formatted(this.username);
		}

	}

	/**
	 * A public key (RFC 4252 section 7).
	 *
	 * @param username the user name
	 * @param key the key
	 * @param fingerprint its fingerprint
	 * @param connection the connection
	 */
	record PublicKey(String username, java.security.PublicKey key, KeyFingerprint fingerprint,
			SshConnectionInfo connection) implements SshLogin {

	}

	/**
	 * An OpenSSH user certificate whose authority is not known. It is well-formed, valid
	 * at this time and from where the client is, signed by its authority, and what it
	 * forbids will be kept. Whether that authority may let this user in is open.
	 *
	 * @param username the user name
	 * @param certificate the certificate, with the fingerprint of its authority
	 * @param principals the names that the certificate is for, at least one
	 * @param fingerprint the fingerprint of the key that is certified
	 * @param connection the connection
	 */
	record Certificate(String username, UserCertificate certificate, List<String> principals,
			KeyFingerprint fingerprint, SshConnectionInfo connection) implements SshLogin {

		/**
		 * Create a new {@link Certificate}.
		 * @param username the user name
		 * @param certificate the certificate
		 * @param principals the names that the certificate is for
		 * @param fingerprint the fingerprint of the key that is certified
		 * @param connection the connection
		 */
		public Certificate {
			principals = List.copyOf(principals);
		}

	}

}
