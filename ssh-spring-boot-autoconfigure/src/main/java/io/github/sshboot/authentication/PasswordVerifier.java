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

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.github.sshboot.authentication.ServerAuthenticationSettings.User;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.server.auth.AsyncAuthException;
import org.apache.sshd.server.auth.password.PasswordAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Checks passwords away from the engine's I/O threads, since a good hash is slow by
 * design and a handful of logins would stop every connection of the server.
 */
final class PasswordVerifier implements PasswordAuthenticator {

	private static final Log logger = LogFactory.getLog(PasswordVerifier.class);

	private static final int MAX_LENGTH = 1024;

	private final ServerAuthenticationSettings settings;

	private final PasswordEncoder encoder;

	private final Executor executor;

	private final String standIn;

	PasswordVerifier(ServerAuthenticationSettings settings, PasswordEncoder encoder, Executor executor) {
		this.settings = settings;
		this.encoder = encoder;
		this.executor = executor;
		this.standIn = settings.users()
			.values()
			.stream()
			.map(User::encodedPassword)
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow();
	}

	@Override
	public boolean authenticate(String username, String password, ServerSession session) {
		AsyncAuthException decision = new AsyncAuthException();
		try {
			this.executor.execute(() -> {
				boolean matches = false;
				try {
					matches = matches(username, password);
				}
				finally {
					decision.setAuthed(matches);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			logger.warn("Refused a password because no thread is free to check it");
			return false;
		}
		throw decision;
	}

	private boolean matches(String username, String password) {
		if (password.isEmpty() || password.length() > MAX_LENGTH) {
			return false;
		}
		User user = this.settings.users().get(username);
		@Nullable String encoded = (user != null) ? user.encodedPassword() : null;
		try {
			// a user without a password costs as much as one with a password
			boolean matches = this.encoder.matches(password, (encoded != null) ? encoded : this.standIn);
			return encoded != null && matches;
		}
		catch (RuntimeException ex) {
			logger.warn("Refused a password that cannot be checked: " + ex.getClass().getName());
			return false;
		}
	}

}
