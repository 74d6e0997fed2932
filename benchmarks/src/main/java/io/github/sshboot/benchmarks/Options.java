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

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.util.unit.DataSize;

/**
 * What to measure, and how long.
 *
 * @param groups what to measure
 * @param rounds how often
 * @param size how much to send in each bulk transfer
 * @param duration how long to log in for in each round
 * @param concurrency how many logins at once
 * @param connections how many idle connections
 * @param files how many small files are transferred
 * @param roundTrip how long it takes to the server and back, for those who transfer files
 * from one that is far away
 * @param javaHome the JDK of the subjects
 * @param user the user who logs in, who must exist for {@code sshd}
 */
record Options(Set<Group> groups, int rounds, DataSize size, Duration duration, int concurrency, int connections,
		int files, Duration roundTrip, Path javaHome, String user) {

	private static final String NON_OPTIONS = CommandLinePropertySource.DEFAULT_NON_OPTION_ARGS_PROPERTY_NAME;

	private static final List<String> NAMES = List.of("rounds", "size", "duration", "concurrency", "connections",
			"files", "round-trip", "java-home", "user");

	static Options parse(String... arguments) {
		SimpleCommandLinePropertySource source = new SimpleCommandLinePropertySource(arguments);
		for (String name : source.getPropertyNames()) {
			if (!NAMES.contains(name) && !name.equals(NON_OPTIONS)) {
				throw new IllegalArgumentException("--%s is not one of %s".formatted(name, NAMES));
			}
		}
		return new Options(groups(source.getProperty(NON_OPTIONS)), Integer.parseInt(value(source, "rounds", "5")),
				DataSize.parse(value(source, "size", "900MB")),
				DurationStyle.detectAndParse(value(source, "duration", "4s")),
				Integer.parseInt(value(source, "concurrency", "16")),
				Integer.parseInt(value(source, "connections", "500")),
				Integer.parseInt(value(source, "files", "10000")),
				DurationStyle.detectAndParse(value(source, "round-trip", "0")),
				Path.of(value(source, "java-home", System.getProperty("java.home"))),
				value(source, "user", System.getProperty("user.name")));
	}

	private static Set<Group> groups(@Nullable String names) {
		if (names == null) {
			return EnumSet.allOf(Group.class);
		}
		Set<Group> groups = EnumSet.noneOf(Group.class);
		for (String name : names.split(",")) {
			groups.add(Arrays.stream(Group.values())
				.filter((group) -> group.toString().equals(name))
				.findFirst()
				.orElseThrow(() -> new IllegalArgumentException(
						"%s is not one of %s".formatted(name, Arrays.toString(Group.values())))));
		}
		return groups;
	}

	private static String value(SimpleCommandLinePropertySource source, String name, String defaultValue) {
		String value = source.getProperty(name);
		return (value != null) ? value : defaultValue;
	}

	Path java() {
		return this.javaHome.resolve("bin").resolve("java");
	}

}
