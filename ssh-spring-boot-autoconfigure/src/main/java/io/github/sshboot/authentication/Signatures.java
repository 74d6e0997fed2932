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

import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.sshboot.transport.SignatureAlgorithms;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.jspecify.annotations.Nullable;

/**
 * Finds signature algorithms by their names in the protocol.
 */
final class Signatures {

	private static final Set<String> RSA = Set.of(KeyPairProvider.SSH_RSA, KeyPairProvider.SSH_RSA_CERT);

	private Signatures() {
	}

	static BuiltinSignatures named(String name) {
		return Objects.requireNonNull(BuiltinSignatures.fromFactoryName(name));
	}

	/**
	 * Choose what to sign with, as OpenSSH does. Only RSA keys have a choice, and what
	 * servers tell about others cannot be relied on.
	 * @param keyType the type of the key
	 * @param accepted what we may sign with, the preferred one first
	 * @param known what the server has said to know (RFC 8308 section 3.1), or
	 * {@code null} if it has not
	 * @return the algorithms to try, one after the other; none if there is none in common
	 */
	static List<String> choose(String keyType, List<String> accepted, @Nullable Set<String> known) {
		List<String> usable = accepted.stream()
			.filter((algorithm) -> KeyUtils.getCanonicalKeyType(algorithm).equals(keyType))
			.toList();
		if (known == null || !RSA.contains(keyType)) {
			return usable;
		}
		return usable.stream()
			.filter((algorithm) -> known.contains(SignatureAlgorithms.plain(algorithm)) || known.contains(algorithm))
			.limit(1)
			.toList();
	}

}
