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

import org.jspecify.annotations.Nullable;

/**
 * Decides who may log in to a server, beside the users and keys that are configured
 * (AsyncSSH's {@code validate_password} and {@code validate_public_key}). Beans of it are
 * asked in their {@link org.springframework.core.annotation.Order order} until one lets
 * the user in.
 * <p>
 * It may block: it is called on a thread of its own, is interrupted when the connection
 * ends or after {@code ssh.server.authentication.decision-timeout}, and may be called for
 * several connections at the same time.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SshAuthenticator {

	/**
	 * Return whether this decides about a kind of login at all. Clients are not told of
	 * methods that nobody decides about.
	 * @param login the kind of login
	 * @return whether it does; by default it does for every kind
	 */
	default boolean supports(Class<? extends SshLogin> login) {
		return true;
	}

	/**
	 * Decide about a user. The signature of a key has been verified when this is called.
	 * @param login what the client gives to prove who its user is
	 * @return what is known about the user, or {@code null} if the user may not log in
	 * with it
	 * @throws Exception if this cannot be decided; the user may not log in then
	 */
	@Nullable SshAuthentication authenticate(SshLogin login) throws Exception;

	/**
	 * Say whether a client should sign with a key or certificate, which it asks before it
	 * makes a signature. The answer lets nobody in.
	 * @param login the {@link SshLogin.PublicKey} or {@link SshLogin.Certificate}, of
	 * which nothing is proven
	 * @return whether it may be worth it; {@code true} by default, which tells strangers
	 * nothing about the keys that are known, but lets honest clients sign with all keys
	 * they have
	 * @throws Exception if this cannot be decided, which means no
	 */
	default boolean isAcceptable(SshLogin login) throws Exception {
		return true;
	}

}
