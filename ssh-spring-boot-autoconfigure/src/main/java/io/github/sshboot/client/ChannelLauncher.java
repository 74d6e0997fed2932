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
import java.util.function.Supplier;

import io.github.sshboot.client.ConnectionSource.Lease;
import io.github.sshboot.transport.ConnectFailureReason;
import io.github.sshboot.transport.PeerText;
import io.github.sshboot.transport.SshEndpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.ConnectionService;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Opens the channels of a client. As long as nothing of what a channel is for has been
 * sent, it is tried again: on another connection where one of the pool had gone
 * unnoticed, and a little later where the server has no session free, since servers free
 * them a little after they have ended. A new connection that is lost would be lost again,
 * as would one on which the protocol was broken.
 */
final class ChannelLauncher {

	private static final Log logger = LogFactory.getLog(ChannelLauncher.class);

	private static final int MAX_ATTEMPTS = 8;

	private static final Duration FIRST_DELAY = Duration.ofMillis(10);

	private final ConnectionSource connections;

	private final SshEndpoint endpoint;

	private final Duration answerTimeout;

	/**
	 * Create a new {@link ChannelLauncher}.
	 * @param connections where the connections come from
	 * @param endpoint where they lead to
	 * @param answerTimeout how long the server may take to answer that it opens a channel
	 */
	ChannelLauncher(ConnectionSource connections, SshEndpoint endpoint, Duration answerTimeout) {
		this.connections = connections;
		this.endpoint = endpoint;
		this.answerTimeout = answerTimeout;
	}

	SshEndpoint endpoint() {
		return this.endpoint;
	}

	/**
	 * Open a channel. Its connection is given back when it is closed.
	 * @param <C> the type of the channel
	 * @param channels makes the channel, a new one for each attempt
	 * @param deadline when the caller gives up
	 * @return the channel; a short command may be over already
	 * @throws SshException if it could not be opened
	 */
	<C extends AbstractClientChannel & LaunchedChannel> C launch(Supplier<C> channels, Deadline deadline)
			throws InterruptedException {
		Duration delay = FIRST_DELAY;
		for (int attempt = 1;; attempt++) {
			C channel = channels.get();
			try {
				open(acquire(channel, deadline), channel, deadline);
				return channel;
			}
			catch (NotOpenedException ex) {
				if (attempt == MAX_ATTEMPTS || deadline.isOver()) {
					throw ex.failure;
				}
				logger.debug("Trying again to begin %s on %s".formatted(channel.purpose(), this.endpoint), ex.failure);
			}
			Thread.sleep(deadline.atMost(delay).toMillis());
			delay = delay.multipliedBy(2);
		}
	}

	private Lease acquire(LaunchedChannel channel, Deadline deadline) throws InterruptedException {
		Lease lease = null;
		try {
			lease = this.connections.acquire(deadline);
		}
		catch (SshConnectException ex) {
			if (!deadline.isOver()) {
				throw ex;
			}
		}
		if (lease == null) {
			throw timeout(channel, deadline);
		}
		return lease;
	}

	private <C extends AbstractClientChannel & LaunchedChannel> void open(Lease lease, C channel, Deadline deadline)
			throws NotOpenedException, InterruptedException {
		boolean opened = false;
		try {
			register(lease.session(), channel);
			channel.addCloseFutureListener((future) -> lease.release());
			OpenFuture future = channel.open();
			boolean answered = future.await(deadline.atMost(this.answerTimeout));
			// not whether the channel is open: a short command may be over already
			opened = future.isOpened();
			if (!opened) {
				throw notOpened(lease, channel, answered ? future.getException() : null, answered, deadline);
			}
		}
		catch (InterruptedIOException ex) {
			throw (InterruptedException) new InterruptedException().initCause(ex);
		}
		catch (IOException ex) {
			throw lost(lease, channel, ex);
		}
		finally {
			if (!opened) {
				channel.abandon();
				lease.release();
			}
		}
	}

	private static void register(ClientSession session, AbstractClientChannel channel) throws IOException {
		try {
			session.getService(ConnectionService.class).registerChannel(channel);
		}
		catch (IllegalStateException ex) {
			throw new IOException("The connection is being closed", ex);
		}
	}

	private NotOpenedException notOpened(Lease lease, LaunchedChannel channel, @Nullable Throwable answer,
			boolean answered, Deadline deadline) {
		if (!lease.session().isOpen()) {
			return lost(lease, channel, null);
		}
		if (answered) {
			return refused(lease, channel, answer);
		}
		if (deadline.isOver()) {
			throw timeout(channel, deadline);
		}
		throw new SshConnectException(ConnectFailureReason.TIMEOUT,
				"%s did not answer the request for a channel for %s".formatted(this.endpoint, channel.purpose()), null);
	}

	private NotOpenedException refused(Lease lease, LaunchedChannel channel, @Nullable Throwable answer) {
		String why = "";
		int reason = SshConstants.SSH_OPEN_RESOURCE_SHORTAGE;
		if (answer instanceof SshChannelOpenException refusal) {
			reason = refusal.getReasonCode();
			why = ": " + PeerText.printable(String.valueOf(refusal.getMessage()));
		}
		SshException failure = new SshException(
				"%s refused to open a channel for %s%s".formatted(this.endpoint, channel.purpose(), why), null);
		if (!channel.isWorthAnotherTry(reason)) {
			throw failure;
		}
		lease.refused();
		return new NotOpenedException(failure);
	}

	private SshTimeoutException timeout(LaunchedChannel channel, Deadline deadline) {
		Duration timeout = deadline.timeout();
		return new SshTimeoutException(
				"%s on %s did not begin within %d ms".formatted(StringUtils.capitalize(channel.purpose()),
						this.endpoint, (timeout != null) ? timeout.toMillis() : 0),
				"", "", null);
	}

	private NotOpenedException lost(Lease lease, LaunchedChannel channel, @Nullable IOException cause) {
		ClientSession session = lease.session();
		if (session.isOpen()) {
			throw new SshException("Cannot begin %s on %s".formatted(channel.purpose(), this.endpoint), cause);
		}
		SshConnectException failure = new SshConnectException(ConnectFailureReason.CLOSED,
				"The connection to %s was lost%s".formatted(this.endpoint, Connector.lossOf(session)), cause);
		if (!lease.isReused() || Connector.isViolated(session)) {
			throw failure;
		}
		return new NotOpenedException(failure);
	}

	/**
	 * No channel was opened, and nothing of what it is for was sent.
	 */
	private static final class NotOpenedException extends Exception {

		private final SshException failure;

		private NotOpenedException(SshException failure) {
			super(failure);
			this.failure = failure;
		}

	}

}
