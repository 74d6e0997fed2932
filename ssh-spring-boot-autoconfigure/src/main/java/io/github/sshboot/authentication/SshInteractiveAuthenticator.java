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
 * Decides who may log in to a server by asking the user (RFC 4256,
 * {@code keyboard-interactive}). Beans of it are asked in their
 * {@link org.springframework.core.annotation.Order order} until one lets the user in;
 * without one, the user is asked for the password where there are passwords.
 * <p>
 * It may block: it is called on a thread of its own, is interrupted when the connection
 * ends, and may be called for several connections at the same time.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SshInteractiveAuthenticator {

	/**
	 * Find out whether a user may log in. An unknown user should be asked the same
	 * questions as a known one.
	 * @param username the user name, as the client sent it: at most 255 printable
	 * characters
	 * @param conversation asks the user
	 * @return what is known about the user, or {@code null} if the user may not log in
	 * @throws Exception if this cannot be decided; the user may not log in then
	 */
	@Nullable SshAuthentication authenticate(String username, SshConversation conversation) throws Exception;

}
