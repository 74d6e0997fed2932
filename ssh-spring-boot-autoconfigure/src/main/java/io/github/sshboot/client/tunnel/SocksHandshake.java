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

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Consumer;

import io.github.sshboot.client.tunnel.TunnelAddress.Tcp;
import io.github.sshboot.client.tunnel.TunnelFailure.Reason;
import io.github.sshboot.client.tunnel.TunnelSettings.SocksLogin;
import org.jspecify.annotations.Nullable;

/**
 * What someone says who wants a connection by SOCKS 4, 4a or 5 (RFC 1928, RFC 1929), and
 * what is answered. Names are left to the SSH server to look up.
 */
final class SocksHandshake {

	/**
	 * The longest request, of SOCKS 5, has 513 bytes; what is for the target may follow
	 * at once.
	 */
	private static final int MAX_BYTES = 1024;

	private static final byte VERSION_4 = 4;

	private static final byte VERSION_5 = 5;

	private static final byte LOGIN_VERSION = 1;

	private static final byte CONNECT = 1;

	private static final byte NO_LOGIN = 0;

	private static final byte LOGIN = 2;

	private static final byte NOTHING_ACCEPTABLE = (byte) 0xFF;

	private static final byte IPV4 = 1;

	private static final byte NAME = 3;

	private static final byte IPV6 = 4;

	private final @Nullable SocksLogin login;

	private final ByteBuffer received = ByteBuffer.allocate(MAX_BYTES);

	private byte version;

	private Phase phase = Phase.BEGINNING;

	SocksHandshake(@Nullable SocksLogin login) {
		this.login = login;
	}

	/**
	 * Return the buffer to read into.
	 */
	ByteBuffer buffer() {
		return this.received;
	}

	/**
	 * Go on with what has been read.
	 * @param answers takes what is to be answered
	 * @return where the connection is wanted to, or {@code null} if that is yet to come
	 * @throws RejectedException if there is to be no connection
	 */
	@Nullable Tcp proceed(Consumer<byte[]> answers) throws RejectedException {
		this.received.flip();
		try {
			while (true) {
				this.received.mark();
				Tcp target = step(answers);
				if (target != null) {
					return target;
				}
			}
		}
		catch (BufferUnderflowException ex) {
			this.received.reset();
			if (this.received.remaining() == MAX_BYTES) {
				throw new RejectedException("a request that does not end", new byte[0]);
			}
			return null;
		}
		finally {
			this.received.compact();
		}
	}

	/**
	 * Return what has come after the request, once that is complete.
	 */
	ByteBuffer rest() {
		return this.received.duplicate().flip();
	}

	private @Nullable Tcp step(Consumer<byte[]> answers) throws RejectedException {
		switch (this.phase) {
			case BEGINNING -> {
				this.version = this.received.get();
				if (this.version == VERSION_4) {
					return readVersion4();
				}
				if (this.version != VERSION_5) {
					throw new RejectedException("something that is not SOCKS", new byte[0]);
				}
				chooseMethod(answers);
			}
			case LOGIN -> readLogin(answers);
			case REQUEST -> {
				return readVersion5();
			}
		}
		return null;
	}

	private Tcp readVersion4() throws RejectedException {
		byte command = this.received.get();
		int port = Short.toUnsignedInt(this.received.getShort());
		byte[] address = read(4);
		readText();
		// 0.0.0.x announces a name, which 4a has added
		boolean named = address[0] == 0 && address[1] == 0 && address[2] == 0 && address[3] != 0;
		String host = named ? readText() : text(address);
		if (command != CONNECT) {
			throw new RejectedException("a command other than CONNECT", refusal(Reason.BAD_REQUEST));
		}
		if (this.login != null) {
			throw new RejectedException("a connection without the password", refusal(Reason.PROHIBITED));
		}
		return target(host, port);
	}

	private void chooseMethod(Consumer<byte[]> answers) throws RejectedException {
		byte[] methods = read(Byte.toUnsignedInt(this.received.get()));
		byte wanted = (this.login != null) ? LOGIN : NO_LOGIN;
		for (byte method : methods) {
			if (method == wanted) {
				this.phase = (this.login != null) ? Phase.LOGIN : Phase.REQUEST;
				answers.accept(new byte[] { VERSION_5, wanted });
				return;
			}
		}
		throw new RejectedException((this.login != null) ? "a connection without the password" : "an unknown login",
				new byte[] { VERSION_5, NOTHING_ACCEPTABLE });
	}

