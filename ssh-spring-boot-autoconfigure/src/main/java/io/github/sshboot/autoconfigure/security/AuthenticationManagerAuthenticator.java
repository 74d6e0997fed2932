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

package io.github.sshboot.autoconfigure.security;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.sshboot.authentication.SshAuthentication;
import io.github.sshboot.authentication.SshAuthenticator;
import io.github.sshboot.authentication.SshLogin;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;

/**
 * Lets Spring Security decide about passwords. The details of its token are the
 * connection.
 */
final class AuthenticationManagerAuthenticator implements SshAuthenticator {

	private final AuthenticationManager manager;

	AuthenticationManagerAuthenticator(AuthenticationManager manager) {
		this.manager = manager;
	}

	@Override
	public boolean supports(Class<? extends SshLogin> login) {
		return login == SshLogin.Password.class;
	}

	@Override
	public @Nullable SshAuthentication authenticate(SshLogin login) {
		if (!(login instanceof SshLogin.Password password)) {
			return null;
		}
		UsernamePasswordAuthenticationToken token = UsernamePasswordAuthenticationToken
			.unauthenticated(password.username(), password.password());
		token.setDetails(login.connection());
		try {
			Authentication authentication = this.manager.authenticate(token);
			return authentication.isAuthenticated() ? known(authentication) : null;
		}
		catch (AuthenticationServiceException ex) {
			// not a decision but the lack of one
			throw ex;
		}
		catch (AuthenticationException ex) {
			return null;
		}
	}

	private static SshAuthentication known(Authentication authentication) {
		Set<String> authorities = authentication.getAuthorities()
			.stream()
			.map(GrantedAuthority::getAuthority)
			.filter(Objects::nonNull)
			.collect(Collectors.toUnmodifiableSet());
		return new SshAuthentication(authorities, authentication.getPrincipal());
	}

}
