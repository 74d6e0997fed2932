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

import java.lang.reflect.Method;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.session.annotation.SshHandlerAuthorizer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.access.expression.method.MethodSecurityExpressionHandler;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.method.PreAuthorizeAuthorizationManager;
import org.springframework.security.util.SimpleMethodInvocation;

/**
 * Tells who may call a method that {@link PreAuthorize @PreAuthorize} secures. Where that
 * depends on an argument, or cannot be told, anybody may until the method is called.
 */
final class PreAuthorizeHandlerAuthorizer implements SshHandlerAuthorizer {

	private final PreAuthorizeAuthorizationManager manager = new PreAuthorizeAuthorizationManager();

	PreAuthorizeHandlerAuthorizer(MethodSecurityExpressionHandler expressionHandler) {
		this.manager.setExpressionHandler(expressionHandler);
	}

	@Override
	public boolean mayCall(SshIdentity identity, Method method, Class<?> controller) {
		PreAuthorize annotation = find(method, controller);
		if (annotation == null || annotation.value().contains("#")) {
			return true;
		}
		try {
			AuthorizationResult result = this.manager.authorize(() -> new SshAuthenticationToken(identity),
					new SimpleMethodInvocation(null, method, new Object[method.getParameterCount()]));
			return result == null || result.isGranted();
		}
		catch (RuntimeException ex) {
			return true;
		}
	}

	private static @Nullable PreAuthorize find(Method method, Class<?> controller) {
		PreAuthorize annotation = AnnotatedElementUtils.findMergedAnnotation(method, PreAuthorize.class);
		return (annotation != null) ? annotation
				: AnnotatedElementUtils.findMergedAnnotation(controller, PreAuthorize.class);
	}

}
