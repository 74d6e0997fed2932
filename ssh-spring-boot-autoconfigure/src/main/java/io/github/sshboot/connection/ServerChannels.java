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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import io.github.sshboot.transport.ConnectionScope;
import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.PromptAcknowledgement;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.session.AbstractServerSession;
import org.apache.sshd.server.session.ServerConnectionService;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;

/**
 * The channels of a connection to a server.
 */
final class ServerChannels extends ServerConnectionService {

	private static final Log logger = LogFactory.getLog(ServerChannels.class);

	private static final String SESSION = "session";

	private final ChannelLimits limits;

	private final IdleTimeout idleTimeout;

	/**
	 * The sessions that the client has opened and not closed. Those that it has closed
	 * are still busy with closing when it opens the next.
	 */
	private final Set<Long> sessions = ConcurrentHashMap.newKeySet();

	private ServerChannels(AbstractServerSession session, ChannelLimits limits, Semaphore commonSpace)
			throws SshException {
		super(session);
		this.limits = limits;
		this.idleTimeout = new IdleTimeout(session, limits.idleTimeout());
		scope().put(OutputSpace.class, new OutputSpace(commonSpace, this.idleTimeout::reset));
	}

	private ConnectionScope scope() {
		return ((ConnectionScoped) getSession()).getConnectionScope();
	}

	@Override
	public void start() {
		super.start();
		this.idleTimeout.start();
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

	/**
	 * As MINA does it, but for a warning about each request that it does not know or that
	 * makes no sense, in the words of the client.
	 */
	@Override
	protected IoWriteFuture globalRequest(Buffer buffer) throws Exception {
		String request = buffer.getString();
		boolean wantReply = buffer.getBoolean();
		Result result = Result.Unsupported;
		for (RequestHandler<ConnectionService> handler : getSession().getFactoryManager().getGlobalRequestHandlers()) {
			result = process(handler, request, wantReply, buffer);
			if (result != Result.Unsupported) {
				break;
			}
		}
		return sendGlobalResponse(buffer, request, result, wantReply);
	}

	private Result process(RequestHandler<ConnectionService> handler, String request, boolean wantReply,
			Buffer buffer) {
		try {
			return handler.process(this, request, wantReply, buffer);
		}
		catch (Exception ex) {
			logger.debug("A request has failed", ex);
			return Result.ReplyFailure;
		}
	}

	@Override
	protected void channelOpen(Buffer buffer) throws Exception {
		this.idleTimeout.reset();
		Buffer message = Windows.peek(buffer);
		String type = message.getString();
		long sender = message.rawUInt(message.rpos());
		Windows.boundPacketSize(message, getSession());
		if (SESSION.equals(type) && this.sessions.size() >= this.limits.maxSessions()) {
			sendChannelOpenFailure(buffer, sender, SshConstants.SSH_OPEN_RESOURCE_SHORTAGE,
					"A connection can have %d sessions at the same time".formatted(this.limits.maxSessions()), "");
			return;
		}
		super.channelOpen(buffer);
	}

	@Override
	public long registerChannel(Channel channel) throws IOException {
		long id = super.registerChannel(channel);
		if (channel instanceof ChannelSession) {
			this.sessions.add(id);
			scope().getRequired(PromptAcknowledgement.class).end();
		}
		return id;
	}

	@Override
	public void unregisterChannel(Channel channel) {
		super.unregisterChannel(channel);
		this.sessions.remove(channel.getChannelId());
	}

	@Override
	public void channelData(Buffer buffer) throws IOException {
		this.idleTimeout.reset();
		super.channelData(buffer);
	}

	@Override
	public void channelExtendedData(Buffer buffer) throws IOException {
		this.idleTimeout.reset();
		super.channelExtendedData(buffer);
	}

	@Override
	public void channelEof(Buffer buffer) throws IOException {
		this.idleTimeout.reset();
		super.channelEof(buffer);
	}

	@Override
	public void channelClose(Buffer buffer) throws IOException {
		this.idleTimeout.reset();
		this.sessions.remove(Windows.peek(buffer).getUInt());
		super.channelClose(buffer);
	}

	@Override
	public void channelRequest(Buffer buffer) throws IOException {
		Buffer message = Windows.peek(buffer);
		message.getUInt(); // recipient channel
		if (!isKeepAlive(message.getString())) {
			this.idleTimeout.reset();
		}
		super.channelRequest(buffer);
	}

	private static boolean isKeepAlive(String request) {
		return request.startsWith("keepalive@") || request.startsWith("keep-alive@");
	}

	@Override
	public void channelWindowAdjust(Buffer buffer) throws IOException {
		Windows.adjust(getChannel(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST, buffer), buffer);
	}

	/**
	 * Makes the channels of each connection.
	 */
	static final class Factory extends ServerConnectionServiceFactory {

		private final ChannelLimits limits;

		private final Semaphore commonSpace = OutputSpace.common();

		Factory(ChannelLimits limits) {
			this.limits = limits;
		}

		@Override
		public Service create(Session session) throws IOException {
			ServerChannels channels = new ServerChannels((AbstractServerSession) session, this.limits,
					this.commonSpace);
			channels.addPortForwardingEventListenerManager(this);
			return channels;
		}

	}

}
