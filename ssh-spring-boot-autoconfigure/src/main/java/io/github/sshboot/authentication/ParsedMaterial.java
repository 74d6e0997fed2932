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

package io.github.sshboot.authentication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.UnixFiles;
import org.jspecify.annotations.Nullable;

/**
 * What a file of keys says, parsed once for each state of the file. Whoever asks waits no
 * longer than it takes to look at the file, unless it has changed.
 *
 * @param <T> what it says
 */
final class ParsedMaterial<T> {

	/**
	 * A file that is written to twice within a tick of its file system's clock may look
	 * the same before and after the second time. What is read this long after a state was
	 * first seen is that of the state.
	 */
	private static final long SETTLED_NANOS = Duration.ofSeconds(2).toNanos();

	/**
	 * The file may be somebody's who should not be able to fill the memory with it.
	 */
	private static final int MAX_SIZE = 64 * 1024 * 1024;

	private final KeyMaterial material;

	private final @Nullable FileCheck check;

	private final Function<byte[], T> parser;

	private @Nullable Version<T> version;

	/**
	 * Create a new {@link ParsedMaterial}.
	 * @param material the file
	 * @param check says whether the file may be used each time before it is, or
	 * {@code null}
	 * @param parser parses its content; throws {@link IllegalArgumentException} if it
	 * cannot
	 */
	ParsedMaterial(KeyMaterial material, @Nullable FileCheck check, Function<byte[], T> parser) {
		this.material = material;
		this.check = check;
		this.parser = parser;
	}

	KeyMaterial material() {
		return this.material;
	}

	/**
	 * Return what the file says.
	 * @return what it says or {@code null} if it does not exist
	 * @throws IOException if it exists but may not be used, cannot be read or is not
	 * valid
	 */
	synchronized @Nullable T get() throws IOException {
		Path file = this.material.getFile();
		try {
			return (file != null) ? get(file) : getWithoutFile();
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	private @Nullable T get(Path file) throws IOException {
		if (this.check != null) {
			this.check.check(file);
		}
		Object state = UnixFiles.state(file);
		Version<T> known = (this.version != null && this.version.state.equals(state)) ? this.version : null;
		if (known != null && known.readAt - known.firstSeen >= SETTLED_NANOS) {
			return known.value();
		}
		if (Files.notExists(file)) {
			return null;
		}
		// a pipe would keep the thread waiting
		if (!Files.isRegularFile(file)) {
			throw new IOException("it is not a regular file that can be read");
		}
		checkSize(Files.size(file));
		long now = System.nanoTime();
		byte[] content = this.material.readIfPresent();
		return (content != null) ? load(state, (known != null) ? known.firstSeen : now, now, content) : null;
	}

	private @Nullable T getWithoutFile() throws IOException {
		byte[] content = this.material.readIfPresent();
		if (content == null) {
			return null;
		}
		Object state = ByteBuffer.wrap(content);
		if (this.version != null && this.version.state.equals(state)) {
			return this.version.value();
		}
		return load(state, 0, 0, content);
	}

	private T load(Object state, long firstSeen, long readAt, byte[] content) throws IOException {
		checkSize(content.length);
		Version<T> loaded;
		try {
			loaded = new Version<>(state, firstSeen, readAt, this.parser.apply(content), "");
		}
		catch (IllegalArgumentException ex) {
			loaded = new Version<>(state, firstSeen, readAt, null, String.valueOf(ex.getMessage()));
		}
		this.version = loaded;
		return loaded.value();
	}

	private static void checkSize(long size) throws IOException {
		if (size > MAX_SIZE) {
			throw new IOException("it is larger than %d MB".formatted(MAX_SIZE / 1024 / 1024));
		}
	}

	/**
	 * Says whether a file may be used.
	 */
	@FunctionalInterface
	interface FileCheck {

		/**
		 * Check a file.
		 * @throws NoSuchFileException if it does not exist
		 * @throws IOException if it may not be used, with the reason as its message
		 */
		void check(Path file) throws IOException;

	}

	private record Version<T>(Object state, long firstSeen, long readAt, @Nullable T parsed, String failure) {

		T value() throws IOException {
			if (this.parsed == null) {
				throw new IOException(this.failure);
			}
			return this.parsed;
		}

	}

}
