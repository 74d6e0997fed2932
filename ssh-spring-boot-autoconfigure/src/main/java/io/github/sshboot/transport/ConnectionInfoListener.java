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

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/**
 * Keeps the {@link ConnectionId} and the {@link SshConnectionInfo} in each connection's
 * scope up to date.
 */
final class ConnectionInfoListener implements SessionListener {

	private final AtomicLong ids = new AtomicLong();

	@Override
	public void sessionCreated(Session session) {
		if (session instanceof ConnectionScoped scoped) {
			scoped.getConnectionScope()
				.put(ConnectionId.class, new ConnectionId(Long.toString(this.ids.incrementAndGet(), 36)));
		}
	}

	@Override
	public void sessionEvent(Session session, Event event) {
		if (event == Event.KexCompleted && session instanceof ConnectionScoped scoped) {
			ConnectionScope scope = scoped.getConnectionScope();
			SshConnectionInfo earlier = scope.get(SshConnectionInfo.class);
			scope.put(SshConnectionInfo.class,
					new SshConnectionInfo(scope.getRequired(ConnectionId.class).value(),
							(InetSocketAddress) session.getIoSession().getLocalAddress(),
							(InetSocketAddress) session.getIoSession().getRemoteAddress(), peerVersion(session),
							algorithms(session), (earlier != null) ? earlier.connectedAt() : Instant.now()));
		}
	}

	private String peerVersion(Session session) {
		return session.isServerSession() ? session.getClientVersion() : session.getServerVersion();
	}

	private SshAlgorithms algorithms(Session session) {
		return new SshAlgorithms(session.getNegotiatedKexParameter(KexProposalOption.ALGORITHMS),
				session.getNegotiatedKexParameter(KexProposalOption.SERVERKEYS),
				session.getNegotiatedKexParameter(KexProposalOption.C2SENC),
				session.getNegotiatedKexParameter(KexProposalOption.S2CENC),
				session.getNegotiatedKexParameter(KexProposalOption.C2SMAC),
				session.getNegotiatedKexParameter(KexProposalOption.S2CMAC),
				session.getNegotiatedKexParameter(KexProposalOption.C2SCOMP),
				session.getNegotiatedKexParameter(KexProposalOption.S2CCOMP));
	}

}
