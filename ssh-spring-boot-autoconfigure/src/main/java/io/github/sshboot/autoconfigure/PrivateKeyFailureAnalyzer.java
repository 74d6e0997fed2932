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

package io.github.sshboot.autoconfigure;

import io.github.sshboot.transport.PrivateKeyException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link PrivateKeyException}.
 */
class PrivateKeyFailureAnalyzer extends AbstractFailureAnalyzer<PrivateKeyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PrivateKeyException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", action(cause), cause);
	}

	private static String action(PrivateKeyException cause) {
		return switch (cause.getProblem()) {
			case NOT_FOUND ->
				"Correct 'ssh.server.host-key.private-keys', or set 'ssh.server.host-key.generate' to have "
						+ "a key created on the first start.";
			case UNREADABLE -> "Let the user that runs the application read the file.";
			case ENCRYPTED -> "Set 'ssh.server.host-key.passphrase', or remove the passphrase from the key with "
					+ "'ssh-keygen -p -f <file>'.";
			case WRONG_PASSPHRASE -> "Correct 'ssh.server.host-key.passphrase'.";
			case MALFORMED -> "Check that it is the private key and not the public key (.pub), and complete. "
					+ "'ssh-keygen -y -f <file>' tells whether OpenSSH can read it.";
			case NOT_WRITABLE ->
				"Set 'ssh.server.host-key.generate' to a file that the user that runs the application " + "can create.";
		};
	}

}
