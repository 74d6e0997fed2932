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
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A service that tunnels lead to, on a port or a Unix-domain socket.
 */
final class TestTarget implements AutoCloseable {

	private static final int READ_TIMEOUT = 60_000;

	private final ServerSocketChannel listener;

	private final Service service;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final AtomicInteger accepted = new AtomicInteger();

	private TestTarget(ServerSocketChannel listener, Service service) {
		this.listener = listener;
		this.service = service;
	}

	static TestTarget tcp(Service service) throws IOException {
		ServerSocketChannel listener = ServerSocketChannel.open();
		return start(listener, new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), service);
	}

	static TestTarget unix(Path path, Service service) throws IOException {
		return start(ServerSocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(path), service);
	}

	/**
	 * Start a service that sends back what it gets, and the end of it.
	 */
	static TestTarget echo() throws IOException {
		return tcp(TestTarget::echo);
	}

	static void echo(SocketChannel socket) throws IOException {
		InputStream in = Channels.newInputStream(socket);
		OutputStream out = Channels.newOutputStream(socket);
		in.transferTo(out);
		socket.shutdownOutput();
	}

	private static TestTarget start(ServerSocketChannel listener, SocketAddress address, Service service)
			throws IOException {
		TestTarget target = new TestTarget(listener.bind(address, 1024), service);
		target.threads.execute(target::accept);
		return target;
	}

	private void accept() {
		try {
			while (true) {
				SocketChannel socket = this.listener.accept();
				this.accepted.incrementAndGet();
				this.threads.execute(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void serve(SocketChannel socket) {
		try (socket) {
			this.service.serve(socket);
		}
		catch (IOException ex) {
			// the tunnel has ended
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	int port() {
		try {
			return ((InetSocketAddress) this.listener.getLocalAddress()).getPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Connect to a port of the loopback address, and do not wait for ever to read.
	 */
	static Socket connect(int port) throws IOException {
		Socket socket = new Socket("127.0.0.1", port);
		socket.setSoTimeout(READ_TIMEOUT);
		return socket;
	}

	/**
	 * Return how many connections there have been.
	 */
	int accepted() {
		return this.accepted.get();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		this.threads.shutdownNow();
	}

	/**
	 * What is done with a connection.
	 */
	@FunctionalInterface
	interface Service {

		void serve(SocketChannel socket) throws IOException, InterruptedException;

	}

}
