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

import io.github.sshboot.transport.ConnectFailureReason;
import org.jspecify.annotations.Nullable;

/**
 * A connection could not be made, or was lost. The {@linkplain #getReason() reason} tells
 * the kinds of failure apart, the message what to do about it.
 *
 * @since 0.1.0
 */
public class SshConnectException extends SshException {

	private final ConnectFailureReason reason;

	SshConnectException(ConnectFailureReason reason, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	@Override
	SshException again(String message) {
		return copied(new SshConnectException(this.reason, message, getCause()));
	}

	/**
	 * Return why there is no connection.
	 * @return the reason
	 */
	public ConnectFailureReason getReason() {
		return this.reason;
	}

}
