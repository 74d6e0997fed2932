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

package io.github.sshboot.authentication;

import java.time.Duration;
import java.util.List;

/**
 * How users log in to a server.
 *
 * @param methods the chains of authentication methods, each separated by commas, any of
 * which is enough (OpenSSH {@code AuthenticationMethods}); none for any single method
 * @param timeout how long a connection may take to log in, from when it is accepted
 * (OpenSSH {@code LoginGraceTime})
 * @param maxAttempts how many attempts may fail on a connection (OpenSSH
 * {@code MaxAuthTries})
 * @param failureDelay how long a refusal takes at least
 * @param decisionTimeout how long a decision may take
 * @param none whether everybody is let in
 * @since 0.1.0
 */
public record LoginSettings(List<String> methods, Duration timeout, int maxAttempts, Duration failureDelay,
		Duration decisionTimeout, boolean none) {

	/**
	 * Create new {@link LoginSettings}.
	 * @param methods the chains of authentication methods
	 * @param timeout how long a connection may take to log in
	 * @param maxAttempts how many attempts may fail on a connection
	 * @param failureDelay how long a refusal takes at least
	 * @param decisionTimeout how long a decision may take
	 * @param none whether everybody is let in
	 */
	public LoginSettings {
		methods = List.copyOf(methods);
	}

	/**
	 * Return the defaults.
	 * @return the defaults
	 */
	public static LoginSettings defaults() {
		return new LoginSettings(List.of(), Duration.ofMinutes(2), 6, Duration.ofSeconds(1), Duration.ofSeconds(30),
				false);
	}

}
