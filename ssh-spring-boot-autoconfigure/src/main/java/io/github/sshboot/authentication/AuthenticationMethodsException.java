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

/**
 * A chain of authentication methods that nobody could ever go through.
 *
 * @since 0.1.0
 */
public class AuthenticationMethodsException extends RuntimeException {

	private final String chain;

	private final String reason;

	AuthenticationMethodsException(String chain, String reason) {
		super("Nobody could log in with the methods '%s': %s".formatted(chain, reason));
		this.chain = chain;
		this.reason = reason;
	}

	/**
	 * Return the chain.
	 * @return the methods, separated by commas
	 */
	public String getChain() {
		return this.chain;
	}

	/**
	 * Return what is wrong with it.
	 * @return the reason
	 */
	public String getReason() {
		return this.reason;
	}

}
