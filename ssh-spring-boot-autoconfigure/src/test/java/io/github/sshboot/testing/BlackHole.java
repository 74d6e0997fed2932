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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that does not answer who connects to it: its backlog is full and nobody accepts.
 */
public final class BlackHole implements AutoCloseable {

	private static final int FULL_MILLIS = 300;

	private final ServerSocket socket;

	private final List<Socket> waiting = new ArrayList<>();

	private BlackHole(ServerSocket socket) {
		this.socket = socket;
	}

	/**
	 * Open a black hole.
	 * @param address the address
	 * @param port the port; 0 for a free one
	 * @return the black hole
	 */
	public static BlackHole open(String address, int port) {
		try {
			BlackHole hole = new BlackHole(new ServerSocket(port, 1, InetAddress.getByName(address)));
			hole.fill();
			return hole;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void fill() throws IOException {
		while (true) {
			Socket next = new Socket();
			this.waiting.add(next);
			try {
				next.connect(this.socket.getLocalSocketAddress(), FULL_MILLIS);
			}
			catch (SocketTimeoutException ex) {
				return;
			}
		}
	}

	public int port() {
		return this.socket.getLocalPort();
	}

	@Override
	public void close() {
		try {
			for (Socket next : this.waiting) {
				next.close();
			}
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
