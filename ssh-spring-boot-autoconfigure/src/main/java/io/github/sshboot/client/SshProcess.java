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

import org.jspecify.annotations.Nullable;

/**
 * A command that runs on a server. Its output must be read, or it waits once the window
 * of the channel is full; standard output and standard error are read independently.
 * Closing it abandons the command.
 *
 * @since 0.1.0
 */
public interface SshProcess extends AutoCloseable {

	/**
	 * Return where the standard input of the command is written to. Closing it is the end
	 * of the input.
	 * @return the stream
	 */
	OutputStream getInput();

	/**
	 * Return the standard output of the command.
	 * @return the stream
	 */
	InputStream getOutput();

	/**
	 * Return the standard error of the command.
	 * @return the stream
	 */
	InputStream getError();

	/**
	 * Send a signal (RFC 4254 section 6.9).
	 * @param name the name without {@code SIG}, for example {@code TERM}
	 * @throws SshException if it cannot be sent
	 */
	void signal(String name);

	/**
	 * Wait for the end of the command.
	 * @return the exit status
	 * @throws SshCommandException if a signal ended it
	 * @throws SshTimeoutException if it did not end in the time set for it
	 * @throws SshConnectException if the connection was lost
	 * @throws InterruptedException if the current thread is interrupted
	 */
	int waitFor() throws InterruptedException;

	/**
	 * Wait for the end of the command.
	 * @param timeout how long to wait
	 * @return whether it has ended
	 * @throws InterruptedException if the current thread is interrupted
	 */
	boolean waitFor(Duration timeout) throws InterruptedException;

	/**
	 * Return whether the command runs.
	 * @return whether it has not ended
	 */
	boolean isAlive();

	/**
	 * Return the exit status.
	 * @return the status, or {@code null} if the command runs or a signal ended it
	 */
	@Nullable Integer getExitStatus();

	/**
	 * Return the signal that ended the command.
	 * @return the name without {@code SIG} or {@code null}
	 */
	@Nullable String getExitSignal();

	@Override
	void close();

}
