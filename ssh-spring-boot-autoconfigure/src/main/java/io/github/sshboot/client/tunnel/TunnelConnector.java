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

import io.github.sshboot.transport.ConnectionScope;

/**
 * Makes the connections that tunnels go through.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TunnelConnector {

	/**
	 * Make a connection and log in. Whatever fails leaves nothing open. The calling
	 * thread may be interrupted.
	 * @return the connection
	 */
	Connection connect();

	/**
	 * A connection.
	 */
	interface Connection {

		/**
		 * Return the scope of the connection.
		 * @return the scope
		 */
		ConnectionScope scope();

		/**
		 * Close the connection. Does not wait.
		 */
		void close();

	}

}
