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

import io.github.sshboot.session.SshHandler;

/**
 * A method of a controller that serves requests, as interceptors see it in
 * {@link io.github.sshboot.session.SshSession#getHandler()}: to measure by the pattern,
 * or to decide by an annotation of the method.
 *
 * @since 0.1.0
 */
public interface SshHandlerMethod extends SshHandler {

	/**
	 * Return the pattern that the request matches: that of a command ({@code "deploy
	 * {environment}"}) or the name of a subsystem; {@code "shell"} for the shell. There
	 * are as many as the application has methods, whatever clients send.
	 * @return the pattern
	 */
	String getPattern();

	/**
	 * Return the pattern without its variables, as messages call the handler.
	 * @return the name
	 */
	String getName();

	/**
	 * Return the method.
	 * @return the method as the controller declares it, not as a proxy does
	 */
	Method getMethod();

}
