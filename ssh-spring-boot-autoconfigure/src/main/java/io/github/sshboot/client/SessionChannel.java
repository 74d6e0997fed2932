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

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.LocalWindow;
import org.apache.sshd.common.channel.PtyMode;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.EventNotifier;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A session channel with a command, a shell or a subsystem. What the server says of it
 * counts once: its first end, and its first status.
 */
final class SessionChannel extends AbstractClientChannel implements LaunchedChannel {

	private final SessionRequest request;

	private final OutputSink output;

	private final OutputSink error;

	private final Abandonment abandonment;

	private long minWindow;

	private final AtomicLong unreported = new AtomicLong();

	private volatile State requestState = State.NOT_SENT;

	/**
	 * Not MINA's {@code invertedIn}, which is closed as the channel is, on a thread that
	 * may not wait for those that write.
	 */
	private volatile @Nullable OutputStream input;

	private volatile @Nullable Integer status;

	private volatile @Nullable String signal;

	private volatile boolean closeReceived;

	private volatile boolean deaf;

	private volatile Runnable onComplete = () -> {
	};

	/**
	 * Create a new {@link SessionChannel}.
	 * @param request what it is for
	 * @param output where standard output goes
	 * @param error where standard error goes, which may be the same
	 */
	SessionChannel(SessionRequest request, OutputSink output, OutputSink error) {
		super("session");
		this.request = request;
		this.output = output;
		this.error = error;
		this.abandonment = new Abandonment(this, request.purpose(),
				() -> this.gracefulState.compareAndSet(GracefulState.Opened, GracefulState.CloseSent));
		addCloseFutureListener((future) -> closed());
	}

	/**
	 * Let the server send at least so much at once. To be called before the channel is
	 * opened.
	 * @param size the number of bytes
	 */
	void setMinWindow(long size) {
		this.minWindow = size;
	}

	@Override
	public void init(ConnectionService service, Session session, long id) throws IOException {
		CoreModuleProperties.WINDOW_SIZE.set(this,
				Math.max(this.minWindow, CoreModuleProperties.WINDOW_SIZE.getRequired(session)));
		super.init(service, session, id);
	}

	/**
	 * Where the server has opened no channel, another one may take its place.
	 */
	private void closed() {
		if (this.requestState != State.NOT_SENT) {
			end(isOutputComplete() ? null : new IOException("The output of " + purpose() + " broke off"));
		}
	}

	/**
	 * The exit requests are handled below, not as MINA does.
	 */
	@Override
	protected void addChannelSignalRequestHandlers(EventNotifier<String> notifier) {
	}

	@Override
	public String purpose() {
		return this.request.purpose();
	}

	/**
	 * Servers free a session a little after it has ended, and say of all refusals the
	 * same.
	 */
	@Override
	public boolean isWorthAnotherTry(int reason) {
		return true;
	}

	@Override
	protected void doOpen() throws IOException {
		this.abandonment.begin(() -> {
			this.input = new Input(new PacketOutput(this));
			for (var variable : this.request.environment().entrySet()) {
				Buffer buffer = request("env", false);
				buffer.putString(variable.getKey());
				buffer.putString(variable.getValue());
				writePacket(buffer);
			}
			TerminalSpec terminal = this.request.terminal();
			if (terminal != null) {
				this.requestState = State.TERMINAL_SENT;
				writePacket(terminalRequest(terminal));
			}
			else {
				sendRequest();
			}
		});
	}

