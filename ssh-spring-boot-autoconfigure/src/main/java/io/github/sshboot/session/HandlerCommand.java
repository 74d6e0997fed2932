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

package io.github.sshboot.session;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Runs a handler on a thread of its own, from the moment the client has been told that
 * its request is accepted, and ends the session when the handler is done. Whatever a
 * handler throws ends here.
 */
final class HandlerCommand implements Command, Runnable {

	private static final Log logger = LogFactory.getLog(HandlerCommand.class);

	private static final Set<String> ENDING_SIGNALS = Set.of("INT", "TERM", "HUP", "QUIT", "KILL");

	/**
	 * The exit status for a command that has run for too long, as of {@code timeout(1)}.
	 */
	private static final int TIMED_OUT = 124;

	/**
	 * How long an interrupted handler may take to come to its end.
	 */
	private static final Duration INTERRUPTION_GRACE = Duration.ofSeconds(5);

	private final SshHandler handler;

	private final ChannelSshSession session;

	private final ToIntFunction<Throwable> exitStatus;

	private final Duration timeout;

	private final CountDownLatch started = new CountDownLatch(1);

	private final Object monitor = new Object();

	private InputStream in = InputStream.nullInputStream();

	private OutputStream out = OutputStream.nullOutputStream();

	private OutputStream err = OutputStream.nullOutputStream();

	private @Nullable Thread thread;

	private boolean clientGone;

	private volatile boolean timedOut;

	private @Nullable ScheduledExecutorService scheduler;

	private @Nullable Future<?> timer;

	private @Nullable String signal;

	/**
	 * Create a new {@link HandlerCommand}.
	 * @param handler the handler
	 * @param session its session
	 * @param exitStatus the exit status for what it throws
	 * @param timeout how long it may run; zero for ever
	 */
	HandlerCommand(SshHandler handler, ChannelSshSession session, ToIntFunction<Throwable> exitStatus,
			Duration timeout) {
		this.handler = handler;
		this.session = session;
		this.exitStatus = exitStatus;
		this.timeout = timeout;
	}

	@Override
	public void setInputStream(InputStream in) {
		this.in = in;
	}

	@Override
	public void setOutputStream(OutputStream out) {
		this.out = out;
	}

	@Override
	public void setErrorStream(OutputStream err) {
		this.err = err;
	}

	@Override
	public void setExitCallback(ExitCallback callback) {
		// the channel is told directly
	}

	@Override
	public void start(ChannelSession channel, Environment environment) {
		this.scheduler = channel.getSession().getFactoryManager().getScheduledExecutorService();
		this.started.countDown();
	}

	/**
	 * The channel is gone: because the client went away, or after the session has ended.
	 */
	@Override
	public void destroy(ChannelSession channel) {
		abandon();
	}

	/**
	 * Nobody is interested in what the handler does.
	 */
	void abandon() {
		synchronized (this.monitor) {
			this.clientGone = true;
			if (this.thread != null && !this.session.isEnded()) {
				this.thread.interrupt();
			}
		}
		this.started.countDown();
	}

	/**
	 * Pass a signal on, or end the handler with it.
	 * @return whether that has had an effect
	 */
	boolean signal(String name) {
		if (this.session.signal(name)) {
			return true;
		}
		if (!ENDING_SIGNALS.contains(name)) {
			return false;
		}
		synchronized (this.monitor) {
			if (this.thread != null) {
				this.signal = name;
				this.thread.interrupt();
			}
		}
		return true;
	}

	/**
	 * Nobody reads the output, which ends a program as a closed pipe does.
	 */
	void readerGone() {
		synchronized (this.monitor) {
			if (this.thread != null) {
				this.session.endOutput("The client does not read any more");
				this.signal = "PIPE";
				this.thread.interrupt();
			}
		}
	}

	private void timeOut() {
		synchronized (this.monitor) {
			if (this.thread != null && !this.session.isEnded()) {
				logger.info("Interrupting %s, which has run for %s".formatted(HandlerFailures.describe(this.session),
						describeTimeout()));
				this.timedOut = true;
				this.thread.interrupt();
				schedule(INTERRUPTION_GRACE, () -> this.session.abort(ExitReport.status(TIMED_OUT)));
			}
		}
	}

	private void schedule(Duration delay, Runnable task) {
		if (this.scheduler != null) {
			this.timer = this.scheduler.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	@Override
	public void run() {
		if (!begin()) {
			return;
		}
		Throwable failure = null;
		try {
			this.handler.handle(this.session);
		}
		catch (Throwable ex) {
			failure = ex;
		}
		try {
			finish(failure, handlerIsDone());
		}
		catch (Throwable ex) {
			logger.error("Failed to end the session of " + HandlerFailures.describe(this.session), ex);
		}
		finally {
			end();
		}
	}

	private boolean begin() {
		try {
			this.started.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		synchronized (this.monitor) {
			if (this.clientGone) {
				return false;
			}
			this.session.open(this.in, this.out, this.err);
			this.thread = Thread.currentThread();
			if (!this.timeout.isZero()) {
				schedule(this.timeout, this::timeOut);
			}
		}
		return true;
	}

	/**
	 * From here on an interruption would only keep the rest of the output from the
	 * client; unless the client goes away, which still interrupts.
	 * @return whether the client has gone away
	 */
	private boolean handlerIsDone() {
		synchronized (this.monitor) {
			Thread.interrupted();
			return this.clientGone;
		}
	}

	private void end() {
		synchronized (this.monitor) {
			this.thread = null;
			if (this.timer != null) {
				this.timer.cancel(false);
			}
			Thread.interrupted();
		}
	}

	private void finish(@Nullable Throwable failure, boolean clientGone) {
		if (this.timedOut) {
			logger.debug("Ended " + HandlerFailures.describe(this.session), failure);
			this.session.getErrorWriter().println("Timed out after " + describeTimeout());
			this.session.exit(TIMED_OUT);
		}
		else if (failure == null) {
			this.session.exit(0);
		}
		else if (clientGone && !this.session.isEnded() || this.session.isAbandoned()) {
			logger.debug("The client went away from " + HandlerFailures.describe(this.session), failure);
			this.session.exit(1);
		}
		else if (this.signal != null) {
			this.session.exitSignal(this.signal, "");
		}
		else {
			this.session.exit(HandlerFailures.tell(failure, this.session, this.exitStatus));
		}
	}

	private String describeTimeout() {
		return DurationFormatterUtils.print(this.timeout, DurationFormat.Style.COMPOSITE);
	}

}
