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
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import io.github.sshboot.client.tunnel.SocksHandshake.RejectedException;
import io.github.sshboot.client.tunnel.TunnelAddress.Tcp;
import io.github.sshboot.client.tunnel.TunnelAddress.Unix;
import io.github.sshboot.client.tunnel.TunnelFailure.Reason;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to this machine, on its way through a tunnel: it may have to say where to,
 * then waits for the connection to the server, then for the server to open a channel, and
 * nothing of what is for the target is read meanwhile. Only for the thread of the loop.
 */
final class LocalConnection implements Relay.Owner, AbstractTunnel.Connection {

	private static final Log logger = LogFactory.getLog(LocalConnection.class);

	/**
	 * How long someone may take to say where to.
	 */
	private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

	private static final int NO_PORT = 0;

	private final AbstractTunnel tunnel;

	private final SelectionKey key;

	private final SocketChannel socket;

	private final @Nullable SocksHandshake handshake;

	private @Nullable TunnelAddress target;

	private @Nullable Relay relay;

	private boolean triedAgain;

	private @Nullable Future<?> timer;

	private boolean over;

	LocalConnection(AbstractTunnel tunnel, SelectionKey key) {
		this.tunnel = tunnel;
		this.key = key;
		this.socket = (SocketChannel) key.channel();
		TunnelSettings settings = tunnel.getSettings();
		this.handshake = (settings.target() == null) ? new SocksHandshake(settings.login()) : null;
	}

	void begin() {
		SocksHandshake handshake = this.handshake;
		if (handshake == null) {
			awaitServer(Objects.requireNonNull(this.tunnel.getSettings().target()));
			return;
		}
		this.key.attach((SelectorLoop.Handler) (key) -> readRequest(handshake));
		this.key.interestOps(SelectionKey.OP_READ);
		within(REQUEST_TIMEOUT, () -> reject("nothing for a while", new byte[0]));
	}

	private void readRequest(SocksHandshake handshake) {
		try {
			if (this.socket.read(handshake.buffer()) < 0) {
				end();
				return;
			}
			Tcp target = handshake.proceed(this::answer);
			if (target != null && !this.over) {
				this.key.interestOps(0);
				awaitServer(target);
			}
		}
		catch (RejectedException ex) {
			reject(String.valueOf(ex.getMessage()), ex.answer());
		}
		catch (IOException ex) {
			logger.debug("A connection to a dynamic tunnel is broken", ex);
			end();
		}
	}

	private void awaitServer(TunnelAddress target) {
		this.target = target;
		stopTimer();
		this.tunnel.carrier()
			.whenConnected(this.tunnel.getSettings().waitTimeout(), (session) -> onLoop(() -> open(session, target)),
					() -> onLoop(() -> notOpened(
							TunnelFailure.of(Reason.NO_CONNECTION, "There is no connection to the server"))));
	}

	private void onLoop(Runnable task) {
		this.tunnel.context().loop().execute(() -> {
			if (!this.over) {
				task.run();
			}
		});
	}

	private void open(TunnelSession session, TunnelAddress target) {
		try {
			ForwardChannel channel = new ForwardChannel(
					(target instanceof Unix) ? "direct-streamlocal@openssh.com" : "direct-tcpip",
					destination(target, this.socket.getRemoteAddress()), this.tunnel.context().budget());
			SocksHandshake handshake = this.handshake;
			Relay relay = (handshake != null) ? new Relay(this.tunnel.context().loop(), this.key, channel, this,
					handshake.success(), handshake.rest())
					: new Relay(this.tunnel.context().loop(), this.key, channel, this);
			this.relay = relay;
			Duration timeout = this.tunnel.carrier().answerTimeout();
			within(timeout, () -> giveUp(AbstractTunnel.noAnswer(timeout)));
			session.open(channel);
		}
		catch (IOException ex) {
			logger.debug("A channel for a tunnel cannot be opened", ex);
			giveUp(TunnelFailure.of(Reason.NO_CONNECTION, "The connection to the server is lost"));
		}
	}

	private void giveUp(TunnelFailure failure) {
		if (this.relay != null) {
			this.relay.giveUp(failure);
		}
		else {
			notOpened(failure);
		}
	}

	private static Consumer<Buffer> destination(TunnelAddress target, @Nullable SocketAddress source) {
		if (target instanceof Unix unix) {
			return (buffer) -> {
				buffer.putString(unix.path());
				buffer.putString("");
				buffer.putUInt(0);
			};
		}
		Tcp tcp = (Tcp) target;
		InetSocketAddress from = (source instanceof InetSocketAddress address) ? address : null;
		return (buffer) -> {
			buffer.putString(tcp.host());
			buffer.putUInt(tcp.port());
			buffer.putString((from != null) ? from.getAddress().getHostAddress() : "127.0.0.1");
			buffer.putUInt((from != null) ? from.getPort() : NO_PORT);
		};
	}

	@Override
	public void opened() {
		stopTimer();
	}

	@Override
	public void notOpened(TunnelFailure failure) {
		TunnelAddress target = this.target;
		if (failure.reason() == Reason.NO_CONNECTION && this.relay != null && target != null && !this.triedAgain) {
			// nothing of the connection has been sent
			this.triedAgain = true;
			this.relay = null;
			awaitServer(target);
			return;
		}
		this.tunnel.failed(failure);
		if (this.handshake != null) {
			answer(this.handshake.refusal(failure.reason()));
			end();
		}
		else {
			drop();
		}
	}

	private void reject(String what, byte[] answer) {
		this.tunnel.failed(TunnelFailure.of(Reason.BAD_REQUEST, "Someone has sent " + what));
		answer(answer);
		end();
	}

	/**
	 * Answer with a few bytes. Whoever does not even take these gets no more.
	 */
	private void answer(byte[] answer) {
		try {
			ByteBuffer bytes = ByteBuffer.wrap(answer);
			this.socket.write(bytes);
			if (bytes.hasRemaining()) {
				end();
			}
		}
		catch (IOException ex) {
			logger.debug("A connection to a dynamic tunnel is broken", ex);
			end();
		}
	}

	private void end() {
		if (!this.over) {
			Sockets.closeGently(this.socket, this.tunnel.context().loop().buffer());
			ended();
		}
	}

	@Override
	public void ended() {
		this.over = true;
		stopTimer();
		this.tunnel.ended(this);
	}

	@Override
	public void abort() {
		if (this.over) {
			return;
		}
		Relay relay = this.relay;
		if (relay != null) {
			relay.abort();
		}
		else {
			drop();
		}
	}

	/**
	 * End the connection as an error.
	 */
	private void drop() {
		Sockets.reset(this.socket);
		SelectorLoop.close(this.socket);
		ended();
	}

	private void within(Duration timeout, Runnable task) {
		stopTimer();
		this.timer = this.tunnel.schedule(timeout, () -> {
			if (!this.over) {
				task.run();
			}
		});
	}

	private void stopTimer() {
		if (this.timer != null) {
			this.timer.cancel(false);
			this.timer = null;
		}
	}

	@Override
	public void sent(int bytes) {
		this.tunnel.sent(bytes);
	}

	@Override
	public void received(int bytes) {
		this.tunnel.received(bytes);
	}

}
