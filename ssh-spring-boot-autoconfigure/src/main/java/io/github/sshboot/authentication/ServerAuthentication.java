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

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.sshboot.authentication.ServerAuthenticationSettings.User;
import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.SshServerCustomizer;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.password.RejectAllPasswordAuthenticator;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.session.ServerSession;

/**
 * The authentication layer (RFC 4252) of a server. What is proven is left as
 * {@link SshIdentity} and {@link LoginPermissions} in the scope of the connection.
 *
 * @since 0.1.0
 */
public final class ServerAuthentication implements SshServerCustomizer {

	private final LoginRules rules;

	private ServerAuthentication(LoginRules rules) {
		this.rules = rules;
	}

	/**
	 * Prepare the layer.
	 * @param settings who may log in, and how
	 * @param signatureAlgorithms with what users may sign
	 * @param authenticators what the application decides itself
	 * @param threads the threads that decide
	 * @param listener hears of all decisions
	 * @param observer is told how connections get on with their login
	 * @return the layer
	 * @throws NoAuthenticationException if nobody could log in
	 * @throws NoPublicKeyException if what is configured as a user's key is none
	 * @throws AuthenticationMethodsException if nobody could log in with a chain of
	 * methods
	 */
	public static ServerAuthentication create(ServerAuthenticationSettings settings, List<String> signatureAlgorithms,
			Authenticators authenticators, LoginThreads threads, AuthenticationListener listener,
			LoginObserver observer) {
		ConfiguredPublicKeyAuthority authority = new ConfiguredPublicKeyAuthority(settings.publicKeys(),
				settings.userKeys(), authenticators.keySources(), Clock.systemUTC());
		authority.check();
		LoginSettings login = settings.login();
		UserSecret secret = new UserSecret();
		Decisions decisions = new Decisions(threads, login.decisionTimeout());
		Passwords passwords = new Passwords(settings.users(), authenticators, secret, decisions);
		List<AuthenticationMethod> methods = new ArrayList<>();
		boolean keysAreDecidedAbout = !authenticators.supporting(SshLogin.PublicKey.class).isEmpty()
				|| !authenticators.supporting(SshLogin.Certificate.class).isEmpty();
		if (settings.hasPublicKeys() || !authenticators.keySources().isEmpty() || keysAreDecidedAbout) {
			methods.add(new PublicKeyMethod(authority, signatureAlgorithms, authenticators, decisions));
		}
		if (passwords.isUsable()) {
			methods.add(new PasswordMethod(passwords));
		}
		if (passwords.isUsable() || !authenticators.interactive().isEmpty()) {
			methods.add(new KeyboardInteractiveMethod(authenticators.interactive(), passwords, decisions));
		}
		if (login.none()) {
			methods.add(new NoneMethod());
		}
		if (methods.isEmpty()) {
			throw new NoAuthenticationException();
		}
		Map<String, User> users = settings.users();
		boolean onlyConfiguredUsers = settings.hasKeysOfConfiguredUsersOnly() && authenticators.keySources().isEmpty()
				&& authenticators.authenticators().isEmpty() && authenticators.interactive().isEmpty() && !login.none();
		return new ServerAuthentication(new LoginRules(login, users, onlyConfiguredUsers, methods,
				MethodChains.of(login.methods(), methods.stream().map(AuthenticationMethod::name).toList()),
				new FailureDelay(login.failureDelay(), secret), new LoginTimer(login.timeout(), observer),
				new LoginJournal(listener, threads.events()), observer));
	}

	@Override
	public void customize(SshServer server) {
		server.setServiceFactories(List.of(new UserAuthService.Factory(this.rules)));
		server.addSessionListener(this.rules.timer());
		server.addSessionListener(new InitialHostKeyListener());
		// MINA asks for these, and does not use them
		server.setPasswordAuthenticator(RejectAllPasswordAuthenticator.INSTANCE);
		server.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
		CoreModuleProperties.AUTH_TIMEOUT.set(server, Duration.ZERO);
	}

	private static final class InitialHostKeyListener implements SessionListener {

		@Override
		public void sessionEvent(Session session, Event event) {
			if (event == Event.KexCompleted && session instanceof ConnectionScoped scoped
					&& scoped.getConnectionScope().get(InitialHostKey.class) == null) {
				scoped.getConnectionScope()
					.put(InitialHostKey.class, new InitialHostKey(((ServerSession) session).getHostKey().getPublic()));
			}
		}

	}

}
