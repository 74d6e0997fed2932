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

package io.github.sshboot.transport;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeyMaterialTests {

	@TempDir
	Path directory;

	@Test
	void readsAFileEachTime() throws IOException {
		Path file = Files.writeString(this.directory.resolve("keys"), "first");
		KeyMaterial material = KeyMaterial.ofFile(file);
		assertThat(material.read()).asString().isEqualTo("first");
		Files.writeString(file, "second");
		assertThat(material.read()).asString().isEqualTo("second");
		assertThat(material.readIfPresent()).asString().isEqualTo("second");
		assertThat(material.getFile()).isEqualTo(file);
	}

	@Test
	void missingFileIsNothingToRead() throws IOException {
		KeyMaterial material = KeyMaterial.ofFile(this.directory.resolve("missing"));
		assertThat(material.readIfPresent()).isNull();
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(material::read);
	}

	@Test
	void missingResourceIsNothingToRead() throws IOException {
		KeyMaterial material = KeyMaterial.of("a resource", () -> {
			throw new FileNotFoundException("a resource");
		});
		assertThat(material.readIfPresent()).isNull();
		assertThatExceptionOfType(FileNotFoundException.class).isThrownBy(material::read);
	}

	@Test
	void directoryIsAnErrorAndNotNothing() {
		assertThatIOException().isThrownBy(() -> KeyMaterial.ofFile(this.directory).readIfPresent());
	}

	@Test
	void closesWhatItOpens() throws IOException {
		AtomicBoolean closed = new AtomicBoolean();
		KeyMaterial material = KeyMaterial.of("a resource", () -> new ByteArrayInputStream(new byte[] { 42 }) {

			@Override
			public void close() {
				closed.set(true);
			}

		});
		assertThat(material.read()).containsExactly(42);
		assertThat(closed).isTrue();
		assertThat(material.getFile()).isNull();
	}

	@Test
	void contentDoesNotChangeWithItsSource() throws IOException {
		byte[] content = { 1, 2, 3 };
		KeyMaterial material = KeyMaterial.ofContent("the property", content);
		content[0] = 0;
		material.read()[1] = 0;
		assertThat(material.read()).containsExactly(1, 2, 3);
		assertThat(material.getFile()).isNull();
	}

	@Test
	void isShownByItsDescription() {
		KeyMaterial material = KeyMaterial.ofContent("the property 'host-key'",
				"secret".getBytes(StandardCharsets.UTF_8));
		assertThat(material).hasToString("the property 'host-key'");
		assertThat(material.getDescription()).isEqualTo("the property 'host-key'");
		assertThat(KeyMaterial.ofFile(Path.of("config/key"))).hasToString(Path.of("config/key").toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  " })
	void refusesToBeWithoutADescription(String description) {
		assertThatIllegalArgumentException().isThrownBy(() -> KeyMaterial.ofContent(description, new byte[0]));
	}

	@Test
	void remembersThePropertyItWasGivenIn() throws Exception {
		KeyMaterial material = KeyMaterial.ofContent("text", new byte[] { 1 });
		assertThat(material.getProperty()).isNull();
		KeyMaterial named = material.withProperty("some.property");
		assertThat(named.getProperty()).isEqualTo("some.property");
		assertThat(named.read()).containsExactly(1);
		assertThat(named).hasToString("text");
	}

}
