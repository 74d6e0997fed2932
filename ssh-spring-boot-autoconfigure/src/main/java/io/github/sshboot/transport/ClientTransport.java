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
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.List;

import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.kex.KexState;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.logging.SimplifiedLog;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/**
 * The transport layer (RFC 4253) of the clients: host-key trust, algorithms, sockets.
 * Each connection is made with a context that is {@link ConnectionScoped}; its scope
 * holds the {@link SshEndpoint}, the {@link ConnectSettings} and the {@link HostKeyTrust}
 * of the connection, and the {@link ConnectProgress} that tells what has kept it from
 * being made. Where a host key is refused, the scope holds the {@link HostKeyRejection}
 * afterwards.
 *
 * @since 0.1.0
 */
public final class ClientTransport implements SshClientCustomizer {

	private static final Log logger = LogFactory.getLog(ClientTransport.class);

	/**
	 * Create a new {@link ClientTransport}.
	 */
	public ClientTransport() {
		CryptoProviders.install();
	}

	@Override
	public void customize(SshClient client) {
		// each connection has its own, but MINA does not start without any
		Algorithms.apply(client, AlgorithmSettings.of(AlgorithmProfile.DEFAULT), ClientKeyExchange::factory);
		client.setRandomFactory(BufferedRandom.factory());
		Sockets.apply(client);
		CoreModuleProperties.CLIENT_IDENTIFICATION.set(client, Identification.DEFAULT.softwareVersion());
		client.setIoServiceFactoryFactory(new SocketServices(null, InetAddress::getAllByName));
		client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
		client.setServerKeyVerifier(RejectAllServerKeyVerifier.INSTANCE);
		client.setGlobalRequestHandlers(List.of(new HostKeyAnnouncements(), KeepAliveHandler.INSTANCE));
		client.setKexExtensionHandler(new ServerExtensionsHandler());
		client.setSessionFactory(new ScopedSessionFactory(client));
		client.addSessionListener(new ConnectionInfoListener());
		client.addSessionListener(new ConnectProgressListener());
	}

	private static final class ScopedSessionFactory extends SessionFactory {

		private ScopedSessionFactory(ClientFactoryManager client) {
			super(client);
		}

		@Override
		protected ClientSessionImpl doCreateSession(IoSession ioSession) throws Exception {
			return new ScopedClientSession(getClient(), ioSession);
		}

	}

