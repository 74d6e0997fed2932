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

package io.github.sshboot.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.github.sshboot.sftp.SftpFileSystemException.Kind;

/**
 * Expands wildcards in paths, as the shell does for {@code scp} where there is one:
 * {@code *}, {@code ?} and {@code [a-z]} within a name; what is hidden is named.
 */
final class WildcardPaths {

	private static final String WILDCARDS = "*?[";

	/**
	 * How many characters paths have together; the shell has 2 MB for them.
	 */
	private static final int MAX_LENGTH = 16 * 1024 * 1024;

	/**
	 * What a path costs beside its characters.
	 */
	private static final int OVERHEAD = 100;

	private final SftpFileSystem files;

	WildcardPaths(SftpFileSystem files) {
		this.files = files;
	}

	/**
	 * Expand a path.
	 * @param path an absolute, normalised path
	 * @param found gets the paths, or the path itself if there is a file of that name or
	 * no other
	 */
	void expand(String path, Found found) throws IOException {
		List<String> paths = (hasWildcard(path) && !exists(path)) ? search(path) : List.of(path);
		for (String each : paths.isEmpty() ? List.of(path) : paths) {
			found.accept(each);
		}
	}

	private List<String> search(String path) throws IOException {
		List<String> found = List.of(VirtualPaths.ROOT);
		for (String name : path.substring(1).split("/")) {
			List<String> next = new ArrayList<>();
			int length = 0;
			for (String directory : found) {
				if (hasWildcard(name)) {
					length = search(directory, name, next, length);
				}
				else if (exists(VirtualPaths.child(directory, name))) {
					next.add(VirtualPaths.child(directory, name));
				}
			}
			found = next;
		}
		return found;
	}

	private int search(String path, String pattern, List<String> found, int foundLength) throws IOException {
		List<String> names = new ArrayList<>();
		int length = foundLength;
		try (SftpDirectory directory = this.files.openDirectory(path)) {
			for (SftpEntry entry = directory.next(); entry != null; entry = directory.next()) {
				if (matches(pattern, entry.name())) {
					names.add(entry.name());
					length += path.length() + entry.name().length() + OVERHEAD;
				}
				if (length > MAX_LENGTH) {
					throw new SftpFileSystemException(Kind.TOO_MANY_HANDLES, path, "Too many files match");
				}
			}
		}
		catch (SftpFileSystemException ex) {
			throw ex;
		}
		catch (IOException ex) {
			// nothing is found in what is no directory
			return foundLength;
		}
		names.stream().sorted().map((name) -> VirtualPaths.child(path, name)).forEach(found::add);
		return length;
	}

	private boolean exists(String path) {
		try {
			this.files.readAttributes(path, false);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static boolean hasWildcard(String text) {
		return text.chars().anyMatch((c) -> WILDCARDS.indexOf(c) >= 0);
	}

	/**
	 * Match a name, in a time that does not explode with the number of wildcards.
	 */
	static boolean matches(String pattern, String name) {
		if (name.startsWith(".") && !pattern.startsWith(".")) {
			return false;
		}
		int p = 0;
		int n = 0;
		int star = -1;
		int starName = 0;
		while (n < name.length()) {
			int next = (p < pattern.length()) ? matchOne(pattern, p, name.charAt(n)) : -1;
			if (p < pattern.length() && pattern.charAt(p) == '*') {
				star = p++;
				starName = n;
			}
			else if (next > 0) {
				p = next;
				n++;
			}
			else if (star >= 0) {
				p = star + 1;
				n = ++starName;
			}
			else {
				return false;
			}
		}
		while (p < pattern.length() && pattern.charAt(p) == '*') {
			p++;
		}
		return p == pattern.length();
	}

	/**
	 * Match one character.
	 * @return where the pattern goes on, or -1
	 */
	private static int matchOne(String pattern, int position, char c) {
		char first = pattern.charAt(position);
		int end = (first == '[') ? pattern.indexOf(']', position + 2) : -1;
		if (end < 0) {
			return (first == '?' || first == c) ? position + 1 : -1;
		}
		int i = position + 1;
		boolean negated = pattern.charAt(i) == '!' || pattern.charAt(i) == '^';
		boolean in = false;
		for (i += negated ? 1 : 0; i < end; i++) {
			char from = pattern.charAt(i);
			char to = from;
			if (i + 2 < end && pattern.charAt(i + 1) == '-') {
				to = pattern.charAt(i + 2);
				i += 2;
			}
			in |= c >= from && c <= to;
		}
		return (in != negated) ? end + 1 : -1;
	}

	/**
	 * Gets a path that was found.
	 */
	@FunctionalInterface
	interface Found {

		void accept(String path) throws IOException;

	}

}
