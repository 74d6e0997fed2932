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

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;

import io.github.sshboot.authentication.LoginPermissions;
import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.connection.OutputSpace;
import io.github.sshboot.session.ChannelTerminal.Size;
import io.github.sshboot.session.SshRequest.Kind;
import io.github.sshboot.transport.ConnectionScope;
import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.SshConnectionInfo;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RemoteWindow;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * A session channel as the protocol sees it: takes the requests of the client and ends
 * with an exit status or signal. The handler's side of it is {@link ChannelSshSession}.
 */
final class HandlerChannel extends ChannelSession {

	private static final String EXIT_SIGNAL = "exit-signal";

	private static final Pattern SIGNAL_NAME = Pattern.compile("[\\x21-\\x7E]{1,64}");

	/**
	 * For clients that come when no thread is free ({@code EX_TEMPFAIL}).
	 */
	private static final int TRY_AGAIN_LATER = 75;

	private static final String END_OF_WRITE = "eow@openssh.com";

	private static final String BUSY = "The server is busy, try again later";

	private final ClientEnvironment environment;

	private final SessionSettings settings;

	private final RequestDispatcher dispatcher;

	private @Nullable ChannelTerminal terminal;

	private @Nullable HandlerCommand command;

	private @Nullable ChannelOutput output;

	private boolean busy;

	HandlerChannel(SessionSettings settings, RequestDispatcher dispatcher) {
		this.settings = settings;
		this.dispatcher = dispatcher;
		this.environment = new ClientEnvironment(settings.acceptEnvironment(), settings.maxEnvironment());
	}

	/**
	 * What MINA does not know is refused; it would write it to the log as it is. OpenSSH
	 * tells servers that it takes for its own that nobody reads the output any more
	 * (PROTOCOL section 2.1).
	 */
	@Override
	protected Result handleInternalRequest(String type, boolean wantReply, Buffer buffer) throws IOException {
		if (END_OF_WRITE.equals(type) && this.command != null) {
			this.command.readerGone();
			return Result.ReplySuccess;
		}
		Result result = super.handleInternalRequest(type, wantReply, buffer);
		return (result == Result.Unsupported) ? Result.ReplyFailure : result;
	}

	@Override
	protected Result handleShell(String request, Buffer buffer, boolean wantReply) throws IOException {
		return start(request, SshRequest.shell());
	}

	@Override
	protected Result handleExec(String request, Buffer buffer, boolean wantReply) throws IOException {
		return start(request, SshRequest.exec(buffer.getString()));
	}

	@Override
	protected Result handleSubsystem(String request, Buffer buffer, boolean wantReply) throws IOException {
		return start(request, SshRequest.subsystem(buffer.getString()));
	}

	private ConnectionScope scope() {
		return ((ConnectionScoped) getSession()).getConnectionScope();
	}

	private Result start(String type, SshRequest request) throws IOException {
		if (isClosing()) {
			return Result.ReplyFailure;
		}
		ConnectionScope scope = scope();
		LoginPermissions permissions = scope.getRequired(LoginPermissions.class);
		String forced = permissions.forcedCommand();
		SshRequest permitted = (forced != null) ? request.forced(forced) : request;
		ChannelSshSession session = new ChannelSshSession(this, this.dispatcher, permitted,
				scope.getRequired(SshIdentity.class), scope.getRequired(SshConnectionInfo.class),
				SessionEnvironment.of(this.environment, permissions, permitted), this.terminal,
				this.settings.encoding());
		// what is forced on a subsystem is one
		boolean command = permitted.kind() == Kind.EXEC && request.kind() != Kind.SUBSYSTEM;
		HandlerCommand started;
		try {
			started = this.dispatcher.dispatch(session, command ? this.settings.commandTimeout() : Duration.ZERO);
		}
		catch (RejectedExecutionException ex) {
			this.busy = true;
			return Result.ReplySuccess;
		}
		if (started == null) {
			return Result.ReplyFailure;
		}
		this.command = started;
		this.commandInstance = started;
		ChannelInput input = new ChannelInput(getLocalWindow());
		setDataReceiver(input);
		started.setInputStream(input);
		this.output = new ChannelOutput(this, getRemoteWindow(), scope.getRequired(OutputSpace.class).newShare());
		if (this.terminal != null) {
			this.terminal.connect(input);
		}
		Result result = prepareChannelCommand(type, started);
		if (isEofSignalled()) {
			// the input was over before there was anybody to read it
			input.close();
		}
		return result;
	}

