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

import java.net.BindException;
import java.util.Locale;

import io.github.sshboot.server.SshServerBindException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link SshServerBindException}.
 */
class SshServerBindFailureAnalyzer extends AbstractFailureAnalyzer<SshServerBindException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SshServerBindException cause) {
		if (cause.getCause() instanceof BindException && isPortInUse(cause)) {
			return new FailureAnalysis(
					"The SSH server was to listen on port %d at %s, which is in use.".formatted(cause.getPort(),
							cause.getAddress()),
					"Stop what listens on port %d or set 'ssh.server.port' to another port; 0 takes a free one."
						.formatted(cause.getPort()),
					cause);
		}
		return new FailureAnalysis(cause.getMessage() + ".",
				"Check 'ssh.server.address' (addresses of this machine, of the 'ssh.server.address-family') and "
						+ "'ssh.server.port' (ports below 1024 need privileges).",
				cause);
	}

	private static boolean isPortInUse(SshServerBindException cause) {
		return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("in use");
	}

}
