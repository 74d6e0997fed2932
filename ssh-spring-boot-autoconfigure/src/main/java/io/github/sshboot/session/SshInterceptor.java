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

package io.github.sshboot.session;

/**
 * Goes around every handler, whatever kind of request it serves. Interceptors are applied
 * in their {@link org.springframework.core.annotation.Order order}, lowest outermost.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SshInterceptor {

	/**
	 * Intercept a request. Not calling {@code next} means that the handler does not run.
	 * @param session the session
	 * @param next the next interceptor or the handler
	 * @throws Exception if the request cannot be served
	 */
	void intercept(SshSession session, SshHandler next) throws Exception;

}
