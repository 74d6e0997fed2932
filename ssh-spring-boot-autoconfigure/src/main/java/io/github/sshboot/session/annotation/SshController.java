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

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * A component whose methods serve SSH requests: {@link SshCommand @SshCommand},
 * {@link SshShell @SshShell}, {@link SshSubsystem @SshSubsystem}.
 * <p>
 * Their parameters can be the {@link io.github.sshboot.session.SshSession}, its
 * {@link io.github.sshboot.session.SshRequest request},
 * {@link io.github.sshboot.authentication.SshIdentity identity} (also as
 * {@link java.security.Principal}), {@link io.github.sshboot.transport.SshConnectionInfo
 * connection} and {@link io.github.sshboot.session.SshTerminal terminal} ({@code null}
 * without one), {@link java.io.InputStream} and {@link java.io.BufferedReader} for
 * standard input, {@link java.io.OutputStream} and {@link java.io.PrintWriter} for
 * standard output, and the {@link java.util.Locale} that the client's environment names;
 * those of commands also {@link SshArgument @SshArgument} and
 * {@link SshOption @SshOption}. {@link SshArgumentResolver} beans pass others.
 * Constraints of Bean Validation are checked where there is a validator: a value that
 * breaks one is a usage error.
 * <p>
 * They return nothing or {@code null} (status 0), an {@code int} (the status), a
 * {@link CharSequence} (a line on standard output), a {@link java.util.stream.Stream},
 * which is closed, {@link Iterable} or {@link java.util.Iterator} (a line each, as they
 * come), a {@link java.util.concurrent.CompletionStage} (what it completes with), or a
 * reactive type such as Reactor's, whose elements are requested as they are written. An
 * exception becomes a line on standard error and status 1, or what an
 * {@link SshExceptionHandler @SshExceptionHandler} of the controller or of an
 * {@link SshControllerAdvice @SshControllerAdvice} makes of it.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface SshController {

	/**
	 * The name of the bean.
	 * @return the name of the bean
	 */
	@AliasFor(annotation = Component.class)
	String value() default "";

}
