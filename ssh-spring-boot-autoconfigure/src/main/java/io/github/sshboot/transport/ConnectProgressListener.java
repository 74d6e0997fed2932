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

package io.github.sshboot.transport;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the {@link ConnectProgress} of each connection of a client while its first keys
 * are exchanged.
 */
final class ConnectProgressListener implements SessionListener {

	@Override
	public void sessionNegotiationEnd(Session session, Map<KexProposalOption, String> clientProposal,
			Map<KexProposalOption, String> serverProposal, Map<KexProposalOption, String> negotiatedOptions,
			@Nullable Throwable reason) {
		ConnectProgress progress = progress(session);
		if (reason == null || progress == null) {
			return;
		}
		for (KexProposalOption option : KexProposalOption.VALUES) {
			String property = property(option);
			if (property != null && !negotiatedOptions.containsKey(option)) {
				progress.failed(new ConnectFailure(ConnectFailureReason.KEY_EXCHANGE,
						"no common %s: we offer %s, the server offers %s; add one with 'algorithms.%s: +name'"
							.formatted(property.replace('-', ' '), names(clientProposal.get(option)),
									PeerText.printable(names(serverProposal.get(option)).toString()), property)));
				return;
			}
		}
	}

	private static @Nullable String property(KexProposalOption option) {
		return switch (option) {
			case ALGORITHMS -> "key-exchange";
			case SERVERKEYS -> "host-key";
			case C2SENC, S2CENC -> "cipher";
			case C2SMAC, S2CMAC -> "mac";
			case C2SCOMP, S2CCOMP -> "compression";
			default -> null;
		};
	}

	/**
	 * Return the names of algorithms, without what stands among them to tell something
	 * else.
	 */
	private static List<String> names(@Nullable String proposal) {
		return Arrays.stream((proposal != null) ? proposal.split(",") : new String[0])
			.filter((name) -> !name.startsWith("ext-info-") && !name.startsWith("kex-strict-"))
			.toList();
	}

	@Override
	public void sessionException(Session session, Throwable failure) {
		failed(session, failure);
	}

	static void failed(Session session, Throwable failure) {
		ConnectProgress progress = progress(session);
		if (progress != null) {
			progress.failed(failure);
		}
	}

	static void disconnected(Session session, int reason, String message) {
		ConnectProgress progress = progress(session);
		if (progress != null) {
			boolean keyExchange = reason == SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED;
			progress.failed(
					new ConnectFailure(keyExchange ? ConnectFailureReason.KEY_EXCHANGE : ConnectFailureReason.CLOSED,
							"the server ended the key exchange: " + PeerText.printable(message)));
		}
	}

	private static @Nullable ConnectProgress progress(Session session) {
		if (!(session instanceof ConnectionScoped scoped)) {
			return null;
		}
		ConnectionScope scope = scoped.getConnectionScope();
		return (scope.get(SshConnectionInfo.class) == null) ? scope.get(ConnectProgress.class) : null;
	}

}
