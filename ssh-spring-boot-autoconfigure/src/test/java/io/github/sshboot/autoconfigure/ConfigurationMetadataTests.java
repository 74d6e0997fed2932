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

package io.github.sshboot.autoconfigure;

import java.io.IOException;
import java.util.List;

import io.github.sshboot.transport.AlgorithmCategory;
import io.github.sshboot.transport.AlgorithmProfile;
import io.github.sshboot.transport.AlgorithmSettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The metadata of the properties, which is the first documentation a user sees.
 */
class ConfigurationMetadataTests {

	@Test
	void everyPropertyIsDescribed() throws IOException {
		assertThat(ConfigurationMetadata.properties()).isNotEmpty().allSatisfy((property) -> {
			String name = (String) property.get("name");
			String description = (String) property.get("description");
			assertThat(name).startsWith("ssh.");
			assertThat(description).as(name).isNotBlank().endsWith(".").doesNotStartWith("The ").doesNotStartWith("A ");
			if ("java.lang.Boolean".equals(property.get("type"))) {
				assertThat(description).as(name).startsWith("Whether ");
			}
			if (String.valueOf(property.get("type")).startsWith("java.util.List")) {
				assertThat(description).as(name).startsWith("Comma-separated list of ");
			}
		});
	}

	@Test
	void propertiesAreUnique() throws IOException {
		assertThat(ConfigurationMetadata.properties()).extracting((property) -> property.get("name"))
			.doesNotHaveDuplicates();
	}

	@Test
	void switchesAreKnown() throws IOException {
		assertThat(ConfigurationMetadata.properties()).extracting((property) -> property.get("name"))
			.contains("ssh.server.enabled", "ssh.server.port", "ssh.client.connections");
	}

	@Test
	void algorithmsThatAreHintedCanBeUsed() throws IOException {
		for (AlgorithmCategory category : AlgorithmCategory.values()) {
			for (String root : List.of("ssh.server", "ssh.client")) {
				List<String> names = ConfigurationMetadata.hints("%s.algorithms.%s".formatted(root, category));
				assertThat(AlgorithmSettings.of(AlgorithmProfile.DEFAULT).with(category, names).get(category))
					.containsExactlyElementsOf(names);
				assertThat(names).containsAll(AlgorithmSettings.of(AlgorithmProfile.DEFAULT).get(category));
			}
		}
	}

}
