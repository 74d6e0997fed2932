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

package io.github.sshboot.sftp;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The names of users and groups, by number, that the client has seen files of. It is told
 * no others.
 */
final class KnownPrincipals {

	private static final int MAX = 1024;

	private final Map<Integer, String> users = new LinkedHashMap<>();

	private final Map<Integer, String> groups = new LinkedHashMap<>();

	void learn(SftpAttributes attributes) {
		learn(this.users, attributes.uid(), attributes.owner());
		learn(this.groups, attributes.gid(), attributes.group());
	}

	private static void learn(Map<Integer, String> names, @Nullable Integer id, @Nullable String name) {
		if (id != null && name != null && names.size() < MAX) {
			names.putIfAbsent(id, name);
		}
	}

	/**
	 * Return the name of a user.
	 * @return the name; empty if it is not known
	 */
	String user(int id) {
		return this.users.getOrDefault(id, "");
	}

	/**
	 * Return the name of a group.
	 * @return the name; empty if it is not known
	 */
	String group(int id) {
		return this.groups.getOrDefault(id, "");
	}

}
