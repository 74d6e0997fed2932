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

package io.github.sshboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Tells clients that they are not served: who we are (RFC 4253 section 4.2), and a
 * disconnection (section 11.1), which {@code ssh} shows to its user. A text in place of
 * our identification, as OpenSSH's server sends, would be seen with {@code ssh -v} only.
 * <p>
 * A socket that is closed when its peer goes on sending can take the peer what it was
 * told. So a few of those that are told stay until the client has left, for a second at
 * the most; the others are closed at once.
 */
final class RefusedConnections {

	private static final int MAX_LINGERING = 64;

	private static final Duration LINGER = Duration.ofSeconds(1);

	private static final int MIN_PADDING = 4;

	private static final int BLOCK = 8;

	private static final int MAX_IGNORED = 2048;

	private final Semaphore lingering = new Semaphore(MAX_LINGERING);

	private final ScheduledExecutorService scheduler;

	/**
	 * Create new {@link RefusedConnections}.
	 * @param scheduler ends those that stay too long
	 */
	RefusedConnections(ScheduledExecutorService scheduler) {
		this.scheduler = scheduler;
	}

	/**
	 * Tell a client that it is not served, and close its connection.
	 * @param channel the connection
	 * @param identification who we are
	 * @param reason why it is not served
	 */
	void refuse(GroupSocket channel, String identification, String reason) {
		// there is room for it in a new socket
		ByteBuffer[] farewell = { farewell(identification, reason) };
		try {
			channel.writeNow(farewell, 0);
		}
		catch (IOException ex) {
			// it has left already
		}
		if (!farewell[0].hasRemaining() && this.lingering.tryAcquire()) {
			new Lingering(channel).begin();
		}
		else {
			SocketService.close(channel);
		}
	}

	private static ByteBuffer farewell(String identification, String reason) {
		Buffer message = new ByteArrayBuffer();
		message.putByte(SshConstants.SSH_MSG_DISCONNECT);
		message.putUInt(SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS);
		message.putString(reason);
		message.putString("");
		byte[] content = message.getCompactData();
		int padding = BLOCK - (Integer.BYTES + 1 + content.length) % BLOCK;
		padding = (padding < MIN_PADDING) ? padding + BLOCK : padding;
		Buffer farewell = new ByteArrayBuffer();
		farewell.putRawBytes((identification + "\r\n").getBytes(StandardCharsets.US_ASCII));
		farewell.putUInt(1 + content.length + padding);
		farewell.putByte((byte) padding);
		farewell.putRawBytes(content);
		farewell.putRawBytes(new byte[padding]);
		return ByteBuffer.wrap(farewell.getCompactData());
	}

	/**
	 * Waits for the client to leave.
	 */
	private final class Lingering implements GroupSocket.Input {

		private final GroupSocket channel;

		private final Future<?> end;

		private int ignored;

		private Lingering(GroupSocket channel) {
			this.channel = channel;
			this.end = RefusedConnections.this.scheduler.schedule(() -> SocketService.close(channel), LINGER.toMillis(),
					TimeUnit.MILLISECONDS);
		}

		private void begin() {
			try {
				this.channel.shutdownOutput();
				read();
			}
			catch (IOException | RuntimeException ex) {
				end();
			}
		}

		private void read() {
			this.channel.read(this);
		}

		@Override
		public void received(ByteBuffer content) {
			this.ignored += content.remaining();
			if (this.ignored >= MAX_IGNORED) {
				end();
				return;
			}
			try {
				read();
			}
			catch (RuntimeException ex) {
				end();
			}
		}

		@Override
		public void ended() {
			end();
		}

		@Override
		public void failed(Throwable failure) {
			end();
		}

		private void end() {
			this.end.cancel(false);
			RefusedConnections.this.lingering.release();
			SocketService.close(this.channel);
		}

	}

}
