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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.sshboot.session.SshSession;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ExceptionDepthComparator;
import org.springframework.core.MethodParameter;

/**
 * The {@link SshExceptionHandler @SshExceptionHandler} methods of a controller or an
 * advice.
 */
final class ExceptionHandlers {

	private final Map<Class<? extends Throwable>, InvocableHandler> handlers = new LinkedHashMap<>();

	void add(Supplier<Object> bean, Method method, SshExceptionHandler annotation, HandlerParameters known) {
		List<MethodParameter> parameters = HandlerParameters.of(method);
		InvocableHandler handler = InvocableHandler.of(bean, method, parameters, this::exceptionParameter, known);
		List<Class<? extends Throwable>> types = types(annotation, parameters);
		if (types.isEmpty()) {
			throw new InvalidHandlerException(method, "it names no exception to handle");
		}
		if (!HandlerResults.isStatusOrLine(method.getReturnType())) {
			throw new InvalidHandlerException(method,
					"nothing is known to do with a result of type %s".formatted(method.getReturnType().getName()));
		}
		for (Class<? extends Throwable> type : types) {
			checkTakes(type, method, parameters);
			InvocableHandler other = this.handlers.putIfAbsent(type, handler);
			if (other != null) {
				throw new AmbiguousHandlerException(type.getName(), other.toString(), handler.toString());
			}
		}
	}

	private static void checkTakes(Class<? extends Throwable> type, Method method, List<MethodParameter> parameters) {
		for (MethodParameter parameter : parameters) {
			Class<?> parameterType = parameter.getParameterType();
			if (Throwable.class.isAssignableFrom(parameterType) && !parameterType.isAssignableFrom(type)) {
				throw new InvalidHandlerException(method,
						"it handles %s, which is no %s".formatted(type.getName(), parameterType.getName()));
			}
		}
	}

	private static List<Class<? extends Throwable>> types(SshExceptionHandler annotation,
			List<MethodParameter> parameters) {
		List<Class<? extends Throwable>> types = new ArrayList<>(List.of(annotation.value()));
		if (types.isEmpty()) {
			for (MethodParameter parameter : parameters) {
				if (Throwable.class.isAssignableFrom(parameter.getParameterType())) {
					types.add(parameter.getParameterType().asSubclass(Throwable.class));
				}
			}
		}
		return types;
	}

	private InvocableHandler.@Nullable ParameterValue exceptionParameter(MethodParameter parameter) {
		return Throwable.class.isAssignableFrom(parameter.getParameterType())
				? (session, arguments, exception) -> exception : null;
	}

	/**
	 * Handle an exception.
	 * @return the exit status
	 */
	static int handle(InvocableHandler handler, Exception exception, SshSession session) throws Exception {
		Object result = handler.invoke(session, CommandArguments.NONE, exception, InvocableHandler.Check.NONE);
		if (result instanceof Integer status) {
			return status;
		}
		if (result instanceof CharSequence line) {
			session.getErrorWriter().println(line);
		}
		return 1;
	}

	/**
	 * Find the handler for the type that is nearest to that of an exception.
	 * @return the handler or {@code null} if nothing handles the exception
	 */
	@Nullable InvocableHandler find(Exception exception) {
		List<Class<? extends Throwable>> matches = this.handlers.keySet()
			.stream()
			.filter((type) -> type.isInstance(exception))
			.toList();
		return matches.isEmpty() ? null
				: this.handlers.get(ExceptionDepthComparator.findClosestMatch(matches, exception));
	}

}
