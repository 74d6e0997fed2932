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

import io.github.sshboot.session.SshSession;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Passes a value of its own for parameters of handler methods and exception handlers.
 * Beans of this type are asked in their {@link org.springframework.core.annotation.Order
 * order}, before what a session has is looked at, but never for
 * {@link SshArgument @SshArgument} and {@link SshOption @SshOption}: these are converted
 * by Spring's {@link org.springframework.core.convert.ConversionService}.
 *
 * @since 0.1.0
 */
public interface SshArgumentResolver {

	/**
	 * Return whether this resolves a parameter. It is asked once, when the application
	 * starts.
	 * @param parameter the parameter
	 * @return whether it does
	 */
	boolean supportsParameter(MethodParameter parameter);

	/**
	 * Return the value for a request, on the thread of its handler.
	 * @param parameter the parameter
	 * @param session the session
	 * @return the value
	 * @throws Exception if there is none; it is handled as an exception of the method
	 */
	@Nullable Object resolveArgument(MethodParameter parameter, SshSession session) throws Exception;

}
