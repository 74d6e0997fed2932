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
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

import io.github.sshboot.transport.SshConnectionInfo;

import org.springframework.util.Assert;

/**
 * A conversation on a thread that waits for the answers.
 */
final class BlockingConversation implements SshConversation {

	private static final int MAX_ROUNDS = 16;

	private static final int MAX_PROMPTS = 16;

	private final LoginRequest request;

	private int rounds;

	BlockingConversation(LoginRequest request) {
		this.request = request;
	}

	@Override
	public SshConnectionInfo getConnection() {
		return this.request.connection();
	}

	@Override
	public List<String> ask(String instruction, List<SshPrompt> questions) throws InterruptedException {
		Assert.isTrue(questions.size() <= MAX_PROMPTS, "'questions' must be at most 16");
		Assert.state(++this.rounds <= MAX_ROUNDS, "There are at most 16 rounds");
		try {
			return this.request.dialogue().ask(instruction, List.copyOf(questions)).get();
		}
		catch (CancellationException ex) {
			throw new InterruptedException("The conversation has ended");
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
	}

}
