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

package io.github.sshboot.autoconfigure.server;

import io.github.sshboot.authentication.AuthenticationMethodsException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link AuthenticationMethodsException}.
 */
class AuthenticationMethodsFailureAnalyzer extends AbstractFailureAnalyzer<AuthenticationMethodsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, AuthenticationMethodsException cause) {
		return new FailureAnalysis(
				"Nobody could log in to the SSH server with '%s' in 'ssh.server.authentication.methods': %s."
					.formatted(cause.getChain(), cause.getReason()),
				"Name only methods of which something is configured: 'publickey' needs "
						+ "'ssh.server.authentication.authorized-keys' or the 'public-keys' of a user, 'password' the "
						+ "'password' of a user or an AuthenticationManager, 'keyboard-interactive' passwords or an "
						+ "SshInteractiveAuthenticator; an SshAuthenticator serves 'publickey' and 'password'. With "
						+ "'ssh.server.authentication.none' instead, everybody is let in.",
				cause);
	}

}
