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

import java.net.InetAddress;

/**
 * Says which public keys and certificates a user may log in with. It is asked before a
 * signature has been seen, so that an answer proves nothing yet.
 */
@FunctionalInterface
interface PublicKeyAuthority {

	/**
	 * Decide about a key.
	 * @param username the user name, as the client sent it
	 * @param key the key or certificate
	 * @param source where the client is
	 * @return the decision
	 */
	PublicKeyDecision decide(String username, PresentedKey key, InetAddress source);

}
