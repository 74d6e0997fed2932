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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A comparison of the first subject, ours, with the others.
 */
final class Table {

	private static final String NOTHING = "–";

	private final String title;

	private final List<String> subjects;

	private final Map<String, String> missing = new LinkedHashMap<>();

	private final Map<String, Integer> failures = new LinkedHashMap<>();

	private final Map<Measure, Map<String, Samples>> rows = new LinkedHashMap<>();

	Table(String title, List<String> subjects) {
		this.title = title;
		this.subjects = List.copyOf(subjects);
	}

	void add(Measure measure, String subject, double value) {
		System.err.printf(Locale.ROOT, "  %s, %s: %s %s%n", measure.name(), subject, Measure.format(value),
				measure.unit());
		this.rows.computeIfAbsent(measure, (key) -> new LinkedHashMap<>())
			.computeIfAbsent(subject, (key) -> new Samples())
			.add(value);
	}

	/**
	 * Tell why a subject is not measured.
	 * @param subject the subject
	 * @param reason the reason
	 */
	void missing(String subject, String reason) {
		this.missing.put(subject, reason);
	}

	/**
	 * Tell that a measurement of a subject has failed. It has no value.
	 * @param subject the subject
	 * @param failure the failure
	 */
	void failed(String subject, RuntimeException failure) {
		System.err.printf("  %s: %s%n", subject, failure);
		this.failures.merge(subject, 1, Integer::sum);
	}

	String toMarkdown() {
		List<String> lines = new ArrayList<>();
		lines.add("### " + this.title);
		lines.add("");
		lines.add("| | | " + String.join(" | ", this.subjects) + " |");
		lines.add("| --- | --- |" + " ---: |".repeat(this.subjects.size()));
		this.rows.forEach((measure, row) -> lines.add(line(measure, row)));
		List<String> remarks = new ArrayList<>();
		this.missing.forEach((subject, reason) -> remarks.add("%s: %s.".formatted(subject, reason)));
		this.failures.forEach((subject, count) -> remarks.add("%s: %d measurements failed.".formatted(subject, count)));
		if (!remarks.isEmpty()) {
			lines.add("");
			lines.addAll(remarks);
		}
		return String.join("\n", lines) + "\n";
	}

	private String line(Measure measure, Map<String, Samples> row) {
		List<String> cells = new ArrayList<>(List.of(measure.name(), measure.unit()));
		Samples ours = row.get(this.subjects.get(0));
		for (String subject : this.subjects) {
			Samples samples = row.get(subject);
			if (samples == null) {
				cells.add(this.missing.getOrDefault(subject, NOTHING));
			}
			else if (samples == ours || ours == null) {
				cells.add(Measure.format(samples.median()));
			}
			else {
				cells.add("%s (%s×)".formatted(Measure.format(samples.median()),
						Measure.format(measure.ratio(ours.median(), samples.median()))));
			}
		}
		return "| " + String.join(" | ", cells) + " |";
	}

}
