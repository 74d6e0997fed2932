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

package io.github.sshboot.session.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The commands of the shell itself. A command of the application with the same name goes
 * first.
 */
enum BuiltIn {

	/**
	 * {@code help [command]}.
	 */
	HELP("Show the commands, or how to use one."),

	/**
	 * {@code exit [status]}.
	 */
	EXIT("Leave the shell."),

	/**
	 * {@code set -o vi}, {@code set -o emacs}.
	 */
	SET("Edit lines with the keys of an editor: set -o vi, set -o emacs.");

	private final String description;

	BuiltIn(String description) {
		this.description = description;
	}

	static List<BuiltIn> all() {
		return List.of(values());
	}

	static @Nullable BuiltIn find(String word) {
		return Arrays.stream(values()).filter((builtIn) -> builtIn.word().equals(word)).findFirst().orElse(null);
	}

	String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	String description() {
		return this.description;
	}

}
