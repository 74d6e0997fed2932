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

package io.github.sshboot.session;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClientEnvironmentTests {

	private final ClientEnvironment environment = new ClientEnvironment(List.of("LANG", "LC_*"), 3);

	@ParameterizedTest
	@ValueSource(strings = { "LANG", "LC_ALL", "LC_TIME", "LC_" })
	void acceptsNamesThatMatchAPattern(String name) {
		assertThat(this.environment.offer(name, "C.UTF-8")).isTrue();
		assertThat(this.environment.toMap()).containsOnlyKeys(name).containsValue("C.UTF-8");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "PATH", "LD_PRELOAD", "LANGUAGE", "XLANG", "lang", "lc_all", "MY_LC_ALL", " LANG",
			"LANG ", "*", "L*" })
	void refusesOtherNames(String name) {
		assertThat(this.environment.offer(name, "x")).isFalse();
		assertThat(this.environment.toMap()).isEmpty();
	}

	@Test
	void acceptsNothingWithoutPatterns() {
		ClientEnvironment nothing = new ClientEnvironment(List.of(), 3);
		assertThat(nothing.offer("LANG", "C")).isFalse();
		assertThat(nothing.toMap()).isEmpty();
	}

	@Test
	void refusesTheEmptyNameWhateverThePatternIs() {
		assertThat(new ClientEnvironment(List.of("*", ""), 3).offer("", "x")).isFalse();
	}

	@Test
	void laterValueReplacesTheEarlierOne() {
		this.environment.offer("LANG", "C");
		assertThat(this.environment.offer("LANG", "de_DE.UTF-8")).isTrue();
		assertThat(this.environment.toMap()).containsExactly(Map.entry("LANG", "de_DE.UTF-8"));
	}

	@Test
	void boundsTheNumberOfVariables() {
		assertThat(this.environment.offer("LC_1", "x")).isTrue();
		assertThat(this.environment.offer("LC_2", "x")).isTrue();
		assertThat(this.environment.offer("LC_3", "x")).isTrue();
		assertThat(this.environment.offer("LC_4", "x")).isFalse();
		assertThat(this.environment.offer("LC_3", "y")).isTrue();
		assertThat(this.environment.toMap()).containsOnlyKeys("LC_1", "LC_2", "LC_3").containsEntry("LC_3", "y");
	}

	@Test
	void acceptsNothingIfTheBoundIsZero() {
		assertThat(new ClientEnvironment(List.of("*"), 0).offer("LANG", "C")).isFalse();
	}

	@Test
	void boundsTheLengthOfNames() {
		assertThat(this.environment.offer("LC_" + "x".repeat(253), "x")).isTrue();
		assertThat(this.environment.offer("LC_" + "y".repeat(254), "x")).isFalse();
		assertThat(this.environment.toMap()).hasSize(1);
	}

	@Test
	void boundsTheLengthOfValues() {
		assertThat(this.environment.offer("LC_1", "x".repeat(8192))).isTrue();
		assertThat(this.environment.offer("LC_2", "x".repeat(8193))).isFalse();
		assertThat(this.environment.toMap()).containsOnlyKeys("LC_1");
	}

	@Test
	void acceptsTheEmptyValue() {
		assertThat(this.environment.offer("LANG", "")).isTrue();
		assertThat(this.environment.toMap()).containsEntry("LANG", "");
	}

	@Test
	void refusesNul() {
		assertThat(this.environment.offer("LANG", "C\0")).isFalse();
		assertThat(this.environment.offer("LC_\0", "C")).isFalse();
		assertThat(this.environment.toMap()).isEmpty();
	}

	@Test
	void handsOutACopy() {
		this.environment.offer("LANG", "C");
		Map<String, String> map = this.environment.toMap();
		this.environment.offer("LC_ALL", "C");
		assertThat(map).containsOnlyKeys("LANG");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> map.put("PATH", "/"));
	}

}
