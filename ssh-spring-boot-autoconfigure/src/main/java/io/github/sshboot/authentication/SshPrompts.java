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

import java.util.List;

import io.github.sshboot.transport.SshEndpoint;

/**
 * Questions that a server asks a client who logs in (RFC 4256 section 3.2). All text is
 * the server's, without control characters.
 *
 * @param endpoint the host and port of the server
 * @param username who logs in
 * @param name the title of the questions, may be empty
 * @param instruction what the user is to know about them, may be empty and have several
 * lines
 * @param language the language of them all (RFC 3066), mostly empty
 * @param prompts the questions, at least one
 * @since 0.1.0
 */
public record SshPrompts(SshEndpoint endpoint, String username, String name, String instruction, String language,
		List<Prompt> prompts) {

	/**
	 * Create new {@link SshPrompts}.
	 * @param endpoint the host and port of the server
	 * @param username who logs in
	 * @param name the title of the questions
	 * @param instruction what the user is to know about them
	 * @param language the language of them all
	 * @param prompts the questions
	 */
	public SshPrompts {
		prompts = List.copyOf(prompts);
	}

	/**
	 * A question.
	 *
	 * @param text the question
	 * @param echo whether the answer may be shown while it is typed
	 */
	public record Prompt(String text, boolean echo) {

	}

}
