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

import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.SshClientCustomizer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/**
 * The authentication layer (RFC 4252) of the clients. Each connection logs in with the
 * {@link ClientIdentities} in its scope and with nothing else: not with keys of the
 * operating system's user that happen to be there.
 *
 * @since 0.1.0
 */
public final class ClientAuthentication implements SshClientCustomizer {

	@Override
	public void customize(SshClient client) {
		client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
		client.setPasswordIdentityProvider(PasswordIdentityProvider.EMPTY_PASSWORDS_PROVIDER);
		client.setUserAuthFactories(List.of(new ConfiguredPublicKeyFactory(), UserAuthPasswordFactory.INSTANCE,
				UserAuthKeyboardInteractiveFactory.INSTANCE));
		client.addSessionListener(new IdentitiesListener());
	}

	private static final class IdentitiesListener implements SessionListener {

		@Override
		public void sessionCreated(Session session) {
			if (session instanceof ClientSession client && session instanceof ConnectionScoped scoped) {
				ClientIdentities identities = scoped.getConnectionScope().getRequired(ClientIdentities.class);
				identities.getKeys().forEach(client::addPublicKeyIdentity);
				if (identities.getPassword() != null) {
					client.addPasswordIdentity(identities.getPassword());
				}
			}
		}

	}

}
