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

import io.github.sshboot.transport.PeerText;
import org.jspecify.annotations.Nullable;

/**
 * A command ended with another status than 0.
 *
 * @since 0.1.0
 */
public class SshCommandException extends SshException {

	private static final int ERROR_TAIL = 500;

	private final @Nullable Integer exitStatus;

	private final @Nullable String exitSignal;

	private final String errorTail;

	private SshCommandException(String message, @Nullable Integer exitStatus, @Nullable String exitSignal,
			String errorTail) {
		super(message, null);
		this.exitStatus = exitStatus;
		this.exitSignal = exitSignal;
		this.errorTail = errorTail;
	}

	/**
	 * Create a new {@link SshCommandException}.
	 * @param subject what has ended
	 * @param status its status, if it had one
	 * @param signal the signal that ended it, if one did
	 * @param error its standard error
	 */
	static SshCommandException of(String subject, @Nullable Integer status, @Nullable String signal, String error) {
		String stripped = error.strip();
		String tail = (stripped.length() > ERROR_TAIL) ? stripped.substring(stripped.length() - ERROR_TAIL) : stripped;
		String how = (signal != null) ? "was ended by signal " + PeerText.printable(signal)
				: (status != null) ? "ended with status " + status : "ended without a status";
		return new SshCommandException(
				"%s %s%s".formatted(subject, how, tail.isEmpty() ? "" : ": " + PeerText.printable(tail)), status,
				signal, tail);
	}

	/**
	 * Return the exit status.
	 * @return the status or {@code null} if a signal ended the command
	 */
	public @Nullable Integer getExitStatus() {
		return this.exitStatus;
	}

	/**
	 * Return the signal.
	 * @return the name of the signal without {@code SIG}, or {@code null} if there is a
	 * status
	 */
	public @Nullable String getExitSignal() {
		return this.exitSignal;
	}

	/**
	 * Return the end of standard error.
	 * @return the last characters of it
	 */
	public String getErrorTail() {
		return this.errorTail;
	}

}
