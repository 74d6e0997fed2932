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

import java.util.List;

import io.github.sshboot.authentication.ClientLoginReport;
import io.github.sshboot.authentication.SshLoginAttempt;
import org.jspecify.annotations.Nullable;

/**
 * A server did not let the client in, or the client has nothing to log in with.
 *
 * @since 0.1.0
 */
public class SshAuthenticationException extends SshException {

	private final List<SshLoginAttempt> attempts;

	private final List<String> acceptedMethods;

	SshAuthenticationException(String message, ClientLoginReport report, @Nullable Throwable cause) {
		this(message, report.getAttempts(), report.getAcceptedMethods(), cause);
	}

	private SshAuthenticationException(String message, List<SshLoginAttempt> attempts, List<String> acceptedMethods,
			@Nullable Throwable cause) {
		super(message, cause);
		this.attempts = attempts;
		this.acceptedMethods = acceptedMethods;
	}

	@Override
	SshException again(String message) {
		return copied(new SshAuthenticationException(message, this.attempts, this.acceptedMethods, getCause()));
	}

	/**
	 * Return what was tried, in order.
	 * @return the attempts, none if the login did not begin
	 */
	public List<SshLoginAttempt> getAttempts() {
		return this.attempts;
	}

	/**
	 * Return the methods that the server would still accept.
	 * @return the methods (RFC 4252), none if it has not said anything
	 */
	public List<String> getAcceptedMethods() {
		return this.acceptedMethods;
	}

}
