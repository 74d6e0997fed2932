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

package io.github.sshboot.client;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Map;

/**
 * A shell that is about to be started, the one that the server has for the user. It can
 * be started any number of times.
 *
 * @since 0.1.0
 */
public interface ShellSpec {

	/**
	 * Set the terminal; by default a {@linkplain TerminalSpec#dumb() simple one}.
	 * @param terminal the terminal
	 * @return this specification
	 */
	ShellSpec pty(TerminalSpec terminal);

	/**
	 * Start the shell without a terminal, as if it read a script.
	 * @return this specification
	 */
	ShellSpec withoutPty();

	/**
	 * Set an environment variable. Servers accept few, OpenSSH those that
	 * {@code AcceptEnv} names, and say nothing about the others.
	 * @param name the name
	 * @param value the value
	 * @return this specification
	 */
	ShellSpec env(String name, String value);

	/**
	 * Set environment variables, as {@link #env(String, String)}.
	 * @param variables the variables
	 * @return this specification
	 */
	ShellSpec env(Map<String, String> variables);

	/**
	 * Set how long the shell may be used, with making the connection if need be; by
	 * default as long as it likes.
	 * @param timeout the time
	 * @return this specification
	 */
	ShellSpec timeout(Duration timeout);

	/**
	 * Set the charset of a dialogue; by default UTF-8. What is no text is replaced.
	 * @param charset the charset
	 * @return this specification
	 */
	ShellSpec charset(Charset charset);

	/**
	 * Start the shell and leave its streams to the caller.
	 * @return the running shell, to be closed
	 * @throws SshException if it could not be started
	 */
	SshProcess start();

	/**
	 * Start the shell for a dialogue with it.
	 * @return the dialogue, to be closed
	 * @throws SshException if it could not be started
	 */
	SshDialogue expect();

}
