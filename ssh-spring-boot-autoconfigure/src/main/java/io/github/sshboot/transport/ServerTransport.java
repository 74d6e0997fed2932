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

package io.github.sshboot.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.auth.AbstractUserAuthServiceFactory;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.kex.KexState;
import org.apache.sshd.common.kex.extension.KexExtensions;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.OsUtils;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferUtils;
import org.apache.sshd.common.util.logging.SimplifiedLog;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.ServerFactoryManager;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.global.OpenSshHostKeysHandler;
import org.apache.sshd.server.kex.DHGServer;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;

/**
 * The transport layer (RFC 4253) of a server: host keys, algorithms, sockets.
 *
 * @since 0.1.0
 */
public final class ServerTransport implements SshServerCustomizer {

	private static final Log logger = LogFactory.getLog(ServerTransport.class);

	private final ReloadingHostKeys hostKeys;

	private final TransportSettings settings;

	private final ListenerSettings listener;

	private final ConnectionAdmission admission;

	private ServerTransport(ReloadingHostKeys hostKeys, TransportSettings settings, ListenerSettings listener,
			ConnectionAdmission admission) {
		this.hostKeys = hostKeys;
		this.settings = settings;
		this.listener = listener;
		this.admission = admission;
	}

	/**
	 * Load the host keys and prepare the layer.
	 * @param hostKeys the host keys
	 * @param settings how connections are protected and kept
	 * @param listener how to listen
	 * @param admission decides about connections that are accepted
	 * @return the layer
	 * @throws NoHostKeyException if there is no host key
	 * @throws PrivateKeyException if a host key cannot be used
	 * @throws DuplicateHostKeyException if two host keys are of one type
	 * @throws UnusableHostKeysException if the server has no algorithm for any host key
	 * @throws CertificateException if a host certificate cannot be used
	 */
	public static ServerTransport create(HostKeySettings hostKeys, TransportSettings settings,
			ListenerSettings listener, ConnectionAdmission admission) {
		CryptoProviders.install();
		return new ServerTransport(
				new ReloadingHostKeys(hostKeys, settings.algorithms().get(AlgorithmCategory.HOST_KEY)), settings,
				listener, admission);
	}

	/**
	 * Load what takes long to load, before anybody waits for it: the algorithms, the
	 * formats of keys, and the engine.
	 */
	public static void preinitialize() {
		AlgorithmSettings.of(AlgorithmProfile.DEFAULT);
		SecurityUtils.getKeyPairResourceParser();
		ServerBuilder.builder();
	}

	/**
	 * Return the fingerprints of the host keys that new connections get.
	 * @return the fingerprints
	 */
	public List<KeyFingerprint> getHostKeyFingerprints() {
		return this.hostKeys.current().fingerprints();
	}

	@Override
	public void customize(SshServer server) {
		applyHostKeys(server);
		Algorithms.apply(server, this.settings.algorithms(), (factory) -> factory.isGroupExchange()
				? ServerGroupExchange.factory(factory) : DHGServer.newFactory(factory));
		server.setKexExtensionHandler(new SignatureAlgorithmsHandler(this.settings.algorithms()));
		server.setRandomFactory(BufferedRandom.factory());
		// a connection that had its own would need more memory
		Rekeying.apply(server, this.settings.rekey());
		Sockets.apply(server);
		listen(server);
		server.setSessionFactory(new ScopedSessionFactory(server, this.settings));
		server.addSessionListener(new ConnectionInfoListener());
	}

	private void applyHostKeys(SshServer server) {
		HostKeyProvider provider = new HostKeyProvider(this.hostKeys::current);
		server.setKeyPairProvider(provider);
		server.setHostKeyCertificateProvider(provider);
		List<RequestHandler<ConnectionService>> handlers = new ArrayList<>(server.getGlobalRequestHandlers());
		handlers.removeIf(OpenSshHostKeysHandler.class::isInstance);
		handlers.add(new HostKeyAnnouncer());
		server.setGlobalRequestHandlers(handlers);
		this.hostKeys.start();
		server.addCloseFutureListener((closed) -> this.hostKeys.close());
	}

