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
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Lets go of a channel without waiting for the server. Closing the channel as MINA does
 * would either say nothing to the server, which would go on with its side of it, or end
 * the input first, and half of an input would look like all of it.
 */
final class Abandonment {

	private static final Log logger = LogFactory.getLog(Abandonment.class);

	private final AbstractClientChannel channel;

	private final String purpose;

	private final BooleanSupplier closing;

	private boolean begun;

	private boolean abandoned;

	/**
	 * Create a new {@link Abandonment}.
	 * @param channel the channel
	 * @param purpose what it is for
	 * @param closing claims the right to close the channel, which is had once: OpenSSH
	 * ends the connection of who closes a channel twice, and the engine does its part
	 * when the server closes it at the same moment
	 */
	Abandonment(AbstractClientChannel channel, String purpose, BooleanSupplier closing) {
		this.channel = channel;
		this.purpose = purpose;
		this.closing = closing;
	}

	/**
	 * Begin what the channel is for, now that the server has opened it.
	 * @param beginning sends the first messages
	 * @throws IOException if the channel was abandoned meanwhile
	 */
	synchronized void begin(Beginning beginning) throws IOException {
		if (this.abandoned) {
			sendClose();
			throw new IOException("Abandoned before " + this.purpose + " began");
		}
		this.begun = true;
		beginning.run();
	}

	void abandon() {
		boolean claimed;
		synchronized (this) {
			if (!this.begun) {
				// once the server has opened the channel it is closed
				this.abandoned = true;
				return;
			}
			claimed = this.closing.getAsBoolean();
			if (claimed) {
				try {
					sendClose();
				}
				catch (IOException ex) {
					logger.debug("The server of an abandoned channel is gone", ex);
				}
			}
		}
		if (claimed || this.channel.isClosing()) {
			this.channel.close(true);
		}
		// otherwise the server has just closed it, and the engine is about to answer
	}

	private void sendClose() throws IOException {
		Buffer buffer = this.channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_CLOSE, Integer.BYTES);
		buffer.putUInt(this.channel.getRecipient());
		this.channel.writePacket(buffer);
	}

	/**
	 * What follows once the server has opened a channel.
	 */
	@FunctionalInterface
	interface Beginning {

		void run() throws IOException;

	}

}
