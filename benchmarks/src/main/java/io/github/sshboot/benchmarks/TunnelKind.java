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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.Locale;

/**
 * A kind of tunnel.
 */
enum TunnelKind {

	/**
	 * This machine listens.
	 */
	LOCAL("-L"),

	/**
	 * The server listens.
	 */
	REMOTE("-R"),

	/**
	 * This machine listens and speaks SOCKS.
	 */
	DYNAMIC("-D") {

		@Override
		Socket connect(int port, int target) throws IOException {
			return open(new Socket(new Proxy(Proxy.Type.SOCKS, loopback(port))), target);
		}

		@Override
		String argument(int port, int target) {
			return "127.0.0.1:%d".formatted(port);
		}

	};

	private final String option;

	TunnelKind(String option) {
		this.option = option;
	}

	/**
	 * Return the option of {@code ssh}.
	 */
	String option() {
		return this.option;
	}

	/**
	 * Return the argument of the option.
	 * @param port where to listen
	 * @param target the port of the target
	 */
	String argument(int port, int target) {
		return "127.0.0.1:%d:127.0.0.1:%d".formatted(port, target);
	}

	/**
	 * Connect through a tunnel.
	 * @param port where it listens
	 * @param target the port of the target
	 */
	Socket connect(int port, int target) throws IOException {
		return open(new Socket(), port);
	}

	/**
	 * Connect, with small writes that do not wait for each other.
	 */
	private static Socket open(Socket socket, int port) throws IOException {
		socket.setTcpNoDelay(true);
		socket.connect(loopback(port));
		return socket;
	}

	private static InetSocketAddress loopback(int port) {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
