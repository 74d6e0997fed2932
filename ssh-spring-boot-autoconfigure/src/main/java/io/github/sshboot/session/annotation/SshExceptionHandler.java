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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Handles exceptions of the handler methods in the same controller, or in an
 * {@link SshControllerAdvice @SshControllerAdvice} those of all; the method for the
 * nearest type is taken. Its parameters can be the exception and whatever
 * {@link SshController @SshController} lists. It returns nothing (status 1), an
 * {@code int} (the status), or a {@link CharSequence} (a line on standard error and
 * status 1). A handled exception is not logged. Errors and interruptions are not handled.
 *
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(HandlerReflectiveProcessor.class)
public @interface SshExceptionHandler {

	/**
	 * The exceptions; by default those among the parameters.
	 * @return the exceptions
	 */
	Class<? extends Exception>[] value() default {};

}
