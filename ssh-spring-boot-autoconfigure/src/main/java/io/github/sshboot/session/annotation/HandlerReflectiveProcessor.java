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

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Registers handler methods, and what Spring converts arguments and options with where
 * the type itself has it: its constants, constructors and factory methods.
 */
class HandlerReflectiveProcessor implements ReflectiveProcessor {

	@Override
	public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
		if (element instanceof Method method) {
			hints.registerMethod(method, ExecutableMode.INVOKE);
			HandlerParameters.of(method)
				.stream()
				.filter(HandlerReflectiveProcessor::isConverted)
				.forEach((parameter) -> {
					ResolvableType type = ResolvableType.forMethodParameter(parameter);
					registerConverted(hints, type.resolve(Object.class));
					registerConverted(hints, type.getComponentType().resolve(Object.class));
					for (ResolvableType generic : type.getGenerics()) {
						registerConverted(hints, generic.resolve(Object.class));
					}
				});
		}
	}

	private static boolean isConverted(MethodParameter parameter) {
		return parameter.hasParameterAnnotation(SshArgument.class) || parameter.hasParameterAnnotation(SshOption.class);
	}

	private static void registerConverted(ReflectionHints hints, Class<?> type) {
		if (!type.isPrimitive() && !type.isArray() && !type.isInterface() && type != Object.class
				&& !ClassUtils.isPrimitiveOrWrapper(type)) {
			hints.registerType(type, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS, MemberCategory.INVOKE_PUBLIC_METHODS);
		}
	}

}
