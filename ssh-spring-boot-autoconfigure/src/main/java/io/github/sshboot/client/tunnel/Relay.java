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
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import io.github.sshboot.client.tunnel.ForwardChannel.Credit;
import io.github.sshboot.client.tunnel.TunnelFailure.Reason;
import io.github.sshboot.transport.PeerText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.SshConstants;

/**
 * Moves bytes between a socket and a channel, both ways, and no faster than the slower of
 * the two: what cannot be sent is not read from the socket, and what the socket does not
 * take keeps the window of the channel closed. Either direction may end before the other.
 * <p>
 * The thread of the loop does it all, but for what comes while nothing waits, which the
 * thread that serves the SSH connection writes to the socket itself.
 */
final class Relay implements ForwardChannel.Peer, SelectorLoop.Handler {

	private static final Log logger = LogFactory.getLog(Relay.class);

	private final SelectorLoop loop;

	private final SocketChannel socket;

	private final SelectionKey key;

	private final ForwardChannel channel;

	private final Owner owner;

	private final byte[] preface;

	private final ByteBuffer early;

	private final Object lock = new Object();

	private final PendingOutput unwritten = new PendingOutput();

	private boolean done;

	private boolean opened;

	private boolean closedByPeer;

	private boolean outputEnding;

	private boolean outputEnded;

	private boolean inputEnded;

	private volatile boolean paused = true;

	/**
	 * Create a new {@link Relay}.
	 * @param loop the loop, on whose thread this is
	 * @param key the key of the socket, which does not block and is watched for nothing
	 * @param channel the channel, not open yet
	 * @param owner whose connection it is
	 */
	Relay(SelectorLoop loop, SelectionKey key, ForwardChannel channel, Owner owner) {
		this(loop, key, channel, owner, new byte[0], ByteBuffer.allocate(0));
	}

	/**
	 * Create a new {@link Relay} for a socket that has been talked to.
	 * @param loop the loop, on whose thread this is
	 * @param key the key of the socket, which does not block and is watched for nothing
	 * @param channel the channel, not open yet
	 * @param owner whose connection it is
	 * @param preface what to write to the socket once the channel is open
	 * @param early what has been read from the socket and is for the channel
	 */
	Relay(SelectorLoop loop, SelectionKey key, ForwardChannel channel, Owner owner, byte[] preface, ByteBuffer early) {
		this.loop = loop;
		this.socket = (SocketChannel) key.channel();
		this.key = key;
		this.channel = channel;
		this.owner = owner;
		this.preface = preface;
		this.early = early;
		key.attach(this);
		channel.connect(this);
	}

	@Override
	public void opened() {
		if (this.preface.length > 0) {
			writePreface();
		}
		this.loop.execute(() -> {
			this.opened = true;
			if (!isDone()) {
				this.owner.opened();
				resume();
			}
		});
	}

	private void writePreface() {
		ByteBuffer bytes = ByteBuffer.wrap(this.preface);
		synchronized (this.lock) {
			if (this.done) {
				return;
			}
			try {
				this.socket.write(bytes);
				if (bytes.hasRemaining()) {
					throw new IOException("The socket takes nothing");
				}
			}
			catch (IOException ex) {
				fail(ex);
			}
		}
	}

	@Override
	public void refused(int reason, String message) {
		String text = PeerText.printable(message);
		this.loop.execute(() -> giveUp(switch (reason) {
			case SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, SshConstants.SSH_OPEN_UNKNOWN_CHANNEL_TYPE ->
				TunnelFailure.of(Reason.PROHIBITED, "The server does not allow it: " + text);
			case SshConstants.SSH_OPEN_CONNECT_FAILED ->
				TunnelFailure.of(Reason.TARGET_REFUSED, "The server cannot connect to it: " + text);
			default -> TunnelFailure.of(Reason.OTHER, "The server refuses it: " + text);
		}));
	}

	/**
	 * Do not wait any longer for the channel to be opened, if it is not open yet. The
	 * socket is left to the owner.
	 * @param failure why
	 */
	void giveUp(TunnelFailure failure) {
		if (!this.opened && finish()) {
			this.owner.notOpened(failure);
		}
	}

	@Override
	public void received(byte[] data, int offset, int length) {
		ByteBuffer bytes = ByteBuffer.wrap(data, offset, length);
		int taken;
		synchronized (this.lock) {
			if (this.done) {
				return;
			}
			this.owner.received(length);
			try {
				if (this.unwritten.isEmpty()) {
					this.socket.write(bytes);
				}
			}
			catch (IOException ex) {
				fail(ex);
				return;
			}
			taken = length - bytes.remaining();
			if (bytes.hasRemaining()) {
				this.unwritten.add(bytes);
				this.loop.execute(this::watch);
			}
		}
		if (taken > 0) {
			this.channel.taken(taken, taken == length);
		}
	}

	@Override
	public void receivedEnd() {
		this.loop.execute(() -> {
			this.outputEnding = true;
			endOutput();
		});
	}

	@Override
	public void sendable() {
		if (this.paused) {
			this.loop.execute(this::resume);
		}
	}

