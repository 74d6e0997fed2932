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

import java.security.PublicKey;
import java.util.List;
import java.util.Set;

import io.github.sshboot.authentication.ServerAuthenticationSettings.User;
import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.KeyFingerprint;
import org.apache.sshd.common.auth.UserAuthMethodFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the {@link SshIdentity} in the connection's scope at the moment it is proven.
 */
final class IdentityListener implements SessionListener {

	private final ServerAuthenticationSettings settings;

	IdentityListener(ServerAuthenticationSettings settings) {
		this.settings = settings;
	}

	@Override
	public void sessionEvent(Session session, Event event) {
		if (event == Event.Authenticated && session instanceof ConnectionScoped scoped) {
			scoped.getConnectionScope().put(SshIdentity.class, identity(session));
		}
	}

	private SshIdentity identity(Session session) {
		String username = session.getUsername();
		User user = this.settings.users().get(username);
		Set<String> authorities = (user != null) ? user.authorities() : Set.of();
		// the engine adds a key to this list once its signature is verified, not before
		@Nullable List<PublicKey> keys = session.getAttribute(UserAuthPublicKey.AUTHENTICATED_KEYS);
		if (keys != null && !keys.isEmpty()) {
			return new SshIdentity(username, List.of(UserAuthMethodFactory.PUBLIC_KEY),
					KeyFingerprint.of(keys.get(keys.size() - 1)), authorities);
		}
		return new SshIdentity(username, List.of(UserAuthMethodFactory.PASSWORD), null, authorities);
	}

}
