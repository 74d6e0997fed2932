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

package io.github.sshboot.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a client and a server, and does to what they send what networks and
 * attackers do.
 */
public final class LoopbackProxy implements AutoCloseable {

	private final ServerSocket listener;

	private final int target;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final AtomicReference<Damage> toServer = new AtomicReference<>(Damage.NONE);

	private final AtomicReference<Damage> toClient = new AtomicReference<>(Damage.NONE);

	private LoopbackProxy(ServerSocket listener, int target) {
		this.listener = listener;
		this.target = target;
	}

	/**
	 * Listen on a free port.
	 * @param target the port of the server
	 * @return the proxy
	 */
	public static LoopbackProxy open(int target) {
		try {
			LoopbackProxy proxy = new LoopbackProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
			start(proxy::accept);
			return proxy;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Do something to what clients send from now on.
	 * @param damage what to do
	 */
	public void toServer(Damage damage) {
		this.toServer.set(damage);
	}

	/**
	 * Do something to what servers send from now on.
	 * @param damage what to do
	 */
	public void toClient(Damage damage) {
		this.toClient.set(damage);
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.listener.accept();
				Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
				this.sockets.addAll(List.of(client, server));
				start(() -> pump(client, server, this.toServer));
				start(() -> pump(server, client, this.toClient));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void pump(Socket from, Socket to, AtomicReference<Damage> damage) {
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] data = new byte[65536];
			for (int length = in.read(data); length > 0; length = in.read(data)) {
				switch (damage.getAndUpdate((once) -> (once != Damage.LOSS) ? Damage.NONE : once)) {
					case NONE -> out.write(data, 0, length);
					case LAST_BYTE -> out.write(flip(data, length - 1), 0, length);
					case FIRST_BYTE -> out.write(flip(data, 0), 0, length);
					case LOSS -> {
						// as if it had been sent
					}
				}
			}
		}
		catch (IOException ex) {
			// an end has gone
		}
	}

	private static byte[] flip(byte[] data, int index) {
		data[index] ^= 0x40;
		return data;
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "proxy");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * End all connections. Others can still be made.
	 */
	public void cut() {
		try {
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		cut();
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What is done to data.
	 */
	public enum Damage {

		/**
		 * Nothing.
		 */
		NONE,

		/**
		 * A bit of the first byte is turned, once.
		 */
		FIRST_BYTE,

		/**
		 * A bit of the last byte is turned, once.
		 */
		LAST_BYTE,

		/**
		 * Nothing arrives any more.
		 */
		LOSS

	}

}
