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

import org.jspecify.annotations.Nullable;

/**
 * A command ended with another status than 0.
 *
 * @since 0.1.0
 */
public class SshCommandException extends SshException {

	private final @Nullable Integer exitStatus;

	private final @Nullable String exitSignal;

	private final String errorTail;

	SshCommandException(String message, ExecResult result, String errorTail) {
		super(message, null);
		this.exitStatus = result.getExitStatus();
		this.exitSignal = result.getExitSignal();
		this.errorTail = errorTail;
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
