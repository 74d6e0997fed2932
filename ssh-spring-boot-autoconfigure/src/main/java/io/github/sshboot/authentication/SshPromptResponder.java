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

import org.jspecify.annotations.Nullable;

/**
 * Answers the questions that servers ask clients who log in (keyboard-interactive, RFC
 * 4256), for example for a one-time code. A bean of it is asked whatever the password
 * does not answer. AsyncSSH: {@code kbdint_challenge_received}.
 * <p>
 * It is called on a thread that may wait, also by several logins at once; the time it
 * takes is part of {@code login-timeout}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SshPromptResponder {

	/**
	 * Answer questions.
	 * @param prompts the questions
	 * @return an answer for each, or {@code null} to give up
	 */
	@Nullable List<String> respond(SshPrompts prompts);

}
