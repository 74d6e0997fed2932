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

package io.github.sshboot.connection;

import java.util.ArrayList;
import java.util.List;

import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.SshClientCustomizer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/**
 * The connection layer (RFC 4254) of the clients: channels and their windows. Nothing is
 * forwarded.
 *
 * @since 0.1.0
 */
public final class ClientConnection implements SshClientCustomizer {

	@Override
	public void customize(SshClient client) {
		client.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
		List<ServiceFactory> services = new ArrayList<>(client.getServiceFactories());
		services.add(new ClientChannels.Factory());
		client.setServiceFactories(services);
		Windows.apply(client);
		client.addSessionListener(new WindowListener());
	}

	/**
	 * Gives each connection the windows that its client has set.
	 */
	private static final class WindowListener implements SessionListener {

		@Override
		public void sessionCreated(Session session) {
			if (session instanceof ConnectionScoped scoped) {
				Windows.apply(session, scoped.getConnectionScope().getRequired(WindowSettings.class));
			}
		}

	}

}
