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

import java.util.Collection;

import io.github.sshboot.authentication.SshIdentity;

import org.springframework.core.MethodParameter;

/**
 * Knows what can stand for an {@link SshArgument @SshArgument} or an
 * {@link SshOption @SshOption} that a user types in a shell. Beans of this type are asked
 * in their {@link org.springframework.core.annotation.Order order}; the first that
 * supports a parameter completes it. Without one, the constants of an enum and
 * {@code true} and {@code false} are offered.
 *
 * @since 0.1.0
 */
public interface SshArgumentCompleter {

	/**
	 * Return whether this completes a parameter, going by its type, its name, its
	 * annotations or its method. It is asked once, when the application starts.
	 * @param parameter the parameter
	 * @return whether it does
	 */
	boolean supportsParameter(MethodParameter parameter);

	/**
	 * Return values for a parameter. Those that do not begin with what is typed are left
	 * out by the caller, so it is up to the implementation to look at it, as is sensible
	 * where there are many: of more than a thousand values some are not offered. This
	 * runs while the user waits. A failure is logged, and nothing is offered.
	 * @param parameter the parameter
	 * @param typed what the user has typed of the value, maybe nothing
	 * @param identity the user
	 * @return the values, not quoted, without regard to order
	 */
	Collection<SshCompletion> complete(MethodParameter parameter, String typed, SshIdentity identity);

}
