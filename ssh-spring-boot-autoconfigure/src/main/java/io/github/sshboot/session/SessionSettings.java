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

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;

/**
 * How a server treats session channels.
 *
 * @param encoding the encoding of readers and writers (AsyncSSH {@code session_encoding})
 * @param allowPty whether clients may ask for a terminal (OpenSSH {@code PermitTTY},
 * AsyncSSH {@code allow_pty})
 * @param acceptEnvironment names of the environment variables that clients may set, with
 * {@code *} for any characters (OpenSSH {@code AcceptEnv})
 * @param maxEnvironment how many environment variables a client may set
 * @param commandTimeout how long a command may run; zero for ever. Shells and subsystems
 * may always
 * @since 0.1.0
 */
public record SessionSettings(Charset encoding, boolean allowPty, List<String> acceptEnvironment, int maxEnvironment,
		Duration commandTimeout) {

	/**
	 * Create new {@link SessionSettings}.
	 * @param encoding the encoding of readers and writers
	 * @param allowPty whether clients may ask for a terminal
	 * @param acceptEnvironment names of the environment variables that clients may set
	 * @param maxEnvironment how many environment variables a client may set
	 * @param commandTimeout how long a command may run
	 */
	public SessionSettings {
		acceptEnvironment = List.copyOf(acceptEnvironment);
	}

}
