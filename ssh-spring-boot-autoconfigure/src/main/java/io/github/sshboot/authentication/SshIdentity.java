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
 * @param username the user name; with the method {@code none} a mere claim
 * @param methods the authentication methods that succeeded, in order (RFC 4252)
 * @param key the fingerprint of the key whose signature was verified, the last one if
 * there were several, or {@code null} if no key was used
 * @param certificate the certificate that key was presented in, or {@code null}
 * @param authorities what the user may do: what is configured for the user, and what the
 * authenticators that let the user in have added
 * @param principal what stands for the user in the application, if an authenticator has
 * said so, or {@code null}
 * @since 0.1.0
 */
public record SshIdentity(String username, List<String> methods, @Nullable KeyFingerprint key,
		@Nullable UserCertificate certificate, Set<String> authorities,
		@Nullable Object principal) implements Principal {

	/**
	 * Create a new {@link SshIdentity}.
	 * @param username the user name
	 * @param methods the authentication methods that succeeded, in order
	 * @param key the fingerprint of the proven key or {@code null}
	 * @param certificate the certificate of the key or {@code null}
	 * @param authorities what the user may do
	 * @param principal what stands for the user in the application, or {@code null}
	 */
	public SshIdentity {
		methods = List.copyOf(methods);
		authorities = Set.copyOf(authorities);
	}

	@Override
	public String getName() {
		return this.username;
	}

	/**
	 * The principal may know secrets.
	 */
	@Override
	public String toString() {
		return "SshIdentity[username=%s, methods=%s, key=%s, certificate=%s, authorities=%s]".formatted(this.username,
				this.methods, this.key, this.certificate, this.authorities);
	}

}