	/**
	 * A socket of the JDK for all addresses is one for IPv4 and IPv6, whatever address it
	 * is bound to. So what comes in the other way is not admitted.
	 */
	private void listen(SshServer server) {
		AddressFamily family = this.listener.addressFamily();
		server.setIoServiceFactoryFactory(
				new SocketServices((local, remote, handle) -> family.includes(local.getAddress())
						? this.admission.admit(local, remote, handle) : null, InetAddress::getAllByName));
		CoreModuleProperties.SOCKET_BACKLOG.set(server, this.listener.backlog());
		Boolean reuseAddress = this.listener.reuseAddress();
		// on Windows it would let others take the port
		CoreModuleProperties.SOCKET_REUSEADDR.set(server, (reuseAddress != null) ? reuseAddress : !OsUtils.isWin32());
		CoreModuleProperties.SERVER_IDENTIFICATION.set(server, this.listener.identification().softwareVersion());
	}

	private static final class ScopedSessionFactory extends SessionFactory {

		private final TransportSettings settings;

		private final KeyExchangeTurns turns = KeyExchangeTurns.forHalfTheProcessors();

		private final EndedConnections endedConnections = new EndedConnections();

		private ScopedSessionFactory(ServerFactoryManager server, TransportSettings settings) {
			super(server);
			this.settings = settings;
		}

		@Override
		protected ServerSessionImpl doCreateSession(IoSession ioSession) throws Exception {
			return new ScopedServerSession(getServer(), (SocketSession) ioSession, this.settings, this.turns,
					this.endedConnections);
		}

	}

	private static final class ScopedServerSession extends ServerSessionImpl implements ConnectionScoped {

		private static final int MAX_AUTHENTICATION_REQUESTS = 128;

		private static final byte[] FORGOTTEN = { 0 };

		private final ConnectionScope scope = new ConnectionScope();

		private final SessionGuards guards;

		private final AdmittedConnection connection;

		private final SocketSession socket;

		private final StrangersKeyExchange strangersKeyExchange;

		private final StrangersTraffic strangersTraffic = new StrangersTraffic();

		private final EndedConnections endedConnections;

		/**
		 * Whether the connection is being ended, and not because the client wants it.
		 */
		private final AtomicBoolean left = new AtomicBoolean();

		/**
		 * How many bytes there are, of the packet that is next and of those behind it.
		 */
		private int received;

		private int authenticationRequests;

		private ScopedServerSession(ServerFactoryManager server, SocketSession socket, TransportSettings settings,
				KeyExchangeTurns turns, EndedConnections endedConnections) throws Exception {
			super(server, socket);
			this.endedConnections = endedConnections;
			this.connection = (AdmittedConnection) Objects
				.requireNonNull(socket.getAttribute(AdmittedConnection.class));
			this.scope.put(AdmittedConnection.class, this.connection);
			this.strangersKeyExchange = new StrangersKeyExchange(this, socket, turns, this.connection.source());
			socket.setFarewell(this::sayFarewell);
			this.socket = socket;
			this.guards = new SessionGuards(this, this.scope, settings);
		}

		@Override
		public ConnectionScope getConnectionScope() {
			return this.scope;
		}

		/**
		 * Each session keeps what this says of it while it is made, which is nothing yet.
		 */
		@Override
		public String toString() {
			return (this.guards != null) ? super.toString() : "new session";
		}

		@Override
		protected String resolveIdentificationString(String property) {
			return super.resolveIdentificationString(property).intern();
		}

		/**
		 * What we offer is half a kilobyte, and the same for all.
		 */
		@Override
		protected byte[] sendKexInit(Map<KexProposalOption, String> proposal) throws Exception {
			proposal.replaceAll((option, value) -> value.intern());
			return super.sendKexInit(proposal);
		}

		/**
		 * MINA dumps whole packets to it, with the passwords in them.
		 */
		@Override
		protected SimplifiedLog getSimplifiedLogger() {
			return SimplifiedLog.EMPTY;
		}

		@Override
		public IoWriteFuture writePacket(Buffer buffer) throws IOException {
			// the constructor of the engine's session may write already
			return (this.guards != null) ? this.guards.send(buffer, super::writePacket) : super.writePacket(buffer);
		}

		@Override
		public void messageReceived(Readable buffer) throws Exception {
			this.guards.received();
			if (!isAuthenticated()) {
				this.strangersTraffic.received(buffer.available());
			}
			this.strangersKeyExchange.receive(buffer, !this.initialKexDone, super::messageReceived);
		}

