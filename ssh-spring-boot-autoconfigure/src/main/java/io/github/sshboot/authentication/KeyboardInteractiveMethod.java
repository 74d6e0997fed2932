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

import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Logs in by asking the user (RFC 4256).
 */
final class KeyboardInteractiveMethod implements AuthenticationMethod {

	private static final List<SshPrompt> PASSWORD_PROMPT = List.of(SshPrompt.hidden("Password: "));

	private final List<SshInteractiveAuthenticator> authenticators;

	private final Passwords passwords;

	private final Decisions decisions;

	KeyboardInteractiveMethod(List<SshInteractiveAuthenticator> authenticators, Passwords passwords,
			Decisions decisions) {
		this.authenticators = authenticators;
		this.passwords = passwords;
		this.decisions = decisions;
	}

	@Override
	public String name() {
		return KEYBOARD_INTERACTIVE;
	}

	@Override
	public CompletableFuture<Outcome> attempt(LoginRequest request) {
		Buffer body = request.body();
		body.getString(); // language
		body.getString(); // submethods, a hint that a server may ignore
		if (this.authenticators.isEmpty()) {
			return request.dialogue()
				.ask("", PASSWORD_PROMPT)
				.thenCompose((answers) -> this.passwords.check(request, answers.get(0)));
		}
		return this.decisions.converse(request, () -> converse(request));
	}

	private Outcome converse(LoginRequest request) throws Exception {
		SshConversation conversation = new BlockingConversation(request);
		for (SshInteractiveAuthenticator authenticator : this.authenticators) {
			SshAuthentication authentication = authenticator.authenticate(request.username(), conversation);
			if (authentication != null) {
				return new Outcome.Proven(null, authentication);
			}
		}
		return Outcome.refused("no authenticator accepts the answers");
	}

}
