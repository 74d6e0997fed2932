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
import java.net.StandardProtocolFamily;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.sshboot.client.tunnel.TunnelAddress.Tcp;
import io.github.sshboot.client.tunnel.TunnelAddress.Unix;
import io.github.sshboot.client.tunnel.TunnelFailure.Reason;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Listens on this machine. Whoever connects while there are too many waits, with the
 * operating system.
 */
final class SocketListener implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(SocketListener.class);

	/**
	 * Linux has at most 4096, and 50 if nobody asks for more.
	 */
	private static final int BACKLOG = 1024;

	private static final int BURST = 16;

	private static final int RETRY_MILLIS = 100;

	private final SelectorLoop loop;

	private final ScheduledExecutorService timer;

	private final ServerSocketChannel channel;

	private final TunnelAddress address;

	private final @Nullable UnixSocketFile file;

	private @Nullable SelectionKey key;

	private SocketListener(SelectorLoop loop, ScheduledExecutorService timer, ServerSocketChannel channel,
			TunnelAddress address, @Nullable UnixSocketFile file) {
		this.loop = loop;
		this.timer = timer;
		this.channel = channel;
		this.address = address;
		this.file = file;
	}

	/**
	 * Take an address. Connections wait until they are {@linkplain #start accepted}.
	 */
	static SocketListener bind(TunnelAddress address, SelectorLoop loop, ScheduledExecutorService timer)
			throws TunnelException {
		ServerSocketChannel channel = null;
		SocketListener listener = null;
		try {
			if (address instanceof Unix unix) {
				channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
				UnixSocketFile file = UnixSocketFile.bind(channel, Path.of(unix.path()), BACKLOG);
				listener = new SocketListener(loop, timer, channel, address, file);
			}
			else {
				Tcp tcp = (Tcp) address;
				channel = ServerSocketChannel.open();
				channel.bind(resolve(tcp), BACKLOG);
				int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
				listener = new SocketListener(loop, timer, channel, new Tcp(tcp.host(), port), null);
			}
			channel.configureBlocking(false);
			return listener;
		}
		catch (IOException | RuntimeException ex) {
			throw failure(address, ex);
		}
		finally {
			if (listener == null && channel != null) {
				SelectorLoop.close(channel);
			}
		}
	}

	private static InetSocketAddress resolve(Tcp address) throws IOException {
		return switch (address.host()) {
			case TunnelAddress.ALL -> new InetSocketAddress(address.port());
			case TunnelAddress.LOOPBACK -> new InetSocketAddress(InetAddress.getLoopbackAddress(), address.port());
			default -> new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
		};
	}

	private static TunnelException failure(TunnelAddress address, Exception cause) {
		String message = String.valueOf(cause.getMessage());
		if (cause instanceof FileAlreadyExistsException || message.toLowerCase(Locale.ROOT).contains("in use")) {
			return new TunnelException(Reason.ADDRESS_IN_USE, "Something else is at %s".formatted(address), cause);
		}
		return new TunnelException(Reason.ADDRESS_UNUSABLE, "Cannot listen at %s: %s".formatted(address,
				(cause.getMessage() != null) ? message : cause.getClass().getSimpleName()), cause);
	}

	/**
	 * Return where this listens.
	 */
	TunnelAddress address() {
		return this.address;
	}

	/**
	 * Return whether only this machine can connect.
	 */
	boolean isLoopback() {
		try {
			return !(this.channel.getLocalAddress() instanceof InetSocketAddress bound)
					|| bound.getAddress().isLoopbackAddress();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Begin to accept connections.
	 * @param acceptor takes them, on the thread of the loop
	 */
	void start(Acceptor acceptor) {
		this.loop.execute(() -> {
			try {
				if (this.channel.isOpen()) {
					this.key = this.loop.register(this.channel, SelectionKey.OP_ACCEPT, (key) -> accept(acceptor));
				}
			}
			catch (IOException ex) {
				logger.error("Connections to %s cannot be accepted".formatted(this.address), ex);
			}
		});
	}

	private void accept(Acceptor acceptor) {
		for (int count = 0; count < BURST; count++) {
			if (!acceptor.hasRoom()) {
				watch(false);
				return;
			}
			SocketChannel socket;
			try {
				socket = this.channel.accept();
			}
			catch (IOException ex) {
				acceptLater(ex);
				return;
			}
			if (socket == null) {
				return;
			}
			accept(socket, acceptor);
		}
	}

	private void accept(SocketChannel socket, Consumer<SelectionKey> acceptor) {
		try {
			Sockets.prepare(socket);
			acceptor.accept(this.loop.register(socket, 0, (key) -> {
			}));
		}
		catch (IOException ex) {
			logger.debug("A connection to %s was broken at once".formatted(this.address), ex);
			SelectorLoop.close(socket);
		}
	}

	/**
	 * There may be no descriptor left. The connection still waits, and asking for it
	 * again and again would leave time for nothing else.
	 */
	private void acceptLater(IOException cause) {
		logger.warn("Connections to %s have to wait: %s".formatted(this.address, cause.getMessage()));
		watch(false);
		this.timer.schedule(this::resume, RETRY_MILLIS, TimeUnit.MILLISECONDS);
	}

	/**
	 * Accept connections again, now that there is room.
	 */
	void resume() {
		this.loop.execute(() -> watch(true));
	}

	private void watch(boolean accept) {
		SelectionKey key = this.key;
		if (key != null && key.isValid()) {
			key.interestOps(accept ? SelectionKey.OP_ACCEPT : 0);
		}
	}

	@Override
	public void close() {
		this.loop.closeNow(this.channel);
		if (this.file != null) {
			this.file.remove();
		}
	}

	/**
	 * Takes connections.
	 */
	interface Acceptor extends Consumer<SelectionKey> {

		/**
		 * Return whether another one can be taken.
		 */
		boolean hasRoom();

	}

}
