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

import io.github.sshboot.autoconfigure.server.SshServerAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.access.expression.method.DefaultMethodSecurityExpressionHandler;
import org.springframework.security.access.expression.method.MethodSecurityExpressionHandler;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Auto-configuration for Spring Security: its {@link AuthenticationManager}, where there
 * is one, decides about passwords, and its security context is set around the handlers.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = SshServerAutoConfiguration.class)
@ConditionalOnClass(AuthenticationManager.class)
@ConditionalOnBooleanProperty(name = "ssh.server.enabled", matchIfMissing = true)
public final class SshSecurityAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(AuthenticationManager.class)
	AuthenticationManagerAuthenticator sshAuthenticationManagerAuthenticator(AuthenticationManager manager) {
		return new AuthenticationManagerAuthenticator(manager);
	}

	@Bean
	@ConditionalOnMissingBean
	SecurityContextInterceptor sshSecurityContextInterceptor(ObjectProvider<SecurityContextHolderStrategy> strategy) {
		return new SecurityContextInterceptor(strategy.getIfUnique(SecurityContextHolder::getContextHolderStrategy));
	}

	@Bean
	@ConditionalOnMissingBean
	PreAuthorizeHandlerAuthorizer sshPreAuthorizeHandlerAuthorizer(ApplicationContext context,
			ObjectProvider<MethodSecurityExpressionHandler> expressionHandler) {
		return new PreAuthorizeHandlerAuthorizer(expressionHandler.getIfUnique(() -> {
			DefaultMethodSecurityExpressionHandler handler = new DefaultMethodSecurityExpressionHandler();
			handler.setApplicationContext(context);
			return handler;
		}));
	}

}
