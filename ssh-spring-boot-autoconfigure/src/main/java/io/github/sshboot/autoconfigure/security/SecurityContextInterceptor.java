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

import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshInterceptor;
import io.github.sshboot.session.SshSession;

import org.springframework.core.Ordered;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Sets Spring Security's context while a handler runs, so that the beans it calls know
 * who calls them.
 */
final class SecurityContextInterceptor implements SshInterceptor, Ordered {

	private final SecurityContextHolderStrategy strategy;

	SecurityContextInterceptor(SecurityContextHolderStrategy strategy) {
		this.strategy = strategy;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void intercept(SshSession session, SshHandler next) throws Exception {
		SecurityContext context = this.strategy.createEmptyContext();
		context.setAuthentication(new SshAuthenticationToken(session.getIdentity(), session.getConnection()));
		this.strategy.setContext(context);
		try {
			next.handle(session);
		}
		finally {
			this.strategy.clearContext();
		}
	}

}
