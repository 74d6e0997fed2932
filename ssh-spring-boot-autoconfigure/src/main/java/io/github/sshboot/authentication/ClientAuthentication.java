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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

import io.github.sshboot.transport.SshClientCustomizer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * The authentication layer (RFC 4252) of the clients. Each connection logs in with the
 * {@link ClientIdentities} in its scope and with nothing else, on threads where others
 * may be waited for. What it has tried is in the {@link ClientLoginReport} in its scope.
 *
 * @since 0.1.0
 */
public final class ClientAuthentication implements SshClientCustomizer {

	private final Executor executor;

	/**
	 * Create a new {@link ClientAuthentication}.
	 * @param executor runs the logins, which may wait
	 */
	public ClientAuthentication(Executor executor) {
		this.executor = executor;
	}

	@Override
	public void customize(SshClient client) {
		client.setServiceFactories(List.of(new ClientLoginService.Factory(this.executor)));
		client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
		client.setPasswordIdentityProvider(PasswordIdentityProvider.EMPTY_PASSWORDS_PROVIDER);
		// whoever connects says how long a login may take
		CoreModuleProperties.AUTH_TIMEOUT.set(client, Duration.ZERO);
	}

}
