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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import io.github.sshboot.transport.SshServerCustomizer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.password.RejectAllPasswordAuthenticator;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.RejectAllPublickeyAuthenticator;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;

import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * The authentication layer (RFC 4252) of a server. What is proven is left as
 * {@link SshIdentity} in the scope of the connection.
 *
 * @since 0.1.0
 */
public final class ServerAuthentication implements SshServerCustomizer {

	private static final int MAX_ATTEMPTS = 6;

	private final ServerAuthenticationSettings settings;

	private final List<String> signatureAlgorithms;

	private final PasswordEncoder passwordEncoder;

	private final Executor executor;

	private ServerAuthentication(ServerAuthenticationSettings settings, List<String> signatureAlgorithms,
			PasswordEncoder passwordEncoder, Executor executor) {
		this.settings = settings;
		this.signatureAlgorithms = signatureAlgorithms;
		this.passwordEncoder = passwordEncoder;
		this.executor = executor;
	}

	/**
	 * Prepare the layer.
	 * @param settings who may log in
	 * @param signatureAlgorithms with what users may sign
	 * @param passwordEncoder checks passwords against their encoded form
	 * @param executor runs those checks
	 * @return the layer
	 * @throws NoAuthenticationException if nobody could log in
	 * @throws NoPublicKeyException if what is configured as a user's key is none
	 */
	public static ServerAuthentication create(ServerAuthenticationSettings settings, List<String> signatureAlgorithms,
			PasswordEncoder passwordEncoder, Executor executor) {
		if (!settings.hasPublicKeys() && !settings.hasPasswords()) {
			throw new NoAuthenticationException();
		}
		settings.users().forEach((name, user) -> user.publicKeys().forEach((material) -> {
			if (AuthorizedKeys.read(material).isEmpty()) {
				throw new NoPublicKeyException(name, material);
			}
		}));
		return new ServerAuthentication(settings, signatureAlgorithms, passwordEncoder, executor);
	}

	@Override
	public void customize(SshServer server) {
		List<UserAuthFactory> methods = new ArrayList<>();
		server.setPublickeyAuthenticator(RejectAllPublickeyAuthenticator.INSTANCE);
		server.setPasswordAuthenticator(RejectAllPasswordAuthenticator.INSTANCE);
		server.setKeyboardInteractiveAuthenticator(KeyboardInteractiveAuthenticator.NONE);
		if (this.settings.hasPublicKeys()) {
			server.setPublickeyAuthenticator(new PublicKeyVerifier(this.settings));
			methods.add(new UserAuthPublicKeyFactory(Signatures.named(this.signatureAlgorithms)));
		}
		if (this.settings.hasPasswords()) {
			server.setPasswordAuthenticator(new PasswordVerifier(this.settings, this.passwordEncoder, this.executor));
			methods.add(UserAuthPasswordFactory.INSTANCE);
		}
		server.setUserAuthFactories(methods);
		CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, MAX_ATTEMPTS);
		server.addSessionListener(new IdentityListener(this.settings));
	}

}
