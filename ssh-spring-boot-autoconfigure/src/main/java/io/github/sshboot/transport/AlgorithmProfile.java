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

package io.github.sshboot.transport;

/**
 * Which algorithms a connection starts from.
 *
 * @since 0.1.0
 */
public enum AlgorithmProfile {

	/**
	 * What is safe and what current peers have: post-quantum key exchange first, then
	 * Curve25519; no SHA-1, CBC, finite-field Diffie-Hellman or DSA.
	 */
	DEFAULT,

	/**
	 * Only what has no known reservation: post-quantum key exchange, and ciphers that are
	 * authenticated or used with encrypt-then-MAC. Peers need OpenSSH 8.5 or later.
	 */
	STRICT

}
