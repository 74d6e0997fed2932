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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.PrivateKeySource;
import io.github.sshboot.transport.PrivateKeys;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;
import org.awaitility.Awaitility;

/**
 * A server, with the host key of {@link TestKeys}, that lets everybody in and then does
 * on channels what a test has it do, whatever the protocol says.
 */
public final class ChannelScriptServer implements AutoCloseable {

	private final SshServer server = StockMina.server();

	private final BlockingQueue<Long> closed = new LinkedBlockingQueue<>();

	private final AtomicLong received = new AtomicLong();

	private final AtomicInteger connections = new AtomicInteger();

	private volatile boolean stopped;

	private volatile boolean opening = true;

	private volatile long window = 1 << 20;

	private ChannelScriptServer(Script script) {
		this.server.setHost("127.0.0.1");
		this.server.setPort(0);
		this.server.setKeyPairProvider(KeyPairProvider.wrap(PrivateKeys.load(new PrivateKeySource(
				KeyMaterial.ofContent("host key", TestKeys.ED25519_PRIVATE.getBytes(StandardCharsets.UTF_8)), null))));
		this.server.setPublickeyAuthenticator((user, key, session) -> true);
		this.server.setServiceFactories(List.of(ServerUserAuthServiceFactory.INSTANCE, new ServiceFactory() {

			@Override
			public String getName() {
				return "ssh-connection";
			}

			@Override
			public Service create(Session session) {
				ChannelScriptServer.this.connections.incrementAndGet();
				return new ChannelService(session, script);
			}

		}));
		CoreModuleProperties.NIO_WORKERS.set(this.server, 2);
	}

