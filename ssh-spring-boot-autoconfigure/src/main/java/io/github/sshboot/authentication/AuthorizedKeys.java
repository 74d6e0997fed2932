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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import io.github.sshboot.transport.PublicKeyBlob;

/**
 * The lines of an {@code authorized_keys} file by their keys. A line that is not
 * understood completely is left out, as what is not understood may say what the key may
 * <em>not</em> do.
 */
final class AuthorizedKeys {

	/**
	 * Far beyond the 8 kilobytes that OpenSSH tells of.
	 */
	private static final int MAX_LINE = 64 * 1024;

	private final Map<PublicKeyBlob, List<AuthorizedKey>> lines = new HashMap<>();

	private AuthorizedKeys() {
	}

	/**
	 * Parse a file.
	 * @param source where it is from
	 * @param content its content
	 * @param problems takes the place of each line that is left out, and why
	 */
	static AuthorizedKeys parse(String source, byte[] content, BiConsumer<String, String> problems) {
		AuthorizedKeys keys = new AuthorizedKeys();
		KeyLines.forEach(content, (number, line) -> {
			String origin = "%s:%d".formatted(source, number);
			if (line.length() > MAX_LINE) {
				problems.accept(origin, "it is too long");
				return;
			}
			try {
				keys.add(AuthorizedKey.parse(origin, line));
			}
			catch (IllegalArgumentException ex) {
				problems.accept(origin, String.valueOf(ex.getMessage()));
			}
		});
		return keys;
	}

	private void add(AuthorizedKey key) {
		this.lines.computeIfAbsent(key.key(), (blob) -> new ArrayList<>()).add(key);
	}

	/**
	 * Return the lines of a key, in their order in the file.
	 */
	List<AuthorizedKey> find(PublicKeyBlob key) {
		return this.lines.getOrDefault(key, List.of());
	}

	boolean isEmpty() {
		return this.lines.isEmpty();
	}

}
