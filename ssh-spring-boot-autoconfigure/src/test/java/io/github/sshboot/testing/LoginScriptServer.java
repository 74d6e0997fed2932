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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.PrivateKeySource;
import io.github.sshboot.transport.PrivateKeys;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.kex.extension.DefaultServerKexExtensionHandler;
import org.apache.sshd.common.kex.extension.parser.ServerSignatureAlgorithms;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;

/**
 * A server, with the host key of {@link TestKeys}, that answers each message of a login
 * as a test has it, and knows all of them afterwards. Its commands end at once.
 */
public final class LoginScriptServer implements AutoCloseable {

	private final SshServer server = StockMina.server();

	private final List<String> messages = new CopyOnWriteArrayList<>();

	private LoginScriptServer(Script script, boolean extensions) {
		this.server.setHost("127.0.0.1");
		this.server.setPort(0);
		this.server.setKeyPairProvider(KeyPairProvider.wrap(PrivateKeys.load(new PrivateKeySource(
				KeyMaterial.ofContent("host key", TestKeys.ED25519_PRIVATE.getBytes(StandardCharsets.UTF_8)), null))));
		this.server.setServiceFactories(List.of(new ServiceFactory() {

			@Override
			public String getName() {
				return "ssh-userauth";
			}

			@Override
			public Service create(Session session) {
				return new LoginService((ServerSession) session, script);
			}

		}, ServerConnectionServiceFactory.INSTANCE));
		this.server.setCommandFactory((channel, command) -> new AbstractCommandSupport(command, null) {

			@Override
			public void start(ChannelSession channel, Environment environment) {
				onExit(0);
			}

			@Override
			public void run() {
				throw new UnsupportedOperationException();
			}

		});
		if (!extensions) {
			this.server.setKexExtensionHandler(null);
		}
		CoreModuleProperties.NIO_WORKERS.set(this.server, 2);
	}

	/**
	 * Start a server.
	 * @param script what it answers
	 * @return the server
	 */
	public static LoginScriptServer start(Script script) {
		return start(script, true);
	}

	/**
	 * Start a server that may have no extensions.
	 * @param script what it answers
	 * @param extensions whether it names its extensions
	 * @return the server
	 */
	public static LoginScriptServer start(Script script, boolean extensions) {
		return new LoginScriptServer(script, extensions).listen();
	}

	/**
	 * Start a server that never accepts the service, but serves it.
	 * @param script what it answers
	 * @return the server
	 */
	public static LoginScriptServer startWithoutAccepting(Script script) {
		LoginScriptServer server = new LoginScriptServer(script, true);
		server.server.setSessionFactory(new SessionFactory(server.server) {

			@Override
			protected ServerSessionImpl doCreateSession(IoSession ioSession) throws Exception {
				return new ServerSessionImpl(getServer(), ioSession) {

					@Override
					protected boolean handleServiceRequest(String serviceName, Buffer buffer) throws Exception {
						startService(serviceName, buffer);
						return true;
					}

				};
			}

		});
		return server.listen();
	}

	private LoginScriptServer listen() {
		try {
			this.server.start();
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Answer with failure as often as it is asked.
	 * @param methods the methods that can continue
	 * @return the script
	 */
	public static Script refuse(String methods) {
		return (message, login) -> login.fail(methods, false);
	}

	/**
	 * Announce the signatures that are known.
	 * @param algorithms their names
	 */
	public void announce(String... algorithms) {
		if (this.server.getKexExtensionHandler() != null) {
			this.server.setKexExtensionHandler(new DefaultServerKexExtensionHandler() {

				@Override
				public void collectExtensions(Session session, KexPhase phase, BiConsumer<String, Object> marshaller) {
					if (phase == KexPhase.NEWKEYS) {
						marshaller.accept(ServerSignatureAlgorithms.NAME, List.of(algorithms));
					}
				}

			});
		}
	}

	public int port() {
		return this.server.getPort();
	}

	/**
	 * Return what clients have sent, in order: the method, and of a key its algorithm and
	 * whether there was a signature; or the number of another message.
	 * @return the messages
	 */
	public List<String> messages() {
		return this.messages;
	}

	@Override
	public void close() throws IOException {
		this.server.stop(true);
	}

	/**
	 * Answers a message of a login.
	 */
	@FunctionalInterface
	public interface Script {

		void answer(String message, Login login) throws Exception;

		/**
		 * Called when the client has asked for the service.
		 * @param login what it answers
		 */
		default void begin(Login login) throws Exception {
		}

	}

	/**
	 * Answers that a script can give.
	 */
	public interface Login {

		/**
		 * Return which message this is, from 1 on.
		 * @return the number
		 */
		int count();

		/**
		 * Return what follows after the name of the method, or the number of the message.
		 * @return the rest of the message
		 */
		Buffer rest();

		void succeed() throws Exception;

		void fail(String methods, boolean partial) throws IOException;

		void send(int number, Object... fields) throws IOException;

		Session session();

	}

	private final class LoginService extends AbstractCloseable implements Service {

		private final ServerSession session;

		private final Script script;

		private final AtomicInteger count = new AtomicInteger();

		private LoginService(ServerSession session, Script script) {
			this.session = session;
			this.script = script;
		}

		@Override
		public Session getSession() {
			return this.session;
		}

		@Override
		public void start() {
			try {
				this.script.begin(new ScriptedLogin("?", new ByteArrayBuffer()));
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public Map<String, Object> getProperties() {
			return Map.of();
		}

		@Override
		public void process(int number, Buffer buffer) throws Exception {
			this.count.incrementAndGet();
			String message = Integer.toString(number);
			String user = "?";
			if (number == SshConstants.SSH_MSG_USERAUTH_REQUEST) {
				user = buffer.getString();
				buffer.getString();
				message = buffer.getString();
				if (message.startsWith("publickey")) {
					int position = buffer.rpos();
					boolean signed = buffer.getBoolean();
					message = "publickey %s %s".formatted(buffer.getString(), signed ? "signed" : "asked");
					buffer.rpos(position);
				}
			}
			LoginScriptServer.this.messages.add(message);
			this.script.answer(message, new ScriptedLogin(user, buffer));
		}

		private final class ScriptedLogin implements Login {

			private final String user;

			private final Buffer rest;

			private final int number = LoginService.this.count.get();

			private ScriptedLogin(String user, Buffer rest) {
				this.user = user;
				this.rest = rest;
			}

			@Override
			public int count() {
				return this.number;
			}

			@Override
			public Buffer rest() {
				return this.rest;
			}

			@Override
			public Session session() {
				return LoginService.this.session;
			}

			@Override
			public void succeed() throws Exception {
				LoginService.this.session.signalAuthenticationSuccess(this.user, "ssh-connection", this.rest);
			}

			@Override
			public void fail(String methods, boolean partial) throws IOException {
				send(SshConstants.SSH_MSG_USERAUTH_FAILURE, methods, partial);
			}

			@Override
			public void send(int number, Object... fields) throws IOException {
				Buffer answer = LoginService.this.session.createBuffer((byte) number);
				for (Object field : Arrays.asList(fields)) {
					if (field instanceof Boolean value) {
						answer.putBoolean(value);
					}
					else if (field instanceof Integer value) {
						answer.putUInt(value);
					}
					else if (field instanceof byte[] value) {
						answer.putBytes(value);
					}
					else {
						answer.putString(field.toString());
					}
				}
				LoginService.this.session.writePacket(answer);
			}

		}

	}

}
