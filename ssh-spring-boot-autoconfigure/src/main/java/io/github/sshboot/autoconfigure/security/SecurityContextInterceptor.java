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
import io.github.sshboot.session.annotation.SshHandlerMethod;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.Ordered;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Lets Spring Security know who runs a handler, and answers what it denies as a shell
 * does.
 */
final class SecurityContextInterceptor implements SshInterceptor, Ordered {

	private static final Log logger = LogFactory.getLog(SecurityContextInterceptor.class);

	private static final int PERMISSION_DENIED = 126;

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
		SecurityContext outer = this.strategy.getContext();
		SecurityContext context = this.strategy.createEmptyContext();
		SshAuthenticationToken authentication = new SshAuthenticationToken(session.getIdentity());
		authentication.setDetails(session.getConnection());
		context.setAuthentication(authentication);
		this.strategy.setContext(context);
		try {
			next.handle(session);
		}
		catch (AccessDeniedException ex) {
			logger.debug("Denied a request of connection " + session.getConnection().id(), ex);
			session.getErrorWriter().println(describe(session) + ": permission denied");
			session.exit(PERMISSION_DENIED);
		}
		finally {
			// a command may run within a shell
			if (outer.getAuthentication() != null) {
				this.strategy.setContext(outer);
			}
			else {
				this.strategy.clearContext();
			}
		}
	}

	private static String describe(SshSession session) {
		return (session.getHandler() instanceof SshHandlerMethod method) ? method.getName()
				: session.getRequest().toString();
	}

}
