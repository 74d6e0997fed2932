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
 * An option of a command. A {@code boolean} is a flag; any other type takes a value
 * ({@code --limit 5} or {@code --limit=5}), converted by Spring's
 * {@link org.springframework.core.convert.ConversionService}. A collection or an array
 * takes several, given one by one or with commas between them.
 *
 * @since 0.1.0
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SshOption {

	/**
	 * The names, with their dashes ({@code "-n"}, {@code "--dry-run"}); by default two
	 * dashes and the name of the parameter in kebab case.
	 * @return the names
	 */
	String[] value() default {};

	/**
	 * The value without the option; by default none, which is {@code null}, or empty for
	 * a collection or an array.
	 * @return the value or an empty text for none
	 */
	String defaultValue() default "";

	/**
	 * Whether the command fails without the option.
	 * @return whether it is required
	 */
	boolean required() default false;

	/**
	 * What the option does, for the help of the command.
	 * @return the description
	 */
	String description() default "";

}
