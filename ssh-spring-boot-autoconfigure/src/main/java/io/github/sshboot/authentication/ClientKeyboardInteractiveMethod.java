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
import java.util.List;

import io.github.sshboot.authentication.ClientLoginExchange.Reply;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Answers the questions of a server (RFC 4256). A single one whose answer is not to be
 * shown is answered with the password.
 *
 * @param password the password
 */
record ClientKeyboardInteractiveMethod(ClientPassword password) implements ClientMethod {

	static final String NAME = "keyboard-interactive";

	private static final int MAX_ROUNDS = 20;

	private static final int MAX_PROMPTS = 50;

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public boolean isUsable() {
		return this.password.isUsable();
	}

	@Override
	public ClientOutcome attempt(ClientLoginExchange exchange, boolean last) throws IOException, InterruptedException {
		Buffer request = exchange.request(NAME);
		request.putString(""); // language
		request.putString(""); // submethods
		Reply reply = exchange.send(request);
		for (int round = 0; reply.number() == SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST; round++) {
			if (round == MAX_ROUNDS) {
				throw exchange.violation("it does not stop to ask");
			}
			List<String> answers = answer(exchange, reply.body());
			Buffer response = exchange.message(SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE);
			response.putUInt((answers != null) ? answers.size() : 0);
			if (answers == null) {
				return exchange.judge(exchange.send(response)).because("it asks for something else than the password");
			}
			answers.forEach(response::putString);
			reply = exchange.send(response);
		}
		return exchange.judge(reply);
	}

	private @Nullable List<String> answer(ClientLoginExchange exchange, Buffer body) throws IOException {
		body.getString(); // name
		body.getString(); // instruction
		body.getString(); // language
		long count = body.getUInt();
		if (count > MAX_PROMPTS) {
			throw exchange.violation("it asks %d questions at once".formatted(count));
		}
		boolean hidden = false;
		for (int i = 0; i < count; i++) {
			body.getString();
			hidden = !body.getBoolean();
		}
		if (count == 0) {
			return List.of();
		}
		if (count > 1 || !hidden || !this.password.isUsable()) {
			return null;
		}
		this.password.used();
		return List.of(this.password.get());
	}

}
