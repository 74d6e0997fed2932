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
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.sshboot.authentication.ServerAuthenticationSettings.User;
import io.github.sshboot.transport.KeyStrength;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;

/**
 * Says which keys a user may log in with. MINA asks before it has seen a signature, so an
 * answer proves nothing yet.
 */
final class PublicKeyVerifier implements PublickeyAuthenticator {

	private static final Pattern SAFE_USERNAME = Pattern.compile("[A-Za-z0-9_@+-][A-Za-z0-9._@+-]{0,254}");

	private final ServerAuthenticationSettings settings;

	PublicKeyVerifier(ServerAuthenticationSettings settings) {
		this.settings = settings;
	}

	@Override
	public boolean authenticate(String username, PublicKey key, ServerSession session) {
		if (key instanceof OpenSshCertificate || KeyStrength.weakness(key) != null) {
			return false;
		}
		return configuredKeys(username).anyMatch((candidate) -> KeyUtils.compareKeys(candidate, key))
				|| authorizedKeys(username).anyMatch((candidate) -> KeyUtils.compareKeys(candidate, key));
	}

	private Stream<PublicKey> configuredKeys(String username) {
		User user = this.settings.users().get(username);
		return (user == null) ? Stream.empty()
				: user.publicKeys().stream().map(AuthorizedKeys::read).flatMap(List::stream);
	}

	/**
	 * The name becomes part of a location, so one that could lead elsewhere has no keys.
	 */
	private Stream<PublicKey> authorizedKeys(String username) {
		if (!SAFE_USERNAME.matcher(username).matches()) {
			return Stream.empty();
		}
		return this.settings.authorizedKeys()
			.stream()
			.map((location) -> AuthorizedKeys.read(location.forUser(username)))
			.flatMap(List::stream);
	}

}
