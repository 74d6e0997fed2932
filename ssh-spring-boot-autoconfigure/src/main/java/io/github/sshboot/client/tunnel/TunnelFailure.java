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

package io.github.sshboot.client.tunnel;

import java.time.Instant;

/**
 * What has gone wrong with a tunnel.
 *
 * @param reason the kind of failure
 * @param message what happened, a sentence without a full stop; text of the server is
 * harmless
 * @param time when it happened
 * @since 0.1.0
 */
public record TunnelFailure(Reason reason, String message, Instant time) {

	static TunnelFailure of(Reason reason, String message) {
		return new TunnelFailure(reason, message, Instant.now());
	}

	/**
	 * The kinds of failures.
	 */
	public enum Reason {

		/**
		 * Something else listens where the tunnel is to listen on this machine.
		 */
		ADDRESS_IN_USE,

		/**
		 * This machine cannot listen there: it does not have the address, or the process
		 * must not.
		 */
		ADDRESS_UNUSABLE,

		/**
		 * The server does not allow it. OpenSSH: {@code AllowTcpForwarding},
		 * {@code AllowStreamLocalForwarding}, {@code PermitOpen}, {@code PermitListen},
		 * {@code GatewayPorts}; for a remote tunnel also that the port is in use there.
		 */
		PROHIBITED,

		/**
		 * Nothing answers at the target, or refuses to. OpenSSH says the same of a
		 * Unix-domain socket that it does not allow.
		 */
		TARGET_REFUSED,

		/**
		 * The server, or the target of a remote tunnel, did not answer in time.
		 */
		TIMEOUT,

		/**
		 * There is no connection to the server.
		 */
		NO_CONNECTION,

		/**
		 * Someone who connected to a dynamic tunnel did not speak SOCKS, asked for what
		 * is not served, or did not know the password.
		 */
		BAD_REQUEST,

		/**
		 * There are as many connections through the tunnel as there may be.
		 */
		TOO_MANY_CONNECTIONS,

		/**
		 * Something else; the message tells what.
		 */
		OTHER

	}

}
