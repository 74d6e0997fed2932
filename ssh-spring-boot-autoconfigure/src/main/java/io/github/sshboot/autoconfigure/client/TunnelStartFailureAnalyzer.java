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

package io.github.sshboot.autoconfigure.client;

import io.github.sshboot.client.SshException;
import io.github.sshboot.client.SshTunnelException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link TunnelStartException}.
 */
class TunnelStartFailureAnalyzer extends AbstractFailureAnalyzer<TunnelStartException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TunnelStartException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", action(cause.getName(), cause.getFailure()), cause);
	}

	private static String action(TunnelName name, SshException failure) {
		String listen = name.property("listen");
		if (failure instanceof SshTunnelException tunnel) {
			return switch (tunnel.getFailure().reason()) {
				case ADDRESS_IN_USE ->
					"Stop what listens there, or set '%s' to something else; 0 takes a free port.".formatted(listen);
				case ADDRESS_UNUSABLE ->
					"Check '%s': an address of this machine (ports below 1024 need privileges) or a path in a directory "
						.formatted(listen) + "that this process can write to.";
				case PROHIBITED -> "Check '%s', and that the server allows it (OpenSSH: 'AllowTcpForwarding', "
					.formatted(listen)
						+ "'AllowStreamLocalForwarding', 'PermitListen', 'GatewayPorts', and the options of the key in "
						+ "'authorized_keys').";
				default -> elsewhere(name);
			};
		}
		return elsewhere(name);
	}

	private static String elsewhere(TunnelName name) {
		return "Check 'ssh.client.connections.%s' and that the host can be reached, or set '%s' to 'false' to start without it."
			.formatted(name.connection(), name.property("required"));
	}

}
