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

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Finds the hosts to go through by the names of their connections.
 */
@FunctionalInterface
interface JumpHosts {

	/**
	 * Find the host that leads to the target.
	 * @param names the names of the hosts, the first one first
	 * @return the client of the last one, which goes through the others, or {@code null}
	 * if there are none
	 * @throws UnknownSshConnectionException if there is no connection of a name
	 */
	@Nullable DefaultSshClient find(List<String> names);

}