	private Buffer request(String type, boolean wantReply) {
		Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, Long.SIZE);
		buffer.putUInt(getRecipient());
		buffer.putString(type, StandardCharsets.US_ASCII);
		buffer.putBoolean(wantReply);
		return buffer;
	}

	private Buffer terminalRequest(TerminalSpec terminal) {
		Buffer modes = new ByteArrayBuffer();
		terminal.modes().forEach((name, value) -> {
			modes.putByte((byte) PtyMode.fromName(name).toInt());
			modes.putInt(value);
		});
		modes.putByte(PtyMode.TTY_OP_END);
		Buffer buffer = request("pty-req", true);
		buffer.putString(terminal.type());
		putSize(buffer, terminal);
		buffer.putBytes(modes.getCompactData());
		return buffer;
	}

	private static void putSize(Buffer buffer, TerminalSpec terminal) {
		buffer.putUInt(terminal.columns());
		buffer.putUInt(terminal.rows());
		buffer.putUInt(terminal.pixelWidth());
		buffer.putUInt(terminal.pixelHeight());
	}

	private void sendRequest() throws IOException {
		this.requestState = State.REQUEST_SENT;
		Buffer buffer = request(this.request.type(), true);
		byte[] argument = this.request.argument();
		if (argument != null) {
			buffer.putBytes(argument);
		}
		writePacket(buffer);
	}

	@Override
	public void handleSuccess() throws IOException {
		if (this.requestState == State.TERMINAL_SENT) {
			sendRequest();
		}
		else if (this.requestState == State.REQUEST_SENT) {
			this.requestState = State.GRANTED;
		}
	}

	@Override
	public void handleFailure() {
		if (this.requestState == State.TERMINAL_SENT) {
			this.requestState = State.TERMINAL_REFUSED;
			abandon();
		}
		else if (this.requestState == State.REQUEST_SENT) {
			this.requestState = State.REFUSED;
			abandon();
		}
	}

	/**
	 * Return what the server refused, or {@code null} if it refused nothing.
	 */
	@Nullable String refused() {
		return switch (this.requestState) {
			case TERMINAL_REFUSED -> "a terminal for " + this.request.purpose();
			case REFUSED -> this.request.purpose();
			default -> null;
		};
	}

	boolean isRefused() {
		return refused() != null;
	}

	@Override
	public void handleData(Buffer buffer) throws IOException {
		receive(this.output, SshConstants.SSH_MSG_CHANNEL_DATA, buffer);
	}

	@Override
	public void handleExtendedData(Buffer buffer) throws IOException {
		boolean known = buffer.getInt() == SshConstants.SSH_EXTENDED_DATA_STDERR;
		receive(known ? this.error : null, SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, buffer);
	}

	private void receive(@Nullable OutputSink sink, byte message, Buffer buffer) throws IOException {
		int length = (int) validateIncomingDataSize(message, buffer.getUInt());
		if (length > buffer.available()) {
			throw new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
					"Protocol error: data of %d bytes that is cut off".formatted(length));
		}
		if (isEofSignalled() || isClosing()) {
			// nobody waits for it, and the server may not send more than the window
			return;
		}
		if (sink != null) {
			sink.receive(this, buffer.array(), buffer.rpos(), length);
		}
		else {
			consumed(length);
		}
	}

	/**
	 * Let the server send more, as what it has sent is taken care of. It is told once
	 * that is an eighth of the window: each time costs both ends as much as some data.
	 */
	void consumed(int count) {
		try {
			LocalWindow window = getLocalWindow();
			if (this.unreported.addAndGet(count) >= window.getMaxSize() / 8 && window.isOpen()) {
				window.release(this.unreported.getAndSet(0));
			}
		}
		catch (IOException ex) {
			log.debug("The server of a channel is gone", ex);
		}
	}

	@Override
	public void handleEof() throws IOException {
		if (!isEofSignalled() && !this.deaf) {
			super.handleEof();
			end(null);
			checkComplete();
		}
	}

	@Override
	public void handleClose() throws IOException {
		// otherwise it only answers ours
		this.closeReceived |= !this.deaf;
		super.handleClose();
	}

	/**
	 * End the output.
	 * @param failure why, or {@code null} if this is the end that the server meant
	 */
	void end(@Nullable IOException failure) {
		this.output.end(failure);
		this.error.end(failure);
	}

	@Override
	protected Result handleInternalRequest(String type, boolean wantReply, Buffer buffer) throws IOException {
		switch (type) {
			case "exit-status" -> {
				int status = buffer.getInt();
				if (!isExited() && !this.deaf) {
					this.status = status;
					checkComplete();
				}
				return Result.ReplySuccess;
			}
			case "exit-signal" -> {
				String signal = buffer.getString();
				if (!isExited() && !this.deaf) {
					this.signal = signal;
					checkComplete();
				}
				return Result.ReplySuccess;
			}
			case "xon-xoff" -> {
				return Result.ReplySuccess;
			}
			default -> {
				Result result = super.handleInternalRequest(type, wantReply, buffer);
				// MINA would log what the server calls its request
				return (result != Result.Unsupported) ? result : Result.ReplyFailure;
			}
		}
	}

	@Override
	public @Nullable Integer getExitStatus() {
		return this.status;
	}

	@Override
	public @Nullable String getExitSignal() {
		return this.signal;
	}

	boolean isExited() {
		return this.status != null || this.signal != null;
	}

	/**
	 * Return whether all output is there, as the server has said that it sends no more.
	 */
	boolean isOutputComplete() {
		return isEofSignalled() || this.closeReceived;
	}

	boolean isCloseReceived() {
		return this.closeReceived;
	}

	/**
	 * Set what to do once nothing is missing but that the server closes the channel.
	 */
	void onComplete(Runnable action) {
		this.onComplete = action;
		checkComplete();
	}

	private void checkComplete() {
		if (isExited() && isEofSignalled()) {
			this.onComplete.run();
		}
	}

	/**
	 * Let nothing that the server says from now on change how this has ended.
	 */
	void ignoreServer() {
		this.deaf = true;
	}

	@Override
	public void abandon() {
		ignoreServer();
		this.abandonment.abandon();
	}

	/**
	 * Return where input goes. It has an end if it is closed, and all before was sent.
	 */
	OutputStream input() {
		Assert.state(this.input != null, "The channel has not been opened");
		return this.input;
	}

	boolean hasTerminal() {
		return this.request.terminal() != null;
	}

	void signal(String name) throws IOException {
		Buffer buffer = request("signal", false);
		buffer.putString(name, StandardCharsets.US_ASCII);
		writePacket(buffer);
	}

	void resize(TerminalSpec size) throws IOException {
		Buffer buffer = request("window-change", false);
		putSize(buffer, size);
		writePacket(buffer);
	}

	/**
	 * Send a break (RFC 4335).
	 */
	void sendBreak(Duration length) throws IOException {
		Buffer buffer = request("break", false);
		buffer.putUInt(length.toMillis());
		writePacket(buffer);
	}

	/**
	 * Gathers what is small, and ends the input.
	 */
	private final class Input extends BufferedOutputStream {

		private final AtomicBoolean ended = new AtomicBoolean();

		private Input(OutputStream packets) {
			super(packets);
		}

		@Override
		public void write(int octet) throws IOException {
			requireOpen();
			super.write(octet);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			requireOpen();
			super.write(bytes, offset, length);
		}

		private void requireOpen() throws IOException {
			if (this.ended.get()) {
				throw new IOException("The input of %s has ended".formatted(purpose()));
			}
		}

		@Override
		public void close() throws IOException {
			if (!this.ended.getAndSet(true)) {
				flush();
				sendEof();
			}
		}

	}

	/**
	 * What has become of the request.
	 */
	private enum State {

		NOT_SENT, TERMINAL_SENT, TERMINAL_REFUSED, REQUEST_SENT, GRANTED, REFUSED

	}

}
