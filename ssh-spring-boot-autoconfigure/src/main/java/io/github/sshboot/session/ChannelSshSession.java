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

import java.io.BufferedReader;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.transport.SshConnectionInfo;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The handler's side of a {@link HandlerChannel}.
 */
final class ChannelSshSession implements SshSession {

	private static final Log logger = LogFactory.getLog(ChannelSshSession.class);

	private static final String ENDED = "The session has ended";

	private final HandlerChannel channel;

	private final RequestDispatcher dispatcher;

	private final SshRequest request;

	private final SshIdentity identity;

	private final SshConnectionInfo connection;

	private final Map<String, String> environment;

	private final @Nullable ChannelTerminal terminal;

	private final Charset encoding;

	private final SignalListeners handlerSignals = new SignalListeners(null);

	/**
	 * Those of what runs in the foreground: the handler, or a command within its session.
	 */
	private volatile SignalListeners signals = this.handlerSignals;

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile @Nullable SshHandler handler;

	private @Nullable Streams streams;

	ChannelSshSession(HandlerChannel channel, RequestDispatcher dispatcher, SshRequest request, SshIdentity identity,
			SshConnectionInfo connection, Map<String, String> environment, @Nullable ChannelTerminal terminal,
			Charset encoding) {
		this.channel = channel;
		this.dispatcher = dispatcher;
		this.request = request;
		this.identity = identity;
		this.connection = connection;
		this.environment = environment;
		this.terminal = terminal;
		this.encoding = encoding;
	}

	@Override
	public SshRequest getRequest() {
		return this.request;
	}

	@Override
	public @Nullable SshHandler getHandler() {
		return this.handler;
	}

	void setHandler(SshHandler handler) {
		this.handler = handler;
	}

	@Override
	public SshIdentity getIdentity() {
		return this.identity;
	}

	@Override
	public SshConnectionInfo getConnection() {
		return this.connection;
	}

	@Override
	public Map<String, String> getEnvironment() {
		return this.environment;
	}

	@Override
	public @Nullable SshTerminal getTerminal() {
		return this.terminal;
	}

	@Override
	public InputStream getInput() {
		return streams().input;
	}

	@Override
	public OutputStream getOutput() {
		return streams().output;
	}

	@Override
	public OutputStream getError() {
		return streams().error;
	}

	@Override
	public BufferedReader getReader() {
		return streams().reader();
	}

	@Override
	public PrintWriter getWriter() {
		return streams().writer;
	}

	@Override
	public PrintWriter getErrorWriter() {
		return streams().errorWriter;
	}

	@Override
	public void onSignal(Consumer<String> listener) {
		this.handlerSignals.add(listener);
	}

	@Override
	public int run(String command) throws InterruptedException {
		SignalListeners background = this.signals;
		SignalListeners foreground = new SignalListeners(background);
		ChannelTerminal terminal = this.terminal;
		CommandTerminal lent = (terminal != null) ? terminal.lend() : null;
		this.signals = foreground;
		try {
			return this.dispatcher.run(new CommandSession(this, SshRequest.exec(command), foreground, lent));
		}
		finally {
			this.signals = background;
			streams().recover();
			if (terminal != null && lent != null) {
				terminal.takeBack(lent);
			}
		}
	}

	@Override
	public void exit(int status) {
		end(ExitReport.status(status));
	}

	@Override
	public void exitSignal(String name, String message) {
		end(ExitReport.signal(name, message));
	}

	/**
	 * Open the streams for the handler, which runs on the current thread.
	 */
	void open(InputStream in, OutputStream out, OutputStream err) {
		this.streams = new Streams(in, out, err);
	}

	boolean isEnded() {
		return this.ended.get();
	}

	/**
	 * Return whether the client has gone away before the session has ended.
	 */
	boolean isAbandoned() {
		return !this.ended.get() && (this.channel.isClosing() || streams().isBroken());
	}

	/**
	 * Pass a signal on.
	 * @return whether anybody listens
	 */
	boolean signal(String name) {
		return this.signals.raise(name);
	}

	/**
	 * Let nothing more be written.
	 * @param reason what a writer is told
	 */
	void endOutput(String reason) {
		streams().end(reason);
	}

