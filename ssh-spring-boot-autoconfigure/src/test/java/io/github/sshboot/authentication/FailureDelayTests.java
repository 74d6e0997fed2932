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

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FailureDelayTests {

	private final FailureDelay delay = new FailureDelay(Duration.ofSeconds(1), new UserSecret());

	@Test
	void refusalTakesTheSameHoweverLongTheDecisionTook() {
		long atOnce = this.delay.remaining("alice", false, 0);
		for (long elapsed : new long[] { 1, millis(1), millis(300), millis(999) }) {
			assertThat(this.delay.remaining("alice", false, elapsed) + elapsed).isEqualTo(atOnce);
		}
	}

	@Test
	void refusalTakesALittleMoreThanSetDependingOnTheUser() {
		Set<Long> delays = IntStream.range(0, 100)
			.mapToObj((i) -> this.delay.remaining("user" + i, false, 0))
			.collect(Collectors.toSet());
		assertThat(delays).hasSizeGreaterThan(50).allMatch((nanos) -> nanos >= millis(1000) && nanos <= millis(1050));
	}

	@Test
	void longDecisionIsRoundedUp() {
		long base = this.delay.remaining("alice", false, 0);
		assertThat(this.delay.remaining("alice", false, millis(1500)) + millis(1500)).isEqualTo(2 * base);
		assertThat(this.delay.remaining("alice", false, millis(2500)) + millis(2500)).isEqualTo(4 * base);
		assertThat(this.delay.remaining("alice", false, millis(60_000))).isZero();
	}

	@Test
	void questionAboutAKeyIsRefusedSooner() {
		assertThat(this.delay.remaining("alice", true, 0)).isBetween(millis(50), millis(53));
	}

	@Test
	void nothingWaitsWhereThatIsSet() {
		assertThat(new FailureDelay(Duration.ZERO, new UserSecret()).remaining("alice", false, 0)).isZero();
	}

	private static long millis(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
