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

import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * What an application brings along to decide who may log in.
 *
 * @param passwordEncoder checks the passwords of configured users against their encoded
 * form
 * @param keySources have the public keys of users, asked in this order
 * @param authenticators decide about passwords and keys, asked in this order
 * @param interactive decide by asking the user, asked in this order
 * @since 0.1.0
 */
public record Authenticators(PasswordEncoder passwordEncoder, List<AuthorizedKeysSource> keySources,
		List<SshAuthenticator> authenticators, List<SshInteractiveAuthenticator> interactive) {

	/**
	 * Create new {@link Authenticators}.
	 * @param passwordEncoder checks the passwords of configured users
	 * @param keySources have the public keys of users
	 * @param authenticators decide about passwords and keys
	 * @param interactive decide by asking the user
	 */
	public Authenticators {
		keySources = List.copyOf(keySources);
		authenticators = List.copyOf(authenticators);
		interactive = List.copyOf(interactive);
	}

	List<SshAuthenticator> supporting(Class<? extends SshLogin> login) {
		return this.authenticators.stream().filter((authenticator) -> authenticator.supports(login)).toList();
	}

}
