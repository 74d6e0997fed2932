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

import io.github.sshboot.sftp.SftpFileSystemException.Kind;

import org.springframework.util.Assert;

/**
 * Makes absolute and normalised paths of what clients send. No component of a path is a
 * link that is followed out of where it is, so a parent step can be resolved by its text.
 */
final class VirtualPaths {

	static final String ROOT = "/";

	/**
	 * As {@code PATH_MAX}; anything longer only costs time.
	 */
	private static final int MAX_LENGTH = 4096;

	private final String start;

	/**
	 * Create new {@link VirtualPaths}.
	 * @param start the absolute, normalised path that relative paths begin at
	 */
	VirtualPaths(String start) {
		Assert.isTrue(start.startsWith(ROOT), "'start' must be absolute");
		this.start = start;
	}

	/**
	 * Resolve a path.
	 * @param path the path as the client has sent it
	 * @return the absolute, normalised path
	 * @throws SftpFileSystemException if no file has such a path
	 */
	String resolve(String path) throws SftpFileSystemException {
		return resolve(this.start, path);
	}

	/**
	 * Resolve a path that may begin with the home directory.
	 * @param path the path as the client has sent it
	 * @return the absolute, normalised path
	 * @throws SftpFileSystemException if no file has such a path
	 */
	String expand(String path) throws SftpFileSystemException {
		if (!path.startsWith("~")) {
			return resolve(path);
		}
		if (path.length() > 1 && path.charAt(1) != '/') {
			throw new SftpFileSystemException(Kind.UNSUPPORTED, path, "There are no home directories of other users");
		}
		return resolve(ROOT, path.substring(Math.min(2, path.length())));
	}

	/**
	 * Resolve a path.
	 * @param base the absolute, normalised path that a relative path begins at
	 * @param path the path
	 * @return the absolute, normalised path
	 * @throws SftpFileSystemException if no file has such a path
	 */
	static String resolve(String base, String path) throws SftpFileSystemException {
		if (path.length() > MAX_LENGTH) {
			throw new SftpFileSystemException(Kind.INVALID_NAME, path, "The path is too long");
		}
		if (path.indexOf('\0') >= 0) {
			throw new SftpFileSystemException(Kind.INVALID_NAME, path, "A name cannot have a NUL");
		}
		StringBuilder resolved = new StringBuilder(base.length() + path.length() + 1);
		if (!path.startsWith(ROOT) && !ROOT.equals(base)) {
			resolved.append(base);
		}
		int length = path.length();
		for (int begin = 0; begin < length;) {
			int slash = path.indexOf('/', begin);
			int end = (slash >= 0) ? slash : length;
			append(resolved, path, begin, end);
			begin = end + 1;
		}
		if (resolved.length() > MAX_LENGTH) {
			throw new SftpFileSystemException(Kind.INVALID_NAME, path, "The path is too long");
		}
		return resolved.isEmpty() ? ROOT : resolved.toString();
	}

	private static void append(StringBuilder resolved, String path, int begin, int end) {
		int length = end - begin;
		if (length == 0 || length == 1 && path.charAt(begin) == '.') {
			return;
		}
		if (length == 2 && path.startsWith("..", begin)) {
			resolved.setLength(Math.max(0, resolved.lastIndexOf(ROOT)));
			return;
		}
		resolved.append('/').append(path, begin, end);
	}

	/**
	 * Return the directory that a path is in.
	 * @param path an absolute, normalised path
	 * @return the path of the directory; the root is in itself
	 */
	static String parent(String path) {
		return path.substring(0, Math.max(1, path.lastIndexOf('/')));
	}

	/**
	 * Return the last component of a path.
	 * @param path an absolute, normalised path
	 * @return the name; empty for the root
	 */
	static String name(String path) {
		return path.substring(path.lastIndexOf('/') + 1);
	}

	/**
	 * Return the path of an entry of a directory.
	 * @param directory the absolute, normalised path of the directory
	 * @param name the name of the entry
	 * @return the absolute, normalised path
	 */
	static String child(String directory, String name) {
		return ROOT.equals(directory) ? ROOT + name : directory + ROOT + name;
	}

}
