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

import java.util.List;
import java.util.function.Function;

import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KexFactoryManager;
import org.apache.sshd.common.kex.KeyExchangeFactory;

/**
 * Tells MINA which algorithms to offer.
 */
final class Algorithms {

	private Algorithms() {
	}

	/**
	 * Offer algorithms.
	 * @param target a server, a client or one connection
	 * @param settings the algorithms
	 * @param keyExchange makes the side of the key exchange that the target plays
	 */
	static void apply(KexFactoryManager target, AlgorithmSettings settings,
			Function<DHFactory, KeyExchangeFactory> keyExchange) {
		target.setKeyExchangeFactories(
				factories(settings, AlgorithmCategory.KEY_EXCHANGE, AlgorithmCatalog::keyExchange).stream()
					.map(keyExchange)
					.toList());
		target.setSignatureFactories(factories(settings, AlgorithmCategory.HOST_KEY, AlgorithmCatalog::signature));
		target.setCipherFactories(factories(settings, AlgorithmCategory.CIPHER, AlgorithmCatalog::cipher));
		target.setMacFactories(factories(settings, AlgorithmCategory.MAC, AlgorithmCatalog::mac));
		target
			.setCompressionFactories(factories(settings, AlgorithmCategory.COMPRESSION, AlgorithmCatalog::compression));
	}

	private static <F> List<F> factories(AlgorithmSettings settings, AlgorithmCategory category,
			Function<String, ? extends F> factory) {
		return settings.get(category).stream().<F>map(factory).toList();
	}

}
