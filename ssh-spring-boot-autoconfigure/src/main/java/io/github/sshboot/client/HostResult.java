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
 * What became of a command on one of many hosts.
 *
 * @param host the name of the host
 * @param result the result, or {@code null} if there is none
 * @param failure why there is no result, or {@code null} if there is one
 * @since 0.1.0
 */
public record HostResult(String host, @Nullable ExecResult result, @Nullable SshException failure) {

	/**
	 * Return whether there is a result, whatever its status.
	 * @return whether there is a result
	 */
	public boolean isSuccess() {
		return this.result != null;
	}

	/**
	 * Return the result, or throw the failure.
	 * @return the result
	 * @throws SshException if there is no result
	 */
	public ExecResult orThrow() {
		if (this.result != null) {
			return this.result;
		}
		throw (this.failure != null) ? this.failure : new SshException("There is no result of " + this.host, null);
	}

}
