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

import io.github.sshboot.authentication.LoginPermissions;
import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.session.ChannelTerminal.Size;
import io.github.sshboot.transport.ConnectionScope;
import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.SshConnectionInfo;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.jspecify.annotations.Nullable;

/**
 * A session channel as the protocol sees it: takes the requests of the client and ends
 * with an exit status or signal. The handler's side of it is {@link ChannelSshSession}.
 */
final class HandlerChannel extends ChannelSession {

	private static final String EXIT_SIGNAL = "exit-signal";

	private final ClientEnvironment environment;

	private final SessionSettings settings;

	private final RequestDispatcher dispatcher;

	private @Nullable ChannelTerminal terminal;

	private @Nullable HandlerCommand command;

	HandlerChannel(SessionSettings settings, RequestDispatcher dispatcher) {
		this.settings = settings;
		this.dispatcher = dispatcher;
		this.environment = new ClientEnvironment(settings.acceptEnvironment(), settings.maxEnvironment());
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
		HandlerCommand started = this.dispatcher.dispatch(session);
		if (started == null) {
			return Result.ReplyFailure;
		}
		this.command = started;
		this.commandInstance = started;
		ChannelInput input = new ChannelInput(getLocalWindow());
		setDataReceiver(input);
		started.setInputStream(input);
		return prepareChannelCommand(type, started);
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
		return future;
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
		return signal(name);
	}

	@Override
	protected Result handleBreakParsed(long length) {
		return signal("BREAK");
	}

	private Result signal(String name) {
		if (this.command == null) {
			return Result.ReplyFailure;
		}
		this.command.signal(name);
		return Result.ReplySuccess;
	}

	@Override
	protected void doWriteData(byte[] data, int offset, long length) throws IOException {
		if (this.terminal != null && this.command != null) {
			this.terminal.modes().signals(data, offset, (int) length).forEach(this.command::signal);
		}
		super.doWriteData(data, offset, length);
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
	 * Tell the client that there is no more output. All of it has been flushed.
	 */
	void endOutput() throws IOException {
		sendEof();
	}

	/**
	 * End the channel. All output has been flushed.
	 */
	void exit(ExitReport report) throws IOException {
		if (!isClosing()) {
			sendEof();
			if (report.signal() != null) {
				sendExitSignal(report.signal(), report.message());
			}
			else {
				sendExitStatus(report.status());
			}
			this.commandExitFuture.setClosed();
			close(false);
		}
		else {
			this.commandExitFuture.setClosed();
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
