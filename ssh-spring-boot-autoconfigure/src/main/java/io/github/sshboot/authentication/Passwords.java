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
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.github.sshboot.authentication.ServerAuthenticationSettings.User;
import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Decides about passwords, however they were asked for: first those of configured users,
 * then by asking the authenticators. Unknown users cost as much as known ones.
 */
final class Passwords {

	private static final int MAX_LENGTH = 1024;

	private final Map<String, User> users;

	private final PasswordEncoder encoder;

	private final List<SshAuthenticator> authenticators;

	private final UserSecret secret;

	private final Decisions decisions;

	/**
	 * Stand in for the password of users without one, so that there is something to
	 * compare with.
	 */
	private final List<String> standIns;

	Passwords(Map<String, User> users, Authenticators authenticators, UserSecret secret, Decisions decisions) {
		this.users = users;
		this.encoder = authenticators.passwordEncoder();
		this.authenticators = authenticators.supporting(SshLogin.Password.class);
		this.secret = secret;
		this.decisions = decisions;
		this.standIns = users.values().stream().map(User::encodedPassword).filter(Objects::nonNull).sorted().toList();
	}

	/**
	 * Return whether any password could let anybody in.
	 * @return whether there is somebody to ask about passwords
	 */
	boolean isUsable() {
		return !this.standIns.isEmpty() || !this.authenticators.isEmpty();
	}

	CompletableFuture<Outcome> check(LoginRequest request, String password) {
		if (password.isEmpty()) {
			return Outcome.completed(Outcome.refused("the password is empty"));
		}
		if (password.length() > MAX_LENGTH) {
			return Outcome.completed(Outcome.refused("the password is too long"));
		}
		return this.decisions.decide(request, () -> {
			Outcome outcome = compare(request.username(), password);
			return (outcome instanceof Outcome.Refused && !this.authenticators.isEmpty())
					? new Outcome.Undecided(() -> askAuthenticators(request, password)) : outcome;
		});
	}

	private Outcome compare(String username, String password) {
		if (this.standIns.isEmpty()) {
			return Outcome.refused("no user has a password");
		}
		User user = this.users.get(username);
		@Nullable String encoded = (user != null) ? user.encodedPassword() : null;
		boolean matches = this.encoder.matches(password, (encoded != null) ? encoded : standIn(username));
		if (encoded == null) {
			return Outcome.refused((user != null) ? "the user has no password" : "there is no such user");
		}
		return matches ? new Outcome.Proven(null, Outcome.Proven.NOTHING_MORE)
				: Outcome.refused("the password is wrong");
	}

	/**
	 * Some encodings are faster than others, so the unknown users get all of those that
	 * the known ones have.
	 */
	private String standIn(String username) {
		return this.standIns.get(this.secret.number(username, this.standIns.size()));
	}

	private Outcome askAuthenticators(LoginRequest request, String password) throws Exception {
		SshLogin login = new SshLogin.Password(request.username(), password, request.connection());
		for (SshAuthenticator authenticator : this.authenticators) {
			SshAuthentication authentication = authenticator.authenticate(login);
			if (authentication != null) {
				return new Outcome.Proven(null, authentication);
			}
		}
		return Outcome.refused("no authenticator accepts the password");
	}

}
