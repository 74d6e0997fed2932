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

import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.keyprovider.HostKeyCertificateProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.SessionContext;
import org.jspecify.annotations.Nullable;

/**
 * Gives each connection the host keys that are current when it starts, and the same ones
 * for as long as it lives: a host key that changes in a later key exchange looks like an
 * attack.
 */
final class HostKeyProvider implements KeyPairProvider, HostKeyCertificateProvider {

	private final Supplier<HostKeys> current;

	HostKeyProvider(Supplier<HostKeys> current) {
		this.current = current;
	}

	@Override
	public Iterable<KeyPair> loadKeys(@Nullable SessionContext session) {
		return identity(session).keys();
	}

	@Override
	public Iterable<OpenSshCertificate> loadCertificates(@Nullable SessionContext session) {
		return identity(session).certificates();
	}

	private Identity identity(@Nullable SessionContext session) {
		if (session instanceof ConnectionScoped scoped) {
			ConnectionScope scope = scoped.getConnectionScope();
			Identity identity = scope.get(Identity.class);
			if (identity == null) {
				identity = identity();
				scope.put(Identity.class, identity);
			}
			return identity;
		}
		return identity();
	}

	private Identity identity() {
		HostKeys keys = this.current.get();
		return new Identity(keys.keys(), keys.certificates(Instant.now()));
	}

	/**
	 * What the server shows of itself on one connection.
	 */
	private record Identity(List<KeyPair> keys, List<OpenSshCertificate> certificates) {

	}

}
