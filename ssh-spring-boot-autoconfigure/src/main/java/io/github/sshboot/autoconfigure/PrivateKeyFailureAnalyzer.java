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
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link PrivateKeyException}.
 */
class PrivateKeyFailureAnalyzer extends AbstractFailureAnalyzer<PrivateKeyException> {

	private static final String HOST_KEY = "ssh.server.host-key.";

	private static final String PRIVATE_KEYS = "private-keys";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PrivateKeyException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", action(cause), cause);
	}

	private static String action(PrivateKeyException cause) {
		// the only file that no list of keys names
		String property = (cause.getProperty() != null) ? cause.getProperty() : HOST_KEY + "generate";
		return switch (cause.getProblem()) {
			case NOT_FOUND -> "Correct '%s'".formatted(property) + (property.startsWith(HOST_KEY)
					? ", or set '%sgenerate' to have a key created on the first start.".formatted(HOST_KEY) : ".");
			case UNREADABLE ->
				"Let the user that runs the application read the file that '%s' names.".formatted(property);
			case TOO_OPEN -> "Run 'chmod 600 %s', as OpenSSH also demands, and consider whether somebody has read the "
				.formatted(cause.getLocation()) + "key that '%s' names.".formatted(property);
			case ENCRYPTED -> "Set %s, or remove the passphrase from the key with 'ssh-keygen -p -f <file>'."
				.formatted(passphrases(property));
			case WRONG_PASSPHRASE -> "Correct %s.".formatted(passphrases(property));
			case MALFORMED -> "Check that '%s' names the private key and not the public key (.pub), and all of it. "
				.formatted(property) + "'ssh-keygen -y -f <file>' tells whether OpenSSH can read it.";
			case UNSUPPORTED ->
				"Let '%s' name another key, for example one that 'ssh-keygen -t ed25519' makes.".formatted(property);
			case NOT_WRITABLE ->
				"Set '%s' to a file that the user that runs the application can create.".formatted(property);
		};
	}

	/**
	 * The passphrase is beside the list of keys, and a host key can have its own.
	 */
	private static String passphrases(String property) {
		int list = property.indexOf(PRIVATE_KEYS);
		if (list < 0) {
			return "a passphrase by having the key in '%s%s'".formatted(HOST_KEY, PRIVATE_KEYS);
		}
		String common = "'%spassphrase'".formatted(property.substring(0, list));
		return property.startsWith(HOST_KEY) ? "%s or '%spassphrases%s'".formatted(common, HOST_KEY,
				property.substring(list + PRIVATE_KEYS.length())) : common;
	}

}
