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
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

import io.github.sshboot.transport.PeerText;

/**
 * Names that a server tells. None of them leads out of the directory that it is in, here
 * or there.
 *
 * @since 0.1.0
 */
public final class RemoteNames {

	/**
	 * Four times what most file systems have. Matching a pattern takes time that grows
	 * faster than the name.
	 */
	private static final int MAX_LENGTH = 1024;

	private static final String NOT_TEXT = "\uFFFD";

	private RemoteNames() {
	}

	/**
	 * Return the path of an entry of a directory on the server.
	 * @param directory the directory
	 * @param name the name of the entry
	 * @return the path
	 */
	public static String resolve(String directory, String name) {
		if (directory.isEmpty() || directory.equals(".")) {
			return name;
		}
		return directory.endsWith("/") ? directory + name : directory + '/' + name;
	}

	/**
	 * Return the last component of a path on the server.
	 * @param path the path
	 * @return the name; empty for the root
	 */
	public static String last(String path) {
		int end = path.length();
		while (end > 0 && path.charAt(end - 1) == '/') {
			end--;
		}
		return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
	}

	/**
	 * Return whether a name is one component of a path: not empty, of 1024 characters at
	 * the most, neither "." nor "..", without a separator and without NUL.
	 * @param name the name
	 * @return whether it is clean
	 */
	public static boolean isClean(String name) {
		return !name.isEmpty() && name.length() <= MAX_LENGTH && !name.equals(".") && !name.equals("..")
				&& name.indexOf('/') < 0 && name.indexOf('\0') < 0;
	}

	/**
	 * Return whether a name could be told: names that are not UTF-8 are not.
	 * @param name the name
	 * @return whether it is what the server has
	 */
	public static boolean isText(String name) {
		return !name.contains(NOT_TEXT);
	}

	/**
	 * Check a name that a server tells.
	 * @param name the name
	 * @param directory where it is told, for the message
	 * @throws IOException if it is not {@linkplain #isClean clean}
	 */
	public static void check(String name, String directory) throws IOException {
		if (!isClean(name)) {
			throw refused(name, directory);
		}
	}

	/**
	 * Return where an entry of a directory on the server goes here.
	 * @param directory the directory here
	 * @param name the name that the server tells
	 * @param source where it is told, for the message
	 * @return a path directly in the directory
	 * @throws IOException if there is none
	 */
	public static Path resolve(Path directory, String name, String source) throws IOException {
		check(name, source);
		try {
			Path path = directory.getFileSystem().getPath(name);
			// Windows has more separators, streams and devices
			if (!path.isAbsolute() && path.getRoot() == null && path.getNameCount() == 1
					&& path.getFileName().toString().equals(name) && !isStreamOrDevice(directory, name)) {
				return directory.resolve(path);
			}
		}
		catch (InvalidPathException ex) {
			// refused below
		}
		throw refused(name, source);
	}

	private static boolean isStreamOrDevice(Path directory, String name) {
		if (!directory.getFileSystem().getSeparator().equals("\\")) {
			return false;
		}
		return name.indexOf(':') >= 0
				|| name.toUpperCase(Locale.ROOT).matches("(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])([ .].*)?");
	}

	private static IOException refused(String name, String directory) {
		return new IOException("The server tells about an entry '%s' of %s, which is not the name of a file"
			.formatted(PeerText.printable(name), PeerText.printable(directory)));
	}

}