	/**
	 * MINA's own output streams wait for the client where a thread of the connection
	 * flushes them.
	 */
	@Override
	protected Command prepareCommand(String requestType, Command command) throws IOException {
		Command prepared = super.prepareCommand(requestType, command);
		if (this.output != null) {
			this.out = this.output.output();
			this.err = this.output.error();
			prepared.setOutputStream(this.out);
			prepared.setErrorStream(this.err);
		}
		return prepared;
	}

	/**
	 * A client that wants no reply would wait for ever for a request that was refused.
	 */
	@Override
	protected IoWriteFuture sendResponse(Buffer buffer, String request, Result result, boolean wantReply)
			throws IOException {
		IoWriteFuture future = super.sendResponse(buffer, request, result, wantReply);
		if (result == Result.ReplyFailure && !wantReply && this.command == null && (CHANNEL_EXEC.equals(request)
				|| CHANNEL_SHELL.equals(request) || CHANNEL_SUBSYSTEM.equals(request))) {
			close(false);
		}
		if (this.busy && !isClosing()) {
			send(BUSY + ((this.terminal != null) ? "\r\n" : "\n"));
			exit(ExitReport.status(TRY_AGAIN_LATER));
		}
		return future;
	}

	/**
	 * Send something to the user without a thread that could wait for the client.
	 */
	private void send(String text) throws IOException {
		byte[] line = text.getBytes(this.settings.encoding());
		RemoteWindow window = getRemoteWindow();
		if (line.length > window.getSize() || line.length > window.getPacketSize()) {
			return;
		}
		window.consume(line.length);
		Buffer buffer = getSession().createBuffer((this.terminal != null) ? SshConstants.SSH_MSG_CHANNEL_DATA
				: SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, line.length + Long.SIZE);
		buffer.putUInt(getRecipient());
		if (this.terminal == null) {
			buffer.putUInt(SshConstants.SSH_EXTENDED_DATA_STDERR);
		}
		buffer.putBytes(line);
		writePacket(buffer);
	}

	@Override
	protected Result handleEnvParsed(String name, String value) {
		return this.environment.offer(name, value) ? Result.ReplySuccess : Result.ReplyFailure;
	}

	@Override
	protected Result handlePtyReq(Buffer buffer, boolean wantReply) {
		String type = buffer.getString();
		Size size = Size.of(buffer.getInt(), buffer.getInt(), buffer.getInt(), buffer.getInt());
		byte[] modes = buffer.getBytes();
		if (!this.settings.allowPty() || !scope().getRequired(LoginPermissions.class).pty() || this.terminal != null
				|| this.command != null) {
			return Result.ReplyFailure;
		}
		try {
			this.terminal = new ChannelTerminal(type, size, TerminalModes.decode(modes));
			return Result.ReplySuccess;
		}
		catch (IllegalArgumentException ex) {
			log.debug("Refused a terminal", ex);
			return Result.ReplyFailure;
		}
	}

	@Override
	protected Result handleWindowChangeParsed(int columns, int rows, int width, int height) {
		if (this.terminal == null) {
			return Result.ReplyFailure;
		}
		this.terminal.resize(Size.of(columns, rows, width, height));
		return Result.ReplySuccess;
	}

	@Override
	protected Result handleSignalParsed(String name) {
		if (this.command == null || !SIGNAL_NAME.matcher(name).matches()) {
			return Result.ReplyFailure;
		}
		this.command.signal(name);
		return Result.ReplySuccess;
	}

	/**
	 * A break that nobody listens for has not been performed (RFC 4335 section 3).
	 */
	@Override
	protected Result handleBreakParsed(long length) {
		return (this.command != null && this.command.signal("BREAK")) ? Result.ReplySuccess : Result.ReplyFailure;
	}

