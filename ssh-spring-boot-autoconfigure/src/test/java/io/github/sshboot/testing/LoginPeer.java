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
import java.security.KeyPair;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.auth.AbstractUserAuthServiceFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/**
 * A client that has exchanged keys and now logs in with messages made by hand, keeping to
 * no rule.
 */
public final class LoginPeer implements AutoCloseable {

	/**
	 * What is read when the connection has ended.
	 */
	public static final int END = -1;

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final SshClient client;

	private final ClientSession session;

	private final BlockingQueue<Buffer> messages;

	private LoginPeer(SshClient client, ClientSession session, BlockingQueue<Buffer> messages) {
		this.client = client;
		this.session = session;
		this.messages = messages;
	}

	/**
	 * Connect to a server, and ask for the service to log in with.
	 * @param port the port
	 * @return the client
	 */
	public static LoginPeer connect(int port) throws IOException {
		CryptoProviders.install();
		BlockingQueue<Buffer> messages = new LinkedBlockingQueue<>();
		SshClient client = StockMina.client();
		client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
		client.setServiceFactories(List.of(new AbstractUserAuthServiceFactory() {

			@Override
			public Service create(Session session) {
				return new RecordingService(session, messages);
			}

		}));
		client.addSessionListener(new SessionListener() {

			@Override
			public void sessionDisconnect(Session session, int reason, @Nullable String text, @Nullable String language,
					boolean initiator) {
				if (!initiator) {
					Buffer message = new ByteArrayBuffer();
					message.putByte(SshConstants.SSH_MSG_DISCONNECT);
					message.putInt(reason);
					message.putString((text != null) ? text : "");
					messages.add(message);
				}
			}

		});
		client.start();
		ClientSession session = client.connect("raw", "127.0.0.1", port).verify(TIMEOUT).getSession();
		session.addCloseFutureListener((closed) -> messages.add(new ByteArrayBuffer()));
		session.waitFor(List.of(ClientSession.ClientSessionEvent.WAIT_AUTH, ClientSession.ClientSessionEvent.CLOSED),
				TIMEOUT);
		return new LoginPeer(client, session, messages);
	}

	/**
	 * Ask for the service to log in with once more.
	 */
	public void requestService() throws IOException {
		send(SshConstants.SSH_MSG_SERVICE_REQUEST, (content) -> content.putString("ssh-userauth"));
	}

	public LoginPeer request(String username, String method, Consumer<Buffer> content) throws IOException {
		return request(username, "ssh-connection", method, content);
	}

