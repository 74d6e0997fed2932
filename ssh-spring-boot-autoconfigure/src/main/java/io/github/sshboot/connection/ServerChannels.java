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

import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.AbstractServerSession;
import org.apache.sshd.server.session.ServerConnectionService;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;

/**
 * The channels of a connection to a server.
 */
final class ServerChannels extends ServerConnectionService {

	private ServerChannels(AbstractServerSession session) throws SshException {
		super(session);
	}

	/**
	 * Requests to log in are ignored after the login (RFC 4252 section 5.1): a client may
	 * have sent them before it heard of it.
	 */
	@Override
	public void process(int command, Buffer buffer) throws Exception {
		if (command != SshConstants.SSH_MSG_USERAUTH_REQUEST) {
			super.process(command, buffer);
		}
	}

	@Override
	protected void channelOpen(Buffer buffer) throws Exception {
		Buffer message = Windows.peek(buffer);
		message.getString(); // type
		Windows.checkPacketSize(message);
		super.channelOpen(buffer);
	}

	@Override
	public void channelWindowAdjust(Buffer buffer) throws IOException {
		Windows.adjust(getChannel(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST, buffer), buffer);
	}

	/**
	 * Makes the channels of each connection.
	 */
	static final class Factory extends ServerConnectionServiceFactory {

		@Override
		public Service create(Session session) throws IOException {
			ServerChannels channels = new ServerChannels((AbstractServerSession) session);
			channels.addPortForwardingEventListenerManager(this);
			return channels;
		}

	}

}
