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

import io.github.sshboot.authentication.NoAuthenticationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link NoAuthenticationException}.
 */
class NoAuthenticationFailureAnalyzer extends AbstractFailureAnalyzer<NoAuthenticationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NoAuthenticationException cause) {
		return new FailureAnalysis("Nobody could log in to the SSH server: no way to authenticate is configured.",
				"Set 'ssh.server.authentication.authorized-keys' to the location of authorized public keys, or "
						+ "'ssh.server.authentication.users.<name>.public-keys' or '.password' for a user, or define a bean "
						+ "of type SshAuthenticator or SshInteractiveAuthenticator.",
				cause);
	}

}
