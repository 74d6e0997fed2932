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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.util.PatternMatchUtils;

/**
 * The environment variables a client has set, as far as they are accepted. Their number
 * and size are bounded, since a client could otherwise fill the memory with them.
 */
final class ClientEnvironment {

	private static final int MAX_NAME = 256;

	private static final int MAX_VALUE = 8192;

	private static final int MAX_TOTAL = 32768;

	private final List<String> accepted;

	private final int limit;

	private final Map<String, String> variables = new LinkedHashMap<>();

	private int total;

	ClientEnvironment(List<String> accepted, int limit) {
		this.accepted = accepted;
		this.limit = limit;
	}

	boolean offer(String name, String value) {
		if (name.isEmpty() || name.length() > MAX_NAME || value.length() > MAX_VALUE || name.indexOf('\0') >= 0
				|| value.indexOf('\0') >= 0
				|| this.accepted.stream().noneMatch((pattern) -> PatternMatchUtils.simpleMatch(pattern, name))
				|| (this.variables.size() >= this.limit && !this.variables.containsKey(name))) {
			return false;
		}
		String replaced = this.variables.get(name);
		int larger = value.length() + ((replaced != null) ? -replaced.length() : name.length());
		if (this.total + larger > MAX_TOTAL) {
			return false;
		}
		this.total += larger;
		this.variables.put(name, value);
		return true;
	}

	Map<String, String> toMap() {
		return Map.copyOf(this.variables);
	}

}
