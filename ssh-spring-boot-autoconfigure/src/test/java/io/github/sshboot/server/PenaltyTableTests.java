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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.github.sshboot.transport.AddressPrefix;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PenaltyTable}.
 */
class PenaltyTableTests {

	private static final AddressPrefix SOURCE = AddressPrefix.parse("192.0.2.1");

	private static final AddressPrefix OTHER = AddressPrefix.parse("192.0.2.2");

	// a clock that overflows on the way
	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1000);

	private final PenaltyTable table = new PenaltyTable(seconds(15), seconds(600), 3, this.nanoTime::get);

	@Test
	void penaltiesAddUpAndBiteAboveTheMinimum() {
		for (int i = 0; i < 3; i++) {
			assertThat(this.table.add(SOURCE, seconds(5))).isZero();
		}
		assertThat(this.table.refuses(SOURCE)).isFalse();
		assertThat(this.table.add(SOURCE, seconds(5))).isEqualTo(seconds(20));
		assertThat(this.table.refuses(SOURCE)).isTrue();
		assertThat(this.table.refuses(OTHER)).isFalse();
		assertThat(this.table.add(SOURCE, seconds(5))).as("told once").isZero();
	}

	@Test
	void longPenaltyBitesAtOnce() {
		assertThat(this.table.add(SOURCE, seconds(90))).isEqualTo(seconds(90));
		assertThat(this.table.refuses(SOURCE)).isTrue();
	}

	@Test
	void penaltiesPassWithTime() {
		for (int i = 0; i < 20; i++) {
			this.table.add(SOURCE, seconds(5));
			pass(seconds(5));
			assertThat(this.table.refuses(SOURCE)).isFalse();
		}
		assertThat(this.table.size()).isZero();
		this.table.add(SOURCE, seconds(20));
		pass(seconds(19));
		assertThat(this.table.refuses(SOURCE)).as("what bites does so to its end").isTrue();
		pass(seconds(1));
		assertThat(this.table.refuses(SOURCE)).isFalse();
		assertThat(this.table.size()).isZero();
		assertThat(this.table.add(SOURCE, seconds(10))).as("all is forgotten").isZero();
	}

	@Test
	void penaltiesHaveAMaximum() {
		for (int i = 0; i < 100; i++) {
			this.table.add(SOURCE, seconds(90));
		}
		pass(seconds(599));
		assertThat(this.table.refuses(SOURCE)).isTrue();
		pass(seconds(1));
		assertThat(this.table.refuses(SOURCE)).isFalse();
	}

	@Test
	void forgivenSourceStartsAnew() {
		this.table.add(SOURCE, seconds(90));
		this.table.forgive(SOURCE);
		this.table.forgive(OTHER);
		assertThat(this.table.refuses(SOURCE)).isFalse();
		assertThat(this.table.size()).isZero();
		assertThat(this.table.add(SOURCE, seconds(5))).isZero();
	}

	@Test
	void fullTableForgetsThePenaltyThatPassesFirst() {
		AddressPrefix[] sources = new AddressPrefix[5];
		int[] penalties = { 100, 20, 300, 40, 50 };
		for (int i = 0; i < sources.length; i++) {
			sources[i] = AddressPrefix.parse("192.0.2." + i);
			this.table.add(sources[i], seconds(penalties[i]));
			assertThat(this.table.size()).isLessThanOrEqualTo(3);
		}
		assertThat(sources).filteredOn(this.table::refuses).containsExactly(sources[0], sources[2], sources[4]);
	}

	@Test
	void nothingIsKeptForNoPenalty() {
		assertThat(this.table.add(SOURCE, Duration.ZERO)).isZero();
		assertThat(this.table.size()).isZero();
	}

	@Test
	void nobodyIsForgottenForNoPenalty() {
		for (int i = 0; i < 3; i++) {
			this.table.add(AddressPrefix.parse("192.0.2.1" + i), seconds(90));
		}
		this.table.add(SOURCE, Duration.ZERO);
		assertThat(this.table.refuses(AddressPrefix.parse("192.0.2.10"))).isTrue();
		assertThat(this.table.size()).isEqualTo(3);
	}

	@Test
	void penaltiesThatPassAtTheSameTimeAllPass() {
		this.table.add(SOURCE, seconds(90));
		this.table.add(OTHER, seconds(90));
		assertThat(this.table.refuses(SOURCE) && this.table.refuses(OTHER)).isTrue();
		pass(seconds(90));
		assertThat(this.table.refuses(SOURCE) || this.table.refuses(OTHER)).isFalse();
		assertThat(this.table.size()).isZero();
	}

	private void pass(Duration duration) {
		this.nanoTime.addAndGet(duration.toNanos());
	}

	private static Duration seconds(long seconds) {
		return Duration.ofSeconds(seconds);
	}

}