	private void readLogin(Consumer<byte[]> answers) throws RejectedException {
		if (this.received.get() != LOGIN_VERSION) {
			throw new RejectedException("an unknown login", new byte[0]);
		}
		byte[] username = read(Byte.toUnsignedInt(this.received.get()));
		byte[] password = read(Byte.toUnsignedInt(this.received.get()));
		SocksLogin login = this.login;
		boolean known = login != null && matches(username, login.username()) & matches(password, login.password());
		if (!known) {
			throw new RejectedException("a wrong password", new byte[] { LOGIN_VERSION, 1 });
		}
		this.phase = Phase.REQUEST;
		answers.accept(new byte[] { LOGIN_VERSION, 0 });
	}

	private static boolean matches(byte[] given, String expected) {
		return MessageDigest.isEqual(given, expected.getBytes(StandardCharsets.UTF_8));
	}

	private Tcp readVersion5() throws RejectedException {
		if (this.received.get() != VERSION_5) {
			throw new RejectedException("something that is not SOCKS", new byte[0]);
		}
		byte command = this.received.get();
		this.received.get();
		byte type = this.received.get();
		String host = switch (type) {
			case IPV4 -> text(read(4));
			case IPV6 -> text(read(16));
			case NAME -> new String(read(Byte.toUnsignedInt(this.received.get())), StandardCharsets.UTF_8);
			default -> throw new RejectedException("an unknown kind of address", version5(8));
		};
		int port = Short.toUnsignedInt(this.received.getShort());
		if (command != CONNECT) {
			throw new RejectedException("a command other than CONNECT", refusal(Reason.BAD_REQUEST));
		}
		return target(host, port);
	}

	private Tcp target(String host, int port) throws RejectedException {
		try {
			return (Tcp) TunnelAddress.requireTarget(new Tcp(host, port));
		}
		catch (IllegalArgumentException ex) {
			throw new RejectedException("an address that is none", refusal(Reason.OTHER));
		}
	}

	private byte[] read(int length) {
		byte[] bytes = new byte[length];
		this.received.get(bytes);
		return bytes;
	}

	/**
	 * Read text up to the zero that ends it.
	 */
	private String readText() {
		int begin = this.received.position();
		int end = begin;
		while (this.received.get() != 0) {
			end++;
		}
		return new String(this.received.array(), begin, end - begin, StandardCharsets.UTF_8);
	}

	private static String text(byte[] address) {
		try {
			return InetAddress.getByAddress(address).getHostAddress();
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return what to answer once there is a connection.
	 */
	byte[] success() {
		return (this.version == VERSION_4) ? version4(0x5A) : version5(0);
	}

	/**
	 * Return what to answer if there is no connection.
	 */
	byte[] refusal(Reason reason) {
		if (this.version == VERSION_4) {
			return version4(0x5B);
		}
		return version5(switch (reason) {
			case PROHIBITED -> 2;
			case NO_CONNECTION -> 3;
			case TIMEOUT -> 4;
			case TARGET_REFUSED -> 5;
			case BAD_REQUEST -> 7;
			default -> 1;
		});
	}

	private static byte[] version4(int code) {
		return new byte[] { 0, (byte) code, 0, 0, 0, 0, 0, 0 };
	}

	private static byte[] version5(int code) {
		return new byte[] { VERSION_5, (byte) code, 0, IPV4, 0, 0, 0, 0, 0, 0 };
	}

	private enum Phase {

		BEGINNING, LOGIN, REQUEST

	}

	/**
	 * There is to be no connection.
	 */
	static final class RejectedException extends Exception {

		private final byte[] answer;

		private RejectedException(String what, byte[] answer) {
			super(what);
			this.answer = answer;
		}

		/**
		 * Return what to answer, which may be nothing.
		 */
		byte[] answer() {
			return this.answer;
		}

	}

}
