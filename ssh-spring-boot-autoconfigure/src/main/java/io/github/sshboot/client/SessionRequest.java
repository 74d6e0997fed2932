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

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.apache.sshd.common.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What a session is opened for (RFC 4254 section 6.5).
 *
 * @param type the type of the request
 * @param argument what belongs to it, or {@code null} for nothing
 * @param purpose what the session is for, as messages name it
 * @param environment the environment variables
 * @param terminal the terminal, or {@code null} for none
 */
record SessionRequest(String type, byte @Nullable [] argument, String purpose, Map<String, String> environment,
		@Nullable TerminalSpec terminal) {

	static SessionRequest exec(byte[] command, Map<String, String> environment, @Nullable TerminalSpec terminal) {
		return new SessionRequest(Channel.CHANNEL_EXEC, command, "the command", environment, terminal);
	}

	static SessionRequest shell(Map<String, String> environment, @Nullable TerminalSpec terminal) {
		return new SessionRequest(Channel.CHANNEL_SHELL, null, "the shell", environment, terminal);
	}

	static SessionRequest subsystem(String name) {
		return new SessionRequest(Channel.CHANNEL_SUBSYSTEM, name.getBytes(StandardCharsets.UTF_8),
				"the subsystem '" + name + "'", Map.of(), null);
	}

}
