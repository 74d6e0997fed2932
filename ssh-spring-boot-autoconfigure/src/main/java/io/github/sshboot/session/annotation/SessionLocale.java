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

import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The locale that the environment of a session names, as POSIX has it: {@code LC_ALL}
 * before {@code LC_MESSAGES} before {@code LANG}, each as
 * {@code language_TERRITORY.codeset@modifier}.
 */
final class SessionLocale {

	private static final Pattern VALUE = Pattern.compile("([A-Za-z]{2,3})(?:_([A-Za-z]{2}|[0-9]{3}))?(?:[.@].*)?");

	private SessionLocale() {
	}

	/**
	 * Return the locale.
	 * @param environment the environment of the session
	 * @return the locale: that of the server if none is named, and {@link Locale#ROOT}
	 * for {@code C} and {@code POSIX}, or if it cannot be understood
	 */
	static Locale of(Map<String, String> environment) {
		return Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
			.map((name) -> environment.getOrDefault(name, ""))
			.filter((value) -> !value.isEmpty())
			.findFirst()
			.map(SessionLocale::parse)
			.orElseGet(Locale::getDefault);
	}

	private static Locale parse(String value) {
		Matcher matcher = VALUE.matcher(value);
		if (!matcher.matches()) {
			return Locale.ROOT;
		}
		try {
			@Nullable String territory = matcher.group(2);
			return new Locale.Builder().setLanguage(matcher.group(1))
				.setRegion((territory != null) ? territory : "")
				.build();
		}
		catch (IllformedLocaleException ex) {
			return Locale.ROOT;
		}
	}

}
