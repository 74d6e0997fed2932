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

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The algorithms that are offered to a peer, by name, the preferred ones first. The
 * client's order decides (RFC 4253 section 7.1).
 *
 * @param names the names for each category, none empty
 * @since 0.1.0
 */
public record AlgorithmSettings(Map<AlgorithmCategory, List<String>> names) {

	/**
	 * Create new {@link AlgorithmSettings}.
	 * @param names the names for each category
	 * @throws UnsupportedAlgorithmException if a name is not known or supported, or there
	 * is none
	 */
	public AlgorithmSettings {
		Map<AlgorithmCategory, List<String>> copy = new EnumMap<>(AlgorithmCategory.class);
		for (AlgorithmCategory category : AlgorithmCategory.values()) {
			copy.put(category,
					new AlgorithmListChange(category, names.getOrDefault(category, List.of())).apply(List.of()));
		}
		names = Collections.unmodifiableMap(copy);
	}

	/**
	 * Return the algorithms of a profile.
	 * @param profile the profile
	 * @return its algorithms, as far as this Java runtime has them
	 * @throws UnsupportedAlgorithmException if it has none for some category
	 */
	public static AlgorithmSettings of(AlgorithmProfile profile) {
		Map<AlgorithmCategory, List<String>> names = new EnumMap<>(AlgorithmCategory.class);
		for (AlgorithmCategory category : AlgorithmCategory.values()) {
			names.put(category, AlgorithmCatalog.getDefaults(category, profile));
		}
		return new AlgorithmSettings(names);
	}

	/**
	 * Return these settings with a change, written as OpenSSH does.
	 * @param category what to change
	 * @param change the names to use instead of the present ones or, if the first begins
	 * with {@code +}, {@code -} or {@code ^}, names to append, to remove or to put in
	 * front; a sign holds until the next one, and names to remove may have wildcards. An
	 * empty list changes nothing
	 * @return the changed settings
	 * @throws UnsupportedAlgorithmException if a name is not known or supported, or none
	 * is left
	 */
	public AlgorithmSettings with(AlgorithmCategory category, List<String> change) {
		if (change.isEmpty()) {
			return this;
		}
		Map<AlgorithmCategory, List<String>> names = new EnumMap<>(this.names);
		names.put(category, new AlgorithmListChange(category, change).apply(get(category)));
		return new AlgorithmSettings(names);
	}

	/**
	 * Return the names of the algorithms of a category.
	 * @param category the category
	 * @return the names, the preferred one first, never empty
	 */
	public List<String> get(AlgorithmCategory category) {
		return Objects.requireNonNull(this.names.get(category));
	}

}
