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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import io.github.sshboot.client.tunnel.ForwardChannel.Incoming;
import io.github.sshboot.client.tunnel.TunnelAddress.Tcp;
import io.github.sshboot.client.tunnel.TunnelAddress.Unix;
import io.github.sshboot.client.tunnel.TunnelFailure.Reason;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.SshConstants;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the server, on its way through a tunnel to a target of this machine.
 */
final class RemoteConnection implements Relay.Owner, AbstractTunnel.Connection {

	private static final Log logger = LogFactory.getLog(RemoteConnection.class);

	private final RemoteTunnel tunnel;

	private final TunnelAddress target;

	private final Incoming channel;

	private @Nullable SocketChannel socket;

	private @Nullable Relay relay;

	private boolean over;

	RemoteConnection(RemoteTunnel tunnel, TunnelAddress target, Incoming channel) {
		this.tunnel = tunnel;
		this.target = target;
		this.channel = channel;
	}

	/**
	 * Connect to the target, on a thread that may block.
	 */
	void connect() {
		try {
			SocketChannel socket = connect(this.target, this.tunnel.carrier().answerTimeout());
			this.tunnel.context().loop().execute(() -> connected(socket));
		}
		catch (IOException | RuntimeException ex) {
			this.tunnel.context().loop().execute(() -> notConnected(ex));
		}
	}

	private static SocketChannel connect(TunnelAddress target, Duration timeout) throws IOException {
		if (target instanceof Unix unix) {
			SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
			try {
				socket.connect(UnixDomainSocketAddress.of(unix.path()));
				return socket;
			}
			catch (IOException | RuntimeException ex) {
				SelectorLoop.close(socket);
				throw ex;
			}
		}
		Tcp tcp = (Tcp) target;
		long deadline = System.nanoTime() + timeout.toNanos();
		IOException failure = new IOException("no address");
		for (InetAddress address : InetAddress.getAllByName(tcp.host())) {
			try {
				return connect(new InetSocketAddress(address, tcp.port()), deadline);
			}
			catch (IOException ex) {
				failure = ex;
			}
		}
		throw failure;
	}

	private static SocketChannel connect(InetSocketAddress address, long deadline) throws IOException {
		int millis = (int) Duration.ofNanos(deadline - System.nanoTime()).toMillis();
		if (millis <= 0) {
			throw new SocketTimeoutException("no answer in time");
		}
		SocketChannel socket = SocketChannel.open();
		try {
			socket.socket().connect(address, millis);
			return socket;
		}
		catch (IOException ex) {
			SelectorLoop.close(socket);
			throw ex;
		}
	}

	private void connected(SocketChannel socket) {
		if (this.over || !this.channel.isOpen()) {
			SelectorLoop.close(socket);
			ended();
			return;
		}
		this.socket = socket;
		try {
			Sockets.prepare(socket);
			SelectionKey key = this.tunnel.context().loop().register(socket, 0, (unused) -> {
			});
			this.relay = new Relay(this.tunnel.context().loop(), key, this.channel, this);
			this.channel.accept();
		}
		catch (IOException ex) {
			SelectorLoop.close(socket);
			notConnected(ex);
		}
	}

	private void notConnected(Exception cause) {
		if (this.over) {
			return;
		}
		logger.debug("The target of a remote tunnel cannot be connected to", cause);
		this.tunnel
			.failed(TunnelFailure.of((cause instanceof SocketTimeoutException) ? Reason.TIMEOUT : Reason.TARGET_REFUSED,
					"%s cannot be connected to: %s".formatted(this.target, cause.getMessage())));
		this.channel.refuse(SshConstants.SSH_OPEN_CONNECT_FAILED, "Connect failed");
		ended();
	}

	@Override
	public void opened() {
		// the target was connected to before
	}

	@Override
	public void notOpened(TunnelFailure failure) {
		if (this.socket != null) {
			SelectorLoop.close(this.socket);
		}
		ended();
	}

	@Override
	public void ended() {
		this.over = true;
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
			this.channel.refuse(SshConstants.SSH_OPEN_CONNECT_FAILED, "The tunnel is closed");
			ended();
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
