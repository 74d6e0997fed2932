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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

import io.github.sshboot.authentication.BannerListener;
import io.github.sshboot.authentication.ClientIdentities;
import io.github.sshboot.authentication.ClientIdentityLoader;
import io.github.sshboot.authentication.ClientLoginReport;
import io.github.sshboot.client.SshClientSettings.Timeouts;
import io.github.sshboot.connection.SshConnectionPeer;
import io.github.sshboot.connection.WindowSettings;
import io.github.sshboot.transport.CertificateException;
import io.github.sshboot.transport.ConnectFailure;
import io.github.sshboot.transport.ConnectFailureReason;
import io.github.sshboot.transport.ConnectProgress;
import io.github.sshboot.transport.ConnectSettings;
import io.github.sshboot.transport.ConnectionCarrier;
import io.github.sshboot.transport.ConnectionId;
import io.github.sshboot.transport.ConnectionScope;
import io.github.sshboot.transport.DebugMessageListener;
import io.github.sshboot.transport.HostKeyRejection;
import io.github.sshboot.transport.HostKeyTrust;
import io.github.sshboot.transport.PrivateKeyException;
import io.github.sshboot.transport.SshConnectionInfo;
import io.github.sshboot.transport.SshEndpoint;
import io.github.sshboot.transport.TransportSettings;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is being made: reads the keys, finds its way through other hosts if
 * it has to, resolves, connects, verifies the host key, authenticates. Whatever fails
 * leaves nothing open. Nobody has to wait for it, and no thread does.
 */
final class ConnectAttempt {

	/**
	 * How long a caller waits for listeners to hear of a failure first.
	 */
	private static final Duration LISTENERS_TIME = Duration.ofSeconds(1);

	private final ClientEngine engine;

	private final SshClientSettings settings;

	private final ClientIdentityLoader identities;

	private final @Nullable JumpRoute route;

	private final ConnectionEvents events;

	private final ConnectContext context = new ConnectContext();

	private final ConnectionScope scope = this.context.getConnectionScope();

	private final ConnectProgress progress = new ConnectProgress();

	private final CompletableFuture<ClientSession> result = new CompletableFuture<>();

	private final FutureTask<?> beginning = new FutureTask<>(this::begin, null);

	private @Nullable Future<?> connectTimer;

	private @Nullable Future<?> loginTimer;

	private @Nullable Future<?> way;

	private @Nullable ConnectionCarrier carrier;

	private @Nullable ConnectFuture connecting;

	private @Nullable ClientSession session;

	private volatile boolean findingWay;

	private boolean loggedIn;

	private boolean over;

	private ConnectAttempt(ClientEngine engine, SshClientSettings settings, ClientIdentityLoader identities,
			@Nullable JumpRoute route, ConnectionEvents events) {
		this.engine = engine;
		this.settings = settings;
		this.identities = identities;
		this.route = route;
		this.events = events;
	}

	/**
	 * Begin to make a connection.
	 */
	static ConnectAttempt start(ClientEngine engine, SshClientSettings settings, ClientIdentityLoader identities,
			@Nullable JumpRoute route, ConnectionEvents events) {
		ConnectAttempt attempt = new ConnectAttempt(engine, settings, identities, route, events);
		attempt.start();
		return attempt;
	}

	private void start() {
		synchronized (this) {
			this.connectTimer = this.engine.schedule(timeouts().connect(), this::connectTimeOver);
		}
		try {
			this.engine.begin(this.beginning);
		}
		catch (RejectedExecutionException ex) {
			fail(new SshException("The SSH clients are closed", ex));
		}
	}

	/**
	 * Return what it comes to: the connection, logged in, or an {@link SshException}. Not
	 * to be cancelled or completed. What depends on it must not block.
	 */
	CompletableFuture<ClientSession> result() {
		return this.result;
	}

	/**
	 * Give up.
	 */
	void cancel() {
		giveUp(new SshConnectException(ConnectFailureReason.OTHER,
				"Nobody waits for the connection to %s any more".formatted(target()), null));
	}

	private void giveUp(SshException failure) {
		fail(failure);
		// only then: that it is interrupted is not why it has failed
		this.beginning.cancel(true);
	}

	/**
	 * Name the host and the way to it.
	 */
	private String target() {
		return (this.route != null) ? "%s through %s".formatted(endpoint(), this.route) : endpoint().toString();
	}

	private SshEndpoint endpoint() {
		return this.settings.endpoint();
	}

	private Timeouts timeouts() {
		return this.settings.timeouts();
	}

