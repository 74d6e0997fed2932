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

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

import javax.crypto.Cipher;

/**
 * A connection that is logged in, of a client that does no more than a server can see: it
 * uses one key for all key exchanges and does not verify the host key, so that most of
 * the machine is left to the server.
 */
public final class LoadConnection implements Closeable {

	static final String IDENTIFICATION = "SSH-2.0-Load";

	private static final int DISCONNECT = 1;

	private static final int IGNORE = 2;

	private static final int DEBUG = 4;

	private static final int SERVICE_REQUEST = 5;

	private static final int SERVICE_ACCEPT = 6;

	private static final int EXT_INFO = 7;

	private static final int KEXINIT = 20;

	static final int NEWKEYS = 21;

	static final int KEX_ECDH_INIT = 30;

	private static final int KEX_ECDH_REPLY = 31;

	private static final int USERAUTH_REQUEST = 50;

	private static final int USERAUTH_SUCCESS = 52;

	private static final int USERAUTH_BANNER = 53;

	private static final int GLOBAL_REQUEST = 80;

	private static final int CHANNEL_OPEN = 90;

	private static final int CHANNEL_OPEN_CONFIRMATION = 91;

	private static final int CHANNEL_WINDOW_ADJUST = 93;

	private static final int CHANNEL_DATA = 94;

	private static final int CHANNEL_EOF = 96;

	private static final int CHANNEL_CLOSE = 97;

	private static final int CHANNEL_REQUEST = 98;

	private static final int CHANNEL_SUCCESS = 99;

	private static final int WINDOW = 1 << 21;

	private static final int PACKET = 1 << 15;

	private final PacketStream packets;

	private LoadConnection(PacketStream packets) {
		this.packets = packets;
	}

	/**
	 * Connect and log in.
	 * @param port the port on the loopback address
	 * @param username the user
	 * @param key the key of the user, and the type of the key of the host
	 * @param agreement the key to exchange keys with
	 * @return the connection
	 * @throws IOException if that fails
	 * @throws GeneralSecurityException if that fails
	 */
	static LoadConnection open(int port, String username, UserKey key, KeyAgreementKey agreement)
			throws IOException, GeneralSecurityException {
		return open(port, InetAddress.getLoopbackAddress(), username, key, agreement);
	}

	/**
	 * Connect and log in.
	 * @param port the port on the loopback address
	 * @param from the address to connect from
	 * @param username the user
	 * @param key the key of the user, and the type of the key of the host
	 * @param agreement the key to exchange keys with
	 * @return the connection
	 * @throws IOException if that fails
	 * @throws GeneralSecurityException if that fails
	 */
	static LoadConnection open(int port, InetAddress from, String username, UserKey key, KeyAgreementKey agreement)
			throws IOException, GeneralSecurityException {
		PacketStream packets = new PacketStream(port, from);
		try {
			LoadConnection connection = new LoadConnection(packets);
			byte[] sessionId = connection.exchangeKeys(key.type(), agreement);
			connection.logIn(username, key, sessionId);
			return connection;
		}
		catch (IOException | GeneralSecurityException | RuntimeException ex) {
			packets.close();
			throw ex;
		}
	}

	private byte[] exchangeKeys(KeyType hostKeyType, KeyAgreementKey agreement)
			throws IOException, GeneralSecurityException {
		byte[] proposal = proposal(hostKeyType);
		this.packets.writeLine(IDENTIFICATION);
		this.packets.send(proposal);
		String peer = this.packets.readLine();
		byte[] peerProposal = receive(KEXINIT).bytes();
		this.packets.send(Message.of(KEX_ECDH_INIT).string(agreement.publicBytes()));
		MessageReader reply = receive(KEX_ECDH_REPLY);
		byte[] hostKey = reply.string();
		byte[] peerPublic = reply.string();
		byte[] secret = new Message().mpint(agreement.agree(peerPublic)).toByteArray();
		byte[] hash = sha256(new Message().string(IDENTIFICATION)
			.string(peer)
			.string(proposal)
			.string(peerProposal)
			.string(hostKey)
			.string(agreement.publicBytes())
			.string(peerPublic)
			.raw(secret)
			.toByteArray());
		this.packets.send(Message.of(NEWKEYS));
		receive(NEWKEYS);
		this.packets.encrypt(cipher(Cipher.ENCRYPT_MODE, secret, hash, 'A', 'C'),
				cipher(Cipher.DECRYPT_MODE, secret, hash, 'B', 'D'));
		return hash;
	}

