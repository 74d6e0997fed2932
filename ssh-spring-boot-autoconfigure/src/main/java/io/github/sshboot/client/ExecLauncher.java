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
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Map;

import io.github.sshboot.client.ConnectionPool.Lease;
import io.github.sshboot.transport.ConnectFailureReason;
import io.github.sshboot.transport.SshEndpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.ConnectionService;
import org.jspecify.annotations.Nullable;

/**
 * Starts commands on connections of the pool. As long as nothing of a command has been
 * sent, it is tried again: on another connection where one of the pool had gone
 * unnoticed, and a little later where the server has no session free, since servers free
 * them a little after they have ended. A new connection that is lost would be lost again,
 * as would one on which the protocol was broken.
 */
final class ExecLauncher {

	private static final Log logger = LogFactory.getLog(ExecLauncher.class);

	private static final int MAX_ATTEMPTS = 8;

	private static final Duration FIRST_DELAY = Duration.ofMillis(10);

	private final ClientEngine engine;

	private final ConnectionPool pool;

	private final SshClientSettings settings;

	ExecLauncher(ClientEngine engine, ConnectionPool pool, SshClientSettings settings) {
		this.engine = engine;
		this.pool = pool;
		this.settings = settings;
	}

	/**
	 * Start a command.
	 * @param command what to run
	 * @param deadline when the caller gives up
	 * @return the running command
	 */
	ChannelProcess launch(Command command, Deadline deadline) throws InterruptedException {
		Duration delay = FIRST_DELAY;
		for (int attempt = 1;; attempt++) {
			try {
				return open(acquire(deadline), command, deadline);
			}
			catch (NotOpenedException ex) {
				if (attempt == MAX_ATTEMPTS || deadline.isOver()) {
					throw ex.failure;
				}
				logger.debug("Trying again to run a command on " + endpoint(), ex.failure);
			}
			Thread.sleep(deadline.atMost(delay).toMillis());
			delay = delay.multipliedBy(2);
		}
	}

	private Lease acquire(Deadline deadline) throws InterruptedException {
		Lease lease = null;
		try {
			lease = this.pool.acquire(deadline);
		}
		catch (SshConnectException ex) {
			if (!deadline.isOver()) {
				throw ex;
			}
		}
		if (lease == null) {
			throw ChannelProcess.timeout(endpoint(), deadline, "", "");
		}
		return lease;
	}

	private ChannelProcess open(Lease lease, Command command, Deadline deadline)
			throws NotOpenedException, InterruptedException {
		ClientSession session = lease.session();
		ExecChannel channel = command.toChannel();
		boolean opened = false;
		try {
			register(session, channel);
			channel.addCloseFutureListener((future) -> lease.release());
			OpenFuture future = channel.open();
			boolean answered = future.await(deadline.atMost(this.settings.timeouts().connect()));
			// not whether the channel is open: a short command may be over already
			opened = future.isOpened();
			if (opened) {
				return ChannelProcess.of(channel, endpoint(), deadline, this.engine);
			}
			throw notOpened(lease, answered, deadline);
		}
		catch (InterruptedIOException ex) {
			throw (InterruptedException) new InterruptedException().initCause(ex);
		}
		catch (IOException ex) {
			throw lost(lease, ex);
		}
		finally {
			if (!opened) {
				channel.abandon();
				lease.release();
			}
		}
	}

	private static void register(ClientSession session, ExecChannel channel) throws IOException {
		try {
			session.getService(ConnectionService.class).registerChannel(channel);
		}
		catch (IllegalStateException ex) {
			throw new IOException("The connection is being closed", ex);
		}
	}

	private NotOpenedException notOpened(Lease lease, boolean answered, Deadline deadline) {
		if (!lease.session().isOpen()) {
			return lost(lease, null);
		}
		if (answered) {
			return new NotOpenedException(new SshException("%s refused to open a session".formatted(endpoint()), null));
		}
		if (deadline.isOver()) {
			throw ChannelProcess.timeout(endpoint(), deadline, "", "");
		}
		throw new SshConnectException(ConnectFailureReason.TIMEOUT,
				"%s did not answer the request for a session".formatted(endpoint()), null);
	}

	private NotOpenedException lost(Lease lease, @Nullable IOException cause) {
		ClientSession session = lease.session();
		if (session.isOpen()) {
			throw new SshException("Cannot run a command on %s".formatted(endpoint()), cause);
		}
		SshConnectException failure = new SshConnectException(ConnectFailureReason.CLOSED,
				"The connection to %s was lost%s".formatted(endpoint(), Connector.lossOf(session)), cause);
		if (!lease.isReused() || Connector.isViolated(session)) {
			throw failure;
		}
		return new NotOpenedException(failure);
	}

	private SshEndpoint endpoint() {
		return this.settings.endpoint();
	}

	/**
	 * What to run.
	 *
	 * @param line the command line
	 * @param charset its charset
	 * @param environment the environment variables
	 * @param output where standard output goes, or {@code null} to leave it to the
	 * caller; it is written by the engine and must not block
	 * @param error where standard error goes, likewise
	 */
	record Command(String line, Charset charset, Map<String, String> environment, @Nullable CapturedOutput output,
			@Nullable CapturedOutput error) {

		private ExecChannel toChannel() {
			ExecChannel channel = new ExecChannel(this.line, this.charset, this.environment);
			if (this.output != null) {
				channel.setOut(this.output);
			}
			if (this.error != null) {
				channel.setErr(this.error);
			}
			return channel;
		}

	}

	/**
	 * No session was opened for a command, of which nothing was sent.
	 */
	private static final class NotOpenedException extends Exception {

		private final SshException failure;

		private NotOpenedException(SshException failure) {
			super(failure);
			this.failure = failure;
		}

	}

}
