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

/**
 * The terminal that a client asked for (RFC 4254 section 6.2).
 *
 * @since 0.1.0
 */
public interface SshTerminal {

	/**
	 * Return the type, as in the {@code TERM} variable.
	 * @return the type, {@code dumb} if the client's is not a plain name
	 */
	String getType();

	/**
	 * Return the width, which changes when the user resizes the window.
	 * @return the number of columns, at least 1
	 */
	int getColumns();

	/**
	 * Return the height, which changes when the user resizes the window.
	 * @return the number of rows, at least 1
	 */
	int getRows();

	/**
	 * Be told when the size has changed. Listeners run on a thread that other connections
	 * need and must not block.
	 * @param listener the listener
	 */
	void onResize(Runnable listener);

}
