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

import org.jline.utils.AttributedString;

/**
 * A prompt as it is shown.
 */
final class PromptText {

	private PromptText() {
	}

	/**
	 * Return a prompt without colours.
	 */
	static String plain(String prompt) {
		return AttributedString.stripAnsi(prompt);
	}

	/**
	 * Return a prompt for JLine, which would take a percent sign for a pattern.
	 */
	static String literal(String prompt) {
		return prompt.replace("%", "%%");
	}

}
