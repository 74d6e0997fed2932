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
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;

import io.github.sshboot.authentication.ClientCertificateException;
import io.github.sshboot.authentication.ClientIdentities;
import io.github.sshboot.authentication.ClientIdentityLoader;
import io.github.sshboot.authentication.ClientLoginReport;
import io.github.sshboot.connection.WindowSettings;
import io.github.sshboot.transport.ConnectFailure;
import io.github.sshboot.transport.ConnectFailureReason;
import io.github.sshboot.transport.ConnectProgress;
import io.github.sshboot.transport.ConnectSettings;
import io.github.sshboot.transport.ConnectionLoss;
import io.github.sshboot.transport.ConnectionScope;
import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.HostKeyRejection;
import io.github.sshboot.transport.HostKeyTrust;
import io.github.sshboot.transport.PeerText;
import io.github.sshboot.transport.PrivateKeyException;
import io.github.sshboot.transport.SshConnectionInfo;
import io.github.sshboot.transport.SshEndpoint;
import io.github.sshboot.transport.TransportSettings;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.future.WaitableFuture;
import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * Makes the connections of one client: resolves, connects, verifies the host key,
 * authenticates. Whatever fails leaves nothing open.
 */
final class Connector {

	private final ClientEngine engine;

	private final SshClientSettings settings;

	private final ClientIdentityLoader identities;

	Connector(ClientEngine engine, SshClientSettings settings) {
		this.engine = engine;
		this.settings = settings;
		this.identities = new ClientIdentityLoader(settings.credentials());
	}

	/**
	 * Make a connection.
	 * @param deadline when the caller gives up
	 * @return the connection, logged in
	 */
	ClientSession connect(Deadline deadline) throws InterruptedException {
		ConnectContext context = new ConnectContext();
		ConnectionScope scope = context.getConnectionScope();
		ConnectProgress progress = new ConnectProgress();
		scope.put(SshEndpoint.class, this.settings.endpoint());
		scope.put(ConnectSettings.class, this.settings.connect());
		scope.put(ConnectProgress.class, progress);
		scope.put(HostKeyTrust.class, this.settings.hostKeyTrust());
		scope.put(TransportSettings.class, this.settings.transport());
		scope.put(WindowSettings.class, this.settings.windows());
		scope.put(ClientIdentities.class, identities());
		scope.put(ClientLoginReport.class, new ClientLoginReport());
		Deadline connect = deadline.within(this.settings.timeouts().connect());
		ClientSession session = open(context, progress, connect);
		Future<?> timer = this.engine.schedule(connect.atMost(this.settings.timeouts().connect()), () -> {
			if (!isKeyExchanged(scope)) {
				session.close(true);
			}
		});
		boolean loggedIn = false;
		try {
			logIn(session, scope, progress, connect, deadline);
			loggedIn = true;
			return session;
		}
		finally {
			timer.cancel(false);
			if (!loggedIn) {
				session.close(true);
			}
		}
	}

	private ClientIdentities identities() {
		try {
			return this.identities.load();
		}
		catch (PrivateKeyException ex) {
			throw noIdentities(ex, Objects.requireNonNullElse(ex.getProperty(), "private-keys") + "' and 'passphrase");
		}
		catch (ClientCertificateException ex) {
			throw noIdentities(ex, Objects.requireNonNullElse(ex.getProperty(), "certificates"));
		}
	}

	private SshAuthenticationException noIdentities(RuntimeException cause, String properties) {
		return new SshAuthenticationException(
				"Cannot log in to %s: %s; see '%s'".formatted(this.settings.endpoint(), cause.getMessage(), properties),
				new ClientLoginReport(), cause);
	}

	private ClientSession open(ConnectContext context, ConnectProgress progress, Deadline deadline)
			throws InterruptedException {
		SshEndpoint endpoint = this.settings.endpoint();
		try {
			ConnectFuture future = this.engine.client()
				.connect(this.settings.credentials().username(), endpoint.host(), endpoint.port(), context, null);
			try {
				if (!await(future, deadline.atMost(this.settings.timeouts().connect()))) {
					throw cannotConnect(progress.timedOut(timeout(deadline)), progress, null);
				}
				if (!future.isConnected()) {
					throw cannotConnect(progress.failed(), progress, future.getException());
				}
				return future.getClientSession();
			}
			finally {
				if (!future.isConnected()) {
					abandon(future);
				}
			}
		}
		catch (IOException ex) {
			throw cannotConnect(new ConnectFailure(ConnectFailureReason.OTHER, reason(ex)), progress, ex);
		}
	}

