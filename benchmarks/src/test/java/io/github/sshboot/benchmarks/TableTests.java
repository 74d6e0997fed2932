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
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Table}.
 */
class TableTests {

	private final Table table = new Table("Title", List.of("ours", "peer", "other"));

	@Test
	void ratioOfARateIsOursToTheirs() {
		Measure rate = Measure.rate("transfer", "MB/s");
		this.table.add(rate, "ours", 900);
		this.table.add(rate, "peer", 600);
		assertThat(this.table.toMarkdown()).contains("| transfer | MB/s | 900 | 600 (1.50×) | – |");
	}

	@Test
	void ratioOfACostIsTheirsToOurs() {
		Measure cost = Measure.cost("CPU", "s/GB");
		this.table.add(cost, "ours", 0.5);
		this.table.add(cost, "peer", 2);
		assertThat(this.table.toMarkdown()).contains("| CPU | s/GB | 0.500 | 2.00 (4.00×) | – |");
	}

	@Test
	void valueIsTheMedianOfItsRounds() {
		Measure rate = Measure.rate("logins", "1/s");
		List.of(10.0, 1000.0, 30.0).forEach((value) -> this.table.add(rate, "ours", value));
		assertThat(this.table.toMarkdown()).contains("| logins | 1/s | 30.0 |");
	}

	@Test
	void missingSubjectIsToldInEachRow() {
		this.table.missing("other", "not installed");
		this.table.add(Measure.rate("logins", "1/s"), "ours", 1);
		assertThat(this.table.toMarkdown()).startsWith("### Title\n\n| | | ours | peer | other |\n")
			.contains("| logins | 1/s | 1.00 | – | not installed |")
			.endsWith("\nother: not installed.\n");
	}

	@Test
	void failuresAreTold() {
		Rounds.run(2, (round) -> round.measure(this.table, "peer", () -> {
			throw new IllegalStateException("broken");
		}));
		assertThat(this.table.toMarkdown()).endsWith("\npeer: 3 measurements failed.\n");
	}

	@Test
	void firstRoundDoesNotCount() {
		List<Double> values = new ArrayList<>(List.of(1.0, 2.0, 2.0));
		Rounds.run(2, (round) -> round.add(this.table, Measure.rate("logins", "1/s"), "ours", values.remove(0)));
		assertThat(this.table.toMarkdown()).contains("| logins | 1/s | 2.00 |");
	}

}
