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

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Where the agent is that holds keys of a client.
 *
 * @param socket the agent's socket, or {@code null} if none is known
 * @since 0.1.0
 */
public record ClientAgentSettings(@Nullable Path socket) {

	/**
	 * The environment variable that names the socket.
	 */
	public static final String VARIABLE = "SSH_AUTH_SOCK";

	/**
	 * Return the agent that the environment names.
	 * @param variable the value of {@value #VARIABLE} or {@code null}
	 * @return the agent
	 */
	public static ClientAgentSettings of(@Nullable String variable) {
		return new ClientAgentSettings((variable == null || variable.isBlank()) ? null : Path.of(variable));
	}

}
