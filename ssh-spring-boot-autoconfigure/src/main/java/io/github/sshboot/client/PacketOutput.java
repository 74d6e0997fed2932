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
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RemoteWindow;
import org.apache.sshd.common.channel.throttle.ChannelStreamWriter;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * Writes what is large already to a channel, at once and straight into packets. MINA's
 * own stream makes a new buffer for each packet, and to clear that and to have it out of
 * the caches costs more than to encrypt the packet.
 */
final class PacketOutput extends OutputStream {

	/**
	 * What a packet has beside its data, at most.
	 */
	private static final int ENVELOPE = 128;

	private static final int MAX_SPARE = 4;

	private final AbstractClientChannel channel;

	private final ChannelStreamWriter writer;

	private final Duration patience;

	/**
	 * Buffers of packets that have been written.
	 */
	private final Queue<Buffer> spare = new ArrayBlockingQueue<>(MAX_SPARE);

	/**
	 * Whether something was sent in part, so that nothing can follow it.
	 */
	private volatile boolean broken;

	PacketOutput(AbstractClientChannel channel) {
		this.channel = channel;
		this.writer = channel.resolveChannelStreamWriter(channel, SshConstants.SSH_MSG_CHANNEL_DATA);
		this.patience = CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.getRequired(channel);
	}

	/**
	 * Return how many bytes can be written now without waiting for the peer.
	 */
	long room() {
		return this.channel.getRemoteWindow().getSize();
	}

	@Override
	public void write(int octet) throws IOException {
		write(new byte[] { (byte) octet }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		requireWhole();
		// unless all of it is sent
		this.broken = true;
		send(bytes, offset, length);
		this.broken = false;
	}

	@Override
	public void flush() throws IOException {
		requireWhole();
	}

	private void requireWhole() throws IOException {
		if (this.broken) {
			throw new IOException("What was written before could not be sent");
		}
	}

	private void send(byte[] bytes, int offset, int length) throws IOException {
		RemoteWindow window = this.channel.getRemoteWindow();
		int end = offset + length;
		for (int position = offset; position < end;) {
			int count = (int) Math.min(end - position, space(window));
			Buffer packet = newPacket(count);
			packet.putUInt(this.channel.getRecipient());
			packet.putUInt(count);
			packet.putRawBytes(bytes, position, count);
			window.consume(count);
			this.writer.writeData(packet).addListener((future) -> this.spare.offer(packet));
			position += count;
		}
	}

	private Buffer newPacket(int length) {
		Session session = this.channel.getSession();
		Buffer used = this.spare.poll();
		return (used != null && used.array().length >= length + ENVELOPE)
				? session.prepareBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, used)
				: session.createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, ENVELOPE + length);
	}

	private long space(RemoteWindow window) throws IOException {
		try {
			return Math.min(window.waitForSpace(this.patience), window.getPacketSize());
		}
		catch (InterruptedException ex) {
			throw (IOException) new InterruptedIOException("Interrupted while the peer does not read").initCause(ex);
		}
	}

}
