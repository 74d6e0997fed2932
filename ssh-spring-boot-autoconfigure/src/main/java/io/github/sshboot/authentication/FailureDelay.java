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

/**
 * Makes refusals take the same, whatever they were refused for: a fixed time, and a
 * little more that depends on the user name in a way nobody outside can know, so that it
 * does not help to measure often (as OpenSSH does).
 */
final class FailureDelay {

	private static final long MAX_NANOS = Duration.ofSeconds(5).toNanos();

	/**
	 * Honest clients ask about several keys before they find the right one.
	 */
	private static final int QUERY_FRACTION = 20;

	private static final int JITTER_FRACTION = 20;

	private static final int JITTER_STEPS = 1024;

	private final long floor;

	private final UserSecret secret;

	FailureDelay(Duration floor, UserSecret secret) {
		this.floor = floor.toNanos();
		this.secret = secret;
	}

	/**
	 * Return how long to wait with a refusal.
	 * @param username the user name
	 * @param query whether it was a mere question about a key
	 * @param elapsed how long the decision has taken, in nanoseconds
	 * @return how long, in nanoseconds; 0 for not at all
	 */
	long remaining(String username, boolean query, long elapsed) {
		if (this.floor == 0) {
			return 0;
		}
		long time = query ? this.floor / QUERY_FRACTION : this.floor;
		time += time / JITTER_FRACTION * this.secret.number(username, JITTER_STEPS) / JITTER_STEPS;
		while (time < elapsed && time < MAX_NANOS) {
			time *= 2;
		}
		return Math.max(0, time - elapsed);
	}

}
