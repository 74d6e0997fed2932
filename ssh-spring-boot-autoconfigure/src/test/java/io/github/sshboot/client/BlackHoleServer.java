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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A server that takes a connection and says nothing.
 */
final class BlackHoleServer implements AutoCloseable {

	private final ServerSocket listener;

	private Socket socket;

	BlackHoleServer() throws IOException {
		this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
	}

	int port() {
		return this.listener.getLocalPort();
	}

	void awaitConnection() throws IOException {
		this.socket = this.listener.accept();
	}

	/**
	 * Wait until the client has gone.
	 */
	void awaitEnd() throws IOException {
		this.socket.setSoTimeout(20_000);
		this.socket.getInputStream().readAllBytes();
	}

	@Override
	public void close() throws IOException {
		if (this.socket != null) {
			this.socket.close();
		}
		this.listener.close();
	}

}
