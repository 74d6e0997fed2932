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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CharacterWidthTests {

	@ParameterizedTest
	@ValueSource(ints = { ' ', '~', 0xA0, 0xE9, 0x3A9, 0x2603, 0xFF8A, 0x1D11E, '\t', 0xAD, 0x605, 0x110BD })
	void ordinaryCharactersTakeOneColumn(int character) {
		assertThat(CharacterWidth.of(character)).isOne();
	}

	@ParameterizedTest
	@CsvSource({ "1100, 115F", "231A, 231B", "2E80, 303E", "3041, A4CF", "AC00, D7A3", "F900, FAFF", "FF01, FF60",
			"1F5FB, 1F64F", "20000, 2FFFD", "30000, 3FFFD" })
	void wideCharactersTakeTwo(String first, String last) {
		int start = Integer.parseInt(first, 16);
		int end = Integer.parseInt(last, 16);
		assertThat(CharacterWidth.of(start)).isEqualTo(2);
		assertThat(CharacterWidth.of((start + end) / 2)).isEqualTo(2);
		assertThat(CharacterWidth.of(end)).isEqualTo(2);
		assertThat(CharacterWidth.of(start - 1)).as("before").isNotEqualTo(2);
		assertThat(CharacterWidth.of(end + 1)).as("after").isNotEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x300, 0x301, 0x20DD, 0x200B, 0x200D, 0xFE0F, 0xFEFF, 0x1161, 0x11A8, 0xD7B0, 0x80, 0x9F,
			0xE0100 })
	void whatIsPartOfAnotherCharacterTakesNone(int character) {
		assertThat(CharacterWidth.of(character)).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 3, 0x1B, 0x1F, 0x7F })
	void controlCharactersAreShownWithACaret(int character) {
		assertThat(CharacterWidth.of(character)).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0xD800, 0xFFFF, 0x110000, Integer.MAX_VALUE })
	void whatIsNoCharacterHasAWidthAllTheSame(int character) {
		assertThat(CharacterWidth.of(character)).isBetween(0, 2);
	}

}
