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

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.github.sshboot.transport.ConnectionLoss;
import io.github.sshboot.transport.ConnectionScope;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.jspecify.annotations.Nullable;

/**
 * What tunnels do with an SSH connection, kept in its {@link ConnectionScope}.
 */
final class TunnelSession {

	private static final Log logger = LogFactory.getLog(TunnelSession.class);

	/**
	 * How many channels may wait for an answer of the server, also those that nobody
	 * waits for any more: OpenSSH answers after its own attempt to connect, which can
	 * take minutes. A server with more does not answer at all.
	 */
	private static final int MAX_UNANSWERED = 2048;

	private final Session session;

	private final ConnectionScope scope;

	private final AtomicInteger unanswered = new AtomicInteger();

	private final Set<RemoteTunnel> remoteTunnels = ConcurrentHashMap.newKeySet();

	TunnelSession(Session session, ConnectionScope scope) {
		this.session = session;
		this.scope = scope;
	}

	/**
	 * Ask the server to open a channel. The channel's peer hears of the answer.
	 */
	void open(ForwardChannel channel) throws IOException {
		if (this.unanswered.incrementAndGet() > MAX_UNANSWERED) {
			logger.warn("A server does not answer requests of tunnels; the connection to it is given up");
			drop();
		}
		boolean asked = false;
		try {
			this.session.getService(ConnectionService.class).registerChannel(channel);
			channel.open().addListener((answer) -> this.unanswered.decrementAndGet());
			asked = true;
		}
		catch (IllegalStateException ex) {
			throw new IOException("The connection is being closed", ex);
		}
		finally {
			if (!asked) {
				this.unanswered.decrementAndGet();
			}
		}
	}

	/**
	 * Send a request about the connection (RFC 4254 section 4).
	 * @param name its name
	 * @param details writes what it is about
	 * @param answer gets whether the server agrees, and what it says then, on the thread
	 * that serves the connection; is not told if the connection is lost
	 */
	void request(String name, Consumer<Buffer> details, BiConsumer<Boolean, Buffer> answer) throws IOException {
		Buffer request = globalRequest(name, true, details);
		ThreadUtils.runAsInternal(request, (buffer) -> this.session.request(buffer, name,
				(command, reply) -> answer.accept(command == SshConstants.SSH_MSG_REQUEST_SUCCESS, reply)));
	}

	/**
	 * Send a request that needs no answer.
	 */
	void tell(String name, Consumer<Buffer> details) {
		try {
			ThreadUtils.runAsInternal(globalRequest(name, false, details), this.session::writePacket);
		}
		catch (IOException ex) {
			logger.debug("A server cannot be told '%s'".formatted(name), ex);
		}
	}

	private Buffer globalRequest(String name, boolean wantReply, Consumer<Buffer> details) {
		Buffer buffer = this.session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
		buffer.putString(name);
		buffer.putBoolean(wantReply);
		details.accept(buffer);
		return buffer;
	}

	/**
	 * Let the server open channels for a tunnel.
	 */
	void add(RemoteTunnel tunnel) {
		this.remoteTunnels.add(tunnel);
	}

	void remove(RemoteTunnel tunnel) {
		this.remoteTunnels.remove(tunnel);
	}

	/**
	 * Return the tunnel that a channel of the server is for.
	 * @param origin where the server says that someone has connected to it
	 * @return the tunnel, or {@code null} if the server was not asked to listen there
	 */
	@Nullable RemoteTunnel find(TunnelAddress origin) {
		RemoteTunnel found = null;
		for (RemoteTunnel tunnel : this.remoteTunnels) {
			if (tunnel.listensExactly(origin)) {
				return tunnel;
			}
			if (tunnel.listens(origin)) {
				found = tunnel;
			}
		}
		return found;
	}

	boolean isOpen() {
		return this.session.isOpen();
	}

	/**
	 * Run something when the connection is lost, or closed, or at once if it is already.
	 */
	void onClose(Runnable action) {
		this.session.addCloseFutureListener((closed) -> action.run());
	}

	/**
	 * Return why the connection was lost, the end of a sentence.
	 */
	String lossReason() {
		ConnectionLoss loss = this.scope.get(ConnectionLoss.class);
		return (loss != null) ? ": " + loss.reason() : "";
	}

	/**
	 * Give the connection up.
	 */
	void drop() {
		this.session.close(true);
	}

}
