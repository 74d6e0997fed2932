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
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What tunnels lead to: takes as many bytes as it is told to, and sends as many as it is
 * asked for, or answers questions.
 */
final class TunnelTarget implements Closeable {

	private static final int BUFFER_SIZE = 256 * 1024;

	private static final int BACKLOG = 1000;

	private static final int PARTS = 2;

	private final ServerSocket socket;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	TunnelTarget() throws IOException {
		this.socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
		this.threads.execute(this::accept);
	}

	int port() {
		return this.socket.getLocalPort();
	}

	private void accept() {
		try {
			while (true) {
				Socket connection = this.socket.accept();
				this.threads.execute(() -> serve(connection));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private static void serve(Socket connection) {
		try (connection) {
			connection.setTcpNoDelay(true);
			DataInputStream input = new DataInputStream(connection.getInputStream());
			long take = input.readLong();
			long send = input.readLong();
			read(input, take);
			write(connection.getOutputStream(), send);
			while (input.read() >= 0) {
				answer(connection.getOutputStream());
			}
		}
		catch (IOException ex) {
			// nobody has asked for anything
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Answer in parts, as what works on an answer does.
	 */
	private static void answer(OutputStream output) throws IOException, InterruptedException {
		for (int part = 0; part < PARTS; part++) {
			Thread.sleep(1);
			output.write(part);
		}
	}

	/**
	 * Ask a question again and again, and wait for the answer.
	 * @param connection a connection to a target, with nothing to exchange any more
	 * @param count how often
	 */
	static void ask(Socket connection, int count) throws IOException {
		for (int i = 0; i < count; i++) {
			connection.getOutputStream().write(i);
			read(new DataInputStream(connection.getInputStream()), PARTS);
		}
	}

	/**
	 * Send zeros and receive zeros.
	 * @param connection a connection to a target
	 * @param send how many to send
	 * @param receive how many to receive then
	 */
	static void exchange(Socket connection, long send, long receive) throws IOException {
		DataOutputStream output = new DataOutputStream(connection.getOutputStream());
		output.writeLong(send);
		output.writeLong(receive);
		write(output, send);
		read(new DataInputStream(connection.getInputStream()), receive);
	}

	private static void write(OutputStream output, long count) throws IOException {
		byte[] buffer = new byte[(int) Math.min(count, BUFFER_SIZE)];
		for (long rest = count; rest > 0; rest -= buffer.length) {
			output.write(buffer, 0, (int) Math.min(rest, buffer.length));
		}
	}

	private static void read(DataInputStream input, long count) throws IOException {
		byte[] buffer = new byte[(int) Math.min(count, BUFFER_SIZE)];
		long rest = count;
		while (rest > 0) {
			int read = input.read(buffer, 0, (int) Math.min(rest, buffer.length));
			if (read < 0) {
				throw new IOException("%d bytes are missing".formatted(rest));
			}
			rest -= read;
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
		this.threads.shutdownNow();
	}

}
