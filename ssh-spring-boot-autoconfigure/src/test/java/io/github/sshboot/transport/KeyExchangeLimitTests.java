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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.sshboot.client.DefaultSshClientFactory;
import io.github.sshboot.client.SshConnectException;
import io.github.sshboot.client.SshProcess;
import io.github.sshboot.testing.MinaClient;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Peers that do nothing but agree on new keys.
 */
@Timeout(120)
class KeyExchangeLimitTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final int MANY = 1000;

	private final BlockingQueue<Session> sessions = new LinkedBlockingQueue<>();

	private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);

	private final KeyExchangeLimit limit = new KeyExchangeLimit(this.time::get);

	@Test
	void someAtOnceAndThenOnePerSecond() throws Exception {
		for (int i = 0; i < KeyExchangeLimit.BURST; i++) {
			this.limit.check(KeyExchangeLimit.DATA - 1, true);
		}
		for (int i = 0; i < MANY; i++) {
			this.time.addAndGet(Duration.ofSeconds(1).toNanos());
			this.limit.check(0, true);
		}
		this.time.addAndGet(Duration.ofMillis(999).toNanos());
		assertThatExceptionOfType(SshException.class).isThrownBy(() -> this.limit.check(0, true))
			.returns(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, SshException::getDisconnectCode);
	}

	@Test
	void anyNumberWithDataInBetween() {
		assertThatNoException().isThrownBy(() -> {
			for (int i = 0; i < MANY; i++) {
				this.limit.check(KeyExchangeLimit.DATA, true);
			}
		});
	}

	@Test
	void oneBeforeTheLoginWhateverIsInBetween() throws Exception {
		this.limit.check(KeyExchangeLimit.DATA, false);
		assertThatExceptionOfType(SshException.class).isThrownBy(() -> this.limit.check(KeyExchangeLimit.DATA, false));
	}

	@Test
	void clientIsLeft() throws Exception {
		try (TestSshServer server = start(); MinaClient client = MinaClient.start()) {
			ClientSession session = client.logIn(server.port());
			assertThat(exchangeKeys(session)).isGreaterThanOrEqualTo(KeyExchangeLimit.BURST).isLessThan(MANY);
			client.assertDisconnected(session, SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
			client.assertServes(server.port());
		}
	}

	@Test
	void clientIsLeftBeforeItsLogin() throws Exception {
		try (TestSshServer server = start(); MinaClient client = MinaClient.start()) {
			ClientSession session = client.connect(server.port());
			assertThat(exchangeKeys(session)).isZero();
			client.assertDisconnected(session, SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
			client.assertServes(server.port());
		}
	}

	@Test
	void serverIsLeft() throws Exception {
		try (TestSshServer server = start();
				DefaultSshClientFactory clients = TestSshClients.create(server.port());
				SshProcess process = clients.get("demo").exec("wait").start()) {
			Session session = this.sessions.poll(20, TimeUnit.SECONDS);
			assertThat(session).isNotNull();
			assertThat(exchangeKeys(session)).isGreaterThanOrEqualTo(KeyExchangeLimit.BURST).isLessThan(MANY);
			assertThatExceptionOfType(SshConnectException.class).isThrownBy(process::waitFor)
				.withMessageContaining("too many key exchanges");
		}
	}

	private TestSshServer start() {
		SessionListener listener = new SessionListener() {

			@Override
			public void sessionEvent(Session session, Event event) {
				if (event == Event.Authenticated) {
					KeyExchangeLimitTests.this.sessions.add(session);
				}
			}

		};
		return TestSshServer.builder().handler((session) -> {
			if ("wait".equals(session.getRequest().command())) {
				session.getReader().readLine();
			}
		})
			// a fast one, so that most exchanges are begun within a second
			.algorithms((defaults) -> defaults.with(AlgorithmCategory.KEY_EXCHANGE, List.of("curve25519-sha256")))
			.customize((builder) -> builder.customizers(List.of((server) -> server.addSessionListener(listener))))
			.start();
	}

	private static int exchangeKeys(Session session) {
		AtomicInteger exchanges = new AtomicInteger();
		session.addSessionListener(new SessionListener() {

			@Override
			public void sessionEvent(Session session, Event event) {
				if (event == Event.KeyEstablished) {
					exchanges.incrementAndGet();
				}
			}

		});
		try {
			while (session.isOpen() && exchanges.get() < MANY) {
				session.reExchangeKeys().verify(TIMEOUT);
			}
		}
		catch (IOException ex) {
			// the peer has left
		}
		return exchanges.get();
	}

}
