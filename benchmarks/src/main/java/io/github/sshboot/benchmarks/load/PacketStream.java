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

package io.github.sshboot.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import org.jspecify.annotations.Nullable;

/**
 * The binary packets of RFC 4253, section 6, in the clear and then under
 * {@code aes128-gcm@openssh.com}.
 */
final class PacketStream implements Closeable {

	private static final int TIMEOUT = 30_000;

	private static final int BLOCK = 16;

	private static final int MIN_PADDING = 4;

	private final Socket socket = new Socket();

	private final DataInputStream input;

	private final OutputStream output;

	private @Nullable GcmCipher sendCipher;

	private @Nullable GcmCipher receiveCipher;

	PacketStream(int port, InetAddress from) throws IOException {
		this.socket.bind(new InetSocketAddress(from, 0));
		this.socket.setTcpNoDelay(true);
		this.socket.setSoTimeout(TIMEOUT);
		this.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT);
		this.input = new DataInputStream(new BufferedInputStream(this.socket.getInputStream(), 1 << 14));
		this.output = this.socket.getOutputStream();
	}

	void writeLine(String line) throws IOException {
		this.output.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
	}

	String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int octet = this.input.readByte(); octet != '\n'; octet = this.input.readByte()) {
			line.append((char) octet);
		}
		return line.toString().strip();
	}

	void encrypt(GcmCipher send, GcmCipher receive) {
		this.sendCipher = send;
		this.receiveCipher = receive;
	}

	void send(Message message) throws IOException {
		send(message.toByteArray());
	}

	void send(byte[] payload) throws IOException {
		// the length is part of the blocks only where it is encrypted
		int unpadded = ((this.sendCipher != null) ? 1 : 5) + payload.length;
		int padding = BLOCK - (unpadded % BLOCK);
		if (padding < MIN_PADDING) {
			padding += BLOCK;
		}
		ByteBuffer packet = ByteBuffer.allocate(5 + payload.length + padding);
		packet.putInt(1 + payload.length + padding).put((byte) padding).put(payload);
		try {
			this.output.write((this.sendCipher != null) ? this.sendCipher.seal(packet.array()) : packet.array());
		}
		catch (GeneralSecurityException ex) {
			throw new IOException(ex);
		}
	}

	/**
	 * Read a message.
	 * @return the message
	 * @throws IOException if the connection is lost
	 */
	MessageReader receive() throws IOException {
		byte[] length = new byte[4];
		this.input.readFully(length);
		byte[] body = new byte[ByteBuffer.wrap(length).getInt()
				+ ((this.receiveCipher != null) ? GcmCipher.TAG_LENGTH : 0)];
		this.input.readFully(body);
		try {
			byte[] plain = (this.receiveCipher != null) ? this.receiveCipher.open(length, body) : body;
			byte[] payload = new byte[plain.length - 1 - plain[0]];
			System.arraycopy(plain, 1, payload, 0, payload.length);
			return new MessageReader(payload);
		}
		catch (GeneralSecurityException ex) {
			throw new IOException(ex);
		}
	}

	/**
	 * Wait until the peer has closed the connection.
	 * @throws IOException if it does not
	 */
	void awaitEnd() throws IOException {
		try {
			this.input.skipNBytes(Long.MAX_VALUE);
		}
		catch (EOFException ex) {
			// as it should
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
