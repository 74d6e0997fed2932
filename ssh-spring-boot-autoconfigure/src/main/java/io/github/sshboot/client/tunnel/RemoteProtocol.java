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

import io.github.sshboot.client.tunnel.TunnelAddress.Tcp;
import io.github.sshboot.client.tunnel.TunnelAddress.Unix;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The messages about listening on a server: of RFC 4254 section 7.1 for ports, and of
 * OpenSSH's PROTOCOL section 2.4 for Unix-domain sockets.
 */
enum RemoteProtocol {

	TCP("tcpip-forward", "cancel-tcpip-forward", "forwarded-tcpip") {

		@Override
		void write(Buffer buffer, TunnelAddress address) {
			Tcp tcp = (Tcp) address;
			buffer.putString(tcp.host().equals(TunnelAddress.ALL) ? "" : tcp.host());
			buffer.putUInt(tcp.port());
		}

		@Override
		TunnelAddress bound(TunnelAddress address, Buffer answer) {
			Tcp tcp = (Tcp) address;
			if (tcp.port() != 0) {
				return tcp;
			}
			Tcp bound = new Tcp(tcp.host(), answer.getInt());
			if (bound.port() == 0) {
				throw new IllegalArgumentException("Port 0 is nowhere");
			}
			return bound;
		}

		@Override
		TunnelAddress origin(Buffer buffer) {
			String host = buffer.getString();
			return new Tcp(host.isEmpty() ? TunnelAddress.ALL : host, buffer.getInt());
		}

	},

	UNIX("streamlocal-forward@openssh.com", "cancel-streamlocal-forward@openssh.com",
			"forwarded-streamlocal@openssh.com") {

		@Override
		void write(Buffer buffer, TunnelAddress address) {
			buffer.putString(((Unix) address).path());
		}

		@Override
		TunnelAddress bound(TunnelAddress address, Buffer answer) {
			return address;
		}

		@Override
		TunnelAddress origin(Buffer buffer) {
			return new Unix(buffer.getString());
		}

	};

	private final String request;

	private final String cancellation;

	private final String channelType;

	RemoteProtocol(String request, String cancellation, String channelType) {
		this.request = request;
		this.cancellation = cancellation;
		this.channelType = channelType;
	}

	static RemoteProtocol of(TunnelAddress address) {
		return (address instanceof Unix) ? UNIX : TCP;
	}

	String request() {
		return this.request;
	}

	String cancellation() {
		return this.cancellation;
	}

	String channelType() {
		return this.channelType;
	}

	/**
	 * Write where the server is to listen.
	 */
	abstract void write(Buffer buffer, TunnelAddress address);

	/**
	 * Return where the server listens, which it may not tell as it should.
	 * @param address where it was to listen
	 * @param answer what it has answered
	 */
	abstract TunnelAddress bound(TunnelAddress address, Buffer answer);

	abstract TunnelAddress origin(Buffer buffer);

	/**
	 * Read where the server says that someone has connected to it.
	 * @return the address or {@code null} if it makes no sense
	 */
	@Nullable TunnelAddress readOrigin(Buffer buffer) {
		try {
			return origin(buffer);
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

}
