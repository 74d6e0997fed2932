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

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.sshboot.testing.Bulk;
import io.github.sshboot.testing.MinaClient;
import io.github.sshboot.testing.TestSshServer;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for many clients that do not read. Runs with a heap of 128 MB.
 */
@Timeout(240)
class BulkBackPressureTests {

	private static final int CLIENTS = 200;

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@Test
	void clientsThatDoNotReadCostLittleMemory() throws Exception {
		AtomicInteger running = new AtomicInteger();
		AtomicInteger failed = new AtomicInteger();
		AtomicLong written = new AtomicLong();
		try (MinaClient client = MinaClient.start();
				TestSshServer server = TestSshServer.builder().handler((session) -> {
					if ("print".equals(session.getRequest().command())) {
						running.incrementAndGet();
						byte[] block = new byte[32768];
						try {
							for (long position = 0; position < Bulk.SIZE; position += block.length) {
								session.getOutput().write(block);
								written.addAndGet(block.length);
							}
						}
						catch (IOException ex) {
							failed.incrementAndGet();
							throw ex;
						}
					}
				}).maxThreads(CLIENTS + 1).start()) {
			List<ClientSession> sessions = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				sessions.add(client.logIn(server.port()));
			}
			long before = usedHeap();
			for (ClientSession session : sessions) {
				ChannelExec channel = session.createExecChannel("print");
				channel.open().verify(TIMEOUT);
				session.getIoSession().suspendRead();
			}
			AtomicLong last = new AtomicLong(-1);
			await().atMost(TIMEOUT)
				.pollInterval(Duration.ofSeconds(1))
				.until(() -> running.get() == CLIENTS && last.getAndSet(written.get()) == written.get());
			assertThat(failed).hasValue(0);
			assertThat(usedHeap() - before).isLessThan(64L << 20);
			client.assertServes(server.port());
			for (ClientSession session : sessions) {
				session.close(true);
			}
			await().atMost(TIMEOUT).untilAsserted(() -> assertThat(failed).hasValue(CLIENTS));
		}
	}

	private static long usedHeap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
