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

import io.github.sshboot.transport.UnusableHostKeysException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which algorithms the host keys of the server need.
 */
class UnusableHostKeysFailureAnalyzer extends AbstractFailureAnalyzer<UnusableHostKeysException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusableHostKeysException cause) {
		return new FailureAnalysis(
				("Nobody could connect to the SSH server: 'ssh.server.algorithms.host-key' or "
						+ "'ssh.server.algorithms.profile' leaves only%n%n    %s%n%nand the host keys are%n%n    %s%n")
					.formatted(String.join(", ", cause.getAlgorithms()),
							String.join("%n    ".formatted(), cause.getHostKeys())),
				"Add one of their algorithms to 'ssh.server.algorithms.host-key': %s. Or add a host key for the "
					.formatted(String.join(", ", cause.getFitting()))
						+ "algorithms that are left to 'ssh.server.host-key.private-keys'.",
				cause);
	}

}
