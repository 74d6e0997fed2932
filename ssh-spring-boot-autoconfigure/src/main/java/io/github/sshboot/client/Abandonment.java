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

	private boolean begun;

	private boolean abandoned;

	Abandonment(AbstractClientChannel channel, String purpose) {
		this.channel = channel;
		this.purpose = purpose;
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
		synchronized (this) {
			if (!this.begun) {
				// once the server has opened the channel it is closed
				this.abandoned = true;
				return;
			}
			if (!this.channel.isClosing()) {
				try {
					sendClose();
				}
				catch (IOException ex) {
					logger.debug("The server of an abandoned channel is gone", ex);
				}
			}
		}
		this.channel.close(true);
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
