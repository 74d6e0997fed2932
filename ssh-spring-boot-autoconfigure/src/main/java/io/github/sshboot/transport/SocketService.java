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

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.Channel;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.nio2.Nio2Service;
import org.jspecify.annotations.Nullable;

/**
 * What acceptor and connector have in common: they make sessions of sockets.
 */
abstract class SocketService extends Nio2Service {

	private static final Log logger = LogFactory.getLog(SocketService.class);

	private final SocketServiceFactory factory;

	SocketService(SocketServiceFactory factory, IoHandler handler) {
		super(factory.getFactoryManager(), handler, factory.getGroup(), factory.getExecutorService());
		this.factory = factory;
	}

	final SocketServiceFactory getFactory() {
		return this.factory;
	}

	final FactoryManager getManager() {
		return this.factory.getFactoryManager();
	}

	/**
	 * Make a session of a connected socket and announce it to the engine. Whatever fails
	 * leaves the socket closed.
	 * @param socket the socket
	 * @param acceptanceAddress the address it was accepted at or {@code null}
	 * @param preparation what to do before the engine learns of the session
	 * @return the session, which does not read yet
	 */
	final SocketSession open(GroupSocket socket, @Nullable SocketAddress acceptanceAddress,
			SessionPreparation preparation) throws Exception {
		SocketSession session = null;
		boolean opened = false;
		try {
			session = new SocketSession(this, getManager(), getIoHandler(), socket, acceptanceAddress,
					this.factory.getCompletions());
			preparation.prepare(session);
			announce(session);
			opened = true;
			return session;
		}
		finally {
			if (!opened) {
				close(socket, session);
			}
		}
	}

	/**
	 * Let the engine learn of a session.
	 */
	final void announce(IoSession session) throws Exception {
		getIoHandler().sessionCreated(session);
		if (mapSession(session) == null) {
			throw new IOException("No longer open for connections");
		}
	}

	/**
	 * Called by a session that is not on a socket.
	 */
	final void sessionClosed(CarriedSession session) {
		unmapSession(session.getId());
	}

	/**
	 * Begin to read.
	 * @param session the session
	 */
	final void start(SocketSession session) throws Exception {
		if (session.isClosing()) {
			// before it was one of those that are closed with this service
			try {
				getIoHandler().sessionClosed(session);
			}
			finally {
				unmapSession(session.getId());
			}
		}
		else {
			session.startReading();
		}
	}

	private static void close(GroupSocket socket, @Nullable SocketSession session) {
		if (session != null) {
			session.close(true);
		}
		close(socket);
	}

	static void close(Channel socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			logger.debug("Socket did not close cleanly", ex);
		}
	}

	/**
	 * Something to do before the engine learns of a session.
	 */
	@FunctionalInterface
	interface SessionPreparation {

		void prepare(SocketSession session) throws Exception;

	}

}
