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
package io.github.sshboot.client.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A file or directory in a local tree that is sent.
 *
 * @param path its path
 * @param kind what it is
 * @param parent the directory that it is in, or {@code null} at the root
 * @param real where a directory really is, so that links cannot lead in circles
 * @since 0.1.0
 */
public record LocalEntry(Path path, Kind kind, @Nullable LocalEntry parent, Path real) {

	/**
	 * Return the root of a tree, which may be a link.
	 * @param path the file or directory
	 * @return the entry
	 * @throws IOException if it is not there
	 */
	public static LocalEntry root(Path path) throws IOException {
		Path real = path.toRealPath();
		return new LocalEntry(path, kind(real, true, null), null, real);
	}

	/**
	 * Return what is in the directory, by name.
	 * @param followLinks whether symbolic links are followed
	 * @return the entries
	 * @throws IOException if that fails
	 */
	public List<LocalEntry> children(boolean followLinks) throws IOException {
		List<Path> paths;
		try (Stream<Path> list = Files.list(this.path)) {
			paths = list.sorted().toList();
		}
		List<LocalEntry> children = new ArrayList<>(paths.size());
		for (Path child : paths) {
			Kind kind = kind(child, followLinks, this);
			children.add(new LocalEntry(child, kind, this,
					(kind == Kind.DIRECTORY && followLinks) ? child.toRealPath() : child));
		}
		return children;
	}

	private static Kind kind(Path path, boolean followLinks, @Nullable LocalEntry parent) throws IOException {
		BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class,
				LinkOption.NOFOLLOW_LINKS);
		if (attributes.isSymbolicLink() && followLinks) {
			if (!Files.exists(path) || parent != null && parent.isWithin(path.toRealPath())) {
				return Kind.OTHER;
			}
			attributes = Files.readAttributes(path, BasicFileAttributes.class);
		}
		return attributes.isRegularFile() ? Kind.FILE : attributes.isDirectory() ? Kind.DIRECTORY : Kind.OTHER;
	}

	private boolean isWithin(Path directory) {
		for (LocalEntry entry = this; entry != null; entry = entry.parent) {
			if (entry.real.equals(directory)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the name.
	 * @return the last component of the path
	 */
	public String name() {
		return String.valueOf(this.path.getFileName());
	}

	/**
	 * What an entry is.
	 */
	public enum Kind {

		/**
		 * A file.
		 */
		FILE,

		/**
		 * A directory.
		 */
		DIRECTORY,

		/**
		 * What is not sent.
		 */
		OTHER

	}

}
