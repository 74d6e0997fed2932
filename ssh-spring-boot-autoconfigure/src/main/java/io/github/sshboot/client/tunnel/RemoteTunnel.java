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
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.sshboot.client.tunnel.ForwardChannel.Incoming;
import io.github.sshboot.client.tunnel.TunnelAddress.Tcp;
import io.github.sshboot.client.tunnel.TunnelFailure.Reason;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel that begins on the server. On each new connection the server is asked to
 * listen again, and again a little later if it does not agree: it may not have noticed
 * yet that the last connection is lost, which still has the port.
 */
final class RemoteTunnel extends AbstractTunnel {

	private static final Log logger = LogFactory.getLog(RemoteTunnel.class);

	/**
	 * How many connections to the target are being made at a time: each needs a thread
	 * until the target has answered.
	 */
	private static final int MAX_CONNECTING = 16;

	private final RemoteProtocol protocol;

	private final Executor connecting;

	private final CompletableFuture<@Nullable TunnelFailure> firstAnswer = new CompletableFuture<>();

	private final BackOff backOff = new BackOff();

	private volatile TunnelAddress address;

	private volatile @Nullable TunnelSession session;

	private volatile boolean listening;

	RemoteTunnel(TunnelSettings settings, TunnelContext context, TunnelCarrier carrier) {
		super(settings, context, carrier);
		this.protocol = RemoteProtocol.of(settings.listen());
		this.address = settings.listen();
		this.connecting = new LimitedExecutor(context.executor(), MAX_CONNECTING);
	}

	@Override
	public TunnelAddress getAddress() {
		return this.address;
	}

	@Override
	boolean isUp() {
		return this.listening;
	}

	@Override
	void start() {
		// the server does
	}

	@Override
	void awaitUp() throws TunnelException, InterruptedException {
		Duration timeout = carrier().answerTimeout();
		TunnelFailure failure;
		try {
			failure = this.firstAnswer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			failure = noAnswer(timeout);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		if (failure != null) {
			throw new TunnelException(failure.reason(), failure.message(), null);
		}
	}

	@Override
	void connected(TunnelSession session) {
		synchronized (this) {
			this.session = session;
			this.listening = false;
		}
		listen(session);
	}

	private void listen(TunnelSession session) {
		if (isClosed() || this.session != session || this.listening) {
			return;
		}
		TunnelAddress address = this.address;
		try {
			session.request(this.protocol.request(), (buffer) -> this.protocol.write(buffer, address),
					(agreed, answer) -> {
						if (agreed) {
							listening(session, address, answer);
						}
						else {
							refused(session, address);
						}
					});
		}
		catch (IOException ex) {
			logger.debug("A server cannot be asked to listen", ex);
		}
	}

	private void listening(TunnelSession session, TunnelAddress asked, Buffer answer) {
		TunnelAddress bound;
		try {
			bound = this.protocol.bound(asked, answer);
		}
		catch (RuntimeException ex) {
			logger.debug("A server says that it listens, but not where", ex);
			refused(session, asked);
			return;
		}
		synchronized (this) {
			if (!isClosed() && this.session == session) {
				this.address = bound;
				this.listening = true;
				session.add(this);
			}
		}
		if (isClosed()) {
			cancel(session, bound);
		}
		this.backOff.reset();
		this.firstAnswer.complete(null);
	}

	private void refused(TunnelSession session, TunnelAddress asked) {
		TunnelFailure failure = TunnelFailure.of(Reason.PROHIBITED,
				"The server does not listen at %s: it is not allowed to, or something else is there".formatted(asked));
		if (!this.firstAnswer.complete(failure)) {
			failed(failure);
		}
		schedule(this.backOff.next(), () -> listen(session));
	}

	@Override
	synchronized void disconnected(TunnelSession session) {
		if (this.session == session) {
			this.session = null;
			this.listening = false;
		}
		this.firstAnswer.complete(TunnelFailure.of(Reason.NO_CONNECTION, "The connection to the server is lost"));
	}

	@Override
	void release() {
		TunnelSession session = this.session;
		if (session != null) {
			session.remove(this);
			if (this.listening) {
				cancel(session, this.address);
			}
		}
	}

	private void cancel(TunnelSession session, TunnelAddress address) {
		session.tell(this.protocol.cancellation(), (buffer) -> this.protocol.write(buffer, address));
	}

	/**
	 * Take a channel that the server opens, on the thread that serves the connection.
	 */
	void accept(Incoming channel) {
		if (isClosed() || !hasRoom()) {
			channel.refuse(SshConstants.SSH_OPEN_RESOURCE_SHORTAGE, "No room");
			failed(TunnelFailure.of(Reason.TOO_MANY_CONNECTIONS,
					"There are %d connections already".formatted(MAX_CONNECTIONS)));
			return;
		}
		RemoteConnection connection = new RemoteConnection(this, Objects.requireNonNull(getSettings().target()),
				channel);
		begun(connection);
		this.connecting.execute(connection::connect);
	}

	boolean listensExactly(TunnelAddress origin) {
		return origin.equals(this.address);
	}

	/**
	 * Return whether this listens somewhere, by the port alone: servers do not agree on
	 * which name they give the address.
	 */
	boolean listens(TunnelAddress origin) {
		return origin instanceof Tcp from && this.address instanceof Tcp own && from.port() == own.port();
	}

}
