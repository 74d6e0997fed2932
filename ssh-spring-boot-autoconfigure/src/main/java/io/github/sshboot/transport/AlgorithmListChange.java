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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.util.PatternMatchUtils;
import org.springframework.util.StringUtils;

/**
 * A list of algorithms as a user writes it: all names, or signs and names that change
 * another list.
 */
final class AlgorithmListChange {

	private static final String SIGNS = "+-^";

	private final AlgorithmCategory category;

	private final List<String> items;

	AlgorithmListChange(AlgorithmCategory category, List<String> items) {
		this.category = category;
		this.items = items;
	}

	List<String> apply(List<String> present) {
		Set<String> result = new LinkedHashSet<>();
		List<String> front = new ArrayList<>();
		char sign = '=';
		boolean first = true;
		for (String item : this.items) {
			String name = item.strip();
			boolean signed = !name.isEmpty() && SIGNS.indexOf(name.charAt(0)) >= 0;
			if (first && signed) {
				result.addAll(present);
			}
			else if (!first && signed && sign == '=') {
				throw unsupported("'%s' changes a list that is given in full; give all names, or signs only"
					.formatted(PeerText.printable(name)));
			}
			if (signed) {
				sign = name.charAt(0);
				name = name.substring(1).strip();
			}
			first = false;
			switch (sign) {
				case '-' -> result.removeAll(matching(name));
				case '^' -> front.add(supported(name));
				default -> result.add(supported(name));
			}
		}
		front.addAll(result);
		if (front.isEmpty()) {
			throw unsupported("no algorithm is left; supported are " + names());
		}
		return front.stream().distinct().toList();
	}

	private List<String> matching(String pattern) {
		Set<String> known = AlgorithmCatalog.getKnown(this.category);
		List<String> matching = known.stream()
			.filter((name) -> name.equals(pattern) || PatternMatchUtils.simpleMatch(pattern, name))
			.toList();
		if (matching.isEmpty()) {
			throw unknown(pattern);
		}
		return matching;
	}

	private String supported(String name) {
		String refusal = AlgorithmCatalog.getRefusal(this.category, name);
		if (refusal != null) {
			throw unsupported(refusal);
		}
		if (AlgorithmCatalog.isSupported(this.category, name)) {
			return name;
		}
		if (AlgorithmCatalog.getKnown(this.category).contains(name)) {
			throw unsupported("'%s' cannot be had from this Java runtime%s; supported are %s".formatted(name,
					AlgorithmCatalog.needsBouncyCastle(name)
							? " without Bouncy Castle (org.bouncycastle:bcprov-jdk18on) on the class path" : "",
					names()));
		}
		throw unknown(name);
	}

	private UnsupportedAlgorithmException unknown(String name) {
		String nearest = AlgorithmCatalog.getSupported(this.category)
			.stream()
			.min(Comparator.comparingInt((candidate) -> distance(name.toLowerCase(Locale.ROOT), candidate)))
			.orElseThrow();
		return unsupported("'%s' is not known; did you mean '%s'? Supported are %s".formatted(PeerText.printable(name),
				nearest, names()));
	}

	private UnsupportedAlgorithmException unsupported(String message) {
		return new UnsupportedAlgorithmException(this.category, message);
	}

	private String names() {
		return AlgorithmCatalog.getSupported(this.category).stream().collect(Collectors.joining(", "));
	}

	/**
	 * The Levenshtein distance, where a part that one name has in front of the other
	 * counts little: {@code aes128} is near {@code aes128-ctr}.
	 */
	private static int distance(String name, String candidate) {
		int[] previous = new int[candidate.length() + 1];
		for (int j = 0; j < previous.length; j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= name.length(); i++) {
			int[] current = new int[previous.length];
			current[0] = i;
			for (int j = 1; j < current.length; j++) {
				int substitution = previous[j - 1] + ((name.charAt(i - 1) != candidate.charAt(j - 1)) ? 1 : 0);
				current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
			}
			previous = current;
		}
		int distance = previous[candidate.length()];
		return (StringUtils.hasLength(name) && candidate.startsWith(name)) ? distance / 8 : distance;
	}

}
