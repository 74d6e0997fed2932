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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.github.sshboot.client.tunnel.TunnelCarrier;
import io.github.sshboot.transport.ConnectFailureReason;
import io.github.sshboot.transport.ConnectionScope;
import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.SshConnectionInfo;
import io.github.sshboot.transport.SshHostKey;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one caller.
 */
final class DefaultSshConnection extends AbstractSshOperations implements SshConnection {

	private static final Log logger = LogFactory.getLog(DefaultSshConnection.class);

	private static final Duration CLOSE_TIME = Duration.ofSeconds(5);

	private final ClientEngine engine;

	private final ClientSession session;

	private final TunnelCarrier tunnels;

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	DefaultSshConnection(ClientEngine engine, SshClientSettings settings, ClientSession session) {
		super(engine, settings, new OwnConnection(session, settings));
		this.engine = engine;
		this.session = session;
		this.tunnels = TunnelConnections.carrier(engine, settings, session);
		session.addCloseFutureListener((closed) -> this.ended.complete(null));
	}

	@Override
	public SshConnectionInfo getInfo() {
		return scope().getRequired(SshConnectionInfo.class);
	}

	@Override
	public SshHostKey getServerKey() {
		return scope().getRequired(SshHostKey.class);
	}

	private ConnectionScope scope() {
		return ((ConnectionScoped) this.session).getConnectionScope();
	}

	@Override
	public TunnelSpec tunnel() {
		return new DefaultTunnelSpec(this.tunnels, settings().endpoint());
	}

	@Override
	public Duration ping() {
		return ping(settings().timeouts().connect());
	}

	@Override
	public Duration ping(Duration timeout) {
		return await(Ping.send(this.session, this.engine), timeout, "%s did not answer within %d ms");
	}

	@Override
	public void rekey() {
		CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
		this.ended.thenRun(() -> done.completeExceptionally(new IOException("the connection was closed")));
		try {
			// the exchange begins on the thread that asks for it, and may have to wait
			this.engine.pump(() -> exchangeKeys(done));
		}
		catch (RejectedExecutionException ex) {
			done.completeExceptionally(ex);
		}
		await(done, settings().timeouts().connect(), "%s did not agree on new keys within %d ms");
	}

	private void exchangeKeys(CompletableFuture<@Nullable Void> done) {
		try {
			this.session.reExchangeKeys().addListener((future) -> {
				Throwable failure = future.getException();
				if (failure == null) {
					done.complete(null);
				}
				else {
					done.completeExceptionally(failure);
				}
			});
		}
		catch (IOException | RuntimeException ex) {
			done.completeExceptionally(ex);
		}
	}

	private <T extends @Nullable Object> T await(CompletableFuture<T> future, Duration timeout, String late) {
		try {
			return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new SshConnectException(ConnectFailureReason.TIMEOUT,
					late.formatted(settings().endpoint(), timeout.toMillis()), null);
		}
		catch (ExecutionException ex) {
			throw OwnConnection.lost(this.session, settings(), ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SshException("Interrupted while waiting for %s".formatted(settings().endpoint()), ex);
		}
	}

	@Override
	public boolean isOpen() {
		return this.session.isOpen();
	}

	@Override
	public void onClose(Consumer<@Nullable SshException> callback) {
		this.ended.thenRunAsync(() -> tell(callback), this.engine::execute);
	}

	private void tell(Consumer<@Nullable SshException> callback) {
		try {
			callback.accept(this.engine.isClosed() ? null : Connector.loss(this.session, settings().endpoint()));
		}
		catch (RuntimeException ex) {
			logger.warn("A callback for the end of a connection failed", ex);
		}
	}

	@Override
	public void close() {
		close(CLOSE_TIME);
	}

	@Override
	public void close(Duration timeout) {
		Farewell.say(this.session, this.engine);
		try {
			this.ended.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (TimeoutException ex) {
			logger.debug("Dropping a connection whose server does not read", ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			this.session.close(true);
		}
	}

	@Override
	public String toString() {
		return "SshConnection[%s@%s]".formatted(settings().credentials().username(), settings().endpoint());
	}

	/**
	 * The only connection there is.
	 *
	 * @param session the connection
	 * @param settings the settings it was made with
	 */
	private record OwnConnection(ClientSession session, SshClientSettings settings) implements ConnectionSource {

		@Override
		public CompletableFuture<@Nullable Lease> acquire(Deadline deadline) {
			if (!this.session.isOpen()) {
				return CompletableFuture.failedFuture(lost(this.session, this.settings, null));
			}
			return CompletableFuture.completedFuture(new OwnLease(this.session));
		}

		private static SshConnectException lost(ClientSession session, SshClientSettings settings,
				@Nullable Throwable cause) {
			String how = Farewell.isSaid(session) ? "is closed" : "was lost" + Connector.lossOf(session);
			return new SshConnectException(ConnectFailureReason.CLOSED,
					"The connection to %s %s".formatted(settings.endpoint(), how), cause);
		}

	}

	private record OwnLease(ClientSession session) implements ConnectionSource.Lease {

		@Override
		public boolean isReused() {
			return false;
		}

		@Override
		public void release() {
			// the connection lasts longer than what is done on it
		}

	}

}
