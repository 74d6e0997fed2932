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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MethodChainsTests {

	private static final List<String> ALL = List.of("publickey", "password", "keyboard-interactive");

	@Test
	void anyMethodIsEnoughByDefault() {
		MethodChains chains = MethodChains.of(List.of(), ALL);
		assertThat(chains.next()).isEqualTo("publickey,password,keyboard-interactive");
		assertThat(ALL).allMatch(chains::allows).allMatch(chains::isCompletedBy);
	}

	@Test
	void methodThatSucceedsIsTakenFromAllChainsThatItBegins() {
		MethodChains chains = MethodChains
			.of(List.of("publickey,password", " publickey , keyboard-interactive ", "password,publickey"), ALL);
		assertThat(chains.next()).isEqualTo("publickey,password");
		assertThat(chains.isCompletedBy("publickey")).isFalse();
		MethodChains rest = chains.after("publickey");
		assertThat(rest.next()).isEqualTo("password,keyboard-interactive");
		assertThat(rest.isCompletedBy("password")).isTrue();
		assertThat(rest.isCompletedBy("keyboard-interactive")).isTrue();
		assertThat(rest.isCompletedBy("publickey")).isFalse();
		assertThat(rest.allows("publickey")).isFalse();
	}

	@Test
	void shorterChainIsCompletedFirst() {
		MethodChains chains = MethodChains.of(List.of("publickey,password", "publickey"), ALL);
		assertThat(chains.isCompletedBy("publickey")).isTrue();
	}

	@Test
	void methodCanBeNeededTwice() {
		MethodChains chains = MethodChains.of(List.of("publickey,publickey"), ALL);
		assertThat(chains.isCompletedBy("publickey")).isFalse();
		assertThat(chains.after("publickey").isCompletedBy("publickey")).isTrue();
	}

	@Test
	void clientsAreNotToldOfNone() {
		MethodChains chains = MethodChains.of(List.of(), List.of("password", "none"));
		assertThat(chains.allows("none")).isTrue();
		assertThat(chains.next()).isEqualTo("password");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "password,hostbased | 'hostbased' is none of", "none | 'none' is none of",
					"password, | '' is none of", "publickey,password | could decide about 'publickey'" })
	void chainThatNobodyCanGoThroughIsRefused(String chain, String reason) {
		assertThatExceptionOfType(AuthenticationMethodsException.class)
			.isThrownBy(() -> MethodChains.of(List.of("password", chain), List.of("password")))
			.withMessageContaining(reason.strip())
			.returns(chain, AuthenticationMethodsException::getChain);
	}

}
