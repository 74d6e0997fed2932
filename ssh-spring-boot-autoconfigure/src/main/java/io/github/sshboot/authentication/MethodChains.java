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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The authentication methods that have to succeed, in order, any chain of them (OpenSSH
 * {@code AuthenticationMethods}).
 *
 * @param chains the methods of each chain that have not succeeded yet
 */
record MethodChains(List<List<String>> chains) {

	/**
	 * Create new {@link MethodChains}.
	 * @param configured the chains as they are set; none for any single method
	 * @param usable the methods there are
	 * @throws AuthenticationMethodsException if nobody could go through a chain
	 */
	static MethodChains of(List<String> configured, Collection<String> usable) {
		if (configured.isEmpty()) {
			return new MethodChains(usable.stream().map(List::of).toList());
		}
		List<List<String>> chains = new ArrayList<>();
		for (String text : configured) {
			List<String> chain = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
			for (String method : chain) {
				check(text, method, usable);
			}
			chains.add(chain);
		}
		return new MethodChains(List.copyOf(chains));
	}

	private static void check(String chain, String method, Collection<String> usable) {
		switch (method) {
			case AuthenticationMethod.PUBLIC_KEY, AuthenticationMethod.PASSWORD,
					AuthenticationMethod.KEYBOARD_INTERACTIVE -> {
				if (!usable.contains(method)) {
					throw new AuthenticationMethodsException(chain,
							"nothing is configured that could decide about '%s'".formatted(method));
				}
			}
			default -> throw new AuthenticationMethodsException(chain,
					"'%s' is none of 'publickey', 'password' and 'keyboard-interactive'".formatted(method));
		}
	}

	/**
	 * Return whether a method is the next one of a chain.
	 */
	boolean allows(String method) {
		return this.chains.stream().anyMatch((chain) -> chain.get(0).equals(method));
	}

	/**
	 * Return whether a method would be the last one of a chain.
	 */
	boolean isCompletedBy(String method) {
		return this.chains.contains(List.of(method));
	}

	/**
	 * Return what is left of the chains once a method has succeeded that does not
	 * complete one.
	 */
	MethodChains after(String method) {
		return new MethodChains(this.chains.stream()
			.map((chain) -> chain.get(0).equals(method) ? chain.subList(1, chain.size()) : chain)
			.toList());
	}

	/**
	 * Return the methods that can continue, as clients are told (RFC 4252 section 5.1).
	 */
	String next() {
		return this.chains.stream()
			.map((chain) -> chain.get(0))
			.filter((method) -> !AuthenticationMethod.NONE.equals(method))
			.distinct()
			.collect(Collectors.joining(","));
	}

}
