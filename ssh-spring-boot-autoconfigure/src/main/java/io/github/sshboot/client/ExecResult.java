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

import java.nio.charset.Charset;

import org.jspecify.annotations.Nullable;

/**
 * What became of a command.
 *
 * @since 0.1.0
 */
public final class ExecResult {

	private final @Nullable Integer exitStatus;

	private final @Nullable String exitSignal;

	private final byte[] output;

	private final byte[] error;

	private final Charset charset;

	ExecResult(@Nullable Integer exitStatus, @Nullable String exitSignal, byte[] output, byte[] error,
			Charset charset) {
		this.exitStatus = exitStatus;
		this.exitSignal = exitSignal;
		this.output = output;
		this.error = error;
		this.charset = charset;
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
	 * Return whether the command ended with status 0.
	 * @return whether it was successful
	 */
	public boolean isSuccess() {
		return Integer.valueOf(0).equals(this.exitStatus);
	}

	/**
	 * Return standard output as text.
	 * @return the output; empty if it went elsewhere
	 */
	public String getOutput() {
		return new String(this.output, this.charset);
	}

	/**
	 * Return standard error as text.
	 * @return the error output; empty if it went elsewhere
	 */
	public String getError() {
		return new String(this.error, this.charset);
	}

	/**
	 * Return standard output as it came.
	 * @return the bytes, a copy
	 */
	public byte[] getOutputBytes() {
		return this.output.clone();
	}

	/**
	 * Return standard error as it came.
	 * @return the bytes, a copy
	 */
	public byte[] getErrorBytes() {
		return this.error.clone();
	}

	@Override
	public String toString() {
		return "ExecResult[exitStatus=%s, exitSignal=%s, %d bytes of output, %d of error]".formatted(this.exitStatus,
				this.exitSignal, this.output.length, this.error.length);
	}

}
