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

import io.github.sshboot.transport.SshConnectionInfo;

/**
 * Asks the user who wants to log in (RFC 4256). To be used by one thread at a time.
 *
 * @since 0.1.0
 */
public interface SshConversation {

	/**
	 * Return the connection.
	 * @return the connection, with the address of the client
	 */
	SshConnectionInfo getConnection();

	/**
	 * Ask a question, and wait for the answer.
	 * @param question the question
	 * @return the answer; may be empty
	 * @throws InterruptedException if the connection has ended or the user does something
	 * else
	 * @throws IllegalStateException if there have been too many rounds, 16
	 */
	default String ask(SshPrompt question) throws InterruptedException {
		return ask("", List.of(question)).get(0);
	}

	/**
	 * Ask several questions at once, and wait for the answers.
	 * @param instruction what the user is told before, may be empty
	 * @param questions the questions, at most 16; none to tell the user something
	 * @return as many answers; each may be empty
	 * @throws InterruptedException if the connection has ended or the user does something
	 * else
	 * @throws IllegalStateException if there have been too many rounds, 16
	 */
	List<String> ask(String instruction, List<SshPrompt> questions) throws InterruptedException;

}
