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

package io.github.sshboot.docs;

import io.github.sshboot.authentication.SshAuthentication;
import io.github.sshboot.authentication.SshAuthenticator;
import io.github.sshboot.authentication.SshLogin;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

@Component
class Directory implements SshAuthenticator {

	private final Accounts accounts;

	Directory(Accounts accounts) {
		this.accounts = accounts;
	}

	@Override
	public @Nullable SshAuthentication authenticate(SshLogin login) {
		if (login instanceof SshLogin.Password password) {
			return this.accounts.check(password.username(), password.password()) ? SshAuthentication.of("ROLE_CLERK")
					: null;
		}
		if (login instanceof SshLogin.PublicKey key) {
			return this.accounts.hasKey(key.username(), key.fingerprint()) ? SshAuthentication.of("ROLE_CLERK") : null;
		}
		return null;
	}

}
