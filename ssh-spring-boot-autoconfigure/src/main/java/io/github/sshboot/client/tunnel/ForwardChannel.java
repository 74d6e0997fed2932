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

package io.github.sshboot.client.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

import io.github.sshboot.connection.OutputSpace;
import io.github.sshboot.connection.OutputSpace.Share;
import io.github.sshboot.transport.ConnectionScoped;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.RemoteWindow;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.jspecify.annotations.Nullable;

/**
 * A channel with the bytes of a socket (RFC 4254 section 7.2), opened by either side.
 * Nothing here blocks: what cannot be sent yet stays in the socket that it comes from.
 */
class ForwardChannel extends AbstractClientChannel {

	private static final Log logger = LogFactory.getLog(ForwardChannel.class);

	/**
	 * What the peer may send before anything has been taken.
	 */
	private static final long INITIAL_WINDOW = 64 * 1024;

	private static final int PACKET_SIZE = 32 * 1024;

	private final Consumer<Buffer> destination;

	private final ReceiveBudget budget;

	private final Object sending = new Object();

	private volatile @Nullable Peer peer;

	private volatile @Nullable Share space;

	private long withheld;

	private long borrowed;

	private boolean begun;

	private boolean abandoned;

	private boolean closeSent;

	private volatile boolean closedByPeer;

	/**
	 * Create a new {@link ForwardChannel}.
	 * @param type its type
	 * @param destination writes where it leads to, if it is we who open it
	 * @param budget what it may let the peer send
	 */
	ForwardChannel(String type, Consumer<Buffer> destination, ReceiveBudget budget) {
		super(type);
		this.destination = destination;
		this.budget = budget;
		addCloseFutureListener((closed) -> over());
	}

	/**
	 * Set what is at our end of the channel, before anything can come from the other one.
	 */
	void connect(Peer peer) {
		this.peer = peer;
	}

	final Peer peer() {
		Peer peer = this.peer;
		if (peer == null) {
			throw new IllegalStateException("The channel has begun without an end");
		}
		return peer;
	}

	/**
	 * Let the window grow as what comes is taken: many connections do not each need one
	 * that is good for a gigabit.
	 */
	@Override
	protected void configureWindow() {
		super.configureWindow();
		this.withheld = Math.max(0, getLocalWindow().getSize() - INITIAL_WINDOW);
		try {
			getLocalWindow().consume(this.withheld);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public synchronized OpenFuture open() throws IOException {
		OpenFuture future = new DefaultOpenFuture(toString(), this.futureLock);
		this.openFuture = future;
		Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN);
		buffer.putString(getChannelType());
		buffer.putUInt(getChannelId());
		buffer.putUInt(getLocalWindow().getSize());
		buffer.putUInt(getLocalWindow().getPacketSize());
		this.destination.accept(buffer);
		writePacket(buffer);
		return future;
	}

	@Override
	protected void doOpen() throws IOException {
		begin();
		peer().opened();
	}

	final void begin() throws IOException {
		synchronized (this.sending) {
			if (this.begun) {
				throw new IOException("The channel was open already");
			}
			this.begun = true;
			this.space = ((ConnectionScoped) getSession()).getConnectionScope()
				.getRequired(OutputSpace.class)
				.newShare();
			if (this.abandoned) {
				sendClose();
				throw new IOException("Nobody waits for the channel any more");
			}
		}
	}

	/**
	 * Take the right to send something now, without waiting for the other side or for the
	 * connection.
	 * @return it, to be used or given back, or {@code null} if one would have to wait
	 */
	@Nullable Credit takeCredit() {
		RemoteWindow window = getRemoteWindow();
		int bytes = (int) Math.min(Math.min(window.getSize(), window.getPacketSize()), PACKET_SIZE);
		Share space = this.space;
		Runnable giveBack = (bytes > 0 && space != null) ? space.tryTake(bytes) : null;
		return (giveBack != null) ? new Credit(bytes, giveBack) : null;
	}

	/**
	 * Send bytes.
	 * @param bytes the bytes, as many as may be sent at the most
	 * @param credit the right to send them
	 */
	void send(ByteBuffer bytes, Credit credit) throws IOException {
		int length = bytes.remaining();
		getRemoteWindow().consume(length);
		Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, length + Long.BYTES);
		buffer.putUInt(getRecipient());
		buffer.putUInt(length);
		int position = buffer.wpos();
		bytes.get(buffer.array(), position, length);
		buffer.wpos(position + length);
		writePacket(buffer).addListener((written) -> {
			credit.giveBack().run();
			peer().sendable();
		});
	}

