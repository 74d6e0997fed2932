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

package io.github.sshboot.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.authentication.Authenticators;
import io.github.sshboot.authentication.ServerAuthentication;
import io.github.sshboot.connection.ServerConnection;
import io.github.sshboot.session.ServerSessions;
import io.github.sshboot.transport.AlgorithmCategory;
import io.github.sshboot.transport.KeyFingerprint;
import io.github.sshboot.transport.ServerTransport;
import io.github.sshboot.transport.SshServerCustomizer;
import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.server.ServerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Puts the layers together. A MINA server cannot be started twice, so each start makes a
 * new one.
 */
final class MinaSshServer implements SshServer {

	private static final Log logger = LogFactory.getLog(MinaSshServer.class);

	private static final SshServerStatistics NO_STATISTICS = new SshServerStatistics(0, 0, 0, 0, 0, 0);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

	/**
	 * Until the application is ready: while a signed jar is opened, nobody can load
	 * anything else.
	 */
	private static final int PREPARATION_DELAY_SECONDS = 1;

	private final SshServerBuilder builder;

	private volatile @Nullable Run run;

	MinaSshServer(SshServerBuilder builder) {
		this.builder = builder;
	}

	@Override
	public synchronized void start() {
		if (this.run == null) {
			this.run = Run.start(this.builder);
		}
	}

	@Override
	public synchronized void stop() {
		Run run = this.run;
		if (run != null) {
			this.run = null;
			run.stop(this.builder.settings.shutdown().gracePeriod());
		}
	}

	@Override
	public boolean isRunning() {
		return this.run != null;
	}

	@Override
	public int getPort() {
		Run run = this.run;
		return (run != null) ? run.server().getPort() : -1;
	}

	@Override
	public List<InetSocketAddress> getAddresses() {
		Run run = this.run;
		return (run != null) ? run.server().getBoundAddresses().stream().map(InetSocketAddress.class::cast).toList()
				: List.of();
	}

	@Override
	public List<KeyFingerprint> getHostKeyFingerprints() {
		Run run = this.run;
		return (run != null) ? run.transport().getHostKeyFingerprints() : List.of();
	}

	@Override
	public SshServerStatistics getStatistics() {
		Run run = this.run;
		return (run != null) ? run.connections().statistics() : NO_STATISTICS;
	}

	/**
	 * The server from one start to the stop that follows.
	 */
	private record Run(ListeningServer server, ServerTransport transport, ConnectionRegistry connections,
			ServerSessions sessions, ServerThreads threads) {

		static Run start(SshServerBuilder builder) {
			SshServerSettings settings = builder.settings;
			ConnectionRegistry connections = new ConnectionRegistry(settings.limits(), System::nanoTime);
			ServerTransport transport = ServerTransport.create(settings.hostKeys(), settings.transport(),
					settings.listen().listener(), connections);
			ServerThreads threads = new ServerThreads(settings.threads());
			ListeningServer server = newServer();
			server.setScheduledExecutorService(threads.timer());
			try {
				ServerSessions sessions = new ServerSessions(settings.session(), builder.mappings, builder.interceptors,
						threads.handlers(), builder.exitStatus);
				transport.customize(server);
				ServerAuthentication
					.create(settings.authentication(),
							settings.transport().algorithms().get(AlgorithmCategory.PUBLIC_KEY),
							new Authenticators(builder.passwordEncoder, builder.authorizedKeysSources,
									builder.authenticators, builder.interactiveAuthenticators),
							threads.logins(), new AuthenticationEvents(builder.eventPublisher), new LoginPenalties())
					.customize(server);
				new ServerConnection(settings.windows(), settings.channels()).customize(server);
				sessions.customize(server);
				for (SshServerCustomizer customizer : builder.customizers) {
					customizer.customize(server);
				}
				server.listen(settings.listen(), settings.authentication().login().none());
				server.getScheduledExecutorService()
					.schedule(CryptoProviders::prepare, PREPARATION_DELAY_SECONDS, TimeUnit.SECONDS);
				return new Run(server, transport, connections, sessions, threads);
			}
			catch (RuntimeException ex) {
				server.close(true);
				threads.close();
				throw ex;
			}
		}

		/**
		 * Create a server without algorithms, which are the transport layer's to set.
		 * MINA would look for all of its own first, in Bouncy Castle too, whose signed
		 * jar takes a tenth of a second to open.
		 */
		private static ListeningServer newServer() {
			return (ListeningServer) ServerBuilder.builder()
				.factory(ListeningServer::new)
				.keyExchangeFactories(List.of())
				.signatureFactories(List.of())
				.cipherFactories(List.of())
				.macFactories(List.of())
				.compressionFactories(List.of())
				.build();
		}

		void stop(Duration gracePeriod) {
			this.server.unbind();
			boolean drained = this.sessions.drain(gracePeriod);
			if (!drained) {
				logger
					.info("Interrupting the SSH handlers that still run after %d s".formatted(gracePeriod.toSeconds()));
			}
			try {
				if (drained) {
					closeSessions();
				}
				this.server.close(true).await(CLOSE_TIMEOUT);
			}
			catch (IOException ex) {
				logger.warn("SSH server did not close cleanly", ex);
			}
			this.threads.close();
		}

		/**
		 * Close what is open once the clients have got what the last handlers have
		 * written: a socket that is closed at once can take it away from them.
		 */
		private void closeSessions() throws IOException {
			long end = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
			List<CloseFuture> closing = this.server.getActiveSessions()
				.stream()
				.map((session) -> session.close(false))
				.toList();
			for (CloseFuture session : closing) {
				session.await(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
			}
		}

	}

}