	static byte[] proposal(KeyType hostKeyType) {
		Message proposal = Message.of(KEXINIT).raw(new byte[16]).string("curve25519-sha256");
		proposal.string(hostKeyType.wireName());
		proposal.string("aes128-gcm@openssh.com").string("aes128-gcm@openssh.com");
		proposal.string("hmac-sha2-256").string("hmac-sha2-256");
		proposal.string("none").string("none");
		return proposal.string("").string("").bool(false).uint32(0).toByteArray();
	}

	private static GcmCipher cipher(int mode, byte[] secret, byte[] hash, char iv, char key)
			throws GeneralSecurityException {
		return new GcmCipher(mode, derive(secret, hash, key, GcmCipher.KEY_LENGTH),
				derive(secret, hash, iv, GcmCipher.IV_LENGTH));
	}

	private static byte[] derive(byte[] secret, byte[] hash, char letter, int length) throws GeneralSecurityException {
		byte[] material = new Message().raw(secret).raw(hash).octet(letter).raw(hash).toByteArray();
		return Arrays.copyOf(sha256(material), length);
	}

	private static byte[] sha256(byte[] data) throws GeneralSecurityException {
		return MessageDigest.getInstance("SHA-256").digest(data);
	}

	private void logIn(String username, UserKey key, byte[] sessionId) throws IOException, GeneralSecurityException {
		this.packets.send(Message.of(SERVICE_REQUEST).string("ssh-userauth"));
		receive(SERVICE_ACCEPT);
		byte[] request = Message.of(USERAUTH_REQUEST)
			.string(username)
			.string("ssh-connection")
			.string("publickey")
			.bool(true)
			.string(key.type().wireName())
			.string(key.publicBlob())
			.toByteArray();
		byte[] signature = key.sign(new Message().string(sessionId).raw(request).toByteArray());
		this.packets.send(new Message().raw(request).string(signature));
		receive(USERAUTH_SUCCESS);
	}

	/**
	 * Run a command to its end.
	 * @param command the command
	 * @return when the first byte of its standard output came, by
	 * {@link System#nanoTime()}, or 0 if there was none
	 * @throws IOException if that fails
	 */
	long exec(String command) throws IOException {
		this.packets.send(Message.of(CHANNEL_OPEN).string("session").uint32(0).uint32(WINDOW).uint32(PACKET));
		MessageReader confirmation = receive(CHANNEL_OPEN_CONFIRMATION);
		confirmation.uint32();
		int channel = confirmation.uint32();
		this.packets.send(Message.of(CHANNEL_REQUEST).uint32(channel).string("exec").bool(true).string(command));
		long firstByte = 0;
		while (true) {
			MessageReader message = receive();
			switch (message.number()) {
				case CHANNEL_DATA -> firstByte = (firstByte != 0) ? firstByte : System.nanoTime();
				case CHANNEL_SUCCESS, CHANNEL_REQUEST, CHANNEL_EOF, CHANNEL_WINDOW_ADJUST -> {
				}
				case CHANNEL_CLOSE -> {
					this.packets.send(Message.of(CHANNEL_CLOSE).uint32(channel));
					return firstByte;
				}
				default -> throw new IOException("Unexpected message " + message.number());
			}
		}
	}

	/**
	 * Say goodbye and wait until the server has closed the connection.
	 * @throws IOException if it does not
	 */
	void disconnect() throws IOException {
		this.packets.send(Message.of(DISCONNECT).uint32(11).string("bye").string(""));
		this.packets.awaitEnd();
	}

	private MessageReader receive(int number) throws IOException {
		MessageReader message = receive();
		if (message.number() != number) {
			throw new IOException("Expected message %d, not %d: %s".formatted(number, message.number(),
					new String(message.bytes(), StandardCharsets.ISO_8859_1)));
		}
		return message;
	}

	private MessageReader receive() throws IOException {
		while (true) {
			MessageReader message = this.packets.receive();
			switch (message.number()) {
				case IGNORE, DEBUG, EXT_INFO, USERAUTH_BANNER, GLOBAL_REQUEST -> {
				}
				default -> {
					return message;
				}
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.packets.close();
	}

}