	/**
	 * Send the end of the data, which is not the end of the channel.
	 */
	void sendEnd() throws IOException {
		Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_EOF, Integer.BYTES);
		buffer.putUInt(getRecipient());
		writePacket(buffer);
	}

	/**
	 * Let the peer send as much as has been taken, and more if that was quick.
	 * @param bytes how many bytes have been taken
	 * @param quickly whether they did not have to wait
	 */
	void taken(long bytes, boolean quickly) {
		long more;
		synchronized (this.sending) {
			more = (quickly && !this.closeSent) ? this.budget.take(Math.min(bytes, this.withheld)) : 0;
			this.withheld -= more;
			this.borrowed += more;
		}
		try {
			getLocalWindow().release(bytes + more);
		}
		catch (IOException ex) {
			logger.debug("The peer of a forwarded connection is gone", ex);
		}
	}

	/**
	 * Close the channel at once, without waiting for the other side. If that has not
	 * answered yet whether it opens the channel, it is closed then.
	 */
	void end() {
		synchronized (this.sending) {
			if (!this.begun) {
				this.abandoned = true;
				return;
			}
			try {
				sendClose();
			}
			catch (IOException ex) {
				logger.debug("The peer of a forwarded connection is gone", ex);
			}
		}
		close(true);
	}

	private void sendClose() throws IOException {
		if (!this.closeSent && !isClosing()) {
			Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_CLOSE, Integer.BYTES);
			buffer.putUInt(getRecipient());
			writePacket(buffer);
		}
		this.closeSent = true;
	}

	/**
	 * Send a message, unless the channel is closed: to the other side it no longer
	 * exists. As one of the engine's own threads does, do not wait while keys are
	 * exchanged.
	 */
	@Override
	public IoWriteFuture writePacket(Buffer buffer) throws IOException {
		synchronized (this.sending) {
			if (this.closeSent) {
				return AbstractIoWriteFuture.fulfilled(toString(), new IOException("The channel is closed"));
			}
			return ThreadUtils.runAsInternal(buffer, super::writePacket);
		}
	}

	@Override
	protected void doWriteData(byte[] data, int offset, long length) throws IOException {
		checkBegun();
		peer().received(data, offset, (int) length);
	}

	private void checkBegun() throws IOException {
		synchronized (this.sending) {
			if (!this.begun) {
				throw new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
						"Protocol error: data on a channel that is not open");
			}
		}
	}

	/**
	 * There is no such thing here; what is sent all the same is not given back to the
	 * window.
	 */
	@Override
	protected void doWriteExtendedData(byte[] data, int offset, long length) {
		logger.debug("Extended data for a forwarded connection is left out");
	}

	@Override
	public void handleEof() throws IOException {
		checkBegun();
		super.handleEof();
		peer().receivedEnd();
	}

	@Override
	public void handleWindowAdjust(Buffer buffer) throws IOException {
		super.handleWindowAdjust(buffer);
		peer().sendable();
	}

	@Override
	public void handleClose() {
		this.closedByPeer = true;
		end();
	}

	private void over() {
		synchronized (this.sending) {
			this.budget.giveBack(this.borrowed);
			this.borrowed = 0;
			this.withheld = 0;
		}
		Peer peer = this.peer;
		if (peer == null) {
			return;
		}
		Throwable failure = (this.openFuture != null) ? this.openFuture.getException() : null;
		if (failure instanceof SshChannelOpenException refusal) {
			peer.refused(refusal.getReasonCode(), String.valueOf(refusal.getMessage()));
		}
		else {
			peer.closed(this.closedByPeer);
		}
	}

	/**
	 * The right to send something.
	 *
	 * @param bytes how many bytes
	 * @param giveBack gives it back unused
	 */
	record Credit(int bytes, Runnable giveBack) {

	}

	/**
	 * What is at our end of a channel. Called by the threads that serve the connection,
	 * must not block.
	 */
	interface Peer {

		/**
		 * The channel is open.
		 */
		void opened();

		/**
		 * The server has refused to open the channel.
		 * @param reason why (RFC 4254 section 5.1)
		 * @param message what it says about it
		 */
		void refused(int reason, String message);

		/**
		 * The other side sends bytes.
		 */
		void received(byte[] data, int offset, int length);

		/**
		 * The other side has sent all it has.
		 */
		void receivedEnd();

		/**
		 * It may be possible to send more.
		 */
		void sendable();

		/**
		 * The channel is closed.
		 * @param byPeer whether by the other side; else by us or because the connection
		 * is lost
		 */
		void closed(boolean byPeer);

	}

	/**
	 * A channel that the server opens.
	 */
	static final class Incoming extends ForwardChannel {

		private final Receiver receiver;

		Incoming(String type, Receiver receiver, ReceiveBudget budget) {
			super(type, (buffer) -> {
			}, budget);
			this.receiver = receiver;
		}

		@Override
		public OpenFuture open(long recipient, long windowSize, long packetSize, Buffer buffer) {
			setRecipient(recipient);
			Session session = getSession();
			getRemoteWindow().init(windowSize, packetSize, session);
			OpenFuture future = new DefaultOpenFuture(toString(), this.futureLock);
			this.openFuture = future;
			this.receiver.receive(this, buffer);
			return future;
		}

		/**
		 * Open the channel.
		 */
		void accept() throws IOException {
			begin();
			signalChannelOpenSuccess();
			this.openFuture.setOpened();
			peer().opened();
		}

		/**
		 * Refuse to open the channel.
		 * @param reason why (RFC 4254 section 5.1)
		 * @param message what to tell the server
		 */
		void refuse(int reason, String message) {
			this.openFuture.setException(new SshChannelOpenException(getChannelId(), reason, message));
			close(true);
		}

		/**
		 * Takes channels that the server opens.
		 */
		@FunctionalInterface
		interface Receiver {

			/**
			 * Accept the channel or refuse it, now or later.
			 * @param channel the channel
			 * @param buffer what its message says about where it comes from
			 */
			void receive(Incoming channel, Buffer buffer);

		}

	}

}
