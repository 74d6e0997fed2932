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
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.sshboot.transport.ConnectFailureReason;
import io.github.sshboot.transport.PeerText;
import io.github.sshboot.transport.SshEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * What runs in a {@link SessionChannel}, until it ends or its time is over.
 */
final class ChannelProcess implements SshProcess {

	/**
	 * How long a server may take to close a channel on which all has been said. Some
	 * never do.
	 */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

	private static final Duration MAX_BREAK = Duration.ofSeconds(30);

	private final SessionChannel channel;

	private final SshEndpoint endpoint;

	private final Deadline deadline;

	private final ClientEngine engine;

	private final InputStream output;

	private final InputStream error;

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private volatile boolean timedOut;

	private volatile @Nullable SshException inputFailure;

	private volatile boolean closed;

	private ChannelProcess(SessionChannel channel, SshEndpoint endpoint, Deadline deadline, ClientEngine engine,
			InputStream output, InputStream error) {
		this.channel = channel;
		this.endpoint = endpoint;
		this.deadline = deadline;
		this.engine = engine;
		this.output = output;
		this.error = error;
	}

	/**
	 * Watch over what has been started.
	 */
	static ChannelProcess of(SessionChannel channel, SshEndpoint endpoint, Deadline deadline, ClientEngine engine,
			InputStream output, InputStream error) {
		ChannelProcess process = new ChannelProcess(channel, endpoint, deadline, engine, output, error);
		Duration remaining = deadline.remaining();
		@Nullable Future<?> timer = (remaining != null) ? engine.schedule(remaining, process::timeOut) : null;
		channel.addCloseFutureListener((future) -> {
			if (timer != null) {
				timer.cancel(false);
			}
			process.ended.complete(null);
		});
		channel.onComplete(process::awaitClose);
		return process;
	}

	private void timeOut() {
		this.channel.ignoreServer();
		if (!isComplete()) {
			this.timedOut = true;
			this.channel.end(new IOException(timeout("", "").getMessage()));
		}
		this.ended.complete(null);
		this.channel.abandon();
	}

	private void awaitClose() {
		Future<?> timer = this.engine.schedule(CLOSE_TIMEOUT, this.channel::abandon);
		this.channel.addCloseFutureListener((future) -> timer.cancel(false));
	}

	/**
	 * Send an input, and its end, while there is someone to take it.
	 * @param input the input
	 * @param owned whether to close it in the end
	 */
	void send(InputStream input, boolean owned) {
		InputPump pump = new InputPump(input, owned, this);
		try {
			pump.start(this.engine);
		}
		catch (RejectedExecutionException ex) {
			close();
			throw new SshException("The SSH clients are closed", ex);
		}
		this.ended.thenRun(pump::cancel);
	}

	/**
	 * Abandon it, since its input cannot be read.
	 */
	void failInput(Exception cause) {
		this.inputFailure = new SshException(
				"The input of %s on %s cannot be read".formatted(this.channel.purpose(), this.endpoint), cause);
		this.channel.abandon();
	}

	@Override
	public OutputStream getInput() {
		return this.channel.input();
	}

	@Override
	public InputStream getOutput() {
		return this.output;
	}

	@Override
	public InputStream getError() {
		return this.error;
	}

	@Override
	public void signal(String name) {
		Assert.isTrue(name.matches("[A-Za-z0-9@._-]+"), "'name' must be the name of a signal");
		send("signal " + name, () -> this.channel.signal(name));
	}

	@Override
	public void resize(int columns, int rows) {
		Assert.state(this.channel.hasTerminal(), () -> "%s on %s has no terminal"
			.formatted(StringUtils.capitalize(this.channel.purpose()), this.endpoint));
		TerminalSpec size = TerminalSpec.dumb().withSize(columns, rows);
		send("the size of the terminal", () -> this.channel.resize(size));
	}

	@Override
	public void sendBreak(Duration length) {
		Assert.isTrue(!length.isNegative() && length.compareTo(MAX_BREAK) <= 0,
				"'length' must be between 0 and 30 seconds");
		send("a break", () -> this.channel.sendBreak(length));
	}

	private void send(String what, Message message) {
		if (!isAlive()) {
			return;
		}
		try {
			message.send();
		}
		catch (IOException ex) {
			throw new SshException("Cannot send %s to %s on %s".formatted(what, this.channel.purpose(), this.endpoint),
					ex);
		}
	}

