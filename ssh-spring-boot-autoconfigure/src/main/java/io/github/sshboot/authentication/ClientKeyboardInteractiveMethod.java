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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.github.sshboot.authentication.ClientLoginExchange.Reply;
import io.github.sshboot.authentication.SshPrompts.Prompt;
import io.github.sshboot.transport.PeerText;
import io.github.sshboot.transport.SshEndpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Answers the questions of a server (RFC 4256). A single one whose answer is not to be
 * shown is answered with the password, all else by whom the application has for it.
 */
final class ClientKeyboardInteractiveMethod implements ClientMethod {

	static final String NAME = "keyboard-interactive";

	private static final Log logger = LogFactory.getLog(ClientKeyboardInteractiveMethod.class);

	private static final int MAX_ROUNDS = 20;

	private static final int MAX_PROMPTS = 50;

	private final SshEndpoint endpoint;

	private final String username;

	private final @Nullable ClientPassword password;

	private @Nullable SshPromptResponder responder;

	ClientKeyboardInteractiveMethod(SshEndpoint endpoint, String username, @Nullable ClientPassword password,
			@Nullable SshPromptResponder responder) {
		this.endpoint = endpoint;
		this.username = username;
		this.password = password;
		this.responder = responder;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public boolean isUsable() {
		return this.responder != null || (this.password != null && this.password.isUsable());
	}

	@Override
	public ClientStep attempt(ClientLoginExchange exchange, boolean last) {
		Buffer request = exchange.request(NAME);
		request.putString(""); // language
		request.putString(""); // submethods
		return new ClientStep.Send(request, (reply) -> answered(exchange, reply, 0));
	}

	private ClientStep answered(ClientLoginExchange exchange, Reply reply, int round) throws IOException {
		if (reply.number() != SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST) {
			return new ClientStep.End(exchange.judge(reply));
		}
		if (round == MAX_ROUNDS) {
			throw exchange.violation("it does not stop to ask");
		}
		SshPrompts prompts = read(exchange, reply.body());
		List<String> answers = answer(prompts.prompts(), prompts);
		if (answers == null) {
			// another request, or none, ends the questions (RFC 4256 section 3.1)
			this.responder = null;
			return new ClientStep.End(ClientOutcome.skipped("nobody answers '%s'".formatted(
					PeerText.printable(String.join(" ", prompts.prompts().stream().map(Prompt::text).toList())))));
		}
		Buffer response = exchange.message(SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE);
		response.putUInt(answers.size());
		answers.forEach(response::putString);
		return new ClientStep.Send(response, (next) -> answered(exchange, next, round + 1));
	}

	private SshPrompts read(ClientLoginExchange exchange, Buffer body) throws IOException {
		String name = PeerText.printable(body.getString());
		String instruction = PeerText.printableLines(body.getString());
		String language = PeerText.printable(body.getString());
		long count = body.getUInt();
		if (count > MAX_PROMPTS) {
			throw exchange.violation("it asks %d questions at once".formatted(count));
		}
		List<Prompt> prompts = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			prompts.add(new Prompt(PeerText.printable(body.getString()), body.getBoolean()));
		}
		return new SshPrompts(this.endpoint, this.username, name, instruction, language, prompts);
	}

	private @Nullable List<String> answer(List<Prompt> questions, SshPrompts prompts) {
		if (questions.isEmpty()) {
			return List.of();
		}
		if (this.password != null && questions.size() == 1 && !questions.get(0).echo()) {
			String password = this.password.get();
			if (password != null) {
				this.password.used();
				return List.of(password);
			}
		}
		SshPromptResponder responder = this.responder;
		if (responder == null) {
			return null;
		}
		try {
			List<String> answers = responder.respond(prompts);
			if (answers == null || answers.size() == questions.size()) {
				return answers;
			}
			logger.warn("Not answering %d questions of %s with %d answers".formatted(questions.size(), this.endpoint,
					answers.size()));
		}
		catch (RuntimeException ex) {
			logger.warn("Not answering the questions of %s: the responder failed".formatted(this.endpoint), ex);
		}
		return null;
	}

}
