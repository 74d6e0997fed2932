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

package io.github.sshboot.testing;

import java.time.Duration;
import java.util.Arrays;

/**
 * Tells how long something takes that is done again and again. A machine that is busy
 * with other things makes some rounds slow, not most of them.
 */
public final class Rounds {

	private static final int COUNT = 25;

	private Rounds() {
	}

	/**
	 * Return how long a round takes.
	 * @param round one of them
	 * @return the median
	 */
	public static Duration median(Round round) throws Exception {
		long[] nanos = new long[COUNT];
		for (int i = 0; i < COUNT; i++) {
			long begin = System.nanoTime();
			round.run();
			nanos[i] = System.nanoTime() - begin;
		}
		Arrays.sort(nanos);
		return Duration.ofNanos(nanos[COUNT / 2]);
	}

	/**
	 * What is done again and again.
	 */
	@FunctionalInterface
	public interface Round {

		void run() throws Exception;

	}

}
