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
 * A command did not end in time. It was abandoned; what it had written so far is here.
 *
 * @since 0.1.0
 */
public class SshTimeoutException extends SshException {

	private final String output;

	private final String error;

	SshTimeoutException(String message, String output, String error, @Nullable Throwable cause) {
		super(message, cause);
		this.output = output;
		this.error = error;
	}

	@Override
	SshException again(String message) {
		return copied(new SshTimeoutException(message, this.output, this.error, getCause()));
	}

	/**
	 * Return the standard output until then.
	 * @return the output; empty if it went elsewhere
	 */
	public String getOutput() {
		return this.output;
	}

	/**
	 * Return the standard error until then.
	 * @return the error output; empty if it went elsewhere
	 */
	public String getError() {
		return this.error;
	}

}
