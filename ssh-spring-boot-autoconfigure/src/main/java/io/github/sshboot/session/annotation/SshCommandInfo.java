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

import java.util.Set;

/**
 * A command.
 *
 * @param name the words that it begins with, for example {@code "parcels show"}
 * @param synopsis the name, the options and the arguments in a line
 * @param description what it does; empty if that is not told
 * @param authorities one of these is needed to run it; empty if anybody may
 * @since 0.1.0
 */
public record SshCommandInfo(String name, String synopsis, String description, Set<String> authorities) {

	/**
	 * Create a new {@link SshCommandInfo}.
	 * @param name the words that it begins with
	 * @param synopsis the name, the options and the arguments in a line
	 * @param description what it does
	 * @param authorities one of these is needed to run it
	 */
	public SshCommandInfo {
		authorities = Set.copyOf(authorities);
	}

}
