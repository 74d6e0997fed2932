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

package io.github.sshboot.client.tunnel;

import io.github.sshboot.client.tunnel.ForwardChannel.Incoming;
import io.github.sshboot.transport.ConnectionScoped;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the channels that a server opens when someone connects to where it listens for a
 * remote tunnel. All others are refused, as RFC 4254 section 7.2 has it.
 */
final class ForwardedChannelFactory implements ChannelFactory {

	private final RemoteProtocol protocol;

	private final ReceiveBudget budget;

	ForwardedChannelFactory(RemoteProtocol protocol, ReceiveBudget budget) {
		this.protocol = protocol;
		this.budget = budget;
	}

	@Override
	public String getName() {
		return this.protocol.channelType();
	}

	@Override
	public Channel createChannel(Session session) {
		return new Incoming(getName(), (channel, buffer) -> receive(session, channel, buffer), this.budget);
	}

	private void receive(Session session, Incoming channel, Buffer buffer) {
		RemoteTunnel tunnel = find(session, this.protocol.readOrigin(buffer));
		if (tunnel != null) {
			tunnel.accept(channel);
		}
		else {
			channel.refuse(SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, "Nobody asked for that");
		}
	}

	private static @Nullable RemoteTunnel find(Session session, @Nullable TunnelAddress origin) {
		TunnelSession tunnels = (session instanceof ConnectionScoped scoped)
				? scoped.getConnectionScope().get(TunnelSession.class) : null;
		return (tunnels != null && origin != null) ? tunnels.find(origin) : null;
	}

}