	@Override
	public void closed(boolean byPeer) {
		this.loop.execute(() -> {
			if (byPeer && this.opened) {
				this.closedByPeer = true;
				this.outputEnding = true;
				watch();
				endOutput();
			}
			else {
				giveUp(TunnelFailure.of(Reason.NO_CONNECTION, "The connection to the server is lost"));
				abort();
			}
		});
	}

	/**
	 * Give an open connection up. Whoever is at the other end of the socket hears of it
	 * as an error: half of the data must not look like all of it.
	 */
	void abort() {
		Sockets.reset(this.socket);
		finishAndClose();
	}

	@Override
	public void ready(SelectionKey key) {
		try {
			if (key.isWritable()) {
				write();
			}
			if (key.isValid() && key.isReadable()) {
				read();
			}
		}
		catch (IOException ex) {
			fail(ex);
		}
	}

	private void read() throws IOException {
		Credit credit = this.channel.takeCredit();
		if (credit == null) {
			pause();
			return;
		}
		ByteBuffer buffer = this.loop.buffer();
		int count = 0;
		try {
			count = this.socket.read(buffer.limit(credit.bytes()));
		}
		finally {
			if (count <= 0) {
				credit.giveBack().run();
			}
		}
		if (count > 0) {
			send(buffer.flip(), credit);
		}
		else if (count < 0) {
			this.inputEnded = true;
			this.channel.sendEnd();
			watch();
			finishIfEnded();
		}
	}

	private void send(ByteBuffer bytes, Credit credit) throws IOException {
		this.owner.sent(bytes.remaining());
		this.channel.send(bytes, credit);
	}

	/**
	 * Read no more until it can be sent, which may just have become possible.
	 */
	private void pause() {
		this.paused = true;
		Credit credit = this.channel.takeCredit();
		if (credit != null) {
			credit.giveBack().run();
			this.paused = false;
		}
		watch();
	}

	private void resume() {
		if (!this.opened || isDone()) {
			return;
		}
		try {
			Credit credit = this.early.hasRemaining() ? this.channel.takeCredit() : null;
			while (credit != null) {
				int length = Math.min(credit.bytes(), this.early.remaining());
				ByteBuffer bytes = this.early.slice(this.early.position(), length);
				this.early.position(this.early.position() + length);
				send(bytes, credit);
				credit = this.early.hasRemaining() ? this.channel.takeCredit() : null;
			}
			this.paused = this.early.hasRemaining();
			watch();
		}
		catch (IOException ex) {
			fail(ex);
		}
	}

	private void write() throws IOException {
		long taken;
		synchronized (this.lock) {
			taken = this.unwritten.writeTo(this.socket);
		}
		if (taken > 0) {
			this.channel.taken(taken, false);
		}
		watch();
		endOutput();
	}

	/**
	 * Pass the end of what the server sends on, once all before it is written.
	 */
	private void endOutput() {
		if (!this.outputEnding || hasUnwritten() || isDone()) {
			return;
		}
		if (!this.outputEnded) {
			this.outputEnded = true;
			try {
				this.socket.shutdownOutput();
			}
			catch (IOException ex) {
				fail(ex);
				return;
			}
		}
		finishIfEnded();
	}

	private void finishIfEnded() {
		if (this.outputEnded && (this.inputEnded || this.closedByPeer)) {
			finishAndClose();
		}
	}

	private void fail(IOException cause) {
		logger.debug("A connection through a tunnel is broken", cause);
		this.loop.execute(this::abort);
	}

	private void finishAndClose() {
		if (finish()) {
			SelectorLoop.close(this.socket);
			this.owner.ended();
		}
	}

	private boolean finish() {
		synchronized (this.lock) {
			if (this.done) {
				return false;
			}
			this.done = true;
			this.unwritten.clear();
		}
		this.channel.end();
		return true;
	}

	/**
	 * Watch the socket for what can be done about it now.
	 */
	private void watch() {
		if (isDone() || !this.key.isValid()) {
			return;
		}
		int operations = hasUnwritten() ? SelectionKey.OP_WRITE : 0;
		if (!this.paused && !this.inputEnded && !this.closedByPeer) {
			operations |= SelectionKey.OP_READ;
		}
		this.key.interestOps(operations);
	}

	private boolean hasUnwritten() {
		synchronized (this.lock) {
			return !this.unwritten.isEmpty();
		}
	}

	private boolean isDone() {
		synchronized (this.lock) {
			return this.done;
		}
	}

	/**
	 * Whose connection a relay serves. Called on the thread of the loop, but for the
	 * counting. Exactly one of {@link #notOpened} and {@link #ended} is called.
	 */
	interface Owner {

		/**
		 * The channel is open.
		 */
		void opened();

		/**
		 * The channel was not opened, and the socket is the owner's again.
		 */
		void notOpened(TunnelFailure failure);

		/**
		 * Bytes have been read from the socket.
		 */
		void sent(int bytes);

		/**
		 * Bytes have come for the socket.
		 */
		void received(int bytes);

		/**
		 * The connection has ended, and its socket is closed.
		 */
		void ended();

	}

}
