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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * What no peer can be made to show each time.
 */
@Timeout(60)
class SessionGuardsTests {

	private static final int LENGTH = 12;

	private static final byte[] PACKET = { 0, 0, 0, LENGTH, 4 };

	private final List<String> events = new CopyOnWriteArrayList<>();

	private SessionGuards guards;

	@BeforeEach
	void createGuards() {
		Session session = mock(Session.class);
		given(session.getProperties()).willReturn(new ConcurrentHashMap<>());
		this.guards = new SessionGuards(session, new ConnectionScope(), TransportSettings.defaults());
	}

	@Test
	void messageWaitsUntilTheKeyExchangeBeforeItIsNegotiated() throws Exception {
		this.guards.check(PACKET, LENGTH, false);
		this.guards.keyExchangeProposed();
		Thread receiver = new Thread(() -> {
			try {
				this.guards.check(PACKET, LENGTH, false);
				this.events.add("message");
			}
			catch (SshException | InterruptedException ex) {
				this.events.add(ex.toString());
			}
		});
		this.guards.negotiateKeyExchange(() -> {
			receiver.start();
			await().atMost(Duration.ofSeconds(20)).until(() -> receiver.getState() == Thread.State.TIMED_WAITING);
			this.events.add("negotiated");
		});
		receiver.join();
		assertThat(this.events).containsExactly("negotiated", "message");
	}

	@Test
	void noMessageIsTakenAfterANegotiationThatFailed() {
		this.guards.keyExchangeProposed();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.guards.negotiateKeyExchange(() -> {
			throw new IOException("no common algorithm");
		}));
		assertThatExceptionOfType(SshException.class).isThrownBy(() -> this.guards.check(PACKET, LENGTH, false))
			.returns(SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED, SshException::getDisconnectCode);
	}

}
