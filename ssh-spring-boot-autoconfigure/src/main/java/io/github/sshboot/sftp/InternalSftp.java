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

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The options of OpenSSH's {@code internal-sftp}, as a key or a certificate forces them
 * on a session: {@code command="internal-sftp -R -d /in"} in {@code authorized_keys}.
 *
 * @param readOnly whether nothing may be changed ({@code -R})
 * @param startDirectory where relative paths begin ({@code -d}); {@code %d} is the root,
 * {@code %u} the user
 * @param umask the permissions that what is created never gets ({@code -u})
 * @param refused the requests that are refused ({@code -P} and {@code -p})
 */
record InternalSftp(boolean readOnly, String startDirectory, int umask, Set<SftpRequest> refused) {

	static final String COMMAND = "internal-sftp";

	/**
	 * No options.
	 */
	static final InternalSftp PLAIN = new InternalSftp(false, VirtualPaths.ROOT, 0, Set.of());

	private static final int OCTAL = 8;

	private static final int MAX_UMASK = 0777;

	InternalSftp {
		refused = Set.copyOf(refused);
	}

	/**
	 * Parse a command line.
	 * @param words the words of the command line, the first of which is the command
	 * @return the options
	 * @throws IllegalArgumentException if there is an option that is not honoured
	 */
	static InternalSftp parse(List<String> words) {
		boolean readOnly = false;
		String startDirectory = VirtualPaths.ROOT;
		int umask = 0;
		Set<SftpRequest> refused = EnumSet.noneOf(SftpRequest.class);
		Options options = new Options(words);
		while (options.next()) {
			switch (options.option()) {
				case 'R' -> readOnly = true;
				case 'd' -> startDirectory = options.value();
				case 'u' -> umask = umask(options.value());
				case 'P' -> refused.addAll(requests(options.value()));
				case 'p' -> refused.addAll(EnumSet.complementOf(EnumSet.copyOf(requests(options.value()))));
				// about logs, which are the application's
				case 'e' -> {
				}
				case 'f', 'l' -> options.value();
				default -> throw new IllegalArgumentException("it has no option -" + options.option());
			}
		}
		return new InternalSftp(readOnly, startDirectory, umask, refused);
	}

	private static int umask(String text) {
		try {
			int umask = Integer.parseInt(text, OCTAL);
			if (umask >= 0 && umask <= MAX_UMASK) {
				return umask;
			}
		}
		catch (NumberFormatException ex) {
			// told below
		}
		throw new IllegalArgumentException("a umask is an octal number up to 777");
	}

	private static Set<SftpRequest> requests(String names) {
		return Arrays.stream(names.split(",")).map(String::strip).flatMap((name) -> {
			List<SftpRequest> found = Arrays.stream(SftpRequest.values())
				.filter((request) -> request.optionName().equals(name))
				.toList();
			if (found.isEmpty()) {
				throw new IllegalArgumentException("there is no request '%s'".formatted(name));
			}
			return found.stream();
		}).collect(Collectors.toSet());
	}

	/**
	 * Return where relative paths of a user begin.
	 * @param username the name of the user
	 * @return the absolute, normalised path
	 * @throws SftpFileSystemException if there can be no such path
	 */
	String startDirectory(String username) throws SftpFileSystemException {
		String directory = this.startDirectory.replace("%d", VirtualPaths.ROOT)
			.replace("%u", VirtualPaths.name(username))
			.replace("%%", "%");
		return VirtualPaths.resolve(VirtualPaths.ROOT, directory);
	}

	/**
	 * Single letters with or without values, as of {@code getopt(3)}.
	 */
	private static final class Options {

		private final List<String> words;

		private int word = 1;

		private int letter;

		Options(List<String> words) {
			this.words = words;
		}

		boolean next() {
			if (this.word < this.words.size() && this.letter >= this.words.get(this.word).length() - 1) {
				this.word += (this.letter > 0) ? 1 : 0;
				this.letter = 0;
			}
			if (this.word >= this.words.size()) {
				return false;
			}
			String word = this.words.get(this.word);
			if (word.length() < 2 || word.charAt(0) != '-') {
				throw new IllegalArgumentException("it takes options only");
			}
			this.letter++;
			return true;
		}

		char option() {
			return this.words.get(this.word).charAt(this.letter);
		}

		/**
		 * Return the rest of the word, or the next one.
		 */
		String value() {
			String rest = this.words.get(this.word).substring(this.letter + 1);
			this.word++;
			this.letter = 0;
			if (!rest.isEmpty()) {
				return rest;
			}
			if (this.word >= this.words.size()) {
				throw new IllegalArgumentException("an option lacks its value");
			}
			return this.words.get(this.word++);
		}

	}

}
