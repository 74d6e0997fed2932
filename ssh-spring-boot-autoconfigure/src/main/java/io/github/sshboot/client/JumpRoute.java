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

import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

import io.github.sshboot.transport.ConnectFailureReason;
import io.github.sshboot.transport.ConnectionCarrier;
import io.github.sshboot.transport.PeerText;
import io.github.sshboot.transport.SshEndpoint;
import org.apache.sshd.common.SshConstants;
import org.jspecify.annotations.Nullable;

/**
 * The way to a host through another one, which is asked to connect there (OpenSSH:
 * {@code ProxyJump}). The other host sees nothing of what goes through it, and has
 * credentials and a host key of its own.
 */
final class JumpRoute {

	private final ClientEngine engine;

	private final DefaultSshClient jump;

	private final ChannelLauncher launcher;

	/**
	 * Create a new {@link JumpRoute}.
	 * @param engine the engine
	 * @param jump the client of the other host, whose connections are shared
	 */
	JumpRoute(ClientEngine engine, DefaultSshClient jump) {
		this.engine = engine;
		this.jump = jump;
		this.launcher = new ChannelLauncher(jump.pool().forwarding(), jump.settings().endpoint(),
				jump.settings().timeouts().connect());
	}

	DefaultSshClient jump() {
		return this.jump;
	}

	/**
	 * Open the way to a host. May take as long as connecting to the other one does,
	 * unless the thread is interrupted.
	 * @param target the host
	 * @return what carries the connection to the host
	 * @throws SshException if there is no way
	 */
	ConnectionCarrier open(SshEndpoint target) throws InterruptedException {
		AtomicReference<@Nullable JumpChannel> channel = new AtomicReference<>();
		try {
			return this.launcher.launch(() -> {
				JumpChannel next = new JumpChannel(target, this.engine);
				channel.set(next);
				return next;
			}, Deadline.in(null));
		}
		catch (SshException ex) {
			throw failure(target, channel.get(), ex);
		}
	}

	private SshException failure(SshEndpoint target, @Nullable JumpChannel channel, SshException failure) {
		String start = "Cannot connect to %s through %s: ".formatted(target, this);
		if (channel == null || channel.openFailureReason() == 0) {
			return failure.again(start + failure.getMessage());
		}
		String said = PeerText.printable(channel.openFailureMessage());
		return switch (channel.openFailureReason()) {
			case SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED ->
				new SshConnectException(ConnectFailureReason.OTHER,
						start + "it does not forward connections there (%s); OpenSSH: AllowTcpForwarding, PermitOpen"
							.formatted(said),
						failure);
			default ->
				new SshConnectException(reason(said), start + "it cannot connect there (%s)".formatted(said), failure);
		};
	}

	/**
	 * Tell what a failure means that the other host has met, in the words of its system.
	 */
	private static ConnectFailureReason reason(String said) {
		String message = said.toLowerCase(Locale.ROOT);
		if (message.contains("refused")) {
			return ConnectFailureReason.REFUSED;
		}
		if (message.contains("timed out")) {
			return ConnectFailureReason.TIMEOUT;
		}
		if (message.contains("unreachable") || message.contains("no route")) {
			return ConnectFailureReason.UNREACHABLE;
		}
		return (message.contains("not known") || message.contains("resol")) ? ConnectFailureReason.UNKNOWN_HOST
				: ConnectFailureReason.OTHER;
	}

	@Override
	public String toString() {
		return this.jump.settings().endpoint().toString();
	}

}
