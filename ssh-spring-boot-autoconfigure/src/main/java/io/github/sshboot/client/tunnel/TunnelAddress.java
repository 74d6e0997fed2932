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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.Assert;

/**
 * Where a tunnel begins or ends: a host and port, or a Unix-domain socket.
 *
 * @since 0.1.0
 */
public sealed interface TunnelAddress {

	/**
	 * The host that stands for this machine, or the server, alone.
	 */
	String LOOPBACK = "localhost";

	/**
	 * The host that stands for all addresses of this machine, or the server.
	 */
	String ALL = "*";

	/**
	 * Return the address of a port.
	 * @param host the host name or address
	 * @param port the port, 0 to 65535; 0 stands for a free one to listen on
	 * @return the address
	 */
	static TunnelAddress tcp(String host, int port) {
		return new Tcp(host, port);
	}

	/**
	 * Return the address of a port that only this machine, or the server, can reach.
	 * @param port the port, 0 to 65535; 0 stands for a free one to listen on
	 * @return the address
	 */
	static TunnelAddress loopback(int port) {
		return new Tcp(LOOPBACK, port);
	}

	/**
	 * Return the address of a Unix-domain socket.
	 * @param path its path
	 * @return the address
	 */
	static TunnelAddress unix(String path) {
		return new Unix(path);
	}

	/**
	 * Read an address to listen on.
	 * @param text {@code port} (of the loopback address), {@code host:port},
	 * {@code [IPv6 address]:port}, {@code *:port} for all addresses, or a path that
	 * begins with a slash
	 * @return the address
	 * @throws IllegalArgumentException if it is none, with the reason
	 */
	static TunnelAddress parseListen(String text) {
		String address = text.strip();
		return address.matches("\\d{1,5}") ? loopback(Integer.parseInt(address)) : parse(address);
	}

	/**
	 * Read an address to connect to.
	 * @param text {@code host:port}, {@code [IPv6 address]:port}, or a path that begins
	 * with a slash
	 * @return the address
	 * @throws IllegalArgumentException if it is none, with the reason
	 */
	static TunnelAddress parseTarget(String text) {
		return requireTarget(parse(text.strip()));
	}

	/**
	 * Check that something can be connected to.
	 * @param address an address
	 * @return the address
	 * @throws IllegalArgumentException if one can only listen on it
	 */
	static TunnelAddress requireTarget(TunnelAddress address) {
		if (address instanceof Tcp tcp) {
			Assert.isTrue(tcp.port() > 0, "port 0 is nothing to connect to");
			Assert.isTrue(!tcp.host().equals(ALL), "'*' is nothing to connect to");
		}
		return address;
	}

	private static TunnelAddress parse(String text) {
		if (text.startsWith("/")) {
			return new Unix(text);
		}
		Matcher matcher = Tcp.TEXT.matcher(text);
		Assert.isTrue(matcher.matches(),
				"it must be 'host:port', '[IPv6 address]:port' or a path that begins with a slash");
		String v6 = matcher.group("v6");
		return new Tcp((v6 != null) ? v6 : matcher.group("host"), Integer.parseInt(matcher.group("port")));
	}

	/**
	 * A host and port.
	 *
	 * @param host the host name or address
	 * @param port the port
	 */
	record Tcp(String host, int port) implements TunnelAddress {

		private static final Pattern TEXT = Pattern
			.compile("(?:\\[(?<v6>[^\\[\\]]*:[^\\[\\]]*)]|(?<host>[^:\\[\\]]+)):(?<port>\\d{1,5})");

		private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}_.:%*-]{1,255}");

		private static final int MAX_PORT = 65535;

		/**
		 * Create a new {@link Tcp}.
		 * @param host the host name or address
		 * @param port the port
		 */
		public Tcp {
			Assert.isTrue(HOST.matcher(host).matches(), "it needs a host name or address");
			Assert.isTrue(port >= 0 && port <= MAX_PORT, "a port is between 0 and 65535");
		}

		@Override
		public String toString() {
			return ((this.host.indexOf(':') >= 0) ? "[%s]:%d" : "%s:%d").formatted(this.host, this.port);
		}

	}

	/**
	 * A Unix-domain socket.
	 *
	 * @param path its path
	 */
	record Unix(String path) implements TunnelAddress {

		/**
		 * Create a new {@link Unix}.
		 * @param path its path
		 */
		public Unix {
			Assert.isTrue(!path.isBlank() && path.indexOf('\0') < 0, "it needs a path");
		}

		@Override
		public String toString() {
			return this.path;
		}

	}

}
