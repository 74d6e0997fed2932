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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyExchangeTurns}.
 */
class KeyExchangeTurnsTests {

	private final List<String> done = new ArrayList<>();

	@Test
	void thereAreSoManyTurns() {
		KeyExchangeTurns turns = new KeyExchangeTurns(2);
		assertThat(turns.take()).isTrue();
		assertThat(turns.take()).isTrue();
		assertThat(turns.take()).isFalse();
		assertThat(turns.giveBack()).isTrue();
		assertThat(turns.take()).isTrue();
		assertThat(turns.take()).isFalse();
	}

	@Test
	void turnThatHasJustBecomeFreeIsTakenAtOnce() {
		KeyExchangeTurns turns = new KeyExchangeTurns(1);
		assertThat(turns.takeOrWait("a", () -> this.done.add("a"))).isTrue();
		assertThat(this.done).isEmpty();
		assertThat(turns.take()).isFalse();
	}

	@Test
	void sourcesTakeTurns() {
		KeyExchangeTurns turns = new KeyExchangeTurns(1);
		assertThat(turns.take()).isTrue();
		for (int i = 0; i < 3; i++) {
			await(turns, "flood", "flood" + i);
		}
		await(turns, "other", "other0");
		await(turns, "honest", "honest0");
		await(turns, "other", "other1");
		assertThat(turns.giveBack()).isFalse();
		turns.pass();
		assertThat(this.done).containsExactly("flood0", "other0", "honest0", "flood1", "other1", "flood2");
		assertThat(turns.take()).isTrue();
	}

	@Test
	void whoeverComesWhileOthersAreWorkedForIsWorkedForToo() {
		KeyExchangeTurns turns = new KeyExchangeTurns(1);
		assertThat(turns.take()).isTrue();
		turns.takeOrWait("a", () -> {
			this.done.add("a");
			assertThat(turns.take()).isFalse();
			await(turns, "b", "b");
		});
		turns.pass();
		assertThat(this.done).containsExactly("a", "b");
		assertThat(turns.take()).isTrue();
	}

	/**
	 * Otherwise one thread could have all the turns.
	 */
	@Test
	void whoWorksForOthersTakesNoOtherTurn() {
		KeyExchangeTurns turns = new KeyExchangeTurns(2);
		assertThat(turns.take()).isTrue();
		assertThat(turns.take()).isTrue();
		await(turns, "a", "a");
		turns.takeOrWait("b", () -> {
			this.done.add("b");
			assertThat(turns.take()).isFalse();
			await(turns, "c", "c");
		});
		assertThat(turns.giveBack()).isFalse();
		turns.pass();
		assertThat(this.done).containsExactly("a", "b", "c");
		assertThat(turns.giveBack()).isTrue();
		assertThat(turns.take()).isTrue();
		assertThat(turns.take()).isTrue();
		assertThat(turns.take()).isFalse();
	}

	@Test
	void whoWorksForOthersLeavesAFreeTurnToOtherThreads() {
		KeyExchangeTurns turns = new KeyExchangeTurns(2);
		assertThat(turns.take()).isTrue();
		assertThat(turns.take()).isTrue();
		turns.takeOrWait("a", () -> {
			// by the other thread that has one
			assertThat(turns.giveBack()).isTrue();
			assertThat(turns.take()).isFalse();
			await(turns, "b", "b");
		});
		assertThat(turns.giveBack()).isFalse();
		turns.pass();
		assertThat(this.done).containsExactly("b");
		assertThat(turns.take()).isTrue();
		assertThat(turns.take()).isTrue();
		assertThat(turns.take()).isFalse();
	}

	@Test
	void halfTheProcessorsHaveTurns() {
		KeyExchangeTurns turns = KeyExchangeTurns.forHalfTheProcessors();
		int count = 0;
		while (turns.take()) {
			count++;
		}
		assertThat(count).isEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
	}

	@Test
	void noMoreThanTheTurnsAreWorkedForAtOnceAndNobodyIsForgotten() throws Exception {
		KeyExchangeTurns turns = new KeyExchangeTurns(2);
		int threads = 8;
		int each = 2000;
		AtomicInteger working = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CountDownLatch all = new CountDownLatch(threads * each);
		Runnable work = () -> {
			most.accumulateAndGet(working.incrementAndGet(), Math::max);
			Thread.yield();
			working.decrementAndGet();
			all.countDown();
		};
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			for (int i = 0; i < threads; i++) {
				int source = i % 3;
				executor.submit(() -> {
					for (int j = 0; j < each; j++) {
						if (turns.take() || turns.takeOrWait(source, work)) {
							work.run();
							if (!turns.giveBack()) {
								turns.pass();
							}
						}
					}
				});
			}
			assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(most.get()).isEqualTo(2);
		assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(turns.take()).isTrue();
		assertThat(turns.take()).isTrue();
	}

	private void await(KeyExchangeTurns turns, String source, String work) {
		assertThat(turns.takeOrWait(source, () -> this.done.add(work))).isFalse();
	}

}
