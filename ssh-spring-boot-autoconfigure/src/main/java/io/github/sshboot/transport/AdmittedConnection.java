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
 * A connection that has been admitted hears here how it gets on. It is in the
 * {@link ConnectionScope} of the connection.
 * <p>
 * Thread-safe; nothing here blocks.
 *
 * @since 0.1.0
 */
public interface AdmittedConnection {

	/**
	 * Return where the connection comes from.
	 * @return the addresses that count as one source
	 */
	AddressPrefix source();

	/**
	 * The first key exchange is done.
	 */
	void keysExchanged();

	/**
	 * The client has logged in.
	 */
	void loggedIn();

	/**
	 * The client has broken the protocol, which ends the connection.
	 */
	void protocolBroken();

	/**
	 * The connection is closed. All calls but the first have no effect.
	 */
	void closed();

}
