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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.sshboot.session.SshSession;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodParameter;
import org.springframework.util.ReflectionUtils;

/**
 * A method of a controller and what to call it with.
 */
final class InvocableHandler {

	private final Supplier<Object> bean;

	private final Method method;

	private final List<ParameterValue> parameters;

	private InvocableHandler(Supplier<Object> bean, Method method, List<ParameterValue> parameters) {
		this.bean = bean;
		this.method = method;
		this.parameters = parameters;
	}

	/**
	 * Prepare a method.
	 * @param bean the controller
	 * @param method the method
	 * @param parameters the parameters of the method
	 * @param others resolves parameters that are particular to the kind of method
	 * @param known resolves the others
	 * @return the handler
	 * @throws InvalidHandlerException if nothing resolves a parameter
	 */
	static InvocableHandler of(Supplier<Object> bean, Method method, List<MethodParameter> parameters,
			Function<MethodParameter, @Nullable ParameterValue> others, HandlerParameters known) {
		List<ParameterValue> values = new ArrayList<>();
		for (MethodParameter parameter : parameters) {
			ParameterValue value = others.apply(parameter);
			values.add((value != null) ? value : known.resolve(method, parameter));
		}
		return new InvocableHandler(bean, method, values);
	}

	Method method() {
		return this.method;
	}

	/**
	 * Call the method.
	 * @param session the session
	 * @param arguments the arguments of the command line
	 * @param exception the exception to handle, if any
	 * @param check looks at the values before the call
	 * @return what the method returns
	 * @throws Exception what the method throws
	 */
	@Nullable Object invoke(SshSession session, CommandArguments arguments, @Nullable Throwable exception, Check check)
			throws Exception {
		@Nullable Object[] values = new Object[this.parameters.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.parameters.get(i).get(session, arguments, exception);
		}
		Object target = this.bean.get();
		check.check(target, values, session);
		Method invocable = AopUtils.selectInvocableMethod(this.method, target.getClass());
		ReflectionUtils.makeAccessible(invocable);
		try {
			return invocable.invoke(target, values);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
			throw new IllegalStateException("Unreachable", ex);
		}
	}

	@Override
	public String toString() {
		return this.method.toGenericString();
	}

	/**
	 * The value of a parameter.
	 */
	@FunctionalInterface
	interface ParameterValue {

		@Nullable Object get(SshSession session, CommandArguments arguments, @Nullable Throwable exception) throws Exception;

	}

	/**
	 * Looks at the values of the parameters.
	 */
	@FunctionalInterface
	interface Check {

		Check NONE = (controller, values, session) -> {
		};

		void check(Object controller, @Nullable Object[] values, SshSession session) throws Exception;

	}

}
