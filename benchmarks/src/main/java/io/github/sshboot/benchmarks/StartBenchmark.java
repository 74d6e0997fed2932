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

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;

import io.github.sshboot.benchmarks.load.KeyType;

/**
 * How long a Spring Boot application takes to start, with our starter and without.
 */
final class StartBenchmark {

	private static final String WITH = "with the starter";

	private static final String WITHOUT = "without";

	private static final Measure START = Measure.cost("from process start to ready", "ms");

	private static final Measure ADDED = Measure.cost("added", "ms");

	private static final int STARTS = 3;

	private final Options options;

	private final ServerLauncher launcher;

	private final Table table = new Table("Start of an application", List.of(WITH, WITHOUT));

	StartBenchmark(Options options, Workspace workspace) {
		this.options = options;
		this.launcher = new ServerLauncher(options, workspace);
	}

	Table run() {
		Rounds.run(this.options.rounds() * STARTS, (round) -> {
			double with = millis(() -> this.launcher.start(ServerKind.STARTER, KeyType.ECDSA));
			double without = millis(this.launcher::startWithoutStarter);
			round.add(this.table, START, WITH, with);
			round.add(this.table, START, WITHOUT, without);
			round.add(this.table, ADDED, WITH, with - without);
		});
		return this.table;
	}

	private static double millis(Supplier<? extends Closeable> start) {
		long begin = System.nanoTime();
		Closeable started = start.get();
		double millis = (System.nanoTime() - begin) / 1e6;
		try {
			started.close();
			return millis;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
