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

package io.github.sshboot.authentication;

/**
 * A question to the user who wants to log in (RFC 4256 section 3.2).
 *
 * @param text the question, as it is shown
 * @param echo whether the answer is shown while it is typed
 * @since 0.1.0
 */
public record SshPrompt(String text, boolean echo) {

	/**
	 * Ask for something that others may see.
	 * @param text the question, as it is shown
	 * @return the prompt
	 */
	public static SshPrompt visible(String text) {
		return new SshPrompt(text, true);
	}

	/**
	 * Ask for a secret.
	 * @param text the question, as it is shown
	 * @return the prompt
	 */
	public static SshPrompt hidden(String text) {
		return new SshPrompt(text, false);
	}

}
