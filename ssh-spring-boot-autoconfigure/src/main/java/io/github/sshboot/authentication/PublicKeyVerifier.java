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

import java.net.InetAddress;
import java.security.PublicKey;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.sshboot.authentication.ServerAuthenticationSettings.User;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;

/**
 * Lets users log in with the keys that are configured for them or listed as authorized.
 */
final class PublicKeyVerifier implements PublicKeyAuthority {

	private static final Pattern SAFE_USERNAME = Pattern.compile("[A-Za-z0-9_@+-][A-Za-z0-9._@+-]{0,254}");

	private final ServerAuthenticationSettings settings;

	PublicKeyVerifier(ServerAuthenticationSettings settings) {
		this.settings = settings;
	}

	@Override
	public PublicKeyDecision decide(String username, PublicKey key, InetAddress source) {
		if (key instanceof OpenSshCertificate) {
			return new PublicKeyDecision.Refused("certificates are not accepted");
		}
		boolean authorized = Stream.concat(configuredKeys(username), authorizedKeys(username))
			.anyMatch((candidate) -> KeyUtils.compareKeys(candidate, key));
		return authorized
				? new PublicKeyDecision.Granted(LoginPermissions.unrestricted(), null, true, false, "authorized keys")
				: new PublicKeyDecision.Unknown();
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
