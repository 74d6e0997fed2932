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

package io.github.sshboot.client;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.TransportSettings;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.SshServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is tried again if the server opens no session for a command.
 */
@Timeout(60)
class ChannelLauncherTests {

	private static final Refusal NONE = (session) -> false;

	private final AtomicInteger logins = new AtomicInteger();

	private final AtomicInteger requests = new AtomicInteger();

	private volatile Refusal refusal = NONE;

	private TestSshServer server;

	private DefaultSshClientFactory clients;

	@BeforeEach
	void start() {
		this.server = TestSshServer.builder()
			.handler((session) -> session.getWriter().print("o"))
			.customize((builder) -> builder.customizers(List.of(this::customize)))
			.start();
		this.clients = TestSshClients.create(this.server.port(),
				TestSshClients.transport(TransportSettings.defaults()));
	}

	@AfterEach
	void stop() {
		this.clients.close();
		this.server.close();
	}

	@Test
	void sessionThatIsRefusedIsAskedForAgainOnTheSameConnection() {
		this.refusal = (session) -> this.requests.get() < 3;
		run();
		assertThat(this.requests).hasValue(3);
		assertThat(this.logins).hasValue(1);
	}

	@Test
	void streamsOfACommandOutliveARefusal() throws Exception {
		this.refusal = (session) -> this.requests.get() < 3;
		try (SshProcess process = this.clients.get("demo").exec("x").start()) {
			assertThat(process.getOutput().read()).isEqualTo('o');
			assertThat(process.waitFor()).isZero();
		}
		assertThat(this.requests).hasValue(3);
	}

	@Test
	void connectionOfThePoolThatIsLostIsMadeAnew() {
		run();
		this.refusal = (session) -> {
			this.refusal = NONE;
			session.close(true);
			return false;
		};
		run();
		assertThat(this.logins).hasValue(2);
	}

	@Test
	void newConnectionThatIsLostIsNotMadeAgain() {
		this.refusal = ChannelLauncherTests::close;
		assertThatExceptionOfType(SshConnectException.class).isThrownBy(this::run);
		assertThat(this.logins).hasValue(1);
	}

	@Test
	void newConnectionThatIsLostIsNotMadeAgainInPlaceOfOneOfThePool() {
		run();
		this.refusal = ChannelLauncherTests::close;
		assertThatExceptionOfType(SshConnectException.class).isThrownBy(this::run);
		assertThat(this.logins).hasValue(2);
	}

	@Test
	void brokenProtocolIsNotTriedAgain() {
		run();
		this.refusal = (session) -> {
			session.disconnect(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "no");
			return false;
		};
		assertThatExceptionOfType(SshConnectException.class).isThrownBy(this::run)
			.withMessageContaining("the server ended it: Protocol error");
		assertThat(this.logins).hasValue(1);
	}

	private static boolean close(Session session) {
		session.close(true);
		return false;
	}

	private void run() {
		this.clients.get("demo").exec("x").run();
	}

	private void customize(SshServer server) {
		server.setChannelFactories(server.getChannelFactories().stream().map(this::refusing).toList());
		server.addSessionListener(new SessionListener() {

			@Override
			public void sessionEvent(Session session, Event event) {
				if (event == Event.Authenticated) {
					ChannelLauncherTests.this.logins.incrementAndGet();
				}
			}

		});
	}

	private ChannelFactory refusing(ChannelFactory delegate) {
		return new ChannelFactory() {

			@Override
			public String getName() {
				return delegate.getName();
			}

			@Override
			public @Nullable Channel createChannel(Session session) throws IOException {
				ChannelLauncherTests.this.requests.incrementAndGet();
				return ChannelLauncherTests.this.refusal.apply(session) ? null : delegate.createChannel(session);
			}

		};
	}

	/**
	 * What the server does when it is asked for a session: whether it refuses.
	 */
	@FunctionalInterface
	private interface Refusal {

		boolean apply(Session session) throws IOException;

	}

}