		@Override
		protected void decode() throws Exception {
			this.guards.decode(() -> {
				this.received = this.decoderBuffer.wpos();
				if (this.decoderState == 0) {
					checkNextLength(0);
				}
				super.decode();
			});
		}

		/**
		 * Check how long the next packet says it is, if that is there and can be read.
		 * MINA would do so next, but writes two lines to the log whenever it is wrong.
		 * @param offset where the packet begins
		 */
		private void checkNextLength(int offset) throws SshException {
			boolean readable = this.inCipher == null || (this.inMac != null && this.inMac.isEncryptThenMac());
			if (readable && this.received - offset >= Integer.BYTES) {
				ProtocolErrors.checkLength((int) BufferUtils.getUInt(this.decoderBuffer.array(), offset, Integer.BYTES),
						0, (this.inCipher != null) ? this.inCipherSize : 1, maxLength());
			}
		}

		private int maxLength() {
			return isAuthenticated() ? ProtocolErrors.MAX_LENGTH
					: this.strangersTraffic.maxPacket(this.inCipher != null);
		}

		@Override
		protected void setInputEncoding() throws Exception {
			super.setInputEncoding();
			this.inCipher = LengthCheckingCipher.of(this.inCipher, this.inMac, this::maxLength);
		}

		/**
		 * No client needs new keys before it has logged in, but an attacker could keep us
		 * busy with nothing else.
		 */
		@Override
		protected void handleKexInit(Buffer buffer) throws Exception {
			if (this.kexState.get() == KexState.DONE) {
				if (!isAuthenticated()) {
					throw new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
							"Protocol error: new keys before the login");
				}
				long received = this.inBytesCount.get() - buffer.available() - 1;
				this.guards.keyExchangeBegun(received + this.outBytesCount.get());
			}
			super.handleKexInit(buffer);
		}

		/**
		 * Whoever is left to make room for others is told so, if that is possible at
		 * once, and without a line in the log for each.
		 */
		private void sayFarewell(String reason) {
			try {
				writePacket(farewell(SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS, reason));
			}
			catch (IOException | RuntimeException ex) {
				logger.debug("Cannot tell a client that it is left", ex);
			}
		}

		private Buffer farewell(int reason, String text) {
			Buffer message = createBuffer(SshConstants.SSH_MSG_DISCONNECT);
			message.putUInt(reason);
			message.putString(text);
			message.putString(""); // language
			return message;
		}

		/**
		 * As MINA does it, but for its lines in the log, which a stranger could fill with
		 * them.
		 */
		@Override
		public void exceptionCaught(Throwable ex) {
			int reason = (ex instanceof SshException failure) ? failure.getDisconnectCode() : 0;
			if (ProtocolErrors.isBreach(reason)) {
				this.connection.protocolBroken();
			}
			State state = this.state.get();
			if (state != State.Opened && state != State.Graceful) {
				logger.debug("A connection that is closed has failed", ex);
				return;
			}
			logger.debug("A connection has failed", ex);
			signalExceptionCaught(ex);
			if (state == State.Opened && reason > 0) {
				try {
					disconnect(reason, ConnectProgress.text(ex));
					return;
				}
				catch (IOException | RuntimeException cannotTell) {
					logger.debug("Cannot tell a client that it is left", cannotTell);
				}
			}
			else if (this.left.compareAndSet(false, true)) {
				ended(reason, ConnectProgress.text(ex));
			}
			close(true);
		}

		/**
		 * As MINA does it, but once, and without its line in the log. What was wrong with
		 * a packet, the client is not told (CVE-2008-5161).
		 */
		@Override
		public void disconnect(int reason, String text) throws IOException {
			if (!this.left.compareAndSet(false, true)) {
				return;
			}
			ended(reason, text);
			signalDisconnect(reason, text, "", true);
			Buffer farewell = ProtocolErrors.isBreach(reason)
					? farewell(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "Protocol error or corrupt packet")
					: farewell(reason, text);
			writePacket(farewell, CoreModuleProperties.DISCONNECT_TIMEOUT.getRequired(this))
				.addListener((written) -> close(true));
		}

