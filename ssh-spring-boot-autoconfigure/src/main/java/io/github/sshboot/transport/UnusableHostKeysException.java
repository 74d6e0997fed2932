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

/**
 * A server has host keys but no algorithm for any of them, so nobody could connect.
 *
 * @since 0.1.0
 */
public class UnusableHostKeysException extends RuntimeException {

	private final List<String> hostKeys;

	private final List<String> algorithms;

	private final List<String> fitting;

	UnusableHostKeysException(List<String> hostKeys, List<String> algorithms, List<String> fitting) {
		super("The host-key algorithms %s fit none of the host keys: %s".formatted(String.join(", ", algorithms),
				String.join(", ", hostKeys)));
		this.hostKeys = List.copyOf(hostKeys);
		this.algorithms = List.copyOf(algorithms);
		this.fitting = List.copyOf(fitting);
	}

	/**
	 * Return the host keys.
	 * @return for each, where it comes from, its type and its fingerprint
	 */
	public List<String> getHostKeys() {
		return this.hostKeys;
	}

	/**
	 * Return the host-key algorithms that the server has.
	 * @return the names
	 */
	public List<String> getAlgorithms() {
		return this.algorithms;
	}

	/**
	 * Return safe algorithms that would fit.
	 * @return the names
	 */
	public List<String> getFitting() {
		return this.fitting;
	}

}
