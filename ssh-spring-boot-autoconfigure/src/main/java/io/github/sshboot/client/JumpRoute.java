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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import io.github.sshboot.transport.ConnectFailureReason;
import io.github.sshboot.transport.ConnectionCarrier;
import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.PeerText;
import io.github.sshboot.transport.SshEndpoint;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
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
		this.launcher = new ChannelLauncher(engine, jump.pool().forwarding(), jump.settings().endpoint(),
				jump.settings().timeouts().connect());
	}

	DefaultSshClient jump() {
		return this.jump;
	}

	/**
	 * Begin to open the way to a host. May take as long as connecting to the other one
	 * does.
	 * @param target the host
	 * @param done takes what is to carry the connection to the host, or why there is no
	 * way
	 * @return to be cancelled if nobody wants it any more
	 */
	Future<?> open(SshEndpoint target, BiConsumer<@Nullable ConnectionCarrier, @Nullable SshException> done) {
		AtomicReference<@Nullable JumpChannel> last = new AtomicReference<>();
		CompletableFuture<JumpChannel> way = this.launcher.launch(() -> {
			JumpChannel channel = new JumpChannel(target, this.engine);
			last.set(channel);
			return channel;
		}, Deadline.in(null), this.engine::execute);
		way.whenComplete((channel, failure) -> done.accept(channel,
				(failure != null) ? failure(target, last.get(), Connector.failure(failure)) : null));
		return way;
	}

	/**
	 * Return through how many hosts a connection goes.
	 */
	static int hops(Session session) {
		ConnectionCarrier carrier = ((ConnectionScoped) session).getConnectionScope().get(ConnectionCarrier.class);
		return (carrier instanceof JumpChannel channel) ? 1 + hops(channel.getSession()) : 0;
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
