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
import java.nio.charset.Charset;
import java.util.Map;

import io.github.sshboot.client.CapturedOutput.CaptureLimitException;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * A session channel that runs a command, and knows whether the server refused to.
 */
final class ExecChannel extends ChannelExec {

	private final Object monitor = new Object();

	private volatile boolean refused;

	private boolean begun;

	private boolean abandoned;

	ExecChannel(String command, Charset charset, Map<String, String> environment) {
		super(command, charset, null, environment);
	}

	@Override
	public void handleFailure() throws IOException {
		this.refused = true;
		super.handleFailure();
	}

	@Override
	protected void doWriteData(byte[] data, int offset, long length) throws IOException {
		try {
			super.doWriteData(data, offset, length);
		}
		catch (CaptureLimitException ex) {
			abandon();
		}
	}

	@Override
	protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
		try {
			super.doWriteExtendedData(data, offset, length);
		}
		catch (CaptureLimitException ex) {
			abandon();
		}
	}

	@Override
	protected void doOpen() throws IOException {
		synchronized (this.monitor) {
			if (this.abandoned) {
				sendClose();
				throw new IOException("The command was abandoned before it began");
			}
			this.begun = true;
			super.doOpen();
		}
	}

	/**
	 * Let go of the command without waiting for the server. Closing the channel as MINA
	 * does would either say nothing to the server, whose command would go on, or end the
	 * input first, and half of an input would look like all of it.
	 */
	void abandon() {
		synchronized (this.monitor) {
			if (!this.begun) {
				// once the server has opened the channel it is closed, see doOpen
				this.abandoned = true;
				return;
			}
			if (!isClosing()) {
				try {
					sendClose();
				}
				catch (IOException ex) {
					log.debug("The server of an abandoned command is gone", ex);
				}
			}
		}
		close(true);
	}

	private void sendClose() throws IOException {
		Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_CLOSE, Integer.BYTES);
		buffer.putUInt(getRecipient());
		writePacket(buffer);
	}

	boolean isRefused() {
		return this.refused;
	}

	void signal(String name) throws IOException {
		Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, Long.SIZE);
		buffer.putUInt(getRecipient());
		buffer.putString("signal");
		buffer.putBoolean(false);
		buffer.putString(name);
		writePacket(buffer);
	}

}
