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

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A client or server that speaks the part of the protocol that is not encrypted, and
 * keeps to no rule.
 */
public final class RawSshPeer implements AutoCloseable {

	/**
	 * What an ended connection is read as, if the peer has not told why it ended.
	 */
	public static final int NO_REASON = -1;

	private static final int TIMEOUT_MILLIS = 20_000;

	private static final int BLOCK = 8;

	private final Socket socket;

	private final boolean server;

	private final DataInputStream input;

	private final OutputStream output;

	private String lastMessage = "";

	private RawSshPeer(Socket socket, boolean server) throws IOException {
		this.socket = socket;
		this.server = server;
		socket.setSoTimeout(TIMEOUT_MILLIS);
		socket.setTcpNoDelay(true);
		this.input = new DataInputStream(socket.getInputStream());
		this.output = socket.getOutputStream();
	}

	/**
	 * Connect to a server, and exchange identifications.
	 * @param port the port
	 * @return the client
	 */
	public static RawSshPeer connect(int port) throws IOException {
		return connect(port, "127.0.0.1");
	}

	/**
	 * Connect to a server, and exchange identifications.
	 * @param port the port
	 * @param address the loopback address to connect from
	 * @return the client
	 */
	public static RawSshPeer connect(int port, String address) throws IOException {
		return new RawSshPeer(new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(address), 0),
				false)
			.identify();
	}

	/**
	 * Accept a client, and exchange identifications.
	 * @param listener where it comes
	 * @return the server
	 */
	public static RawSshPeer accept(ServerSocket listener) throws IOException {
		return new RawSshPeer(listener.accept(), true).identify();
	}

	private RawSshPeer identify() throws IOException {
		write("SSH-2.0-raw\r\n".getBytes(StandardCharsets.US_ASCII));
		while (this.input.readByte() != '\n') {
			// a single line
		}
		return this;
	}

	/**
	 * Make a message that proposes a key exchange.
	 * @param keyExchange the key exchange
	 * @param strict whether to offer the strict one
	 * @return the message
	 */
	public byte[] proposal(String keyExchange, boolean strict) {
		Buffer message = message(SshConstants.SSH_MSG_KEXINIT);
		message.putRawBytes(new byte[SshConstants.MSG_KEX_COOKIE_SIZE]);
		String marker = this.server ? "kex-strict-s-v00@openssh.com" : "kex-strict-c-v00@openssh.com";
		message.putString(strict ? keyExchange + "," + marker : keyExchange);
		message.putString("ssh-ed25519");
		for (String list : new String[] { "aes128-gcm@openssh.com", "hmac-sha2-256", "none", "" }) {
			message.putString(list);
			message.putString(list);
		}
		message.putBoolean(false);
		message.putUInt(0);
		return message.getCompactData();
	}

	/**
	 * Begin a message.
	 * @param number its number
	 * @return the message
	 */
	public static Buffer message(int number) {
		Buffer message = new ByteArrayBuffer();
		message.putByte((byte) number);
		return message;
	}

	/**
	 * Send a message as the protocol wants it.
	 * @param message the message
	 */
	public void send(byte[] message) throws IOException {
		int padding = BLOCK - (Integer.BYTES + 1 + message.length) % BLOCK;
		send(message, (padding < 4) ? padding + BLOCK : padding);
	}

	/**
	 * Send a message with padding of any size.
	 * @param message the message
	 * @param padding how many bytes of padding
	 */
	public void send(byte[] message, int padding) throws IOException {
		send(1 + message.length + padding, padding, message, new byte[padding]);
	}

	/**
	 * Send a packet.
	 * @param length the length it gives itself
	 * @param padding the size of the padding it gives itself
	 * @param content what comes then
	 */
	public void send(int length, int padding, byte[]... content) throws IOException {
		Buffer packet = new ByteArrayBuffer();
		packet.putInt(length);
		packet.putByte((byte) padding);
		for (byte[] bytes : content) {
			packet.putRawBytes(bytes);
		}
		write(packet.getCompactData());
	}

	private void write(byte[] bytes) throws IOException {
		this.output.write(bytes);
		this.output.flush();
	}

	/**
	 * Read the next message.
	 * @return the message, or {@code null} if the connection is at its end
	 */
	public @Nullable Buffer read() throws IOException {
		try {
			int length = this.input.readInt();
			int padding = this.input.readUnsignedByte();
			byte[] message = this.input.readNBytes(length - padding - 1);
			this.input.skipNBytes(padding);
			return new ByteArrayBuffer(message);
		}
		catch (EOFException | SocketException ex) {
			return null;
		}
	}

	/**
	 * Read until a message with a number is there.
	 * @param number the number
	 * @return whether it came, before the connection ended
	 */
	public boolean await(int number) throws IOException {
		for (Buffer message = read(); message != null; message = read()) {
			if (message.getUByte() == number) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Read until the peer ends the connection.
	 * @return the reason it gives, or {@link #NO_REASON}
	 */
	public int readToEnd() throws IOException {
		int reason = NO_REASON;
		for (Buffer message = read(); message != null; message = read()) {
			if (message.getUByte() == SshConstants.SSH_MSG_DISCONNECT) {
				reason = message.getInt();
				this.lastMessage = message.getString();
			}
		}
		return reason;
	}

	/**
	 * Go on sending zeros until the peer ends the connection.
	 */
	public void sendToEnd() throws IOException {
		this.socket.setSoTimeout(20);
		long end = System.nanoTime() + TIMEOUT_MILLIS * 1_000_000L;
		while (System.nanoTime() < end) {
			try {
				write(new byte[BLOCK]);
				if (this.input.read() < 0) {
					return;
				}
			}
			catch (SocketTimeoutException ex) {
				// still there
			}
			catch (SocketException ex) {
				return;
			}
		}
		throw new IllegalStateException("The connection was not ended");
	}

	/**
	 * Send nothing more, and read until the peer ends the connection.
	 */
	public void leave() throws IOException {
		this.socket.shutdownOutput();
		readToEnd();
	}

	/**
	 * Return what the peer has said when it ended the connection.
	 * @return the text
	 */
	public String lastMessage() {
		return this.lastMessage;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
