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

import java.io.IOException;
import java.util.concurrent.Semaphore;

import io.github.sshboot.transport.ConnectionScope;
import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.PromptAcknowledgement;
import org.apache.sshd.client.session.AbstractClientSession;
import org.apache.sshd.client.session.ClientConnectionService;
import org.apache.sshd.client.session.ClientConnectionServiceFactory;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * The channels of a connection that a client has made.
 */
final class ClientChannels extends ClientConnectionService {

	private ClientChannels(AbstractClientSession session, Semaphore commonSpace) throws SshException {
		super(session);
		scope().put(OutputSpace.class, new OutputSpace(commonSpace, () -> {
			// the pool knows what its connections are used for
		}));
	}

	private ConnectionScope scope() {
		return ((ConnectionScoped) getSession()).getConnectionScope();
	}

	@Override
	protected void channelOpen(Buffer buffer) throws Exception {
		Buffer message = Windows.peek(buffer);
		message.getString(); // type
		Windows.boundPacketSize(message, getSession());
		super.channelOpen(buffer);
	}

	@Override
	public void channelOpenConfirmation(Buffer buffer) throws IOException {
		Buffer message = Windows.peek(buffer);
		message.getUInt(); // recipient channel
		Windows.boundPacketSize(message, getSession());
		super.channelOpenConfirmation(buffer);
	}

	/**
	 * A session has begun.
	 */
	@Override
	public void channelSuccess(Buffer buffer) throws IOException {
		scope().getRequired(PromptAcknowledgement.class).end();
		super.channelSuccess(buffer);
	}

	@Override
	public void channelWindowAdjust(Buffer buffer) throws IOException {
		Windows.adjust(getChannel(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST, buffer), buffer);
	}

	/**
	 * Makes the channels of each connection.
	 */
	static final class Factory extends ClientConnectionServiceFactory {

		private final Semaphore commonSpace = OutputSpace.common();

		@Override
		public Service create(Session session) throws IOException {
			ClientChannels channels = new ClientChannels((AbstractClientSession) session, this.commonSpace);
			channels.addPortForwardingEventListenerManager(this);
			return channels;
		}

	}

}
