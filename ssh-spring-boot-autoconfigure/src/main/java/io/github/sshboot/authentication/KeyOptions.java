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

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The options of a line of {@code authorized_keys} (sshd(8), "AUTHORIZED_KEYS FILE
 * FORMAT").
 *
 * @param authority whether the key signs certificates instead of logging in
 * @param pty whether a login may have a terminal
 * @param portForwarding whether it may forward ports
 * @param agentForwarding whether it may forward its agent
 * @param x11Forwarding whether it may forward X11
 * @param touchRequired whether a security key must have been touched
 * @param verifyRequired whether a security key must have verified its user
 * @param command the command that is run whatever is asked for, or {@code null}
 * @param principals the principals of which a certificate must have one, or {@code null}
 * for the user name
 * @param from where the client must be, or {@code null}
 * @param expiry the last second in which the key may be used, or {@code null}
 * @param environment variables of its sessions
 * @param permitOpen where it may connect to, or {@code null} for anywhere
 * @param permitListen where it may listen, or {@code null} for anywhere
 */
record KeyOptions(boolean authority, boolean pty, boolean portForwarding, boolean agentForwarding,
		boolean x11Forwarding, boolean touchRequired, boolean verifyRequired, @Nullable String command,
		@Nullable List<String> principals, @Nullable SourcePatterns from, @Nullable Instant expiry,
		Map<String, String> environment, @Nullable List<String> permitOpen, @Nullable List<String> permitListen) {

	/**
	 * Return what a login with a key may do.
	 */
	LoginPermissions permissions() {
		return new LoginPermissions(this.pty, this.portForwarding, this.agentForwarding, this.x11Forwarding,
				this.command, this.environment, this.permitOpen, this.permitListen);
	}

}