		private void ended(int reason, String text) {
			InetSocketAddress source = (InetSocketAddress) this.socket.getRemoteAddress();
			if (isAuthenticated()) {
				this.endedConnections.ofUser(getUsername(), source, text);
			}
			else {
				this.endedConnections.ofStranger(source, reason, text);
			}
		}

		/**
		 * What only servers say means nothing in the mouth of a client, and MINA warns of
		 * it each time.
		 */
		@Override
		protected void receiveKexInit(Map<KexProposalOption, String> proposal, byte[] seed) throws IOException {
			proposal.computeIfPresent(KexProposalOption.ALGORITHMS,
					(option, names) -> Stream.of(names.split(","))
						.filter((name) -> !name.equals(KexExtensions.STRICT_KEX_SERVER_EXTENSION))
						.collect(Collectors.joining(",")));
			super.receiveKexInit(proposal, seed);
		}

		@Override
		protected void doKexNegotiation() throws Exception {
			this.guards.keyExchangeProposed();
			super.doKexNegotiation();
		}

		@Override
		protected void performKexNegotiation() throws Exception {
			this.guards.negotiateKeyExchange(super::performKexNegotiation);
		}

		@Override
		protected void handleNewKeys(int command, Buffer buffer) throws Exception {
			// what the keys were made of is some kilobytes, and not needed any more
			setClientKexData(FORGOTTEN);
			setServerKexData(FORGOTTEN);
			super.handleNewKeys(command, buffer);
			this.guards.keysExchanged();
			this.connection.keysExchanged();
		}

		@Override
		public void setAuthenticated() throws IOException {
			super.setAuthenticated();
			this.guards.authenticated();
			this.connection.loggedIn();
		}

		@Override
		protected void preClose() {
			// the constructor of the engine's session may fail
			if (this.guards != null) {
				this.guards.closed();
			}
			super.preClose();
		}

		@Override
		protected void doHandleMessage(Buffer buffer) throws Exception {
			this.guards.check(this.decoderBuffer.array(), this.decoderLength, this.inCipher != null);
			int end = Integer.BYTES + this.decoderLength + this.inMacSize
					+ ((this.inCipher != null) ? this.inCipher.getAuthenticationTagSize() : 0);
			if (!this.left.get()) {
				super.doHandleMessage(buffer);
				checkNextLength(end);
			}
			this.received -= end;
		}

		@Override
		protected List<String> doReadIdentification(Buffer buffer, boolean server) throws Exception {
			IdentificationLine.check(buffer);
			return super.doReadIdentification(buffer, server);
		}

		/**
		 * As MINA does it, but for the line in the log, which would be a second one about
		 * the login and has the user name as the client has sent it. Listeners hear of
		 * the login before the client does, who must not hear of anything else first.
		 */
		@Override
		public IoWriteFuture signalAuthenticationSuccess(String username, String authService, Buffer buffer)
				throws Exception {
			IoWriteFuture future;
			this.encodeLock.lock();
			try {
				// made before the session counts as authenticated: delayed compression
				// begins with the message after it
				Buffer packet = resolveOutputPacket(createBuffer(SshConstants.SSH_MSG_USERAUTH_SUCCESS));
				setUsername(username);
				setAuthenticated();
				startService(authService, buffer);
				future = getIoSession().writeBuffer(packet);
			}
			finally {
				this.encodeLock.unlock();
			}
			resetIdleTimeout();
			HostKeyAnnouncer.announce(this, this.scope);
			return future;
		}

		/**
		 * Some clients ask for the service before each attempt. They get the service they
		 * have, since a fresh one would start counting attempts and time anew.
		 */
		@Override
		protected boolean handleServiceRequest(String serviceName, Buffer buffer) throws Exception {
			if (AbstractUserAuthServiceFactory.DEFAULT_NAME.equals(serviceName)) {
				if (++this.authenticationRequests > MAX_AUTHENTICATION_REQUESTS) {
					throw new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "Too many service requests");
				}
				if (this.authenticationRequests > 1) {
					if (isAuthenticated()) {
						throw new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
								"Authentication requested after login");
					}
					Buffer response = createBuffer(SshConstants.SSH_MSG_SERVICE_ACCEPT);
					response.putString(serviceName);
					writePacket(response);
					return true;
				}
			}
			return super.handleServiceRequest(serviceName, buffer);
		}

	}

}
