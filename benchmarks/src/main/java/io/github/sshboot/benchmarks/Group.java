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

package io.github.sshboot.benchmarks;

import java.util.Locale;

/**
 * What can be measured.
 */
enum Group {

	/**
	 * What passes through a server's commands.
	 */
	BULK,

	/**
	 * Logins to a server.
	 */
	LOGIN,

	/**
	 * What passes through clients of OpenSSH's server, and their logins.
	 */
	CLIENT,

	/**
	 * The same, of our server.
	 */
	CLIENT_OURS,

	/**
	 * Files that a server receives and sends.
	 */
	FILES,

	/**
	 * Files that clients send to OpenSSH's server and receive from it.
	 */
	CLIENT_FILES,

	/**
	 * What passes through the tunnels of clients.
	 */
	TUNNEL,

	/**
	 * The memory of idle connections.
	 */
	IDLE,

	/**
	 * The start of an application.
	 */
	START;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
