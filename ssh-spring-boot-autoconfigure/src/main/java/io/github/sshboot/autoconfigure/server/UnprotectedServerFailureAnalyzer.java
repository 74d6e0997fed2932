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

import io.github.sshboot.server.UnprotectedServerException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link UnprotectedServerException}.
 */
class UnprotectedServerFailureAnalyzer extends AbstractFailureAnalyzer<UnprotectedServerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnprotectedServerException cause) {
		return new FailureAnalysis(
				cause.getMessage() + ", since 'ssh.server.authentication.none' is set and other machines could "
						+ "connect there.",
				"Set 'ssh.server.address' to 'localhost', or configure how users authenticate and remove "
						+ "'ssh.server.authentication.none'.",
				cause);
	}

}
