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

package io.github.sshboot.session.annotation;

import org.jspecify.annotations.Nullable;

/**
 * A command was not used as it is meant to be, or was asked how to.
 */
final class CommandUsageException extends RuntimeException {

	private final @Nullable String problem;

	private final String usage;

	private CommandUsageException(@Nullable String problem, String usage) {
		super(problem);
		this.problem = problem;
		this.usage = usage;
	}

	static CommandUsageException error(String problem, String usage) {
		return new CommandUsageException(problem, usage);
	}

	static CommandUsageException help(String usage) {
		return new CommandUsageException(null, usage);
	}

	/**
	 * Return what was wrong.
	 * @return the problem or {@code null} if help was asked for
	 */
	@Nullable String getProblem() {
		return this.problem;
	}

	String getUsage() {
		return this.usage;
	}

}
