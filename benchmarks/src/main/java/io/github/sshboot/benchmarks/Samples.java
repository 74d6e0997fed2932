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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What was measured in several rounds.
 */
final class Samples {

	private final List<Double> values = new ArrayList<>();

	void add(double value) {
		this.values.add(value);
	}

	double median() {
		return percentile(this.values, 50);
	}

	/**
	 * Return the value that so many percent of the values do not exceed; between two
	 * values, the mean of both.
	 * @param values the values, at least one
	 * @param percent how many percent
	 * @return the value
	 */
	static double percentile(List<Double> values, double percent) {
		List<Double> sorted = new ArrayList<>(values);
		Collections.sort(sorted);
		double position = sorted.size() * percent / 100;
		int upper = Math.min((int) position, sorted.size() - 1);
		boolean between = position == upper && upper > 0;
		return between ? (sorted.get(upper - 1) + sorted.get(upper)) / 2 : sorted.get(upper);
	}

}
