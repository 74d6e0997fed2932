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
 * Says with which public keys users may log in, where these are not in files: a bean of
 * this type is asked after all other sources. What {@code AuthorizedKeysCommand} is for
 * OpenSSH.
 * <p>
 * Implementations must be thread-safe, and must not block: they are asked on a thread
 * that other connections need, for each key that a client offers, and for any user name
 * that a client thinks of. What comes from afar belongs in a cache.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface AuthorizedKeysSource {

	/**
	 * Return the public keys of a user.
	 * @param username the user name, which has up to 255 letters, digits and
	 * {@code ._@+-} of US-ASCII and does not begin with a dot
	 * @return the keys in the format of OpenSSH's {@code authorized_keys}, one in each
	 * line with its options, or {@code null} if the user has none. If it throws an
	 * exception, the user has none.
	 */
	@Nullable String getAuthorizedKeys(String username);

}
