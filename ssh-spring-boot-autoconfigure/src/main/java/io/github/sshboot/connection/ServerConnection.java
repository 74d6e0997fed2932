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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.sshboot.transport.SshServerCustomizer;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/**
 * The connection layer (RFC 4254) of a server: channels and their windows. Nothing is
 * forwarded.
 *
 * @since 0.1.0
 */
public final class ServerConnection implements SshServerCustomizer {

	private final WindowSettings windows;

	private final ChannelLimits limits;

	/**
	 * Create a new {@link ServerConnection}.
	 * @param windows the windows of channels
	 * @param limits what a connection may have
	 */
	public ServerConnection(WindowSettings windows, ChannelLimits limits) {
		this.windows = windows;
		this.limits = limits;
	}

	@Override
	public void customize(SshServer server) {
		server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
		List<ServiceFactory> services = new ArrayList<>(server.getServiceFactories());
		services.add(new ServerChannels.Factory(this.limits));
		server.setServiceFactories(services);
		Windows.apply(server);
		// the channels know better what happens
		CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
		Windows.apply(server, this.windows);
	}

}
