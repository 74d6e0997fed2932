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
import java.io.InputStream;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.JsonPath;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The metadata that the build made of the properties.
 */
final class ConfigurationMetadata {

	private ConfigurationMetadata() {
	}

	static List<Map<String, Object>> properties() throws IOException {
		return read("$.properties");
	}

	static List<String> hints(String property) throws IOException {
		return read("$.hints[?(@.name == '%s')].values[*].value".formatted(property));
	}

	private static <T> T read(String path) throws IOException {
		try (InputStream metadata = KeyMaterialResolver.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			assertThat(metadata).isNotNull();
			return JsonPath.read(metadata, path);
		}
	}

}
