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
import java.util.concurrent.CompletableFuture;

/**
 * Asks the user at the other end (RFC 4256 sections 3.2 to 3.4).
 */
@FunctionalInterface
interface Dialogue {

	/**
	 * Ask the user.
	 * @param instruction what the user is told before, may be empty
	 * @param prompts the questions, may be none
	 * @return the answers to come, as many as there are prompts; cancelled if there will
	 * be none
	 */
	CompletableFuture<List<String>> ask(String instruction, List<SshPrompt> prompts);

}
