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

import io.github.sshboot.transport.SshEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Supplies the passwords of clients, for example from a vault. A bean of it is asked for
 * connections without a password of their own, once for each login and only if the server
 * wants one. AsyncSSH: {@code password} as a callable.
 * <p>
 * It is called on a thread that may wait, also by several logins at once; the time it
 * takes is part of {@code login-timeout}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SshPasswordSupplier {

	/**
	 * Return a password.
	 * @param endpoint the host and port of the server, whose host key is verified
	 * @param username who logs in
	 * @return the password, or {@code null} if there is none
	 */
	@Nullable String getPassword(SshEndpoint endpoint, String username);

}
