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

package io.github.sshboot.client;

import java.util.Set;
import java.util.TreeSet;

/**
 * There is no connection of a name.
 *
 * @since 0.1.0
 */
public class UnknownSshConnectionException extends SshException {

	private final String name;

	UnknownSshConnectionException(String name, Set<String> known) {
		super("There is no SSH connection '%s'; known are %s".formatted(name, new TreeSet<>(known)), null);
		this.name = name;
	}

	/**
	 * Return the name.
	 * @return the name that is not known
	 */
	public String getName() {
		return this.name;
	}

}
