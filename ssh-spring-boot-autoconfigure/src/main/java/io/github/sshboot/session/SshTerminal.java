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

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * The terminal that a client asked for (RFC 4254 section 6.2). Thread-safe.
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
	 * Return the width in pixels.
	 * @return the number of pixels, 0 if the client has not told
	 */
	int getPixelWidth();

	/**
	 * Return the height in pixels.
	 * @return the number of pixels, 0 if the client has not told
	 */
	int getPixelHeight();

	/**
	 * Return the modes that the client has set (RFC 4254 section 8), by their names
	 * there, such as {@code ECHO} and {@code VINTR}. What else than the raw mode changes
	 * them is the client's own terminal.
	 * @return the modes, unmodifiable
	 */
	Map<String, Integer> getModes();

	/**
	 * Give every key to the handler as it is pressed, for programs that draw the whole
	 * screen: nothing is echoed or edited, Ctrl-C is a byte like any other, and output
	 * goes to the client as it is written, {@code \n} without {@code \r}. What was typed
	 * of a line that is not finished can be read, too. This is POSIX's {@code cfmakeraw}.
	 * @return the raw mode, which lasts until it is closed; of several, until the last of
	 * them is closed
	 */
	RawMode enterRawMode();

	/**
	 * Send what has been written and wait until the user has typed something, in
	 * {@link #enterRawMode() raw mode} a key and otherwise anything. The waiting ends
	 * early when the size changes, so that a program can draw its screen anew.
	 * @param timeout how long to wait at most
	 * @return whether the input can be read without waiting, as it can at its end
	 * @throws IOException if the thread is interrupted
	 */
	boolean awaitInput(Duration timeout) throws IOException;

	/**
	 * Be told when the size has changed. Listeners run on a thread that other connections
	 * need and must not block.
	 * @param listener the listener
	 */
	void onResize(Runnable listener);

	/**
	 * A time in raw mode.
	 */
	interface RawMode extends AutoCloseable {

		/**
		 * Return to what was before. A second call does nothing.
		 */
		@Override
		void close();

	}

}
