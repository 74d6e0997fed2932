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

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Something to log in with: an authentication method of RFC 4252 together with one key,
 * password or other proof.
 */
interface ClientMethod {

	/**
	 * Return the name of the method.
	 */
	String name();

	/**
	 * Return the key, if the proof is one.
	 */
	default @Nullable ClientKey key() {
		return null;
	}

	/**
	 * Return whether there is still something to log in with.
	 */
	default boolean isUsable() {
		return true;
	}

	/**
	 * Try it. May wait for somebody, but not for the server.
	 * @param exchange the exchange with the server
	 * @param last whether there is nothing else to try if the server does not accept it
	 * @return what comes next
	 */
	ClientStep attempt(ClientLoginExchange exchange, boolean last) throws IOException;

}
