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

import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Options}.
 */
class OptionsTests {

	@Test
	void withoutArgumentsAllIsMeasured() {
		Options options = Options.parse();
		assertThat(options.groups()).containsExactly(Group.values());
		assertThat(options.rounds()).isEqualTo(5);
		assertThat(options.javaHome()).isEqualTo(Path.of(System.getProperty("java.home")));
	}

	@Test
	void argumentsSelectWhatIsMeasuredAndHow() {
		Options options = Options.parse("idle", "bulk", "--rounds=3", "--size=2GB", "--duration=10s", "--files=7",
				"--round-trip=80ms", "--java-home=/jdk", "--user=someone");
		assertThat(options.groups()).containsExactly(Group.BULK, Group.IDLE);
		assertThat(options.rounds()).isEqualTo(3);
		assertThat(options.size()).isEqualTo(DataSize.ofGigabytes(2));
		assertThat(options.duration()).isEqualTo(Duration.ofSeconds(10));
		assertThat(options.java()).isEqualTo(Path.of("/jdk/bin/java"));
		assertThat(options.files()).isEqualTo(7);
		assertThat(options.roundTrip()).isEqualTo(Duration.ofMillis(80));
		assertThat(options.user()).isEqualTo("someone");
	}

	@Test
	void unknownGroupIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("speed"))
			.withMessageContaining("speed is not one of [bulk, login");
	}

	@Test
	void unknownOptionIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--round=1"))
			.withMessageContaining("--round is not one of [rounds, size");
	}

}
