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

package io.github.sshboot.session.annotation;

import java.lang.reflect.Method;

import io.github.sshboot.authentication.SshIdentity;

/**
 * Tells which methods a user may call where something other than the attribute
 * {@code authorities} decides, such as Spring Security's {@code @PreAuthorize}. What a
 * user may not call is neither listed nor completed. Beans of this type do not keep
 * anybody from calling a method.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SshHandlerAuthorizer {

	/**
	 * Return whether a user may call a method, as far as that is known before there are
	 * arguments.
	 * @param identity the user
	 * @param method the method
	 * @param controller the type of the controller
	 * @return {@code false} if the call would be refused
	 */
	boolean mayCall(SshIdentity identity, Method method, Class<?> controller);

}
