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

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What {@code scp} runs on the other host: {@code scp -t} there receives, {@code scp -f}
 * sends. It has no other use.
 *
 * @param receives whether files come from the client
 * @param recursive whether directories may be transferred ({@code -r})
 * @param preserve whether times and permissions are transferred ({@code -p})
 * @param intoDirectory whether the target must be a directory ({@code -d})
 * @param paths the paths as the client has written them
 */
record ScpCommand(boolean receives, boolean recursive, boolean preserve, boolean intoDirectory, List<String> paths) {

	private static final String NAME = "scp";

	/**
	 * The options that change nothing here: verbose and quiet.
	 */
	private static final String IGNORED = "vq";

	ScpCommand {
		paths = List.copyOf(paths);
	}

	/**
	 * Parse a command line.
	 * @param words the words of the command line
	 * @return the command or {@code null} if it is another one
	 */
	static @Nullable ScpCommand parse(List<String> words) {
		if (words.isEmpty() || !NAME.equals(words.get(0))) {
			return null;
		}
		StringBuilder options = new StringBuilder();
		int index = 1;
		while (index < words.size() && words.get(index).length() > 1 && words.get(index).startsWith("-")) {
			String word = words.get(index++);
			if ("--".equals(word)) {
				break;
			}
			options.append(word, 1, word.length());
		}
		String letters = options.toString();
		boolean receives = letters.indexOf('t') >= 0;
		boolean sends = letters.indexOf('f') >= 0;
		List<String> paths = words.subList(index, words.size());
		boolean known = letters.chars().allMatch((letter) -> ("tfrpd" + IGNORED).indexOf(letter) >= 0);
		if (!known || receives == sends || paths.isEmpty() || receives && paths.size() > 1) {
			return null;
		}
		return new ScpCommand(receives, letters.indexOf('r') >= 0, letters.indexOf('p') >= 0, letters.indexOf('d') >= 0,
				paths);
	}

}
