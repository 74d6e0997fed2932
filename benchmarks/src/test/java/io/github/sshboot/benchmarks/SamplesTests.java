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

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Samples}.
 */
class SamplesTests {

	@Test
	void medianOfAnOddNumberIsTheMiddle() {
		Samples samples = new Samples();
		List.of(9.0, 1.0, 5.0).forEach(samples::add);
		assertThat(samples.median()).isEqualTo(5);
	}

	@Test
	void medianOfAnEvenNumberIsBetweenTheMiddles() {
		Samples samples = new Samples();
		List.of(4.0, 1.0, 3.0, 2.0).forEach(samples::add);
		assertThat(samples.median()).isEqualTo(2.5);
	}

	@Test
	void percentileOfOneValueIsTheValue() {
		assertThat(Samples.percentile(List.of(7.0), 99)).isEqualTo(7);
	}

	@Test
	void highPercentileIsNotTheGreatestOfManyValues() {
		List<Double> values = IntStream.rangeClosed(1, 1000).mapToObj(Double::valueOf).toList();
		assertThat(Samples.percentile(values, 99)).isEqualTo(990.5);
	}

}
