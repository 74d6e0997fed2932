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

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.sshboot.client.DefaultSshClientFactory;
import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.SshClientSettings;
import io.github.sshboot.client.SshClientSettings.Timeouts;
import io.github.sshboot.client.SshTunnelException;
import io.github.sshboot.client.tunnel.TunnelFailure.Reason;
import io.github.sshboot.testing.StockMina;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.PrivateKeySource;
import io.github.sshboot.transport.PrivateKeys;
import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that do not keep to what tunnels expect of them.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class HostileServerTunnelTests {

	private final SshServer server = createServer();

	private final AtomicReference<Session> session = new AtomicReference<>();

	private final List<ScriptedChannel> channels = new CopyOnWriteArrayList<>();

	private DefaultSshClientFactory clients;

	private SshClient client;

	/**
	 * What the server does about a channel that it is asked to open.
	 */
	private volatile Opening opening = (channel, future) -> {
		// never answers
	};

	/**
	 * What the server does about a request to listen.
	 */
	private RequestHandler<ConnectionService> listening = (service, request, wantReply,
			buffer) -> RequestHandler.Result.ReplySuccess;

	@BeforeEach
	void start() throws IOException {
		this.server.setHost("127.0.0.1");
		this.server.setKeyPairProvider(KeyPairProvider.wrap(PrivateKeys.load(new PrivateKeySource(
				KeyMaterial.ofContent("host key", TestKeys.ED25519_PRIVATE.getBytes(StandardCharsets.UTF_8)), null))));
		this.server.setPublickeyAuthenticator((user, key, session) -> {
			this.session.set(session);
			return true;
		});
		this.server.setChannelFactories(List.of(new ChannelFactory() {

			@Override
			public String getName() {
				return "direct-tcpip";
			}

			@Override
			public Channel createChannel(Session session) {
				ScriptedChannel channel = new ScriptedChannel(HostileServerTunnelTests.this.opening);
				HostileServerTunnelTests.this.channels.add(channel);
				return channel;
			}

		}));
		this.server
			.setGlobalRequestHandlers(List.of((service, request, wantReply, buffer) -> request.contains("forward")
					? this.listening.process(service, request, wantReply, buffer) : RequestHandler.Result.Unsupported));
		CoreModuleProperties.NIO_WORKERS.set(this.server, 2);
		this.server.start();
		this.clients = TestSshClients.create(this.server.getPort(), HostileServerTunnelTests::impatient);
		this.client = this.clients.get("demo");
	}

	private static SshServer createServer() {
		// or else MINA finds cryptography of its own first
		CryptoProviders.install();
		return StockMina.server();
	}

	private static SshClientSettings impatient(SshClientSettings settings) {
		return new SshClientSettings(settings.endpoint(), settings.connect(), settings.credentials(),
				settings.hostKeyTrust(), settings.transport(), settings.windows(),
				new Timeouts(Duration.ofSeconds(3), Duration.ofSeconds(30)), settings.pool());
	}

	@AfterEach
	void stop(CapturedOutput output) throws IOException {
		this.clients.close();
		this.server.stop(true);
		assertThat(output.getAll()).doesNotContain(" ERROR ").doesNotContainPattern("\\n\\s+at io.github");
	}

	@Test
	void channelThatIsNeverOpenedIsGivenUp() throws Exception {
		try (SshTunnel tunnel = this.client.tunnel().local(0).to("target", 1).open();
				SshTunnel dynamic = this.client.tunnel().dynamic(0).open();
				Socket socket = TestTarget.connect(tunnel.getPort());
				Socket socks = TestTarget.connect(dynamic.getPort())) {
			socks.getOutputStream().write(new byte[] { 5, 1, 0, 5, 1, 0, 1, 1, 2, 3, 4, 0, 1 });
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read());
			assertThat(socks.getInputStream().readNBytes(4)).containsExactly(5, 0, 5, 4);
			assertThat(tunnel.getLastFailure()).isNotNull();
			assertThat(tunnel.getLastFailure().reason()).isEqualTo(Reason.TIMEOUT);
			assertThat(tunnel.getState()).isEqualTo(TunnelState.UP);
			Awaitility.await().until(() -> tunnel.getOpenConnections() == 0 && dynamic.getOpenConnections() == 0);
		}
	}

	@Test
	void channelThatIsOpenedTooLateIsClosed() throws Exception {
		List<OpenFuture> late = new ArrayList<>();
		this.opening = (channel, future) -> late.add(future);
		try (SshTunnel tunnel = this.client.tunnel().local(0).to("target", 1).open();
				Socket socket = TestTarget.connect(tunnel.getPort())) {
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read());
			this.channels.get(0).opened(late.get(0));
			assertThat(this.channels.get(0).closed.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(tunnel.getState()).isEqualTo(TunnelState.UP);
		}
	}

	@Test
	void connectionThatIsLostWhileAChannelIsOpenedIsMadeAgainForIt() throws Exception {
		try (SshTunnel tunnel = this.client.tunnel().local(0).to("target", 1).open();
				SshTunnel dynamic = this.client.tunnel().dynamic(0).open();
				Socket socket = TestTarget.connect(tunnel.getPort());
				Socket socks = TestTarget.connect(dynamic.getPort())) {
			socks.getOutputStream().write(new byte[] { 5, 1, 0, 5, 1, 0, 1, 1, 2, 3, 4, 0, 1 });
			Awaitility.await().until(() -> this.channels.size() == 2);
			this.opening = (channel, future) -> {
				channel.opened(future);
				channel.send(SshConstants.SSH_MSG_CHANNEL_DATA, "hello");
			};
			this.session.get().close(true);
			assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
			assertThat(socks.getInputStream().readNBytes(12)).containsExactly(5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0);
			assertThat(socks.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
			assertThat(this.channels).hasSize(4);
			assertThat(tunnel.getLastFailure()).isNull();
		}
	}

	@Test
	void dataBeforeTheChannelIsOpenBreaksTheRules() throws Exception {
		this.opening = (channel, future) -> channel.send(SshConstants.SSH_MSG_CHANNEL_DATA, "early");
		try (SshTunnel tunnel = this.client.tunnel().local(0).to("target", 1).open();
				Socket socket = TestTarget.connect(tunnel.getPort())) {
			Session session = this.session.get();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read());
			Awaitility.await().until(() -> !session.isOpen());
			Awaitility.await().until(() -> tunnel.getState() == TunnelState.UP);
		}
	}

	@Test
	void channelIsOpenedOnlyOnce() throws Exception {
		this.opening = (channel, future) -> {
			channel.opened(future);
			channel.confirmAgain();
		};
		try (SshTunnel dynamic = this.client.tunnel().dynamic(0).open();
				Socket socks = TestTarget.connect(dynamic.getPort())) {
			socks.getOutputStream().write(new byte[] { 5, 1, 0, 5, 1, 0, 1, 1, 2, 3, 4, 0, 1 });
			assertThat(socks.getInputStream().readNBytes(12)).containsExactly(5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0);
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socks.getInputStream().read());
			Awaitility.await().until(() -> dynamic.getOpenConnections() == 0);
		}
	}

	@Test
	void windowIsSmallUntilWhatComesIsTaken() throws Exception {
		this.opening = (channel, future) -> channel.opened(future);
		try (SshTunnel tunnel = this.client.tunnel().local(0).to("target", 1).open();
				Socket socket = TestTarget.connect(tunnel.getPort())) {
			Awaitility.await().until(() -> !this.channels.isEmpty());
			ScriptedChannel channel = this.channels.get(0);
			assertThat(channel.getRemoteWindow().getSize()).isEqualTo(65536);
			for (int i = 0; i < 100; i++) {
				channel.getRemoteWindow().waitAndConsume(32768, Duration.ofSeconds(30));
				channel.send(SshConstants.SSH_MSG_CHANNEL_DATA, "x".repeat(32768));
			}
			assertThat(socket.getInputStream().readNBytes(100 * 32768)).hasSize(100 * 32768);
			Awaitility.await().until(() -> channel.getRemoteWindow().getSize() > 1024 * 1024);
		}
	}

	@Test
	void whatAServerSaysAboutARefusalIsHarmless(CapturedOutput output) throws Exception {
		this.opening = (channel, future) -> channel.refuse(99, "no\u001b[31m way\n2026 FATAL forged");
		try (SshTunnel tunnel = this.client.tunnel().local(0).to("target", 1).open();
				Socket socket = TestTarget.connect(tunnel.getPort())) {
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read());
			assertThat(tunnel.getLastFailure()).isNotNull();
			assertThat(tunnel.getLastFailure().reason()).isEqualTo(Reason.OTHER);
			assertThat(tunnel.getLastFailure().message()).endsWith("no [31m way 2026 FATAL forged");
		}
		assertThat(output.getAll()).doesNotContain("\u001b[31m").contains("no [31m way 2026 FATAL forged");
	}

	@Test
	void channelsThatNobodyAskedForAreRefused() throws Exception {
		try (TestTarget target = TestTarget.echo()) {
			SshTunnel tunnel = this.client.tunnel().remote(4711).to("127.0.0.1", target.port()).open();
			assertThat(tunnel.getPort()).isEqualTo(4711);
			assertThat(open("forwarded-tcpip", "localhost", 4712))
				.isEqualTo(SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED);
			assertThat(open("forwarded-tcpip", "local\0host", 4711))
				.isEqualTo(SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED);
			assertThat(open("forwarded-tcpip", "localhost", -1))
				.isEqualTo(SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED);
			assertThat(open("forwarded-streamlocal@openssh.com", "/run/x", 0))
				.isEqualTo(SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED);
			assertThat(open("session", "x", 0)).isEqualTo(SshConstants.SSH_OPEN_UNKNOWN_CHANNEL_TYPE);
			assertThat(open("x11", "localhost", 6000)).isEqualTo(SshConstants.SSH_OPEN_UNKNOWN_CHANNEL_TYPE);
			assertThat(target.accepted()).isZero();
			assertThat(open("forwarded-tcpip", "localhost", 4711)).isZero();
			assertThat(open("forwarded-tcpip", "127.0.0.1", 4711)).isZero();
			assertThat(tunnel.getState()).isEqualTo(TunnelState.UP);
			tunnel.close();
			Awaitility.await().until(() -> !this.session.get().isOpen());
		}
	}

	@Test
	void serverCannotHaveMoreConnectionsMadeThanThereMayBe() throws Exception {
		try (TestTarget target = TestTarget.echo();
				SshTunnel tunnel = this.client.tunnel().remote(4711).to("127.0.0.1", target.port()).open()) {
			List<OpenFuture> asked = new ArrayList<>();
			for (int i = 0; i < AbstractTunnel.MAX_CONNECTIONS + 10; i++) {
				asked.add(ask("forwarded-tcpip", "localhost", 4711));
			}
			int refused = 0;
			for (OpenFuture future : asked) {
				refused += (reason(future) == SshConstants.SSH_OPEN_RESOURCE_SHORTAGE) ? 1 : 0;
			}
			assertThat(refused).isEqualTo(10);
			assertThat(tunnel.getOpenConnections()).isEqualTo(AbstractTunnel.MAX_CONNECTIONS);
			assertThat(tunnel.getLastFailure()).isNotNull();
			assertThat(tunnel.getLastFailure().reason()).isEqualTo(Reason.TOO_MANY_CONNECTIONS);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 65536, -1 })
	void serverThatListensNowhereIsNotBelieved(int port) {
		this.listening = (service, request, wantReply, buffer) -> {
			Buffer reply = service.getSession().createBuffer(SshConstants.SSH_MSG_REQUEST_SUCCESS);
			reply.putUInt(Integer.toUnsignedLong(port));
			service.getSession().writePacket(reply);
			return RequestHandler.Result.Replied;
		};
		assertThatExceptionOfType(SshTunnelException.class)
			.isThrownBy(() -> this.client.tunnel().remote(0).to("127.0.0.1", 1).open())
			.satisfies((ex) -> assertThat(ex.getFailure().reason()).isEqualTo(Reason.PROHIBITED));
	}

	@Test
	void serverThatDoesNotTellItsPortIsNotBelieved() {
		assertThatExceptionOfType(SshTunnelException.class)
			.isThrownBy(() -> this.client.tunnel().remote(0).to("127.0.0.1", 1).open())
			.satisfies((ex) -> assertThat(ex.getFailure().reason()).isEqualTo(Reason.PROHIBITED));
	}

	@Test
	void serverThatDoesNotAnswerWhetherItListensIsGivenUp() {
		this.listening = (service, request, wantReply, buffer) -> RequestHandler.Result.Replied;
		assertThatExceptionOfType(SshTunnelException.class)
			.isThrownBy(() -> this.client.tunnel().remote(0).to("127.0.0.1", 1).open())
			.satisfies((ex) -> assertThat(ex.getFailure().reason()).isEqualTo(Reason.TIMEOUT));
		Awaitility.await().until(() -> !this.session.get().isOpen());
	}

	private int open(String type, String host, int port) throws Exception {
		return reason(ask(type, host, port));
	}

	/**
	 * Return why a channel was not opened, 0 if it was.
	 */
	private static int reason(OpenFuture future) throws IOException {
		assertThat(future.await(Duration.ofSeconds(30))).isTrue();
		return (future.getException() instanceof SshChannelOpenException refusal) ? refusal.getReasonCode() : 0;
	}

	private OpenFuture ask(String type, String host, int port) throws IOException {
		UnaskedChannel channel = new UnaskedChannel(type, host, port);
		this.session.get().getService(ConnectionService.class).registerChannel(channel);
		return channel.open();
	}

	/**
	 * What a server does about a channel that it is asked to open.
	 */
	@FunctionalInterface
	private interface Opening {

		void open(ScriptedChannel channel, OpenFuture future);

	}

	/**
	 * A channel that the client asks for.
	 */
	private static final class ScriptedChannel extends AbstractServerChannel {

		private final Opening opening;

		private final CountDownLatch closed = new CountDownLatch(1);

		private ScriptedChannel(Opening opening) {
			super(null);
			this.opening = opening;
		}

		@Override
		protected OpenFuture doInit(Buffer buffer) {
			OpenFuture future = new DefaultOpenFuture(this, this);
			this.opening.open(this, future);
			return future;
		}

		private void opened(OpenFuture future) {
			signalChannelOpenSuccess();
			future.setOpened();
		}

		private void send(byte command, String data) {
			try {
				Buffer buffer = getSession().createBuffer(command);
				buffer.putUInt(getRecipient());
				buffer.putString(data);
				getSession().writePacket(buffer);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private void confirmAgain() {
			try {
				Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION);
				buffer.putUInt(getRecipient());
				buffer.putUInt(getChannelId());
				buffer.putUInt(65536);
				buffer.putUInt(32768);
				getSession().writePacket(buffer);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private void refuse(int reason, String message) {
			try {
				Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE);
				buffer.putUInt(getRecipient());
				buffer.putUInt(reason);
				buffer.putString(message);
				buffer.putString("");
				getSession().writePacket(buffer);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void handleClose() throws IOException {
			this.closed.countDown();
			super.handleClose();
		}

		@Override
		protected void doWriteData(byte[] data, int offset, long length) {
			throw new UnsupportedOperationException();
		}

		@Override
		protected void doWriteExtendedData(byte[] data, int offset, long length) {
			throw new UnsupportedOperationException();
		}

	}

	/**
	 * A channel that the server opens.
	 */
	private static final class UnaskedChannel extends AbstractClientChannel {

		private final String host;

		private final int port;

		private UnaskedChannel(String type, String host, int port) {
			super(type);
			this.host = host;
			this.port = port;
		}

		@Override
		public synchronized OpenFuture open() throws IOException {
			this.openFuture = new DefaultOpenFuture(this, this.futureLock);
			Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN);
			buffer.putString(getChannelType());
			buffer.putUInt(getChannelId());
			buffer.putUInt(getLocalWindow().getSize());
			buffer.putUInt(getLocalWindow().getPacketSize());
			buffer.putString(this.host);
			buffer.putUInt(Integer.toUnsignedLong(this.port));
			buffer.putString("127.0.0.1");
			buffer.putUInt(1234);
			writePacket(buffer);
			return this.openFuture;
		}

		@Override
		protected void doOpen() {
			// nothing to say
		}

	}

}
