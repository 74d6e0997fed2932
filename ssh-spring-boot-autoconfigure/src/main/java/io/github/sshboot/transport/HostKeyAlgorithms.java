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

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.apache.sshd.common.config.keys.KeyUtils;

/**
 * The host key algorithms of servers and those that a client offers, whose order the
 * server follows.
 */
final class HostKeyAlgorithms {

	private HostKeyAlgorithms() {
	}

	/**
	 * Return the safe algorithms of keys and certificates.
	 * @param types the types of the keys and certificates
	 * @return the names
	 */
	static List<String> forTypes(List<String> types) {
		return AlgorithmCatalog.getDefaults(AlgorithmCategory.HOST_KEY, AlgorithmProfile.DEFAULT)
			.stream()
			.filter((algorithm) -> types.contains(KeyUtils.getCanonicalKeyType(algorithm)))
			.toList();
	}

	/**
	 * Put those first that the server can be verified by: a server that has several keys
	 * would otherwise present one that is not known, as if it had changed. Certificates
	 * come first where their authority is known, else last, since they are then worth no
	 * more than the keys in them.
	 * @param algorithms the names, separated by commas
	 * @param verifier what the server is verified by
	 * @return the names in their order
	 */
	static String order(String algorithms, HostKeyVerifier verifier) {
		List<String> types = verifier.getKeyTypes();
		boolean knowsAuthority = verifier.knowsAuthority();
		return String.join(",",
				Stream.of(algorithms.split(","))
					.sorted(Comparator.comparingInt((algorithm) -> rank(algorithm, types, knowsAuthority)))
					.toList());
	}

	private static int rank(String algorithm, List<String> types, boolean knowsAuthority) {
		if (KeyUtils.isCertificateAlgorithm(algorithm)) {
			return knowsAuthority ? -1 : Integer.MAX_VALUE;
		}
		int index = types.indexOf(KeyUtils.getCanonicalKeyType(algorithm));
		return (index >= 0) ? index : types.size();
	}

}
