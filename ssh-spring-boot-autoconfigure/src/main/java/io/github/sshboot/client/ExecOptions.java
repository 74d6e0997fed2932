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
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How a command is run.
 *
 * @param command the command
 * @param charset the charset of the command and of text
 * @param environment the environment variables
 * @param terminal the terminal or {@code null}
 * @param input the input, or {@code null} for none
 * @param inputOwned whether the input is closed
 * @param output where standard output goes, or {@code null} for the result
 * @param error where standard error goes, or {@code null} for the result
 * @param merged whether standard error goes where standard output does
 * @param captureLimit how many bytes are kept for the result, and how many characters a
 * line may have
 * @param deadline when it must have ended
 * @param statuses the statuses that are no failure, or {@code null} for all
 * @param statusOptional whether an end without a status is no failure
 */
record ExecOptions(CommandLine command, Charset charset, Map<String, String> environment,
		@Nullable TerminalSpec terminal, @Nullable InputSource input, boolean inputOwned,
		OutputTarget.@Nullable Factory output, OutputTarget.@Nullable Factory error, boolean merged, int captureLimit,
		Deadline deadline, @Nullable Set<Integer> statuses, boolean statusOptional) {

	ExecOptions {
		environment = Map.copyOf(environment);
	}

	ExecOptions withStatuses(@Nullable Set<Integer> statuses) {
		return new ExecOptions(this.command, this.charset, this.environment, this.terminal, this.input, this.inputOwned,
				this.output, this.error, this.merged, this.captureLimit, this.deadline, statuses, this.statusOptional);
	}

	boolean isOutputElsewhere() {
		return this.output != null || this.error != null;
	}

	/**
	 * Return whether nothing is to be opened to run the command.
	 */
	boolean isWithinMemory() {
		return this.input == null && !isOutputElsewhere();
	}

	SessionRequest toRequest() {
		return SessionRequest.exec(this.command.encode(this.charset), this.environment, this.terminal);
	}

	/**
	 * Return whether a status is no failure.
	 * @param status the status, or {@code null} for a signal
	 */
	boolean isExpected(@Nullable Integer status) {
		return this.statuses == null || (status != null && this.statuses.contains(status));
	}

}
