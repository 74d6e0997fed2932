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
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * What comes next while a {@link ClientMethod} is tried: a message to the server, or the
 * end. No thread waits for an answer.
 */
sealed interface ClientStep {

	/**
	 * A message to the server.
	 *
	 * @param message the message
	 * @param next goes on with the answer
	 */
	record Send(Buffer message, Next next) implements ClientStep {

	}

	/**
	 * The end.
	 *
	 * @param outcome what became of the method
	 */
	record End(ClientOutcome outcome) implements ClientStep {

	}

	/**
	 * Goes on with an answer.
	 */
	@FunctionalInterface
	interface Next {

		ClientStep answered(Reply reply) throws IOException;

	}

}
