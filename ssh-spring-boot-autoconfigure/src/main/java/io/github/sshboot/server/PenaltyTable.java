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
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;

import io.github.sshboot.transport.AddressPrefix;

/**
 * The penalties of sources. They add up, pass with time, and bite once more than a
 * minimum has come together, until they have passed. There is room for so many sources;
 * beyond that the one whose penalty ends first is forgotten, so that an attacker with
 * many addresses makes us forget, never refuse others.
 * <p>
 * Thread-safe.
 */
final class PenaltyTable {

	private final long min;

	private final long max;

	private final int capacity;

	private final LongSupplier nanoTime;

	private final long start;

	private final Map<AddressPrefix, Penalty> bySource = new HashMap<>();

	private final NavigableSet<Penalty> byEnd = new TreeSet<>(
			Comparator.<Penalty>comparingLong((penalty) -> penalty.end).thenComparingLong((penalty) -> penalty.number));

	private long lastNumber;

	PenaltyTable(Duration min, Duration max, int capacity, LongSupplier nanoTime) {
		this.min = min.toNanos();
		this.max = max.toNanos();
		this.capacity = capacity;
		this.nanoTime = nanoTime;
		this.start = nanoTime.getAsLong();
	}

	/**
	 * Add a penalty.
	 * @param source who gets it
	 * @param duration how long it is
	 * @return how long the source will be refused if that begins now, otherwise zero
	 */
	synchronized Duration add(AddressPrefix source, Duration duration) {
		long now = forgetPassed();
		if (duration.isZero()) {
			return Duration.ZERO;
		}
		Penalty penalty = this.bySource.get(source);
		if (penalty == null) {
			if (this.bySource.size() == this.capacity) {
				remove(this.byEnd.first());
			}
			penalty = new Penalty(source, this.lastNumber++, now);
			this.bySource.put(source, penalty);
		}
		else {
			this.byEnd.remove(penalty);
		}
		penalty.end = Math.min(penalty.end + duration.toNanos(), now + this.max);
		this.byEnd.add(penalty);
		if (!penalty.active && penalty.end - now > this.min) {
			penalty.active = true;
			return Duration.ofNanos(penalty.end - now);
		}
		return Duration.ZERO;
	}

	synchronized boolean refuses(AddressPrefix source) {
		if (this.bySource.isEmpty()) {
			return false;
		}
		forgetPassed();
		Penalty penalty = this.bySource.get(source);
		return penalty != null && penalty.active;
	}

	synchronized void forgive(AddressPrefix source) {
		Penalty penalty = this.bySource.get(source);
		if (penalty != null) {
			remove(penalty);
		}
	}

	/**
	 * Return how many sources are remembered.
	 */
	synchronized int size() {
		forgetPassed();
		return this.bySource.size();
	}

	private long forgetPassed() {
		long now = this.nanoTime.getAsLong() - this.start;
		while (!this.byEnd.isEmpty() && this.byEnd.first().end <= now) {
			remove(this.byEnd.first());
		}
		return now;
	}

	private void remove(Penalty penalty) {
		this.byEnd.remove(penalty);
		this.bySource.remove(penalty.source);
	}

	/**
	 * The penalty of a source.
	 */
	private static final class Penalty {

		private final AddressPrefix source;

		private final long number;

		private long end;

		private boolean active;

		private Penalty(AddressPrefix source, long number, long now) {
			this.source = source;
			this.number = number;
			this.end = now;
		}

	}

}
