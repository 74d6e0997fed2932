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
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.github.sshboot.client.CapturedOutput.CaptureLimitException;
import org.apache.sshd.client.channel.PtyCapableChannelSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A session channel with a command, a shell or a subsystem, which knows whether the
 * server refused to start that.
 */
final class SessionChannel extends PtyCapableChannelSession implements LaunchedChannel {

	private final String request;

	private final byte @Nullable [] argument;

	private final String purpose;

	private final Abandonment abandonment;

	private volatile boolean refused;

	private SessionChannel(String request, byte @Nullable [] argument, String purpose,
			Map<String, String> environment) {
		super(false, null, environment);
		this.request = request;
		this.argument = argument;
		this.purpose = purpose;
		this.abandonment = new Abandonment(this, purpose,
				() -> this.gracefulState.compareAndSet(GracefulState.Opened, GracefulState.CloseSent));
	}

	/**
	 * Create a channel that runs a command.
	 */
	static SessionChannel exec(String command, Charset charset, Map<String, String> environment) {
		return new SessionChannel(Channel.CHANNEL_EXEC, command.getBytes(charset), "the command", environment);
	}

	/**
	 * Create a channel with a subsystem.
	 */
	static SessionChannel subsystem(String name) {
		return new SessionChannel(Channel.CHANNEL_SUBSYSTEM, name.getBytes(StandardCharsets.UTF_8),
				"the subsystem '" + name + "'", Map.of());
	}

	@Override
	public String purpose() {
		return this.purpose;
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
			doOpenPty();
			Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST,
					this.request.length() + ((this.argument != null) ? this.argument.length : 0) + Integer.SIZE);
			buffer.putUInt(getRecipient());
			buffer.putString(this.request);
			buffer.putBoolean(true);
			if (this.argument != null) {
				buffer.putBytes(this.argument);
			}
			writePacket(buffer);
			super.doOpen();
		});
	}

	@Override
	public void handleFailure() throws IOException {
		this.refused = true;
		close(true);
	}

	/**
	 * Return whether the server refused to start what was asked for.
	 */
	boolean isRefused() {
		return this.refused;
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
	public void abandon() {
		this.abandonment.abandon();
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