	public LoginPeer request(String username, String service, String method, Consumer<Buffer> content)
			throws IOException {
		Buffer message = this.session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST);
		message.putString(username);
		message.putString(service);
		message.putString(method);
		content.accept(message);
		return send(message);
	}

	public LoginPeer none(String username) throws IOException {
		return request(username, "none", (content) -> {
		});
	}

	public LoginPeer password(String username, String password) throws IOException {
		return request(username, "password", (content) -> {
			content.putBoolean(false);
			content.putString(password);
		});
	}

	public LoginPeer interactive(String username) throws IOException {
		return request(username, "keyboard-interactive", (content) -> {
			content.putString("");
			content.putString("");
		});
	}

	/**
	 * Answer questions.
	 * @param count how many answers there are said to be
	 * @param answers the answers
	 */
	public LoginPeer answer(long count, String... answers) throws IOException {
		Buffer message = this.session.createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE);
		message.putUInt(count);
		for (String answer : answers) {
			message.putString(answer);
		}
		return send(message);
	}

	/**
	 * Ask whether a key would do.
	 */
	public LoginPeer query(String username, KeyPair key) throws IOException {
		String algorithm = KeyUtils.getKeyType(key);
		return request(username, "publickey", (content) -> {
			content.putBoolean(false);
			content.putString(algorithm);
			content.putPublicKey(key.getPublic());
		});
	}

	/**
	 * Sign with a key.
	 */
	public LoginPeer sign(String username, KeyPair key) throws Exception {
		String algorithm = KeyUtils.getKeyType(key);
		return sign(username, "publickey", algorithm, algorithm, key, null, key);
	}

	/**
	 * Sign with a key.
	 * @param username the user name
	 * @param method the method
	 * @param algorithm the algorithm that is said to be used
	 * @param signatureAlgorithm the algorithm that is used
	 * @param shown the key that is shown
	 * @param hostKey the host key that is bound, if any
	 * @param signing the key that signs
	 */
	public LoginPeer sign(String username, String method, String algorithm, String signatureAlgorithm, KeyPair shown,
			byte @Nullable [] hostKey, KeyPair signing) throws Exception {
		Buffer blob = new ByteArrayBuffer();
		blob.putRawPublicKey(shown.getPublic());
		return sign(username, method, algorithm, blob.getCompactData(), hostKey, (data) -> {
			Signature signer = BuiltinSignatures.fromFactoryName(signatureAlgorithm).create();
			signer.initSigner(this.session, signing.getPrivate());
			signer.update(this.session, data);
			Buffer signature = new ByteArrayBuffer();
			signature.putString(signatureAlgorithm);
			signature.putBytes(signer.sign(this.session));
			return signature.getCompactData();
		});
	}

	/**
	 * Sign in any way.
	 * @param username the user name
	 * @param algorithm the algorithm that is said to be used
	 * @param key the key that is shown
	 * @param signer makes the signature
	 */
	public LoginPeer sign(String username, String algorithm, byte[] key, Signer signer) throws Exception {
		return sign(username, "publickey", algorithm, key, null, signer);
	}

	private LoginPeer sign(String username, String method, String algorithm, byte[] key, byte @Nullable [] hostKey,
			Signer signer) throws Exception {
		Buffer signed = new ByteArrayBuffer();
		signed.putBytes(this.session.getSessionId());
		signed.putByte(SshConstants.SSH_MSG_USERAUTH_REQUEST);
		signed.putString(username);
		signed.putString("ssh-connection");
		signed.putString(method);
		signed.putBoolean(true);
		signed.putString(algorithm);
		signed.putBytes(key);
		if (hostKey != null) {
			signed.putBytes(hostKey);
		}
		byte[] signature = signer.sign(signed.getCompactData());
		return request(username, method, (content) -> {
			content.putBoolean(true);
			content.putString(algorithm);
			content.putBytes(key);
			if (hostKey != null) {
				content.putBytes(hostKey);
			}
			content.putBytes(signature);
		});
	}

	/**
	 * Return the host key of the server as it is sent.
	 */
	public byte[] hostKey() {
		Buffer buffer = new ByteArrayBuffer();
		buffer.putRawPublicKey(this.session.getServerKey());
		return buffer.getCompactData();
	}

	/**
	 * Send a message that has no content.
	 * @param number its number
	 */
	public LoginPeer send(byte number) throws IOException {
		return send(this.session.createBuffer(number));
	}

	/**
	 * Send any message.
	 * @param number its number
	 * @param content adds its content
	 */
	public LoginPeer send(byte number, Consumer<Buffer> content) throws IOException {
		Buffer message = this.session.createBuffer(number);
		content.accept(message);
		return send(message);
	}

	private LoginPeer send(Buffer message) throws IOException {
		try {
			this.session.writePacket(message);
		}
		catch (IOException ex) {
			// if the server has ended the connection, that is what is read next
			if (this.session.isOpen()) {
				throw ex;
			}
		}
		return this;
	}

	/**
	 * Read the next message.
	 * @return the message, which begins with its number; empty at the end of the
	 * connection
	 */
	public Buffer read() {
		try {
			Buffer message = this.messages.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
			if (message == null) {
				throw new AssertionError("The server does not answer");
			}
			return message;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Read the number of the next message.
	 * @return the number or {@link #END}
	 */
	public int readNumber() {
		Buffer message = read();
		return (message.available() > 0) ? message.getUByte() : END;
	}

	/**
	 * Return what has come and was not read.
	 * @return how many messages
	 */
	public int unread() {
		return this.messages.size();
	}

	/**
	 * Read up to the end of the connection.
	 * @return the reason the server gives, or {@link #END} if it gives none
	 */
	public int readReason() {
		int reason = END;
		for (Buffer message = read(); message.available() > 0; message = read()) {
			if (message.getUByte() == SshConstants.SSH_MSG_DISCONNECT) {
				reason = message.getInt();
			}
		}
		return reason;
	}

	public boolean isOpen() {
		return this.session.isOpen();
	}

	@Override
	public void close() {
		this.client.stop();
	}

	/**
	 * Signs.
	 */
	@FunctionalInterface
	public interface Signer {

		byte[] sign(byte[] data) throws Exception;

	}

	private static final class RecordingService extends AbstractCloseable implements Service {

		private final Map<String, Object> properties = new ConcurrentHashMap<>();

		private final Session session;

		private final BlockingQueue<Buffer> messages;

		private RecordingService(Session session, BlockingQueue<Buffer> messages) {
			this.session = session;
			this.messages = messages;
		}

		@Override
		public Session getSession() {
			return this.session;
		}

		@Override
		public Map<String, Object> getProperties() {
			return this.properties;
		}

		@Override
		public void start() {
			// told what to do
		}

		@Override
		public void process(int command, Buffer buffer) {
			Buffer message = new ByteArrayBuffer();
			message.putByte((byte) command);
			message.putRawBytes(Arrays.copyOfRange(buffer.array(), buffer.rpos(), buffer.rpos() + buffer.available()));
			this.messages.add(message);
		}

	}

}
