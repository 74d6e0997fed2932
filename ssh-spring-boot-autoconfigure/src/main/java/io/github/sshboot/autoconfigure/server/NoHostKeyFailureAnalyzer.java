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

import io.github.sshboot.transport.NoHostKeyException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link NoHostKeyException}.
 */
class NoHostKeyFailureAnalyzer extends AbstractFailureAnalyzer<NoHostKeyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NoHostKeyException cause) {
		return new FailureAnalysis(
				"The SSH server has no host key: neither 'ssh.server.host-key.private-keys' nor "
						+ "'ssh.server.host-key.generate' is set.",
				"Create a key with 'ssh-keygen -t ed25519 -f <file>' (no passphrase) and set "
						+ "'ssh.server.host-key.private-keys=file:<file>'. For development, set "
						+ "'ssh.server.host-key.generate=<file>' to have one created there on the first start. "
						+ "Without an SSH server, set 'ssh.server.enabled=false'.",
				cause);
	}

}
