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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
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

	private final ClientEngine engine;

	private final ConnectionSource connections;

	private final SshEndpoint endpoint;

	private final Duration answerTimeout;

	/**
	 * Create a new {@link ChannelLauncher}.
	 * @param engine the engine
	 * @param connections where the connections come from
	 * @param endpoint where they lead to
	 * @param answerTimeout how long the server may take to answer that it opens a channel
	 */
	ChannelLauncher(ClientEngine engine, ConnectionSource connections, SshEndpoint endpoint, Duration answerTimeout) {
		this.engine = engine;
		this.connections = connections;
		this.endpoint = endpoint;
		this.answerTimeout = answerTimeout;
	}

	SshEndpoint endpoint() {
		return this.endpoint;
	}

	/**
	 * Open a channel, and wait for it.
	 * @param <C> the type of the channel
	 * @param channels makes the channel, a new one for each attempt
	 * @param deadline when the caller gives up
	 * @return the channel; a short command may be over already
	 * @throws SshException if it could not be opened
	 */
	<C extends AbstractClientChannel & LaunchedChannel> C launch(Supplier<C> channels, Deadline deadline)
			throws InterruptedException {
		return WaitingThread.await((executor) -> launch(channels, deadline, executor));
	}

	/**
	 * Begin to open a channel. Its connection is given back when it is closed.
	 * @param <C> the type of the channel
	 * @param channels makes the channel, a new one for each attempt
	 * @param deadline when the caller gives up
	 * @param executor what there is to do is done there. It does not wait for the server
	 * unless that exchanges keys.
	 * @return the channel, or an {@link SshException}. To be cancelled if nobody wants it
	 * any more.
	 */
	<C extends AbstractClientChannel & LaunchedChannel> CompletableFuture<C> launch(Supplier<C> channels,
			Deadline deadline, Executor executor) {
		Launch<C> launch = new Launch<>(channels, deadline, executor);
		launch.begin();
		return launch.result;
	}

	private static void register(ClientSession session, AbstractClientChannel channel) throws IOException {
		try {
			session.getService(ConnectionService.class).registerChannel(channel);
		}
		catch (IllegalStateException ex) {
			throw new IOException("The connection is being closed", ex);
		}
	}

	private Failure notOpened(Lease lease, LaunchedChannel channel, OpenFuture answer, Deadline deadline) {
		if (!lease.session().isOpen()) {
			return lost(lease, channel, null);
		}
		if (answer.isDone()) {
			return refused(lease, channel, answer.getException());
		}
		if (deadline.isOver()) {
			return Failure.inTheEnd(timeout(channel, deadline));
		}
		return Failure.inTheEnd(new SshConnectException(ConnectFailureReason.TIMEOUT,
				"%s did not answer the request for a channel for %s".formatted(this.endpoint, channel.purpose()),
				null));
	}

	private Failure refused(Lease lease, LaunchedChannel channel, @Nullable Throwable answer) {
		String why = "";
		int reason = SshConstants.SSH_OPEN_RESOURCE_SHORTAGE;
		if (answer instanceof SshChannelOpenException refusal) {
			reason = refusal.getReasonCode();
			why = ": " + PeerText.printable(String.valueOf(refusal.getMessage()));
		}
		SshException failure = new SshException(
				"%s refused to open a channel for %s%s".formatted(this.endpoint, channel.purpose(), why), null);
		if (!channel.isWorthAnotherTry(reason)) {
			return Failure.inTheEnd(failure);
		}
		lease.refused();
		return Failure.forNow(failure);
	}

	private SshTimeoutException timeout(LaunchedChannel channel, Deadline deadline) {
		Duration timeout = deadline.timeout();
		return new SshTimeoutException(
				"%s on %s did not begin within %d ms".formatted(StringUtils.capitalize(channel.purpose()),
						this.endpoint, (timeout != null) ? timeout.toMillis() : 0),
				"", "", null);
	}

	private Failure lost(Lease lease, LaunchedChannel channel, @Nullable IOException cause) {
		ClientSession session = lease.session();
		if (session.isOpen()) {
			return Failure
				.inTheEnd(new SshException("Cannot begin %s on %s".formatted(channel.purpose(), this.endpoint), cause));
		}
		SshConnectException failure = new SshConnectException(ConnectFailureReason.CLOSED,
				"The connection to %s was lost%s".formatted(this.endpoint, Connector.lossOf(session)), cause);
		return (lease.isReused() && !Connector.isViolated(session)) ? Failure.forNow(failure)
				: Failure.inTheEnd(failure);
	}

	/**
	 * Why no channel was opened, and nothing of what it is for was sent.
	 *
	 * @param cause the reason
	 * @param temporary whether another attempt may succeed
	 */
	private record Failure(SshException cause, boolean temporary) {

		static Failure inTheEnd(SshException cause) {
			return new Failure(cause, false);
		}

		static Failure forNow(SshException cause) {
			return new Failure(cause, true);
		}

	}

	/**
	 * What is done to open a channel, one step after the other.
	 */
	private final class Launch<C extends AbstractClientChannel & LaunchedChannel> {

		private final Supplier<C> channels;

		private final Deadline deadline;

		private final Executor executor;

		private final CompletableFuture<C> result = new CompletableFuture<>();

		private volatile @Nullable Future<?> step;

		private int attempts;

		private Duration delay = FIRST_DELAY;

		private Launch(Supplier<C> channels, Deadline deadline, Executor executor) {
			this.channels = channels;
			this.deadline = deadline;
			this.executor = executor;
		}

		private void begin() {
			this.result.whenComplete((channel, failure) -> {
				Future<?> step = this.step;
				if (step != null) {
					step.cancel(false);
				}
			});
			attempt();
		}

		private void attempt() {
			this.attempts++;
			C channel = this.channels.get();
			then(ChannelLauncher.this.connections.acquire(this.deadline),
					(lease, failure) -> acquired(channel, lease, failure));
		}

		/**
		 * Go on once a step is done, or cancelled since nobody wants the result.
		 */
		private <T extends @Nullable Object> void then(CompletableFuture<T> step,
				BiConsumer<T, @Nullable Throwable> next) {
			this.step = step;
			if (this.result.isDone()) {
				step.cancel(false);
			}
			step.whenCompleteAsync((value, failure) -> {
				try {
					next.accept(value, failure);
				}
				catch (RuntimeException | Error ex) {
					this.result.completeExceptionally(ex);
				}
			}, this.executor);
		}

		private void acquired(C channel, @Nullable Lease lease, @Nullable Throwable failure) {
			if (this.result.isDone()) {
				if (lease != null) {
					lease.release();
				}
			}
			else if (lease != null) {
				open(lease, channel);
			}
			else if (failure == null || (failure instanceof SshConnectException && this.deadline.isOver())) {
				failed(channel, Failure.inTheEnd(timeout(channel, this.deadline)));
			}
			else {
				failed(channel, Failure.inTheEnd(Connector.failure(failure)));
			}
		}

		private void open(Lease lease, C channel) {
			try {
				register(lease.session(), channel);
				channel.addCloseFutureListener((closed) -> lease.release());
				OpenFuture answer = channel.open();
				CompletableFuture<@Nullable Void> answered = new CompletableFuture<>();
				answer.addListener((opened) -> answered.complete(null));
				Future<?> timer = ChannelLauncher.this.engine
					.schedule(this.deadline.atMost(ChannelLauncher.this.answerTimeout), () -> answered.complete(null));
				then(answered, (nothing, none) -> {
					timer.cancel(false);
					answered(lease, channel, answer);
				});
			}
			catch (InterruptedIOException ex) {
				abandon(lease, channel);
				Thread.currentThread().interrupt();
				this.result.cancel(false);
			}
			catch (IOException ex) {
				failed(lease, channel, lost(lease, channel, ex));
			}
			catch (RuntimeException | Error ex) {
				abandon(lease, channel);
				throw ex;
			}
		}

		private void answered(Lease lease, C channel, OpenFuture answer) {
			// not whether the channel is open: a short command may be over already
			if (!answer.isOpened()) {
				failed(lease, channel, notOpened(lease, channel, answer, this.deadline));
			}
			else if (!this.result.complete(channel)) {
				abandon(lease, channel);
			}
		}

		private void failed(Lease lease, C channel, Failure failure) {
			abandon(lease, channel);
			failed(channel, failure);
		}

		private void abandon(Lease lease, C channel) {
			channel.abandon();
			lease.release();
		}

		private void failed(C channel, Failure failure) {
			if (!failure.temporary() || this.attempts == MAX_ATTEMPTS || this.deadline.isOver()) {
				this.result.completeExceptionally(failure.cause());
				return;
			}
			logger.debug("Trying again to begin %s on %s".formatted(channel.purpose(), ChannelLauncher.this.endpoint),
					failure.cause());
			Duration delay = this.deadline.atMost(this.delay);
			this.delay = this.delay.multipliedBy(2);
			then(ChannelLauncher.this.engine.delay(delay), (nothing, cancelled) -> {
				if (!this.result.isDone()) {
					attempt();
				}
			});
		}

	}

}
