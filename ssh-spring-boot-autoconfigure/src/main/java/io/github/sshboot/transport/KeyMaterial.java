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
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Text that holds keys (a private key, {@code authorized_keys}, {@code known_hosts}) and
 * where it comes from. It is read each time it is needed. Its {@link #toString()} is the
 * description, never the content.
 *
 * @since 0.1.0
 */
public final class KeyMaterial {

	private final String description;

	private final Source source;

	private final @Nullable Path file;

	private final @Nullable String property;

	private KeyMaterial(String description, Source source, @Nullable Path file, @Nullable String property) {
		Assert.hasText(description, "'description' must not be empty");
		this.description = description;
		this.source = source;
		this.file = file;
		this.property = property;
	}

	/**
	 * Key material in a file.
	 * @param file the file, which need not exist yet
	 * @return the key material
	 */
	public static KeyMaterial ofFile(Path file) {
		return new KeyMaterial(file.toString(), () -> Files.newInputStream(file), file, null);
	}

	/**
	 * Key material given as it is.
	 * @param description says where it was given, for messages; must not hold the content
	 * @param content the content
	 * @return the key material
	 */
	public static KeyMaterial ofContent(String description, byte[] content) {
		byte[] copy = content.clone();
		return new KeyMaterial(description, () -> new ByteArrayInputStream(copy), null, null);
	}

	/**
	 * Key material from any source.
	 * @param description says where it comes from, for messages
	 * @param source opens it; throws {@link FileNotFoundException} or
	 * {@link NoSuchFileException} if there is none
	 * @return the key material
	 */
	public static KeyMaterial of(String description, Source source) {
		return new KeyMaterial(description, source, null, null);
	}

	/**
	 * Return the same key material with the configuration property that it was given in,
	 * for messages.
	 * @param property the name of the property
	 * @return the key material
	 */
	public KeyMaterial withProperty(String property) {
		return new KeyMaterial(this.description, this.source, this.file, property);
	}

	/**
	 * Read all of it.
	 * @return the content
	 * @throws IOException if it cannot be read
	 */
	public byte[] read() throws IOException {
		try (InputStream in = this.source.open()) {
			return in.readAllBytes();
		}
	}

	/**
	 * Read all of it where there is something to read.
	 * @return the content or {@code null} if the file does not exist
	 * @throws IOException if it exists but cannot be read
	 */
	public byte @Nullable [] readIfPresent() throws IOException {
		try {
			return read();
		}
		catch (NoSuchFileException | FileNotFoundException ex) {
			return null;
		}
	}

	/**
	 * Return where it comes from, for messages.
	 * @return the description
	 */
	public String getDescription() {
		return this.description;
	}

	/**
	 * Return the file it comes from.
	 * @return the file or {@code null} if it does not come from a file
	 */
	public @Nullable Path getFile() {
		return this.file;
	}

	/**
	 * Return the configuration property it was given in.
	 * @return the name of the property or {@code null} if it was given otherwise
	 */
	public @Nullable String getProperty() {
		return this.property;
	}

	@Override
	public String toString() {
		return this.description;
	}

	/**
	 * Opens the content.
	 */
	@FunctionalInterface
	public interface Source {

		/**
		 * Open the content for reading.
		 * @return a new stream
		 * @throws IOException if it cannot be opened
		 */
		InputStream open() throws IOException;

	}

}
