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

package io.github.sshboot.client;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A command or shell that runs on a server. Its output must be read, or it waits once the
 * window of the channel is full: standard output and standard error have one window
 * together, so that both must be read, on threads of their own or merged. Closing it
 * abandons it: nothing more is sent or received, and the server is told that nobody is
 * interested any more. What a server then does with what it runs is up to it; a
 * {@link #signal(String)} before says it plainly.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface SshProcess extends AutoCloseable {

	/**
	 * Return where standard input is written to. What is written may wait for more until
	 * it is flushed. Closing it is the end of the input.
	 * @return the stream
	 */
	OutputStream getInput();

	/**
	 * Return standard output. Where it breaks off, since the connection is lost or the
	 * time is over, reading throws an exception: it never looks like the end.
	 * @return the stream
	 */
	InputStream getOutput();

	/**
	 * Return standard error, as {@link #getOutput()} is. With a terminal, everything
	 * comes there.
	 * @return the stream
	 */
	InputStream getError();

	/**
	 * Send a signal (RFC 4254 section 6.9), unless it has ended.
	 * @param name the name without {@code SIG}, for example {@code TERM}
	 * @throws SshException if it cannot be sent
	 */
	void signal(String name);

	/**
	 * Tell the size of the terminal (RFC 4254 section 6.7), unless it has ended.
	 * @param columns the width in characters
	 * @param rows the height in characters
	 * @throws IllegalStateException if there is no terminal
	 * @throws SshException if it cannot be sent
	 */
	void resize(int columns, int rows);

	/**
	 * Send a break (RFC 4335), as serial consoles know it, unless it has ended.
	 * @param length how long; servers have half a second at least and three at most
	 * @throws SshException if it cannot be sent
	 */
	void sendBreak(Duration length);

	/**
	 * Wait for the end.
	 * @return the exit status
	 * @throws SshCommandException if a signal ended it
	 * @throws SshTimeoutException if it did not end in the time set for it
	 * @throws SshConnectException if the connection was lost
	 * @throws SshException if it was closed, refused, or ended without a status
	 * @throws InterruptedException if the current thread is interrupted
	 */
	int waitFor() throws InterruptedException;

	/**
	 * Wait for the end.
	 * @param timeout how long to wait
	 * @return whether it has ended
	 * @throws InterruptedException if the current thread is interrupted
	 */
	boolean waitFor(Duration timeout) throws InterruptedException;

	/**
	 * Return a future that is completed with this process when it has ended by an exit
	 * status or a signal, and exceptionally if it did not come to that, with what
	 * {@link #waitFor()} throws. No thread waits for it; cancelling it has no effect on
	 * the process.
	 * @return the future
	 */
	CompletableFuture<SshProcess> onExit();

	/**
	 * Return whether it runs.
	 * @return whether it has not ended
	 */
	boolean isAlive();

	/**
	 * Return the exit status.
	 * @return the status, or {@code null} if it runs or a signal ended it
	 */
	@Nullable Integer getExitStatus();

	/**
	 * Return the signal that ended it.
	 * @return the name without {@code SIG} or {@code null}
	 */
	@Nullable String getExitSignal();

	@Override
	void close();

}