	private void begin() {
		try {
			this.scope.put(SshEndpoint.class, endpoint());
			this.scope.put(ConnectSettings.class, this.settings.connect());
			this.scope.put(ConnectProgress.class, this.progress);
			this.scope.put(HostKeyTrust.class, this.settings.hostKeyTrust());
			this.scope.put(TransportSettings.class, this.settings.transport());
			this.scope.put(WindowSettings.class, this.settings.windows());
			this.scope.put(ClientIdentities.class, loadIdentities());
			this.scope.put(ClientLoginReport.class, new ClientLoginReport());
			this.scope.put(BannerListener.class, this.events);
			this.scope.put(DebugMessageListener.class, this.events);
			if (this.route != null) {
				findWay(this.route);
			}
			else {
				connect();
			}
		}
		catch (SshException ex) {
			fail(ex);
		}
		catch (RuntimeException ex) {
			fail(cannotConnect(new ConnectFailure(ConnectFailureReason.OTHER, Connector.reason(ex)), ex));
		}
	}

	private void findWay(JumpRoute route) {
		this.findingWay = true;
		Future<?> way = route.open(endpoint(), this::wayFound);
		boolean abandoned;
		synchronized (this) {
			this.way = way;
			abandoned = this.over;
		}
		if (abandoned) {
			way.cancel(false);
		}
	}

	private void wayFound(@Nullable ConnectionCarrier carrier, @Nullable SshException failure) {
		this.findingWay = false;
		if (carrier != null) {
			carry(carrier);
			connect();
		}
		else if (failure != null) {
			fail(failure);
		}
	}

	private ClientIdentities loadIdentities() {
		try {
			return this.identities.load();
		}
		catch (PrivateKeyException ex) {
			throw noIdentities(ex, Objects.requireNonNullElse(ex.getProperty(), "private-keys") + "' and 'passphrase");
		}
		catch (CertificateException ex) {
			throw noIdentities(ex, Objects.requireNonNullElse(ex.getProperty(), "certificates"));
		}
	}

	private SshAuthenticationException noIdentities(RuntimeException cause, String properties) {
		return new SshAuthenticationException(
				"Cannot log in to %s: %s; see '%s'".formatted(endpoint(), cause.getMessage(), properties),
				new ClientLoginReport(), cause);
	}

	private void carry(ConnectionCarrier carrier) {
		boolean abandoned;
		synchronized (this) {
			this.carrier = carrier;
			abandoned = this.over;
		}
		this.scope.put(ConnectionCarrier.class, carrier);
		if (abandoned) {
			carrier.close();
		}
	}

	private void connect() {
		synchronized (this) {
			if (this.over) {
				return;
			}
		}
		ConnectFuture future;
		try {
			future = this.engine.client()
				.connect(this.settings.credentials().username(), endpoint().host(), endpoint().port(), this.context,
						null);
		}
		catch (SshException ex) {
			fail(ex);
			return;
		}
		catch (IOException | RuntimeException ex) {
			fail(cannotConnect(new ConnectFailure(ConnectFailureReason.OTHER, Connector.reason(ex)), ex));
			return;
		}
		boolean abandoned;
		synchronized (this) {
			this.connecting = future;
			abandoned = this.over;
		}
		if (abandoned) {
			abandon(future);
			return;
		}
		future.addListener(this::connected);
	}

	private void connected(ConnectFuture future) {
		if (!future.isConnected()) {
			fail(cannotConnect(this.progress.failed(), future.getException()));
			return;
		}
		ClientSession session = future.getClientSession();
		synchronized (this) {
			this.session = session;
			if (!this.over) {
				this.loginTimer = this.engine.schedule(timeouts().login(), this::loginTimeOver);
			}
		}
		session.addCloseFutureListener((closed) -> closed());
		this.events.connected(new SshConnectionPeer(this.scope.getRequired(ConnectionId.class).value(),
				SshConnectionPeer.Side.CLIENT, endpoint()));
		try {
			session.auth().addListener(this::loggedIn);
		}
		catch (IOException | RuntimeException ex) {
			fail(loginFailure(ex));
		}
	}

	private void loggedIn(AuthFuture future) {
		if (!future.isSuccess()) {
			fail(loginFailure(future.getException()));
			return;
		}
		synchronized (this) {
			this.loggedIn = true;
		}
		this.events.authenticated(this.scope.getRequired(SshConnectionInfo.class)).thenRun(this::succeed);
	}

	private void succeed() {
		ClientSession session;
		synchronized (this) {
			session = this.session;
			if (session == null || this.over) {
				return;
			}
			this.over = true;
			cancelTimers();
		}
		this.result.complete(session);
	}

