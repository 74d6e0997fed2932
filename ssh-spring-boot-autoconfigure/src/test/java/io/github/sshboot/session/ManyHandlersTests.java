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

package io.github.sshboot.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.testing.MinaClient;
import io.github.sshboot.testing.TestSshServer;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.system.JavaVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for handlers that run at the same time: as many as there are virtual threads,
 * where Java has them, else as many as there may be platform threads.
 */
@Timeout(240)
class ManyHandlersTests {

	private static final boolean VIRTUAL = JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE);

	private static final int HANDLERS = VIRTUAL ? 5000 : 200;

	private static final int CONNECTIONS = 20;

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@Test
	void handlersRunAtTheSameTime() throws Exception {
		CountDownLatch running = new CountDownLatch(HANDLERS);
		CountDownLatch release = new CountDownLatch(1);
		TestSshServer.Builder builder = TestSshServer.builder()
			.channels(HANDLERS / CONNECTIONS, Duration.ZERO)
			.maxThreads(HANDLERS)
			.handler((session) -> {
				running.countDown();
				release.await();
				session.exit(5);
			});
		if (VIRTUAL) {
			builder.virtualThreads();
		}
		try (MinaClient client = MinaClient.start(); TestSshServer server = builder.start()) {
			List<ChannelExec> channels = new ArrayList<>();
			for (int i = 0; i < CONNECTIONS; i++) {
				ClientSession session = client.logIn(server.port());
				for (int j = 0; j < HANDLERS / CONNECTIONS; j++) {
					ChannelExec channel = session.createExecChannel("x");
					channel.open().verify(TIMEOUT);
					channels.add(channel);
				}
			}
			assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
			release.countDown();
			for (ChannelExec channel : channels) {
				channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), TIMEOUT);
				assertThat(channel.getExitStatus()).isEqualTo(5);
			}
		}
	}

}
