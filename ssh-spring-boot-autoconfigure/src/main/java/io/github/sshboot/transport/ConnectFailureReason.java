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

package io.github.sshboot.transport;

/**
 * Why there is no connection.
 *
 * @since 0.1.0
 */
public enum ConnectFailureReason {

	/**
	 * The host is not known, or the name server did not tell its address in time.
	 */
	UNKNOWN_HOST,

	/**
	 * Nothing listens on the port.
	 */
	REFUSED,

	/**
	 * The host, or the server on it, did not answer in time.
	 */
	TIMEOUT,

	/**
	 * There is no way to the host.
	 */
	UNREACHABLE,

	/**
	 * What listens on the port is no SSH server, or does not act as one.
	 */
	NOT_SSH,

	/**
	 * The server closed the connection, or it was lost.
	 */
	CLOSED,

	/**
	 * The two sides could not agree on keys, mostly for want of a common algorithm.
	 */
	KEY_EXCHANGE,

	/**
	 * Something else; the message tells what.
	 */
	OTHER

}
