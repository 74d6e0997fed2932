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

import java.util.Locale;

/**
 * What a row of a table is about.
 *
 * @param name the name
 * @param unit the unit
 * @param better whether more or less of it is better
 */
record Measure(String name, String unit, Better better) {

	static Measure rate(String name, String unit) {
		return new Measure(name, unit, Better.MORE);
	}

	static Measure cost(String name, String unit) {
		return new Measure(name, unit, Better.LESS);
	}

	/**
	 * Return how many times as good ours is as another.
	 * @param ours ours
	 * @param other the other
	 * @return the ratio
	 */
	double ratio(double ours, double other) {
		return (this.better == Better.MORE) ? ours / other : other / ours;
	}

	/**
	 * Write a value with three significant digits.
	 * @param value the value
	 * @return the text
	 */
	static String format(double value) {
		double magnitude = Math.abs(value);
		int digits = (magnitude >= 100) ? 0 : (magnitude >= 10) ? 1 : (magnitude >= 1) ? 2 : 3;
		return String.format(Locale.ROOT, "%." + digits + "f", value);
	}

	/**
	 * What is better.
	 */
	enum Better {

		/**
		 * The more the better.
		 */
		MORE,

		/**
		 * The less the better.
		 */
		LESS

	}

}