	/**
	 * Give up. A connection that is there a moment later is closed.
	 */
	private static void abandon(ConnectFuture future) {
		future.addListener((late) -> {
			if (late.isConnected()) {
				late.getClientSession().close(true);
			}
		});
		future.cancel();
	}

	private SshConnectException cannotConnect(ConnectFailure failure, ConnectProgress progress,
			@Nullable Throwable cause) {
		SshConnectException exception = new SshConnectException(failure.reason(),
				"Cannot connect to %s: %s".formatted(this.settings.endpoint(), failure.message()), cause);
		progress.getCauses().stream().filter((other) -> other != cause).forEach(exception::addSuppressed);
		return exception;
	}

	private static Duration timeout(Deadline deadline) {
		Duration timeout = deadline.timeout();
		return (timeout != null) ? timeout : Duration.ZERO;
	}

	private static boolean isKeyExchanged(ConnectionScope scope) {
		return scope.get(SshConnectionInfo.class) != null;
	}

	private void logIn(ClientSession session, ConnectionScope scope, ConnectProgress progress, Deadline connect,
			Deadline deadline) throws InterruptedException {
		Deadline login = deadline.within(this.settings.timeouts().login());
		Throwable failure;
		try {
			AuthFuture future = session.auth();
			boolean done = await(future, login.atMost(this.settings.timeouts().login()));
			if (done && future.isSuccess()) {
				return;
			}
			failure = done ? future.getException() : null;
		}
		catch (IOException ex) {
			failure = ex;
		}
		SshEndpoint endpoint = this.settings.endpoint();
		HostKeyRejection rejection = scope.get(HostKeyRejection.class);
		if (rejection != null) {
			throw new SshHostKeyException(rejection.message(), failure);
		}
		if (!isKeyExchanged(scope)) {
			throw cannotConnect(connect.isOver() ? progress.timedOut(timeout(connect)) : progress.failed(), progress,
					failure);
		}
		if (failure == null) {
			throw new SshConnectException(ConnectFailureReason.TIMEOUT,
					"Cannot log in to %s: no answer within %d ms".formatted(endpoint, timeout(login).toMillis()), null);
		}
		ClientLoginReport report = scope.getRequired(ClientLoginReport.class);
		int code = (failure instanceof SshException ex) ? ex.getDisconnectCode() : 0;
		boolean exhausted = code == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE;
		if (!exhausted && !(code > 0 && report.isRefused())) {
			throw new SshConnectException(ConnectFailureReason.CLOSED,
					"The connection to %s was lost while logging in: %s".formatted(endpoint, reason(failure)), failure);
		}
		throw new SshAuthenticationException(
				"%s does not let '%s' in with %s%s".formatted(endpoint, this.settings.credentials().username(), report,
						exhausted ? "" : "; then the connection was ended: " + reason(failure)),
				report, failure);
	}

	/**
	 * Wait as MINA's own {@code await} does, but tell an interruption as such.
	 */
	private static boolean await(WaitableFuture future, Duration timeout) throws IOException, InterruptedException {
		try {
			return future.await(timeout);
		}
		catch (InterruptedIOException ex) {
			throw (InterruptedException) new InterruptedException("Interrupted while connecting").initCause(ex);
		}
	}

	/**
	 * Say why a connection was given up, as the end of a sentence about it.
	 */
	static String lossOf(Session session) {
		ConnectionLoss loss = loss(session);
		return (loss != null) ? ": " + loss.reason() : "";
	}

	/**
	 * Return whether a connection was given up because client and server do not get on.
	 */
	static boolean isViolated(Session session) {
		ConnectionLoss loss = loss(session);
		return loss != null && loss.violation();
	}

	private static @Nullable ConnectionLoss loss(Session session) {
		return (session instanceof ConnectionScoped scoped) ? scoped.getConnectionScope().get(ConnectionLoss.class)
				: null;
	}

	private static String reason(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		String message = root.getMessage();
		return (message != null) ? PeerText.printable(message) : root.getClass().getSimpleName();
	}

}
