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
package io.github.sshboot.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Goes through a directory on a server and all that is in it.
 *
 * @param list returns what is in a directory
 * @param descend whether to look into a directory
 */
record RemoteWalk(Function<String, List<RemoteFile>> list, Predicate<RemoteFile> descend) {

	private static final int MAX_DEPTH = 256;

	Stream<RemoteFile> stream(String path) {
		return StreamSupport.stream(
				Spliterators.spliteratorUnknownSize(new Files(path), Spliterator.ORDERED | Spliterator.NONNULL), false);
	}

	/**
	 * The files, each directory read when it is its turn.
	 */
	private final class Files implements Iterator<RemoteFile> {

		private final Deque<Iterator<RemoteFile>> directories = new ArrayDeque<>();

		private Files(String path) {
			this.directories.push(RemoteWalk.this.list.apply(path).iterator());
		}

		@Override
		public boolean hasNext() {
			while (!this.directories.isEmpty() && !this.directories.element().hasNext()) {
				this.directories.remove();
			}
			return !this.directories.isEmpty();
		}

		@Override
		public RemoteFile next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			RemoteFile file = this.directories.element().next();
			if (file.attributes().isDirectory() && RemoteWalk.this.descend.test(file)) {
				if (this.directories.size() == MAX_DEPTH) {
					throw new SshException("%s is deeper than %d directories".formatted(file.path(), MAX_DEPTH), null);
				}
				this.directories.push(RemoteWalk.this.list.apply(file.path()).iterator());
			}
			return file;
		}

	}

}
