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

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SessionLocaleTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "de_DE.UTF-8 | de-DE", "de_AT@euro | de-AT", "de | de", "DE_de | de-DE", "es_419 | es-419",
					"gsw_CH | gsw-CH", "C | und", "C.UTF-8 | und", "POSIX | und", "english | und", "de-DE | und",
					"d_DE | und", "../../etc | und", "de_DEU | und" })
	void understandsWhatPosixNames(String value, String tag) {
		assertThat(SessionLocale.of(Map.of("LANG", value)).toLanguageTag()).isEqualTo(tag);
	}

	@ParameterizedTest
	@CsvSource({ "fr, it, es, fr", "'', it, es, it", ", it, es, it", ", , es, es", "'', '', es, es" })
	void theFirstThatIsSetWins(String all, String messages, String lang, String language) {
		Map<String, String> environment = new HashMap<>();
		environment.put("LC_ALL", all);
		environment.put("LC_MESSAGES", messages);
		environment.put("LANG", lang);
		environment.values().removeIf((value) -> value == null);
		assertThat(SessionLocale.of(environment).getLanguage()).isEqualTo(language);
	}

	@Test
	void isThatOfTheServerWhereNothingIsSet() {
		assertThat(SessionLocale.of(Map.of("LC_TIME", "de_DE"))).isEqualTo(Locale.getDefault());
	}

}
