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

package io.github.sshboot.session.annotation;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CommandPatternTests {

	@Test
	void parsesOneWord() {
		CommandPattern pattern = CommandPattern.parse("status");
		assertThat(pattern.words()).containsExactly("status");
		assertThat(pattern.variables()).isEmpty();
		assertThat(pattern.name()).isEqualTo("status");
	}

	@Test
	void parsesWordsThenVariables() {
		CommandPattern pattern = CommandPattern.parse("parcels move {from} {to}");
		assertThat(pattern.words()).containsExactly("parcels", "move");
		assertThat(pattern.variables()).containsExactly("from", "to");
		assertThat(pattern.name()).isEqualTo("parcels move");
	}

	@Test
	void lastVariableCanTakeAllTheRest() {
		CommandPattern pattern = CommandPattern.parse("copy {to}  {from...}");
		assertThat(pattern).isEqualTo(new CommandPattern(List.of("copy"), List.of("to", "from"), true));
		assertThat(pattern.isRest(0)).isFalse();
		assertThat(pattern.isRest(1)).isTrue();
		assertThat(pattern).hasToString("copy {to} {from...}");
		assertThat(CommandPattern.parse(" show  {id} ")).hasToString("show {id}");
	}

	@Test
	void separatesByAnyBlanks() {
		assertThat(CommandPattern.parse("  parcels \t show\n{id}  "))
			.isEqualTo(new CommandPattern(List.of("parcels", "show"), List.of("id"), false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "id", "parcelId", "parcel-id", "parcel_id", "_", "$x", "a1" })
	void allowsPlainVariableNames(String name) {
		assertThat(CommandPattern.parse("show {" + name + "}").variables()).containsExactly(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "git-upload-pack", "-v", "a.b/c", "déjà", "über_all:x" })
	void allowsAnyWord(String word) {
		assertThat(CommandPattern.parse(word).words()).containsExactly(word);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = { "show {id} all | the word 'all' comes after a variable",
			"show {id} {id} | the variable 'id' occurs twice", "{id} | it has no word before its variables",
			"{id} show | the word 'show' comes after a variable", "show {} | '{}' is neither a word nor a variable",
			"show {id | '{id' is neither a word nor a variable", "show id} | 'id}' is neither a word nor a variable",
			"show{id} | 'show{id}' is neither a word nor a variable",
			"show {1a} | '{1a}' is neither a word nor a variable", "show {a b} | '{a' is neither a word nor a variable",
			"show {{id}} | '{{id}}' is neither a word nor a variable",
			"show {a...} {b} | '{b}' comes after the variable that takes all the rest",
			"show {a...} b | 'b' comes after the variable that takes all the rest",
			"show {a..} | '{a..}' is neither a word nor a variable",
			"show {id}{name} | '{id}{name}' is neither a word nor a variable",
			"show {id:[0-9]+} | '{id:[0-9]+}' is neither a word nor a variable",
			"\"\" | '' is neither a word nor a variable", "\"   \" | '' is neither a word nor a variable" })
	void refusesWhatIsNoPattern(String text, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> CommandPattern.parse(text)).withMessage(message);
	}

}
