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
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sshboot.client.SshClientSettings.FileTransfer;
import io.github.sshboot.client.sftp.ChannelSource.Lease;
import io.github.sshboot.client.sftp.SftpConnection;
import io.github.sshboot.client.sftp.SftpLostException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The SFTP channels of one client. What is short shares a channel; what may take long has
 * one for itself as long as there are not too many.
 */
final class SftpChannels {

	private static final Log logger = LogFactory.getLog(SftpChannels.class);

	/**
	 * How long a transfer that has a channel waits for another one in front of those who
	 * have none.
	 */
	private static final Duration MAX_WAIT_FOR_FURTHER = Duration.ofSeconds(2);

	private final ClientEngine engine;

	private final ChannelLauncher launcher;

	private final FileTransfer settings;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final List<SharedChannel> channels = new ArrayList<>();

	private int opening;

	/**
	 * Create new {@link SftpChannels}.
	 * @param engine the engine
	 * @param launcher opens channels
	 * @param settings how files are transferred
	 */
	SftpChannels(ClientEngine engine, ChannelLauncher launcher, FileTransfer settings) {
		this.engine = engine;
		this.launcher = launcher;
		this.settings = settings;
	}

	/**
	 * Take a channel.
	 * @param longer whether it is used for long
	 */
	Use acquire(boolean longer) throws IOException {
		try {
			this.lock.lockInterruptibly();
			try {
				while (true) {
					SharedChannel channel = leastUsed();
					boolean full = isFull();
					if (channel != null && (channel.users == 0 || !longer || full)) {
						channel.users++;
						return new Use(channel, true);
					}
					if (!full && (longer || this.opening == 0)) {
						break;
					}
					this.changed.await();
				}
				this.opening++;
			}
			finally {
				this.lock.unlock();
			}
			return open(Deadline.in(null));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw (IOException) new InterruptedIOException("Interrupted while opening an SFTP channel").initCause(ex);
		}
	}

	/**
	 * Begin to take as many channels as one transfer may have beside its first, none of
	 * which anybody else uses. Whoever waits for a session on a connection is not kept
	 * waiting for long.
	 */
	List<CompletableFuture<? extends Lease>> further() {
		List<CompletableFuture<? extends Lease>> further = new ArrayList<>();
		while (further.size() < this.settings.channelsPerFile() - 1) {
			CompletableFuture<Use> channel = new CompletableFuture<>();
			this.engine.execute(() -> acquireFurther(channel));
			further.add(channel);
		}
		return further;
	}

	private void acquireFurther(CompletableFuture<Use> channel) {
		try {
			Use use = tryAcquire();
			if (use != null) {
				channel.complete(use);
				return;
			}
			channel.cancel(false);
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("No further channel to " + this.launcher.endpoint(), ex);
			channel.completeExceptionally(ex);
		}
		catch (InterruptedException ex) {
			// the clients are closed
			channel.cancel(false);
		}
	}

	private @Nullable Use tryAcquire() throws IOException, InterruptedException {
		this.lock.lockInterruptibly();
		try {
			SharedChannel channel = leastUsed();
			if (channel != null && channel.users == 0) {
				channel.users++;
				return new Use(channel, true);
			}
			if (isFull()) {
				return null;
			}
			this.opening++;
		}
		finally {
			this.lock.unlock();
		}
		return open(Deadline.in(MAX_WAIT_FOR_FURTHER));
	}

	private boolean isFull() {
		return this.channels.size() + this.opening >= this.settings.maxChannels();
	}

	private @Nullable SharedChannel leastUsed() {
		this.channels.removeIf((channel) -> !channel.connection.isOpen());
		return this.channels.stream().min(Comparator.comparingInt((channel) -> channel.users)).orElse(null);
	}

	private Use open(Deadline deadline) throws IOException, InterruptedException {
		SharedChannel channel = null;
		try {
			channel = new SharedChannel(connect(deadline));
			return new Use(channel, false);
		}
		finally {
			this.lock.lock();
			try {
				this.opening--;
				if (channel != null) {
					this.channels.add(channel);
				}
				this.changed.signalAll();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private SftpConnection connect(Deadline deadline) throws IOException, InterruptedException {
		AtomicReference<SftpConnection> created = new AtomicReference<>();
		SessionChannel channel = this.launcher.launch(() -> {
			AtomicReference<SessionChannel> opened = new AtomicReference<>();
			SftpConnection connection = new SftpConnection(this.settings.timeout(), this.settings.maxInFlight(),
					this.engine::schedule, () -> abandon(opened.get()));
			SessionChannel session = new SessionChannel(SessionRequest.subsystem("sftp"),
					OutputSink.handTo(connection.receiver()), OutputSink.handTo(OutputStream.nullOutputStream()));
			// all that is asked for may come at once, and is told to have come a little
			// later
			session.setMinWindow(2L * this.settings.maxInFlight());
			opened.set(session);
			created.set(connection);
			return session;
		}, deadline);
		SftpConnection connection = Objects.requireNonNull(created.get());
		channel.addCloseFutureListener((future) -> connection.close());
		boolean started = false;
		try {
			PacketOutput output = new PacketOutput(channel);
			connection.start(output, output::room);
			started = true;
			return connection;
		}
		catch (SftpLostException ex) {
			if (channel.isRefused()) {
				throw new SshException("%s does not offer SFTP".formatted(this.launcher.endpoint()), ex);
			}
			throw ex;
		}
		finally {
			if (!started) {
				connection.close();
			}
		}
	}

	private static void abandon(@Nullable SessionChannel channel) {
		if (channel != null) {
			channel.abandon();
		}
	}

	private void release(SharedChannel channel) {
		this.lock.lock();
		try {
			channel.users--;
			if (channel.users == 0 && channel.connection.isOpen()) {
				long idleSince = System.nanoTime();
				channel.idleSince = idleSince;
				this.engine.schedule(this.settings.idleTimeout(), () -> closeIfIdle(channel, idleSince));
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void closeIfIdle(SharedChannel channel, long idleSince) {
		this.lock.lock();
		try {
			if (channel.users > 0 || channel.idleSince != idleSince) {
				return;
			}
			this.channels.remove(channel);
		}
		finally {
			this.lock.unlock();
		}
		channel.connection.close();
	}

	/**
	 * A channel with its users.
	 */
	private static final class SharedChannel {

		private final SftpConnection connection;

		private int users = 1;

		private long idleSince;

		private SharedChannel(SftpConnection connection) {
			this.connection = connection;
		}

	}

	/**
	 * The use of a channel.
	 */
	final class Use implements Lease {

		private final SharedChannel channel;

		private final boolean reused;

		private boolean released;

		private Use(SharedChannel channel, boolean reused) {
			this.channel = channel;
			this.reused = reused;
		}

		@Override
		public SftpConnection connection() {
			return this.channel.connection;
		}

		/**
		 * Return whether the channel was there before, so that it may have been lost
		 * unnoticed.
		 */
		boolean isReused() {
			return this.reused;
		}

		@Override
		public synchronized void close() {
			if (!this.released) {
				this.released = true;
				release(this.channel);
			}
		}

	}

}
