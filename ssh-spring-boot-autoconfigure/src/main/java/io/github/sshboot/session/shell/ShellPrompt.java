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

import io.github.sshboot.session.SshSession;

/**
 * What the shell shows when it waits for a command. A bean of this type replaces the
 * prompt of the properties.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ShellPrompt {

	/**
	 * Return the prompt. It is asked for anew before each command.
	 * @param session the session of the shell
	 * @return the prompt, usually ending with a blank; it may have ANSI colours, which
	 * are shown only where the terminal has them
	 */
	String prompt(SshSession session);

}
