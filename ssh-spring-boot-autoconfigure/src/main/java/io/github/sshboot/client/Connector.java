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

import java.util.List;
import java.util.concurrent.ExecutionException;

import io.github.sshboot.authentication.ClientIdentityLoader;
import io.github.sshboot.connection.SshConnectionListener;
import io.github.sshboot.transport.ConnectFailureReason;
import io.github.sshboot.transport.ConnectionLoss;
import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.PeerText;
import io.github.sshboot.transport.SshEndpoint;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * Makes the connections of one client.
 */
final class Connector {

	private final ClientEngine engine;

	private final SshClientSettings settings;

	private final @Nullable JumpRoute route;

	private final ClientIdentityLoader identities;

	/**
	 * Create a new {@link Connector}.
	 * @param engine the engine
	 * @param settings the settings of the client
	 * @param route the way through other hosts, or {@code null} for none
	 */
	Connector(ClientEngine engine, SshClientSettings settings, @Nullable JumpRoute route) {
		this.engine = engine;
		this.settings = settings;
		this.route = route;
		this.identities = new ClientIdentityLoader(settings.credentials());
	}

	/**
	 * Begin to make a connection.
	 * @param listener a listener of this connection, or {@code null}
	 */
	ConnectAttempt connect(@Nullable SshConnectionListener listener) {
		ConnectionEvents events = this.engine.events((listener != null) ? List.of(listener) : List.of());
		return ConnectAttempt.start(this.engine, this.settings, this.identities, this.route, events);
	}

	/**
	 * Make a connection, and wait for it.
	 * @param listener a listener of this connection, or {@code null}
	 * @return the connection, logged in
	 */
	ClientSession connectAndWait(@Nullable SshConnectionListener listener) {
		ConnectAttempt attempt = connect(listener);
		try {
			return attempt.result().get();
		}
		catch (InterruptedException ex) {
			attempt.cancel();
			Thread.currentThread().interrupt();
			throw new SshException("Interrupted while connecting to %s".formatted(this.settings.endpoint()), ex);
		}
		catch (ExecutionException ex) {
			throw failure(ex.getCause());
		}
	}

	/**
	 * Return what an attempt has failed with, for whoever has waited for it on the
	 * current thread.
	 */
	static SshException failure(@Nullable Throwable cause) {
		return (cause instanceof SshException failure) ? failure.again()
				: new SshException("Cannot connect: %s".formatted((cause != null) ? reason(cause) : "unknown"), cause);
	}

	/**
	 * Say why a connection was given up, as the end of a sentence about it.
	 */
	static String lossOf(Session session) {
		ConnectionLoss loss = find(session);
		return (loss != null) ? ": " + loss.reason() : "";
	}

	/**
	 * Return why a connection was lost.
	 * @param session the connection, which has ended
	 * @param endpoint the host
	 * @return the exception, or {@code null} if we have closed it in order
	 */
	static @Nullable SshConnectException loss(Session session, SshEndpoint endpoint) {
		return Farewell.isSaid(session) ? null : new SshConnectException(ConnectFailureReason.CLOSED,
				"The connection to %s was lost%s".formatted(endpoint, lossOf(session)), null);
	}

	/**
	 * Return whether a connection was given up because client and server do not get on.
	 */
	static boolean isViolated(Session session) {
		ConnectionLoss loss = find(session);
		return loss != null && loss.violation();
	}

	private static @Nullable ConnectionLoss find(Session session) {
		return (session instanceof ConnectionScoped scoped) ? scoped.getConnectionScope().get(ConnectionLoss.class)
				: null;
	}

	/**
	 * Return the message of what has caused a failure in the end.
	 */
	static String reason(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		String message = root.getMessage();
		return (message != null) ? PeerText.printable(message) : root.getClass().getSimpleName();
	}

}