	/**
	 * End the session for a handler that does not come to its end. What is not sent is
	 * lost.
	 */
	void abort(ExitReport report) {
		if (this.ended.compareAndSet(false, true)) {
			streams().end(ENDED);
			try {
				this.channel.exit(report);
			}
			catch (IOException ex) {
				logger.debug("The client went away before it was told of the end", ex);
				this.channel.breakOff();
			}
		}
	}

	private void end(ExitReport report) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		Streams streams = streams();
		try {
			streams.flush();
			streams.end(ENDED);
			this.channel.finishOutput();
			this.channel.exit(report);
		}
		catch (IOException ex) {
			logger.debug("The client went away before the end of its session", ex);
			this.channel.breakOff();
		}
	}

	private Streams streams() {
		Streams streams = this.streams;
		Assert.state(streams != null, "The streams of a session are open only while its handler runs");
		return streams;
	}

	/**
	 * The streams of the session, from the channel outwards.
	 */
	private final class Streams implements Flushable {

		private final Thread handlerThread = Thread.currentThread();

		private final SessionOutput channelOutput;

		private final SessionOutput channelError;

		private final InputStream input;

		private final OutputStream output;

		private final OutputStream error;

		private final Charset encoding = ChannelSshSession.this.encoding;

		private @Nullable BufferedReader reader;

		private final SessionWriter writer;

		private final SessionWriter errorWriter;

		/**
		 * Whether the handler's thread has written since the last flush; no other thread
		 * touches it.
		 */
		private boolean written;

		private Streams(InputStream in, OutputStream out, OutputStream err) {
			this.channelOutput = new SessionOutput(out, this::onWrite, this::closeOutput);
			this.channelError = new SessionOutput(err, this::onWrite, this::flush);
			InputStream channelInput = new SessionInput(in, this::beforeRead,
					ChannelSshSession.this.channel::isEofSignalled);
			ChannelTerminal terminal = ChannelSshSession.this.terminal;
			if (terminal == null) {
				this.input = channelInput;
				this.output = this.channelOutput;
				this.error = this.channelError;
				this.errorWriter = new SessionWriter(this.error, this.encoding, this::onWrite);
				this.writer = new SessionWriter(this.output, this.encoding, this::onWrite);
			}
			else {
				TerminalOutput terminalOutput = new TerminalOutput(this.channelOutput, terminal::modes, this.encoding);
				this.output = terminalOutput;
				TerminalInput terminalInput = new TerminalInput(channelInput, terminalOutput, terminalOutput::column,
						terminal::modes, this.encoding, this::beforeRead);
				terminal.open(terminalInput);
				this.input = terminalInput;
				this.error = this.output;
				this.writer = new SessionWriter(this.output, this.encoding, this::onWrite);
				this.errorWriter = this.writer;
			}
		}

		/**
		 * Return the reader, which is large and not needed by those who read bytes.
		 */
		private synchronized BufferedReader reader() {
			BufferedReader reader = this.reader;
			if (reader == null) {
				reader = new BufferedReader(new InputStreamReader(this.input, this.encoding));
				this.reader = reader;
			}
			return reader;
		}

		private void onWrite() {
			if (Thread.currentThread() == this.handlerThread) {
				this.written = true;
			}
		}

		/**
		 * Show a prompt before waiting for the answer.
		 */
		private void beforeRead() {
			if (Thread.currentThread() == this.handlerThread && this.written) {
				try {
					flush();
				}
				catch (IOException ex) {
					logger.debug("The client went away before a prompt", ex);
				}
			}
		}

		@Override
		public void flush() throws IOException {
			this.written = false;
			this.writer.flush();
			this.errorWriter.flush();
			this.channelOutput.flush();
			this.channelError.flush();
		}

		/**
		 * What was interrupted can be gone on with.
		 */
		private void recover() {
			this.writer.recover();
			this.errorWriter.recover();
		}

		/**
		 * Nothing comes after the end of the output, on standard error neither (RFC 4254
		 * section 5.3). A terminal has no such end.
		 */
		private void closeOutput() throws IOException {
			flush();
			if (ChannelSshSession.this.terminal == null) {
				end("The output is closed");
				ChannelSshSession.this.channel.endOutput();
			}
		}

		private boolean isBroken() {
			return this.channelOutput.isBroken() || this.channelError.isBroken();
		}

		private void end(String reason) {
			this.channelOutput.end(reason);
			this.channelError.end(reason);
		}

	}

}
