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

package io.github.sshboot.authentication;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.github.sshboot.transport.ConnectionScope;
import io.github.sshboot.transport.ConnectionScoped;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.future.SshFutureListener;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyByte;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.withSettings;

@Timeout(60)
class LoginTimerTests {

	private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

	private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

	private final LoginObserver observer = new LoginObserver() {

		@Override
		public void timedOut(ConnectionScope connection) {
			LoginTimerTests.this.heard.add("timed out " + connection.getRequired(String.class));
		}

		@Override
		public void left(ConnectionScope connection) {
			LoginTimerTests.this.heard.add("left " + connection.getRequired(String.class));
		}

	};

	@AfterEach
	void stop() {
		this.scheduler.shutdownNow();
	}

	@Test
	void connectionsAreEndedInTheOrderTheyCame() throws Exception {
		LoginTimer timer = new LoginTimer(Duration.ofMillis(50), this.observer);
		List<Session> sessions = new ArrayList<>();
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			Session session = session("c" + i);
			sessions.add(session);
			timer.sessionCreated(session);
			expected.add("timed out c" + i);
		}
		await().atMost(Duration.ofSeconds(30)).until(() -> this.heard.size() >= 100);
		assertThat(this.heard).isEqualTo(expected);
		for (Session session : sessions) {
			verify(session).writePacket(any(), any(Duration.class));
			verify(session).close(true);
			assertThat(timer.stop(session)).isFalse();
			timer.sessionClosed(session);
		}
		assertThat(this.heard).hasSize(100);
	}

	@Test
	void connectionThatHasLoggedInIsLeftAlone() throws Exception {
		LoginTimer timer = new LoginTimer(Duration.ofMillis(50), this.observer);
		Session loggedIn = session("alice");
		timer.sessionCreated(loggedIn);
		assertThat(timer.stop(loggedIn)).isTrue();
		timer.sessionCreated(session("silent"));
		await().atMost(Duration.ofSeconds(30)).until(() -> !this.heard.isEmpty());
		timer.sessionClosed(loggedIn);
		assertThat(this.heard).containsExactly("timed out silent");
		verify(loggedIn, never()).writePacket(any(), any(Duration.class));
		verify(loggedIn, never()).close(true);
	}

	@Test
	void connectionThatIsClosedWithoutALoginHasLeft() throws Exception {
		LoginTimer timer = new LoginTimer(Duration.ofMinutes(2), this.observer);
		Session session = session("bob");
		timer.sessionCreated(session);
		timer.sessionClosed(session);
		timer.sessionClosed(session);
		assertThat(this.heard).containsExactly("left bob");
		assertThat(timer.stop(session)).isFalse();
	}

	private Session session(String name) throws IOException {
		ConnectionScope scope = new ConnectionScope();
		scope.put(String.class, name);
		FactoryManager manager = mock(FactoryManager.class);
		given(manager.getScheduledExecutorService()).willReturn(this.scheduler);
		Session session = mock(Session.class, withSettings().extraInterfaces(ConnectionScoped.class));
		given(session.getFactoryManager()).willReturn(manager);
		given(session.createBuffer(anyByte())).willAnswer((invocation) -> new ByteArrayBuffer());
		IoWriteFuture written = mock(IoWriteFuture.class);
		given(written.addListener(any())).willAnswer((invocation) -> {
			invocation.<SshFutureListener<IoWriteFuture>>getArgument(0).operationComplete(written);
			return written;
		});
		given(session.writePacket(any(), any(Duration.class))).willReturn(written);
		given(session.getRemoteAddress()).willReturn(new InetSocketAddress("127.0.0.1", 4711));
		given(((ConnectionScoped) session).getConnectionScope()).willReturn(scope);
		return session;
	}

}
