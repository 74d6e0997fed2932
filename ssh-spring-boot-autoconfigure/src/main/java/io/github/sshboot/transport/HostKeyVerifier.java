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

import java.io.UncheckedIOException;
import java.security.PublicKey;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether the key that a server has proven to hold is the one of the host that is
 * wanted.
 */
interface HostKeyVerifier {

	/**
	 * Choose how to verify the keys of a host.
	 * @param endpoint the host
	 * @param trust what to trust
	 * @return what decides about the keys of this host
	 */
	static HostKeyVerifier of(SshEndpoint endpoint, HostKeyTrust trust) {
		if (!trust.pins().isEmpty()) {
			return new PinnedHostKeys(endpoint, trust.pins());
		}
		if (trust.policy() == HostKeyPolicy.NONE) {
			return new AnyHostKey(endpoint);
		}
		try {
			return KnownHosts.of(endpoint, trust);
		}
		catch (UncheckedIOException ex) {
			return new NoHostKey(HostKeyRejection.of("The host key of %s cannot be verified: %s", endpoint,
					String.valueOf(ex.getMessage())));
		}
	}

	/**
	 * Return whether a certificate of the host could be verified.
	 */
	default boolean knowsAuthority() {
		return false;
	}

	/**
	 * Return the types of the keys of the host that could be verified, those to ask for
	 * first at the beginning.
	 */
	default List<String> getKeyTypes() {
		return List.of();
	}

	/**
	 * Decide about a key.
	 * @param key the key or a certificate for it
	 * @return why it is refused or {@code null} if it is trusted
	 */
	@Nullable HostKeyRejection check(PublicKey key);

	/**
	 * Return the line that made a plain key trusted that was known before.
	 * @return the line or {@code null} if there is none
	 */
	default @Nullable KnownHostsLine getTrustedLine() {
		return null;
	}

}
