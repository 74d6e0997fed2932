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

/**
 * A variable of a command's pattern, converted to the type of the parameter by Spring's
 * {@link org.springframework.core.convert.ConversionService}. A variable that takes all
 * the rest, {@code {file...}}, is a collection, an array, or a {@link String} with blanks
 * between the words.
 *
 * @since 0.1.0
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SshArgument {

	/**
	 * The name of the variable; by default the name of the parameter.
	 * @return the name
	 */
	String value() default "";

	/**
	 * Whether the command fails without the argument; if not, it is {@code null} or, for
	 * a collection or an array, empty. After an argument that is not required there is
	 * none that is.
	 * @return whether it is required
	 */
	boolean required() default true;

	/**
	 * The value without the argument, which is not required then; by default none.
	 * @return the value or an empty text for none
	 */
	String defaultValue() default "";

	/**
	 * What the argument is, for the help of the command.
	 * @return the description
	 */
	String description() default "";

}
