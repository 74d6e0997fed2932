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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.sshboot.transport.ConnectFailureReason;
import io.github.sshboot.transport.SshEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * A command that runs in an {@link SessionChannel}.
 */
final class ChannelProcess implements SshProcess {

	private final SessionChannel channel;

	private final SshEndpoint endpoint;

	private final Deadline deadline;

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private volatile boolean timedOut;

	private ChannelProcess(SessionChannel channel, SshEndpoint endpoint, Deadline deadline) {
		this.channel = channel;
		this.endpoint = endpoint;
		this.deadline = deadline;
	}

	/**
	 * Watch over a command that has been started.
	 */
	static ChannelProcess of(SessionChannel channel, SshEndpoint endpoint, Deadline deadline, ClientEngine engine) {
		ChannelProcess process = new ChannelProcess(channel, endpoint, deadline);
		Duration remaining = deadline.remaining();
		@Nullable Future<?> timer = (remaining != null) ? engine.schedule(remaining, process::timeOut) : null;
		channel.addCloseFutureListener((future) -> {
			if (timer != null) {
				timer.cancel(false);
			}
			process.ended.complete(null);
		});
		return process;
	}

	private void timeOut() {
		this.timedOut = true;
		this.channel.abandon();
	}

	@Override
	public OutputStream getInput() {
		return this.channel.getInvertedIn();
	}

	@Override
	public InputStream getOutput() {
		return this.channel.getInvertedOut();
	}

	@Override
	public InputStream getError() {
		return this.channel.getInvertedErr();
	}

	@Override
	public void signal(String name) {
		try {
			this.channel.signal(name);
		}
		catch (IOException ex) {
			throw new SshException("Cannot send signal %s to a command on %s".formatted(name, this.endpoint), ex);
		}
	}

	@Override
	public int waitFor() throws InterruptedException {
		awaitEnd();
		checkEnded("", "");
		Integer status = getExitStatus();
		if (status == null) {
			throw DefaultExecSpec.failure(this.endpoint,
					new ExecResult(null, getExitSignal(), new byte[0], new byte[0], DefaultExecSpec.DEFAULT_CHARSET));
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

	void awaitEnd() throws InterruptedException {
		try {
			this.ended.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Check that the command has come to its own end.
	 * @param output what it has written so far
	 * @param error what it has written to standard error so far
	 */
	void checkEnded(String output, String error) {
		if (getExitStatus() != null || getExitSignal() != null) {
			return;
		}
		if (this.timedOut) {
			throw timeout(this.endpoint, this.deadline, output, error);
		}
		if (this.channel.isRefused()) {
			throw new SshException("%s refused to run the command".formatted(this.endpoint), null);
		}
		if (!this.channel.getSession().isOpen()) {
			throw new SshConnectException(ConnectFailureReason.CLOSED,
					"The connection to %s was lost before the command ended%s".formatted(this.endpoint,
							Connector.lossOf(this.channel.getSession())),
					null);
		}
		throw new SshException("The command on %s ended without a status".formatted(this.endpoint), null);
	}

	static SshTimeoutException timeout(SshEndpoint endpoint, Deadline deadline, String output, String error) {
		Duration timeout = deadline.timeout();
		return new SshTimeoutException("The command on %s did not end within %d ms".formatted(endpoint,
				(timeout != null) ? timeout.toMillis() : 0), output, error, null);
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
		this.channel.abandon();
	}

}
