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

package io.github.sshboot.authentication;

import java.util.concurrent.CompletableFuture;

/**
 * A way to prove who a user is (RFC 4252 section 5).
 */
interface AuthenticationMethod {

	String NONE = "none";

	String PUBLIC_KEY = "publickey";

	String PASSWORD = "password";

	String KEYBOARD_INTERACTIVE = "keyboard-interactive";

	/**
	 * Return the name.
	 * @return the name that chains of methods are written with
	 */
	String name();

	/**
	 * Begin to decide about a request. Must not block.
	 * @param request the request
	 * @return the decision to come
	 * @throws RuntimeException if the request is not well-formed, which is no more than a
	 * failed attempt
	 */
	CompletableFuture<Outcome> attempt(LoginRequest request);

	/**
	 * Return whether a request only asks whether it would make sense to log in like this.
	 * @param request the request
	 * @return whether it is a query
	 */
	default boolean isQuery(LoginRequest request) {
		return false;
	}

}