	private void fail(SshException failure) {
		Future<?> way;
		ConnectFuture connecting;
		ClientSession session;
		ConnectionCarrier carrier;
		synchronized (this) {
			if (this.over) {
				return;
			}
			this.over = true;
			cancelTimers();
			way = this.way;
			connecting = this.connecting;
			session = this.session;
			carrier = this.carrier;
		}
		if (way != null) {
			way.cancel(false);
		}
		if (session != null) {
			session.close(true);
		}
		else if (connecting != null) {
			abandon(connecting);
		}
		if (carrier != null) {
			carrier.close();
		}
		tell(failure);
	}

	/**
	 * Listeners hear of the failure first, unless they are too slow.
	 */
	private void tell(SshException failure) {
		CompletableFuture<Void> told = this.events.disconnected(failure);
		if (told.isDone()) {
			this.result.completeExceptionally(failure);
			return;
		}
		Future<?> timer = this.engine.schedule(LISTENERS_TIME, () -> this.result.completeExceptionally(failure));
		told.thenRun(() -> {
			timer.cancel(false);
			this.result.completeExceptionally(failure);
		});
	}

	private void cancelTimers() {
		if (this.connectTimer != null) {
			this.connectTimer.cancel(false);
		}
		if (this.loginTimer != null) {
			this.loginTimer.cancel(false);
		}
	}

	/**
	 * A connection that is there a moment later is closed.
	 */
	private static void abandon(ConnectFuture future) {
		future.addListener((late) -> {
			if (late.isConnected()) {
				late.getClientSession().close(true);
			}
		});
		future.cancel();
	}

	/**
	 * The connection has ended. Before it was logged in, that was a failure to log in.
	 */
	private void closed() {
		ClientSession session;
		boolean made;
		synchronized (this) {
			session = this.session;
			if (session == null || !this.loggedIn) {
				return;
			}
			made = this.over;
		}
		SshException loss = this.engine.isClosed() ? null : Connector.loss(session, endpoint());
		if (made) {
			this.events.disconnected(loss);
		}
		else {
			fail((loss != null) ? loss : new SshException("The SSH clients are closed", null));
		}
	}

	private boolean isKeyExchanged() {
		return this.scope.get(SshConnectionInfo.class) != null;
	}

	private void connectTimeOver() {
		if (!isKeyExchanged()) {
			Duration timeout = timeouts().connect();
			giveUp(cannotConnect(this.findingWay
					? new ConnectFailure(ConnectFailureReason.TIMEOUT,
							"no way there within %d ms".formatted(timeout.toMillis()))
					: this.progress.timedOut(timeout), null));
		}
	}

	private void loginTimeOver() {
		boolean loggedIn;
		synchronized (this) {
			loggedIn = this.loggedIn;
		}
		giveUp(new SshConnectException(ConnectFailureReason.TIMEOUT,
				"Cannot log in to %s: %s within %d ms".formatted(endpoint(),
						loggedIn ? "a connection listener did not return" : "no answer", timeouts().login().toMillis()),
				null));
	}

	private SshConnectException cannotConnect(ConnectFailure failure, @Nullable Throwable cause) {
		SshConnectException exception = new SshConnectException(failure.reason(),
				"Cannot connect to %s: %s".formatted(target(), failure.message()), cause);
		this.progress.getCauses().stream().filter((other) -> other != cause).forEach(exception::addSuppressed);
		return exception;
	}

	private SshException loginFailure(Throwable failure) {
		HostKeyRejection rejection = this.scope.get(HostKeyRejection.class);
		if (rejection != null) {
			return new SshHostKeyException(rejection.message(), failure);
		}
		if (!isKeyExchanged()) {
			return cannotConnect(this.progress.failed(), failure);
		}
		ClientLoginReport report = this.scope.getRequired(ClientLoginReport.class);
		int code = (failure instanceof org.apache.sshd.common.SshException ex) ? ex.getDisconnectCode() : 0;
		boolean exhausted = code == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE;
		if (!exhausted && !(code > 0 && report.isRefused())) {
			return new SshConnectException(ConnectFailureReason.CLOSED,
					"The connection to %s was lost while logging in: %s".formatted(endpoint(),
							Connector.reason(failure)),
					failure);
		}
		return new SshAuthenticationException(
				"%s does not let '%s' in with %s%s".formatted(endpoint(), this.settings.credentials().username(),
						report, exhausted ? "" : "; then the connection was ended: " + Connector.reason(failure)),
				report, failure);
	}

}
