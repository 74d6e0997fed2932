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

package io.github.sshboot.sftp.storage;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

import io.github.sshboot.sftp.SftpFileSystemException;
import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import io.github.sshboot.sftp.SftpLinks;
import org.jspecify.annotations.Nullable;

/**
 * Finds the way from the root to a file, component by component: each is opened in the
 * one before it, and none is opened through a link. Links are followed, if at all, by
 * reading them and going on with what they hold, inside the root. What is outside, hidden
 * or behind a link that is not followed is as missing as what does not exist.
 */
final class Walker {

	private static final int MAX_LINKS = 40;

	/**
	 * More than any path has; links with many steps up and down, each of which begins at
	 * the root again, would take hours.
	 */
	private static final int MAX_ENTERED = 10_000;

	/**
	 * {@code PATH_MAX} of Linux.
	 */
	private static final int MAX_PATH = 4096;

	private final Folder root;

	private final SftpLinks links;

	private final NameRules rules;

	Walker(Folder root, SftpLinks links, NameRules rules) {
		this.root = root;
		this.links = links;
		this.rules = rules;
	}

	/**
	 * Find a file.
	 * @param path the virtual path
	 * @param followLast whether to follow a link that the path ends with
	 * @return the place, to be closed
	 * @throws NoSuchFileException if there is no directory that the file could be in
	 */
	Place walk(String path, boolean followLast) throws IOException {
		try (Walk walk = new Walk(path)) {
			return walk.run(followLast);
		}
	}

	private final class Walk implements AutoCloseable {

		private final String path;

		private final Deque<String> ahead;

		private Folder folder = Walker.this.root;

		private final List<String> names = new ArrayList<>();

		private int followed;

		private int entered;

		Walk(String path) throws IOException {
			this.path = path;
			if (path.length() > MAX_PATH) {
				throw new SftpFileSystemException(Kind.INVALID_NAME, path, "the path is too long");
			}
			if (!path.startsWith("/")) {
				throw new NoSuchFileException(path);
			}
			this.ahead = path.equals("/") ? new ArrayDeque<>()
					: new ArrayDeque<>(Arrays.asList(path.substring(1).split("/", -1)));
			for (String name : this.ahead) {
				if (name.isEmpty() || name.equals(".") || name.equals("..")) {
					throw new NoSuchFileException(path);
				}
			}
		}

		Place run(boolean followLast) throws IOException {
			while (!this.ahead.isEmpty()) {
				String name = this.ahead.removeFirst();
				if (name.isEmpty() || name.equals(".")) {
					continue;
				}
				if (name.equals("..")) {
					leave();
					continue;
				}
				boolean last = this.ahead.isEmpty();
				String canonical = canonical(name);
				boolean hidden = isHidden(name, canonical);
				Facts facts = hidden ? null : read(name);
				if (facts != null && !facts.attributes().isDirectory() && !Walker.this.rules.isFileAllowed(canonical)) {
					facts = null;
				}
				if (facts != null && facts.attributes().isSymbolicLink() && (followLast || !last)) {
					if (Walker.this.links != SftpLinks.REFUSE) {
						follow(name);
						continue;
					}
					facts = null;
					hidden = true;
				}
				if (last) {
					return place(name, canonical, facts, hidden);
				}
				if (facts == null || !facts.attributes().isDirectory()) {
					throw new NoSuchFileException(this.path);
				}
				enter(name);
			}
			if (this.names.isEmpty()) {
				return new Place(Walker.this.root, false, "", "/", Walker.this.root.read(), false);
			}
			// a link has led to a directory that was entered and left
			String name = this.names.get(this.names.size() - 1);
			leave();
			return place(name, canonical(name), read(name), false);
		}

		private boolean isHidden(String name, String canonical) {
			return (this.names.isEmpty() && Staging.isReserved(name)) || Walker.this.rules.isDenied(canonical);
		}

		private @Nullable Facts read(String name) throws IOException {
			try {
				return this.folder.look(name);
			}
			catch (NoSuchFileException ex) {
				return null;
			}
		}

		private void follow(String name) throws IOException {
			if (++this.followed > MAX_LINKS) {
				throw new FileSystemLoopException(this.path);
			}
			String target = this.folder.readSymbolicLink(name);
			if (target.startsWith("/")) {
				close();
			}
			List<String> components = Arrays.asList(target.split("/", -1));
			Collections.reverse(components);
			components.forEach(this.ahead::addFirst);
		}

		private void enter(String name) throws IOException {
			if (++this.entered > MAX_ENTERED) {
				throw new FileSystemLoopException(this.path);
			}
			Folder child = this.folder.open(name);
			closeFolder();
			this.folder = child;
			this.names.add(name);
		}

		/**
		 * Go to the directory above, from the root: to have all open that lead there
		 * would let a long path take many descriptors.
		 */
		private void leave() throws IOException {
			if (!this.names.isEmpty()) {
				List<String> above = List.copyOf(this.names.subList(0, this.names.size() - 1));
				close();
				for (String name : above) {
					enter(name);
				}
			}
		}

		private Place place(String name, String canonical, @Nullable Facts facts, boolean hidden) {
			Folder found = this.folder;
			this.folder = Walker.this.root;
			return new Place(found, found != Walker.this.root, name, canonical, facts, hidden);
		}

		private String canonical(String name) {
			return this.names.isEmpty() ? "/" + name : "/" + String.join("/", this.names) + "/" + name;
		}

		@Override
		public void close() throws IOException {
			this.names.clear();
			closeFolder();
		}

		private void closeFolder() throws IOException {
			Folder left = this.folder;
			this.folder = Walker.this.root;
			if (left != Walker.this.root) {
				left.close();
			}
		}

	}

}
