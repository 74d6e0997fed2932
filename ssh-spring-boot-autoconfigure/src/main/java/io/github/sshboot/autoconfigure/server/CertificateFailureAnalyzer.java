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

import io.github.sshboot.transport.CertificateException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link CertificateException}.
 */
class CertificateFailureAnalyzer extends AbstractFailureAnalyzer<CertificateException> {

	private static final String CERTIFICATES = "ssh.server.host-key.certificates";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, CertificateException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", action(cause), cause);
	}

	private static String action(CertificateException cause) {
		String property = (cause.getProperty() != null) ? cause.getProperty() : CERTIFICATES;
		return switch (cause.getProblem()) {
			case NOT_FOUND -> "Correct '%s'.".formatted(property);
			case UNREADABLE ->
				"Let the user that runs the application read the file that '%s' names.".formatted(property);
			case MALFORMED -> "Let '%s' name a file that 'ssh-keygen -s' has made, whose name ends in '-cert.pub'."
				.formatted(property);
			case WRONG_KIND -> "Certify the host key with 'ssh-keygen -h -s <ca key>' and let '%s' name the result."
				.formatted(property);
			case BAD_SIGNATURE -> "Certify the host key anew; a certificate authority that is an RSA key needs "
					+ "'ssh-keygen -t rsa-sha2-512'. Let '%s' name the result.".formatted(property);
			case NO_KEY -> "Add the private key that the certificate is for to 'ssh.server.host-key.private-keys', or "
					+ "remove '%s'.".formatted(property);
		};
	}

}
