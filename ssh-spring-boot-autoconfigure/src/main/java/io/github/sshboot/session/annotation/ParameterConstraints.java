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
import java.util.Comparator;
import java.util.Set;

import io.github.sshboot.transport.PeerText;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import jakarta.validation.metadata.MethodDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.validation.annotation.Validated;

/**
 * The constraints of Bean Validation on the parameters of a method. They are checked
 * before the method is called, so that the user is told of the option, though an
 * interceptor of Spring may check them once more.
 */
final class ParameterConstraints {

	private static final boolean PRESENT = ClassUtils.isPresent("jakarta.validation.Validator",
			ParameterConstraints.class.getClassLoader());

	private final Validator validator;

	private final Method method;

	private final Class<?>[] groups;

	private ParameterConstraints(Validator validator, Method method, Class<?>[] groups) {
		this.validator = validator;
		this.method = method;
		this.groups = groups;
	}

	/**
	 * Return the constraints of a method.
	 * @param beanFactory may have a validator
	 * @param method the method
	 * @param controller the type of the controller
	 * @return the constraints or {@code null} if there are none
	 */
	static @Nullable ParameterConstraints find(BeanFactory beanFactory, Method method, Class<?> controller) {
		if (!PRESENT || method.getParameterCount() == 0) {
			return null;
		}
		Validator validator = beanFactory.getBeanProvider(Validator.class).getIfUnique();
		if (validator == null) {
			return null;
		}
		MethodDescriptor descriptor = validator.getConstraintsForClass(controller)
			.getConstraintsForMethod(method.getName(), method.getParameterTypes());
		return (descriptor != null && descriptor.hasConstrainedParameters())
				? new ParameterConstraints(validator, method, groups(method, controller)) : null;
	}

	private static Class<?>[] groups(Method method, Class<?> controller) {
		Validated validated = AnnotatedElementUtils.findMergedAnnotation(method, Validated.class);
		if (validated == null) {
			validated = AnnotatedElementUtils.findMergedAnnotation(controller, Validated.class);
		}
		return (validated != null) ? validated.value() : new Class<?>[0];
	}

	@Nullable Violation check(Object controller, @Nullable Object[] values) throws Exception {
		if (!(controller instanceof Advised advised)) {
			return validate(controller, values);
		}
		TargetSource source = advised.getTargetSource();
		Object target = source.getTarget();
		if (target == null) {
			return null;
		}
		try {
			return check(target, values);
		}
		finally {
			source.releaseTarget(target);
		}
	}

	private @Nullable Violation validate(Object controller, @Nullable Object[] values) {
		Set<ConstraintViolation<Object>> violations = this.validator.forExecutables()
			.validateParameters(controller, this.method, values, this.groups);
		return violations.stream()
			.map(Violation::of)
			.min(Comparator.comparingInt(Violation::parameterIndex).thenComparing(Violation::problem))
			.orElse(null);
	}

	/**
	 * A value that breaks a constraint.
	 *
	 * @param parameterIndex the parameter, or -1 if it is about all of them
	 * @param problem what is wrong with the value
	 */
	record Violation(int parameterIndex, String problem) {

		private static Violation of(ConstraintViolation<?> violation) {
			int index = -1;
			for (Path.Node node : violation.getPropertyPath()) {
				if (node.getKind() == ElementKind.PARAMETER) {
					index = node.as(Path.ParameterNode.class).getParameterIndex();
				}
			}
			return new Violation(index, PeerText.printable(violation.getMessage()));
		}

	}

}
