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

import java.util.HashMap;
import java.util.Map;

import io.github.sshboot.authentication.LoginPermissions;
import io.github.sshboot.session.SshRequest.Kind;

/**
 * The environment variables of a session: what the client has set, over that what the key
 * has that it has logged in with, and over that, as OpenSSH does it, what the client
 * asked for if a forced command takes its place.
 */
final class SessionEnvironment {

	private static final String ORIGINAL_COMMAND = "SSH_ORIGINAL_COMMAND";

	private SessionEnvironment() {
	}

	static Map<String, String> of(ClientEnvironment client, LoginPermissions permissions, SshRequest request) {
		Map<String, String> environment = new HashMap<>(client.toMap());
		environment.putAll(permissions.environment());
		SshRequest original = request.original();
		if (original != null) {
			String asked = (original.kind() == Kind.SUBSYSTEM) ? original.subsystem() : original.command();
			if (asked != null) {
				environment.put(ORIGINAL_COMMAND, asked);
			}
			else {
				environment.remove(ORIGINAL_COMMAND);
			}
		}
		return Map.copyOf(environment);
	}

}
