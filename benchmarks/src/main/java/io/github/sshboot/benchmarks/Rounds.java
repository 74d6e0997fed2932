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

package io.github.sshboot.benchmarks;

import java.util.function.Consumer;

/**
 * Repeats measurements of all subjects, one after the other, so that what else happens on
 * the machine meets all of them. What the first round finds is not counted: it warms up.
 */
final class Rounds {

	private Rounds() {
	}

	static void run(int count, Consumer<Round> measurements) {
		for (int round = 0; round <= count; round++) {
			System.err.println((round > 0) ? "round %d of %d".formatted(round, count) : "warming up");
			measurements.accept(new Round(round > 0));
		}
	}

	/**
	 * A round.
	 *
	 * @param counts whether its values count
	 */
	record Round(boolean counts) {

		/**
		 * Measure a subject. If that fails, the table tells, and the others go on.
		 * @param table the table
		 * @param subject the subject
		 * @param measurement the measurement
		 */
		void measure(Table table, String subject, Runnable measurement) {
			try {
				measurement.run();
			}
			catch (RuntimeException ex) {
				table.failed(subject, ex);
			}
		}

		void add(Table table, Measure measure, String subject, double value) {
			if (this.counts) {
				table.add(measure, subject, value);
			}
		}

	}

}
