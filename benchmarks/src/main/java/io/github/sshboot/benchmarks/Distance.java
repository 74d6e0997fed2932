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

package io.github.sshboot.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A line to a server of this machine that takes its time, but any amount of data at once.
 */
final class Distance implements Closeable {

	private static final int BUFFER_SIZE = 64 * 1024;

	private static final Packet END = new Packet(0, new byte[0]);

	private final Server server;

	private final long nanos;

	private final ServerSocket socket;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	/**
	 * Create a new {@link Distance}.
	 * @param server what is far away
	 * @param roundTrip how long it takes to get there and back
	 */
	Distance(Server server, Duration roundTrip) {
		this.server = server;
		this.nanos = roundTrip.toNanos() / 2;
		try {
			this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.threads.execute(this::accept);
	}

	/**
	 * Return the server as it is seen from here.
	 */
	Server server() {
		return (this.nanos == 0) ? this.server : new Server(this.server.name(), this.server.process(),
				this.socket.getLocalPort(), this.server.commands(), this.server.hasHeap());
	}

	private void accept() {
		try {
			while (true) {
				Socket near = this.socket.accept();
				Socket far = new Socket(InetAddress.getLoopbackAddress(), this.server.port());
				carry(near, far);
				carry(far, near);
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void carry(Socket from, Socket to) throws IOException {
		to.setTcpNoDelay(true);
		BlockingQueue<Packet> packets = new LinkedBlockingQueue<>();
		this.threads.execute(() -> receive(from, packets));
		this.threads.execute(() -> send(packets, to));
	}

	private void receive(Socket socket, BlockingQueue<Packet> packets) {
		byte[] buffer = new byte[BUFFER_SIZE];
		try {
			InputStream input = socket.getInputStream();
			for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
				packets.add(new Packet(System.nanoTime() + this.nanos, Arrays.copyOf(buffer, count)));
			}
		}
		catch (IOException ex) {
			// as good as its end
		}
		packets.add(END);
	}

	private static void send(BlockingQueue<Packet> packets, Socket socket) {
		try (socket) {
			OutputStream output = socket.getOutputStream();
			for (Packet packet = packets.take(); packet != END; packet = packets.take()) {
				TimeUnit.NANOSECONDS.sleep(packet.due() - System.nanoTime());
				output.write(packet.data());
			}
		}
		catch (IOException ex) {
			// nobody is there any more
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.threads.shutdownNow();
	}

	/**
	 * Some data on its way.
	 *
	 * @param due when it arrives, by {@link System#nanoTime()}
	 * @param data the data
	 */
	private record Packet(long due, byte[] data) {

	}

}
