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

import io.github.sshboot.authentication.SshIdentity;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Who has logged in, as Spring Security sees it. Its details are the connection.
 */
final class SshAuthenticationToken extends AbstractAuthenticationToken {

	private final transient SshIdentity identity;

	SshAuthenticationToken(SshIdentity identity) {
		super(identity.authorities().stream().map(SimpleGrantedAuthority::new).toList());
		this.identity = identity;
		setAuthenticated(true);
	}

	@Override
	public Object getPrincipal() {
		Object principal = this.identity.principal();
		return (principal != null) ? principal : this.identity;
	}

	@Override
	public @Nullable Object getCredentials() {
		return null;
	}

	@Override
	public String getName() {
		return this.identity.username();
	}

}