	@Override
	public int waitFor() throws InterruptedException {
		awaitEnd();
		SshException failure = failure("", "");
		if (failure != null) {
			throw failure;
		}
		Integer status = getExitStatus();
		if (status == null) {
			throw signalled("");
		}
		return status;
	}

	@Override
	public boolean waitFor(Duration timeout) throws InterruptedException {
		try {
			this.ended.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public CompletableFuture<SshProcess> onExit() {
		return this.ended.handleAsync((nothing, none) -> {
			SshException failure = failure("", "");
			if (failure != null) {
				throw failure;
			}
			return this;
		}, this.engine::execute);
	}

	/**
	 * Return a future that is completed with the end, on a thread that must not wait.
	 */
	CompletableFuture<Void> ended() {
		return this.ended;
	}

	void awaitEnd() throws InterruptedException {
		try {
			this.ended.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return whether it has ended as it should, with all of its output there.
	 */
	boolean isComplete() {
		return this.channel.isOutputComplete() && !this.channel.isRefused()
				&& (this.channel.isExited() || this.channel.isCloseReceived());
	}

	boolean isTimedOut() {
		return this.timedOut;
	}

	/**
	 * Return why it has not come to its own end, or {@code null} if it has.
	 * @param output what it has written so far
	 * @param error what it has written to standard error so far
	 */
	@Nullable SshException failure(String output, String error) {
		String purpose = StringUtils.capitalize(this.channel.purpose());
		String refused = this.channel.refused();
		if (refused != null) {
			return new SshException("%s refused %s".formatted(this.endpoint, refused), null);
		}
		if (isComplete()) {
			return this.channel.isExited() ? null
					: new MissingStatusException("%s on %s ended without a status".formatted(purpose, this.endpoint));
		}
		if (this.inputFailure != null) {
			return this.inputFailure;
		}
		if (this.timedOut) {
			return timeout(output, error);
		}
		if (!this.channel.getSession().isOpen()) {
			return new SshConnectException(ConnectFailureReason.CLOSED,
					"The connection to %s was lost before %s ended%s".formatted(this.endpoint, this.channel.purpose(),
							Connector.lossOf(this.channel.getSession())),
					null);
		}
		return new SshException("%s on %s was %s before it ended".formatted(purpose, this.endpoint,
				this.closed ? "abandoned" : "given up"), null);
	}

	private SshTimeoutException timeout(String output, String error) {
		Duration timeout = this.deadline.timeout();
		return new SshTimeoutException(
				"%s on %s did not end within %d ms".formatted(StringUtils.capitalize(this.channel.purpose()),
						this.endpoint, (timeout != null) ? timeout.toMillis() : 0),
				output, error, null);
	}

	private SshCommandException signalled(String error) {
		return SshCommandException.of(
				"%s on %s".formatted(StringUtils.capitalize(this.channel.purpose()), this.endpoint), null,
				getExitSignal(), error);
	}

	/**
	 * Return what this is, as messages name it.
	 */
	String subject() {
		return "%s on %s".formatted(this.channel.purpose(), this.endpoint);
	}

	boolean hasTerminal() {
		return this.channel.hasTerminal();
	}

	@Override
	public boolean isAlive() {
		return !this.ended.isDone();
	}

	@Override
	public @Nullable Integer getExitStatus() {
		return this.channel.getExitStatus();
	}

	@Override
	public @Nullable String getExitSignal() {
		return this.channel.getExitSignal();
	}

	@Override
	public void close() {
		this.closed = true;
		this.channel.abandon();
	}

	@Override
	public String toString() {
		return "SshProcess[%s on %s, %s]".formatted(this.channel.purpose(), this.endpoint,
				isAlive() ? "alive" : "ended with " + PeerText
					.printable(String.valueOf((getExitStatus() != null) ? getExitStatus() : getExitSignal())));
	}

	/**
	 * It ended in order, but the server did not tell how.
	 */
	static final class MissingStatusException extends SshException {

		private MissingStatusException(String message) {
			super(message, null);
		}

	}

	@FunctionalInterface
	private interface Message {

		void send() throws IOException;

	}

}
