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

import java.security.Principal;
import java.util.List;
import java.util.Set;

import io.github.sshboot.transport.KeyFingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection, as far as it was proven: nothing in it comes
 * from a key that was only offered or from a method that failed.
 *
 * @param username the user name
 * @param methods the authentication methods that succeeded, in order (RFC 4252)
 * @param key the fingerprint of the key whose signature was verified, or {@code null} if
 * no key was used
 * @param authorities what the user may do, as configured
 * @since 0.1.0
 */
public record SshIdentity(String username, List<String> methods, @Nullable KeyFingerprint key,
		Set<String> authorities) implements Principal {

	/**
	 * Create a new {@link SshIdentity}.
	 * @param username the user name
	 * @param methods the authentication methods that succeeded, in order
	 * @param key the fingerprint of the proven key or {@code null}
	 * @param authorities what the user may do
	 */
	public SshIdentity {
		methods = List.copyOf(methods);
		authorities = Set.copyOf(authorities);
	}

	@Override
	public String getName() {
		return this.username;
	}

}
