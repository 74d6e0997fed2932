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

import java.util.ArrayList;
import java.util.List;

import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * The messages of a login (RFC 4252 section 5.1, RFC 4256 section 3).
 */
final class LoginMessages {

	private LoginMessages() {
	}

	static Buffer failure(Session session, String methods, boolean partialSuccess) {
		Buffer message = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_FAILURE);
		message.putString(methods);
		message.putBoolean(partialSuccess);
		return message;
	}

	static Buffer questions(Session session, String instruction, List<SshPrompt> prompts) {
		Buffer message = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST);
		message.putString(""); // name
		message.putString(instruction);
		message.putString(""); // language
		message.putUInt(prompts.size());
		for (SshPrompt prompt : prompts) {
			message.putString(prompt.text());
			message.putBoolean(prompt.echo());
		}
		return message;
	}

	/**
	 * Read the answers to questions.
	 * @param message the message
	 * @param questions how many questions there were
	 */
	static List<String> answers(Buffer message, int questions) throws SshException {
		long count = message.getUInt();
		if (count != questions) {
			throw protocolError("%d answers to %d questions".formatted(count, questions));
		}
		List<String> answers = new ArrayList<>(questions);
		for (int i = 0; i < questions; i++) {
			answers.add(message.getString());
		}
		if (message.available() > 0) {
			throw protocolError("more than the answers");
		}
		return answers;
	}

	static SshException protocolError(String what) {
		return new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "Protocol error: " + what);
	}

}
