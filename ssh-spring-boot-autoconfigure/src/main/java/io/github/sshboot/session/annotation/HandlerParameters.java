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
import java.util.List;
import java.util.function.Function;

import io.github.sshboot.session.SshSession;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;

/**
 * Knows what to pass for parameters that are no arguments of a command line.
 *
 * @param resolvers what the application resolves itself
 */
record HandlerParameters(List<SshArgumentResolver> resolvers) {

	HandlerParameters {
		resolvers = List.copyOf(resolvers);
	}

	/**
	 * Return the parameters of a method with the annotations that they have there, or in
	 * an interface.
	 */
	static List<MethodParameter> of(Method method) {
		return List.of(new AnnotatedMethod(method).getMethodParameters());
	}

	InvocableHandler.ParameterValue resolve(Method method, MethodParameter parameter) {
		for (SshArgumentResolver resolver : this.resolvers) {
			if (resolver.supportsParameter(parameter)) {
				return (session, arguments, exception) -> resolver.resolveArgument(parameter, session);
			}
		}
		Function<SshSession, @Nullable Object> value = SessionValues.find(parameter.getParameterType());
		if (value == null) {
			throw new InvalidHandlerException(method, "nothing is known to pass for parameter %d of type %s"
				.formatted(parameter.getParameterIndex() + 1, parameter.getParameterType().getName()));
		}
		return (session, arguments, exception) -> value.apply(session);
	}

}
