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

import io.github.sshboot.authentication.ClientLoginExchange.Reply;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Logs in with a password (RFC 4252 section 8).
 *
 * @param password the password
 */
record ClientPasswordMethod(ClientPassword password) implements ClientMethod {

	static final String NAME = "password";

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public boolean isUsable() {
		return this.password.isUsable();
	}

	@Override
	public ClientStep attempt(ClientLoginExchange exchange, boolean last) {
		String value = this.password.get();
		if (value == null) {
			return new ClientStep.End(ClientOutcome.skipped("nobody has supplied one"));
		}
		Buffer request = exchange.request(NAME);
		request.putBoolean(false);
		request.putString(value);
		return new ClientStep.Send(request, (reply) -> new ClientStep.End(outcome(exchange, reply)));
	}

	private ClientOutcome outcome(ClientLoginExchange exchange, Reply reply) throws IOException {
		if (reply.number() == SshConstants.SSH_MSG_USERAUTH_PASSWD_CHANGEREQ) {
			this.password.used();
			// what the server may accept instead is not known
			return ClientOutcome.judged(exchange.acceptedMethods(), false)
				.because("the password has expired and has to be changed");
		}
		ClientOutcome outcome = exchange.judge(reply);
		// a server that does not have the method has not looked at the password
		if (!outcome.isRefused() || outcome.methods().contains(NAME)) {
			this.password.used();
		}
		return outcome;
	}

}