	/**
	 * What comes after the end is dropped. It is not read, so the window bounds it.
	 */
	@Override
	public void handleData(Buffer buffer) throws IOException {
		if (isEofSignalled()) {
			validateIncomingDataSize(SshConstants.SSH_MSG_CHANNEL_DATA, buffer.getUInt());
		}
		else {
			super.handleData(buffer);
		}
	}

	@Override
	public void handleExtendedData(Buffer buffer) throws IOException {
		if (isEofSignalled()) {
			buffer.getUInt(); // type
			validateIncomingDataSize(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, buffer.getUInt());
		}
		else {
			super.handleExtendedData(buffer);
		}
	}

	/**
	 * Some clients say twice that they send no more.
	 */
	@Override
	public void handleEof() throws IOException {
		if (!isEofSignalled()) {
			super.handleEof();
		}
	}

	/**
	 * The handler has nobody left to work for, however long it takes to tell the client
	 * that the channel is closed.
	 */
	@Override
	public void handleClose() throws IOException {
		if (this.command != null) {
			this.command.abandon();
		}
		super.handleClose();
		if (this.output != null) {
			this.output.close();
		}
	}

	@Override
	protected void doWriteData(byte[] data, int offset, long length) throws IOException {
		Set<String> signals = (this.terminal != null && this.command != null)
				? this.terminal.modes().signals(data, offset, (int) length) : Set.of();
		if (this.terminal != null && this.terminal.modes().echo()) {
			for (String signal : signals) {
				// before the handler reacts
				echo("INT".equals(signal) ? "^C\r\n" : "^\\\r\n");
			}
		}
		super.doWriteData(data, offset, length);
		// who is woken by a signal finds the character that it came from
		if (this.command != null) {
			signals.forEach(this.command::signal);
		}
	}

	private void echo(String text) throws IOException {
		if (this.output != null) {
			this.output.offer(text.getBytes(this.settings.encoding()));
		}
	}

	@Override
	public void handleWindowAdjust(Buffer buffer) throws IOException {
		super.handleWindowAdjust(buffer);
		if (this.output != null) {
			this.output.windowChanged();
		}
	}

	/**
	 * Nothing reads what a client sends as standard error, and it is no reason to end the
	 * connection.
	 */
	@Override
	protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
		getLocalWindow().release(length);
	}

	/**
	 * Wait until all output is on its way.
	 */
	void finishOutput() throws IOException {
		if (this.output != null) {
			this.output.finish();
		}
	}

	/**
	 * Tell the client that there is no more output.
	 */
	void endOutput() throws IOException {
		finishOutput();
		sendEof();
	}

	/**
	 * End the channel. What output is not on its way yet is lost.
	 */
	void exit(ExitReport report) throws IOException {
		if (this.output != null) {
			this.output.close();
		}
		if (!isClosing()) {
			// a client whose input has ended, too, closes the channel at the end of the
			// output
			if (report.signal() != null) {
				sendExitSignal(report.signal(), report.message());
			}
			else {
				sendExitStatus(report.status());
			}
			sendEof();
			this.commandExitFuture.setClosed();
			close(false);
		}
		else {
			this.commandExitFuture.setClosed();
		}
	}

	/**
	 * End the channel whose output cannot be sent to its end.
	 */
	void breakOff() {
		if (isClosing()) {
			this.commandExitFuture.setClosed();
		}
		else {
			close(true);
		}
	}

	private void sendExitSignal(String name, String message) throws IOException {
		if (this.exitStatusSent.getAndSet(true)) {
			return;
		}
		Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, Long.SIZE);
		buffer.putUInt(getRecipient());
		buffer.putString(EXIT_SIGNAL);
		buffer.putBoolean(false);
		buffer.putString(name);
		buffer.putBoolean(false);
		buffer.putString(message);
		buffer.putString("");
		writePacket(buffer);
		notifyStateChanged(EXIT_SIGNAL);
	}

}
