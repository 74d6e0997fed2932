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

import io.github.sshboot.transport.ConnectionScope;

/**
 * Is told how each connection gets on with its login. For every connection one of
 * {@link #succeeded}, {@link #timedOut} and {@link #left} is called, once. Must neither
 * block nor throw.
 *
 * @since 0.1.0
 */
public interface LoginObserver {

	/**
	 * An observer that does nothing.
	 */
	LoginObserver NONE = new LoginObserver() {
	};

	/**
	 * An attempt has failed.
	 * @param connection the connection
	 * @param unknownUser whether it is certain that there is no such user
	 */
	default void attemptFailed(ConnectionScope connection, boolean unknownUser) {
	}

	/**
	 * The login has succeeded.
	 * @param connection the connection
	 */
	default void succeeded(ConnectionScope connection) {
	}

	/**
	 * There was no login in time. The connection is about to be closed.
	 * @param connection the connection
	 */
	default void timedOut(ConnectionScope connection) {
	}

	/**
	 * The connection was closed without a login, by whichever side.
	 * @param connection the connection
	 */
	default void left(ConnectionScope connection) {
	}

}
