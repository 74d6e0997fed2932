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

package io.github.sshboot.client.shell;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text that has been sent and must not be told, although a careless program shows it.
 */
final class Secrets {

	private static final String MASK = "***";

	/**
	 * What terminals show between the characters of a line, for example where it is at
	 * its end.
	 */
	private static final String BETWEEN = "[\\s\\p{Cntrl}]*";

	private final List<String> texts = new CopyOnWriteArrayList<>();

	void add(String text) {
		if (!text.isBlank()) {
			this.texts.add(text.strip());
		}
	}

	/**
	 * Mask the secrets in a text, also one that it begins or ends in the middle of.
	 */
	String mask(String text) {
		String masked = text;
		for (String secret : this.texts) {
			masked = spread(secret).matcher(masked).replaceAll(Matcher.quoteReplacement(MASK));
			masked = maskEdges(masked, secret);
		}
		return masked;
	}

	private static Pattern spread(String secret) {
		return Pattern.compile(secret.codePoints()
			.mapToObj((c) -> Pattern.quote(Character.toString(c)))
			.collect(Collectors.joining(BETWEEN)));
	}

	private static String maskEdges(String text, String secret) {
		String masked = text;
		for (int length = secret.length() - 1; length > 0; length--) {
			if (masked.endsWith(secret.substring(0, length))) {
				masked = masked.substring(0, masked.length() - length) + MASK;
				break;
			}
		}
		for (int length = secret.length() - 1; length > 0; length--) {
			if (masked.startsWith(secret.substring(secret.length() - length))) {
				return MASK + masked.substring(length);
			}
		}
		return masked;
	}

}
