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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When something must be done, if it must.
 *
 * @param timeout the time it was given or {@code null} for any time
 * @param nanos when that time is over, by {@link System#nanoTime()}
 */
record Deadline(@Nullable Duration timeout, long nanos) {

	static Deadline in(@Nullable Duration timeout) {
		return new Deadline(timeout, (timeout != null) ? System.nanoTime() + timeout.toNanos() : 0);
	}

	/**
	 * Return the time that is left, if that is less than another time.
	 */
	Duration atMost(Duration other) {
		Duration remaining = remaining();
		return (remaining != null && remaining.compareTo(other) < 0) ? remaining : other;
	}

	/**
	 * Return the earlier of this deadline and one that begins now.
	 */
	Deadline within(Duration timeout) {
		Duration remaining = remaining();
		return (remaining != null && remaining.compareTo(timeout) < 0) ? this : in(timeout);
	}

	@Nullable Duration remaining() {
		if (this.timeout == null) {
			return null;
		}
		return Duration.ofNanos(Math.max(0, this.nanos - System.nanoTime()));
	}

	/**
	 * Return whether the time is over, to the millisecond that waiting is exact to.
	 */
	boolean isOver() {
		Duration remaining = remaining();
		return remaining != null && remaining.toMillis() == 0;
	}

}