	/**
	 * Start a server.
	 * @param script what it does when it is asked for something on a channel
	 * @return the server
	 */
	public static ChannelScriptServer start(Script script) {
		ChannelScriptServer server = new ChannelScriptServer(script);
		try {
			server.server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Answer no request for a channel.
	 * @return this server
	 */
	public ChannelScriptServer openingNothing() {
		this.opening = false;
		return this;
	}

	/**
	 * Set how much clients may send at first.
	 * @param window the number of bytes
	 * @return this server
	 */
	public ChannelScriptServer window(long window) {
		this.window = window;
		return this;
	}

	public int port() {
		return this.server.getPort();
	}

	/**
	 * Return how many connections there have been.
	 * @return the number of logins
	 */
	public int connections() {
		return this.connections.get();
	}

	/**
	 * Return how many bytes of data clients have sent.
	 * @return the number of bytes
	 */
	public long received() {
		return this.received.get();
	}

	/**
	 * Wait until a client closes a channel.
	 */
	public void awaitClose() throws InterruptedException {
		if (this.closed.poll(20, TimeUnit.SECONDS) == null) {
			throw new AssertionError("No channel was closed");
		}
	}

	@Override
	public void close() {
		this.stopped = true;
		try {
			this.server.stop(true);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Does something when the client asks for a command, a shell, or whatever else, on a
	 * thread of its own.
	 */
	@FunctionalInterface
	public interface Script {

		void run(String request, Channel channel) throws Exception;

	}

	/**
	 * What can be sent on a channel.
	 */
	public static final class Channel {

		private final Session session;

		private final long recipient;

		private final AtomicLong received;

		private Channel(Session session, long recipient, AtomicLong received) {
			this.session = session;
			this.recipient = recipient;
			this.received = received;
		}

		/**
		 * Wait until clients have sent so much data on all channels.
		 * @param bytes the number of bytes
		 */
		public void awaitReceived(long bytes) {
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.received.get() >= bytes);
		}

		public void grant() throws IOException {
			send(message(SshConstants.SSH_MSG_CHANNEL_SUCCESS));
		}

		public void refuse() throws IOException {
			send(message(SshConstants.SSH_MSG_CHANNEL_FAILURE));
		}

		public void data(String text) throws IOException {
			data(text.getBytes(StandardCharsets.UTF_8));
		}

		public void data(byte[] bytes) throws IOException {
			Buffer message = message(SshConstants.SSH_MSG_CHANNEL_DATA);
			message.putBytes(bytes);
			send(message);
		}

		public void extended(int type, String text) throws IOException {
			Buffer message = message(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA);
			message.putUInt(type);
			message.putString(text);
			send(message);
		}

		public void request(String type, boolean wantReply, Object... fields) throws IOException {
			Buffer message = message(SshConstants.SSH_MSG_CHANNEL_REQUEST);
			message.putString(type);
			message.putBoolean(wantReply);
			for (Object field : fields) {
				if (field instanceof Integer value) {
					message.putInt(value);
				}
				else if (field instanceof Boolean value) {
					message.putBoolean(value);
				}
				else {
					message.putString(field.toString());
				}
			}
			send(message);
		}

		public void status(int status) throws IOException {
			request("exit-status", false, status);
		}

		public void adjust(long bytes) throws IOException {
			Buffer message = message(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST);
			message.putUInt(bytes);
			send(message);
		}

		public void eof() throws IOException {
			send(message(SshConstants.SSH_MSG_CHANNEL_EOF));
		}

		public void close() throws IOException {
			send(message(SshConstants.SSH_MSG_CHANNEL_CLOSE));
		}

		/**
		 * End the connection without a word.
		 */
		public void reset() {
			this.session.getIoSession().close(true);
		}

		/**
		 * Begin a message.
		 * @param number its number
		 * @return the message
		 */
		public Buffer message(int number) {
			Buffer message = this.session.createBuffer((byte) number);
			message.putUInt(this.recipient);
			return message;
		}

		public void send(Buffer message) throws IOException {
			this.session.writePacket(message);
		}

	}

	private final class ChannelService extends AbstractCloseable implements Service {

		private final Session session;

		private final Script script;

		private ChannelService(Session session, Script script) {
			this.session = session;
			this.script = script;
		}

		@Override
		public Session getSession() {
			return this.session;
		}

		@Override
		public void start() {
		}

		@Override
		public Map<String, Object> getProperties() {
			return Map.of();
		}

		@Override
		public void process(int number, Buffer buffer) throws Exception {
			switch (number) {
				case SshConstants.SSH_MSG_CHANNEL_OPEN -> open(buffer);
				case SshConstants.SSH_MSG_CHANNEL_REQUEST -> request(buffer);
				case SshConstants.SSH_MSG_CHANNEL_DATA -> {
					buffer.getUInt();
					ChannelScriptServer.this.received.addAndGet(buffer.getUInt());
				}
				case SshConstants.SSH_MSG_CHANNEL_CLOSE -> ChannelScriptServer.this.closed.add(buffer.getUInt());
				case SshConstants.SSH_MSG_GLOBAL_REQUEST ->
					this.session.writePacket(this.session.createBuffer(SshConstants.SSH_MSG_REQUEST_FAILURE));
				default -> {
					// nobody answers
				}
			}
		}

		private void open(Buffer buffer) throws IOException {
			buffer.getString();
			long sender = buffer.getUInt();
			if (!ChannelScriptServer.this.opening) {
				return;
			}
			Buffer message = this.session.createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION);
			message.putUInt(sender);
			// the same number for both sides makes the script simple
			message.putUInt(sender);
			message.putUInt(ChannelScriptServer.this.window);
			message.putUInt(32768);
			this.session.writePacket(message);
		}

		private void request(Buffer buffer) {
			Channel channel = new Channel(this.session, buffer.getUInt(), ChannelScriptServer.this.received);
			String type = buffer.getString();
			boolean wantReply = buffer.getBoolean();
			String request = type.equals("exec") ? buffer.getString() : type;
			if (wantReply) {
				Thread thread = new Thread(() -> run(request, channel), "script");
				thread.setDaemon(true);
				thread.start();
			}
		}

		private void run(String request, Channel channel) {
			try {
				this.script.run(request, channel);
			}
			catch (IOException ex) {
				// the client is gone
			}
			catch (Exception ex) {
				// MINA's server has no threads any more when it is stopped, and says so
				if (!ChannelScriptServer.this.stopped) {
					throw new IllegalStateException(ex);
				}
			}
		}

	}

}
