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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.github.sshboot.transport.ConnectionCarrier;
import io.github.sshboot.transport.SshEndpoint;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.ChannelOutputStream;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A channel to another host ({@code direct-tcpip}, RFC 4254 section 7.2) that carries a
 * connection with that host.
 * <p>
 * What is sent is handed to a thread of its own as long as there is something to send.
 * Whoever sends holds locks of the carried connection, and sending may have to wait until
 * the connection that carries has exchanged keys, whose thread may need those locks.
 */
final class JumpChannel extends AbstractClientChannel implements LaunchedChannel, ConnectionCarrier {

	private final SshEndpoint target;

	private final String host;

	private final ClientEngine engine;

	private final Abandonment abandonment;

	private final Queue<Part> parts = new ArrayDeque<>();

	private boolean sending;

	private final Object receiving = new Object();

	/**
	 * What has come before there was a receiver.
	 */
	private @Nullable ByteArrayOutputStream early = new ByteArrayOutputStream();

	private @Nullable Receiver receiver;

	private boolean ended;

	JumpChannel(SshEndpoint target, ClientEngine engine) {
		super("direct-tcpip");
		this.target = target;
		String host = target.host();
		// an IPv6 address may have been given as in a URI
		this.host = (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
		this.engine = engine;
		this.abandonment = new Abandonment(this, purpose(),
				() -> this.gracefulState.compareAndSet(GracefulState.Opened, GracefulState.CloseSent));
		addCloseFutureListener((closed) -> end());
	}

	@Override
	public String purpose() {
		return "the way to " + this.target;
	}

	@Override
	public boolean isWorthAnotherTry(int reason) {
		return reason == SshConstants.SSH_OPEN_RESOURCE_SHORTAGE;
	}

	/**
	 * Return why the server did not open the channel, 0 if it has not said so.
	 */
	int openFailureReason() {
		return this.openFailureReason;
	}

	String openFailureMessage() {
		return Objects.requireNonNullElse(this.openFailureMsg, "");
	}

	@Override
	public synchronized OpenFuture open() throws IOException {
		OpenFuture future = new DefaultOpenFuture(toString(), this.futureLock);
		this.openFuture = future;
		Buffer message = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN, this.host.length() + Long.SIZE);
		message.putString(getChannelType());
		message.putUInt(getChannelId());
		message.putUInt(getLocalWindow().getSize());
		message.putUInt(getLocalWindow().getPacketSize());
		message.putString(this.host);
		message.putUInt(this.target.port());
		// the originator, as OpenSSH has it for a connection that comes from no socket
		message.putString("127.0.0.1");
		message.putUInt(0);
		writePacket(message);
		return future;
	}

	@Override
	protected void doOpen() throws IOException {
		this.abandonment.begin(() -> this.invertedIn = new ChannelOutputStream(this, getRemoteWindow(), this.log,
				SshConstants.SSH_MSG_CHANNEL_DATA, true));
	}

	@Override
	public void abandon() {
		this.abandonment.abandon();
	}

	@Override
	public void close() {
		abandon();
	}

	@Override
	public void start(Receiver receiver) {
		boolean ended;
		int length;
		synchronized (this.receiving) {
			byte[] data = (this.early != null) ? this.early.toByteArray() : new byte[0];
			length = data.length;
			this.early = null;
			if (length > 0) {
				receiver.received(data, 0, length);
			}
			this.receiver = receiver;
			ended = this.ended;
		}
		release(length);
		if (ended) {
			receiver.ended();
		}
	}

	@Override
	protected void doWriteData(byte[] data, int offset, long length) {
		Receiver receiver;
		synchronized (this.receiving) {
			receiver = this.receiver;
			if (receiver == null && this.early != null) {
				this.early.write(data, offset, (int) length);
				return;
			}
		}
		if (receiver != null) {
			receiver.received(data, offset, (int) length);
		}
		release(length);
	}

	/**
	 * There is nothing of the kind on such a channel.
	 */
	@Override
	protected void doWriteExtendedData(byte[] data, int offset, long length) {
		release(length);
	}

	private void release(long length) {
		try {
			getLocalWindow().release(length);
		}
		catch (IOException ex) {
			this.log.debug("The connection is being closed", ex);
		}
	}

	@Override
	public void handleEof() throws IOException {
		super.handleEof();
		end();
	}

	private void end() {
		Receiver receiver;
		synchronized (this.receiving) {
			if (this.ended) {
				return;
			}
			this.ended = true;
			receiver = this.receiver;
		}
		if (receiver != null) {
			receiver.ended();
		}
	}

	@Override
	public void send(byte[] data, int offset, int length, Consumer<@Nullable Throwable> done) {
		synchronized (this.parts) {
			this.parts.add(new Part(data, offset, length, done));
			if (this.sending) {
				return;
			}
			this.sending = true;
		}
		try {
			this.engine.pump(this::send);
		}
		catch (RejectedExecutionException ex) {
			abandon();
		}
	}

	private void send() {
		for (Part part = next(); part != null; part = next()) {
			IOException failure = null;
			try {
				this.invertedIn.write(part.data(), part.offset(), part.length());
				if (isLast()) {
					this.invertedIn.flush();
				}
			}
			catch (IOException ex) {
				failure = ex;
			}
			part.done().accept(failure);
		}
	}

	private @Nullable Part next() {
		synchronized (this.parts) {
			Part part = this.parts.poll();
			this.sending = part != null;
			return part;
		}
	}

	private boolean isLast() {
		synchronized (this.parts) {
			return this.parts.isEmpty();
		}
	}

	private record Part(byte[] data, int offset, int length, Consumer<@Nullable Throwable> done) {

	}

}
