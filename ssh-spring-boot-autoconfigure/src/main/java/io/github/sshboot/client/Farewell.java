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

package io.github.sshboot.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.sshboot.transport.ConnectionScoped;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Closes connections in order: the server is told that nothing is wrong (RFC 4253 section
 * 11.1). What still runs on a connection is abandoned. The farewell is in the scope of a
 * connection that it was said on.
 */
final class Farewell {

	private static final Log logger = LogFactory.getLog(Farewell.class);

	private static final String MESSAGE = "Closed by the client";

	/**
	 * How long a server that hears of it through others may take to end a connection.
	 */
	private static final Duration END_TIME = Duration.ofSeconds(1);

	private static final Farewell SAID = new Farewell();

	private Farewell() {
	}

	/**
	 * Begin to close a connection. Does not wait.
	 */
	static void say(ClientSession session, ClientEngine engine) {
		if (!session.isOpen()) {
			return;
		}
		((ConnectionScoped) session).getConnectionScope().put(Farewell.class, SAID);
		try {
			// while keys are exchanged, a message has to wait
			engine.pump(() -> send(session, engine));
		}
		catch (RejectedExecutionException ex) {
			session.close(true);
		}
	}

	/**
	 * Close connections, those first that go through others.
	 * @param timeout how long to wait for the servers of each kind
	 */
	static void sayTo(List<ClientSession> sessions, ClientEngine engine, Duration timeout) {
		Map<Integer, List<ClientSession>> byHops = sessions.stream()
			.filter(ClientSession::isAuthenticated)
			.collect(Collectors.groupingBy(JumpRoute::hops, TreeMap::new, Collectors.toList()))
			.descendingMap();
		try {
			for (List<ClientSession> farthest : byHops.values()) {
				CountDownLatch open = new CountDownLatch(farthest.size());
				for (ClientSession session : farthest) {
					session.addCloseFutureListener((closed) -> open.countDown());
					say(session, engine);
				}
				if (!open.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
					logger.debug("Dropping %d connections whose servers do not read".formatted(open.getCount()));
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void send(ClientSession session, ClientEngine engine) {
		try {
			Buffer message = session.createBuffer(SshConstants.SSH_MSG_DISCONNECT, MESSAGE.length() + Long.SIZE);
			message.putInt(SshConstants.SSH2_DISCONNECT_BY_APPLICATION);
			message.putString(MESSAGE);
			message.putString("");
			session.writePacket(message).addListener((written) -> end(session, engine));
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("The server is gone already", ex);
			session.close(true);
		}
	}

	/**
	 * Close a connection on which all has been said. A host on the way passes it on only
	 * as long as the way is there, so that it is the server who has to end it.
	 */
	private static void end(ClientSession session, ClientEngine engine) {
		if (JumpRoute.hops(session) == 0) {
			session.close(true);
			return;
		}
		Future<?> timer = engine.schedule(END_TIME, () -> session.close(true));
		session.addCloseFutureListener((closed) -> timer.cancel(false));
	}

	/**
	 * Return whether we have closed a connection.
	 */
	static boolean isSaid(Session session) {
		return session instanceof ConnectionScoped scoped && scoped.getConnectionScope().get(Farewell.class) != null;
	}

}
