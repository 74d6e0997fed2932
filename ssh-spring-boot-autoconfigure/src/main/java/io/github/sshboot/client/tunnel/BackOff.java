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

package io.github.sshboot.client.tunnel;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before something is tried again: longer each time, and not all who
 * wait for the same equally long.
 */
final class BackOff {

	private static final long FIRST_MILLIS = 200;

	private static final int MAX_DOUBLINGS = 7;

	private int failures;

	synchronized Duration next() {
		long millis = FIRST_MILLIS << Math.min(this.failures++, MAX_DOUBLINGS);
		return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
	}

	synchronized void reset() {
		this.failures = 0;
	}

}