	private static final class ScopedClientSession extends ClientSessionImpl
			implements ConnectionScoped, HostKeyAnnouncements.Listener {

		private static final int MAX_GREETING = 80;

		private final SessionGuards guards;

		private @Nullable HostKeyVerifier verifier;

		private @Nullable PublicKeyBlob trustedKey;

		private @Nullable HostKeyRotation rotation;

		private ScopedClientSession(ClientFactoryManager client, IoSession ioSession) throws Exception {
			super(client, ioSession);
			TransportSettings settings = getConnectionScope().getRequired(TransportSettings.class);
			Algorithms.apply(this, settings.algorithms(), ClientKeyExchange::factory);
			this.guards = new SessionGuards(this, getConnectionScope(), settings);
			Rekeying.apply(this, settings.rekey());
			refreshConfiguration();
		}

		@Override
		public ConnectionScope getConnectionScope() {
			return ((ConnectionScoped) getConnectionContext()).getConnectionScope();
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
			super.messageReceived(buffer);
		}

		@Override
		protected void decode() throws Exception {
			this.guards.decode(super::decode);
		}

		@Override
		protected void handleKexInit(Buffer buffer) throws Exception {
			if (this.kexState.get() == KexState.DONE) {
				long received = this.inBytesCount.get() - buffer.available() - 1;
				this.guards.keyExchangeBegun(received + this.outBytesCount.get());
			}
			super.handleKexInit(buffer);
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
			super.handleNewKeys(command, buffer);
			this.guards.keysExchanged();
		}

		@Override
		public void setAuthenticated() throws IOException {
			super.setAuthenticated();
			this.guards.authenticated();
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
		protected void handleKexExtension(int cmd, Buffer buffer) throws Exception {
			super.handleKexExtension(cmd, buffer);
			extensionsKnown();
		}

		@Override
		protected void handleServiceAccept(String serviceName, Buffer buffer) throws Exception {
			super.handleServiceAccept(serviceName, buffer);
			extensionsKnown();
		}

		private void extensionsKnown() {
			if (this.currentService.getService() instanceof ExtensionsAware service) {
				service.extensionsKnown();
			}
		}

		@Override
		protected String resolveIdentificationString(String configPropName) {
			Identification identification = getConnectionScope().getRequired(ConnectSettings.class).identification();
			return (identification != null) ? DEFAULT_SSH_VERSION_PREFIX + identification
					: super.resolveIdentificationString(configPropName);
		}

		/**
		 * What is not a server's identification is the beginning of what it sends.
		 */
		@Override
		protected boolean readIdentification(Buffer buffer) throws Exception {
			ConnectProgress progress = getConnectionScope().getRequired(ConnectProgress.class);
			if (buffer.available() > 0) {
				progress.greeted(new String(buffer.array(), buffer.rpos(), Math.min(buffer.available(), MAX_GREETING),
						StandardCharsets.US_ASCII));
			}
			boolean identified = super.readIdentification(buffer);
			if (identified) {
				progress.identified();
			}
			return identified;
		}

		@Override
		protected void doHandleMessage(Buffer buffer) throws Exception {
			try {
				this.guards.check(this.decoderBuffer.array(), this.decoderLength, this.inCipher != null);
				super.doHandleMessage(buffer);
			}
			catch (Exception ex) {
				// whoever waits for the key exchange is told next, and asks why
				ConnectProgressListener.failed(this, ex);
				throw ex;
			}
		}

		@Override
		protected void doInvokeDebugMessageHandler(Buffer buffer) throws Exception {
			DebugMessageListener listener = getConnectionScope().get(DebugMessageListener.class);
			if (listener != null) {
				boolean alwaysDisplay = buffer.getBoolean();
				listener.debugMessage(buffer.getString(), buffer.getString(), alwaysDisplay);
			}
		}

		@Override
		protected void handleDisconnect(int code, String msg, String lang, Buffer buffer) throws Exception {
			ConnectProgressListener.disconnected(this, code, msg);
			lost("the server ended it: " + msg, code == SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
			super.handleDisconnect(code, msg, lang, buffer);
		}

		@Override
		public void exceptionCaught(Throwable ex) {
			if (isOpen()) {
				lost(ConnectProgress.text(ex), ex instanceof SshException failure && failure.getDisconnectCode() > 0);
			}
			// MINA writes it to the log
			super.exceptionCaught(ProtocolErrors.printable(ex));
		}

		/**
		 * What comes first counts: the rest mostly follows from it.
		 */
		private void lost(String reason, boolean violation) {
			ConnectionScope scope = getConnectionScope();
			if (scope.get(ConnectionLoss.class) == null) {
				scope.put(ConnectionLoss.class, new ConnectionLoss(PeerText.printable(reason), violation));
			}
		}

		@Override
		protected String resolveAvailableSignaturesProposal(FactoryManager manager) {
			return HostKeyAlgorithms.order(super.resolveAvailableSignaturesProposal(manager), verifier());
		}

		@Override
		protected void checkKeys() throws IOException {
			HostKeyRejection rejection;
			try {
				rejection = check(getServerKey());
			}
			catch (RuntimeException ex) {
				rejection = HostKeyRejection.of("The host key of %s cannot be verified: %s", endpoint(),
						PeerText.printable(String.valueOf(ex.getMessage())));
			}
			if (rejection != null) {
				getConnectionScope().put(HostKeyRejection.class, rejection);
				throw new SshException(SshConstants.SSH2_DISCONNECT_HOST_KEY_NOT_VERIFIABLE, "Host key not accepted");
			}
		}

		private @Nullable HostKeyRejection check(PublicKey presented) {
			PublicKeyBlob key = PresentedHostKey.of(presented).key();
			PublicKeyBlob trusted = this.trustedKey;
			if (trusted != null) {
				return trusted.equals(key) ? null : changed(trusted, key);
			}
			String weakness = key.weakness();
			if (weakness != null) {
				return HostKeyRejection.of("The host key of %s is not safe: it presents %s; %s", endpoint(),
						key.fingerprint(), weakness);
			}
			HostKeyVerifier verifier = verifier();
			HostKeyRejection rejection = verifier.check(presented);
			if (rejection == null) {
				this.trustedKey = key;
				getConnectionScope().put(SshHostKey.class, SshHostKey.of(key));
				this.rotation = HostKeyRotation.of(this, endpoint(), trust(), verifier.getTrustedLine());
			}
			return rejection;
		}

		/**
		 * In a key exchange later in the life of the connection, when nobody may be there
		 * to be told.
		 */
		private HostKeyRejection changed(PublicKeyBlob trusted, PublicKeyBlob key) {
			HostKeyRejection rejection = HostKeyRejection.of(
					"The host key of %s changed while connected: it was %s and is now %s", endpoint(),
					trusted.fingerprint(), key.fingerprint());
			logger.warn(rejection.message());
			return rejection;
		}

		@Override
		public void hostKeysAnnounced(Buffer message) {
			if (this.rotation != null) {
				this.rotation.announced(message);
			}
		}

		private HostKeyVerifier verifier() {
			HostKeyVerifier verifier = this.verifier;
			if (verifier == null) {
				verifier = HostKeyVerifier.of(endpoint(), trust());
				this.verifier = verifier;
			}
			return verifier;
		}

		private SshEndpoint endpoint() {
			return getConnectionScope().getRequired(SshEndpoint.class);
		}

		private HostKeyTrust trust() {
			return getConnectionScope().getRequired(HostKeyTrust.class);
		}

	}

}
