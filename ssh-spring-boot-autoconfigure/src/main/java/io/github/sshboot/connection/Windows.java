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

package io.github.sshboot.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import io.github.sshboot.transport.ConnectionScoped;
import org.apache.sshd.common.PropertyResolver;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.helpers.AbstractFactoryManager;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/**
 * The windows of channels: ours, and what a peer may say about its own.
 */
final class Windows {

	/**
	 * As good as for ever, which the engine cannot be told. A writer waits for a slow
	 * reader as it would on a pipe; only the end of the connection ends the wait.
	 */
	private static final Duration NO_LIMIT = Duration.ofDays(365);

	private static final long MAX_SIZE = 0xFFFFFFFFL;

	/**
	 * What everybody sends at once. MINA would collect half a gigabyte for a peer that
	 * asks for it.
	 */
	private static final int PACKET_SIZE = 32 * 1024;

	private Windows() {
	}

	/**
	 * Let writers wait for their peers, in the {@link OutputSpace} of their connection.
	 */
	static void apply(AbstractFactoryManager manager) {
		CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(manager, NO_LIMIT);
		manager.setChannelStreamWriterResolver((channel, command) -> new BoundedStreamWriter(channel,
				((ConnectionScoped) channel.getSession()).getConnectionScope()
					.getRequired(OutputSpace.class)
					.newShare()));
	}

	static void apply(PropertyResolver target, WindowSettings settings) {
		CoreModuleProperties.WINDOW_SIZE.set(target, settings.size());
		CoreModuleProperties.MAX_PACKET_SIZE.set(target, (long) settings.packetSize());
	}

	/**
	 * Return a view of a message, to look at it before it is handled.
	 */
	static Buffer peek(Buffer message) {
		return new ByteArrayBuffer(message.array(), message.rpos(), message.available());
	}

	/**
	 * Check the size of packets that a peer opens a channel with, and change it in the
	 * message if we would not send such large ones.
	 * @param message a view of the part of its message from the channel on
	 * @param ours where the size of packets that we take is set
	 */
	static void boundPacketSize(Buffer message, PropertyResolver ours) throws SshException {
		message.getUInt(); // sender channel
		message.getUInt(); // window size
		int position = message.rpos();
		long size = message.getUInt();
		if (size == 0) {
			throw protocolError("a channel whose packets can hold nothing");
		}
		long max = Math.max(PACKET_SIZE, CoreModuleProperties.MAX_PACKET_SIZE.getRequired(ours));
		if (size > max) {
			ByteBuffer.wrap(message.array()).putInt(position, (int) max);
		}
	}

	/**
	 * Let a peer have its window enlarged, within what the protocol allows.
	 * @param channel the channel or {@code null} if there is none any more
	 * @param message the message from the number of bytes on
	 */
	static void adjust(@Nullable Channel channel, Buffer message) throws IOException {
		if (channel != null) {
			checkAdjust(channel, message);
			channel.handleWindowAdjust(message);
		}
	}

	private static void checkAdjust(Channel channel, Buffer message) throws SshException {
		if (message.available() >= Integer.BYTES
				&& channel.getRemoteWindow().getSize() + message.rawUInt(message.rpos()) > MAX_SIZE) {
			throw protocolError("a window of more than 2^32-1 bytes");
		}
	}

	private static SshException protocolError(String what) {
		return new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "Protocol error: " + what);
	}

}
