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

package io.github.sshboot.session;

import java.util.function.ToIntFunction;

import io.github.sshboot.transport.PeerText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What becomes of a failure of a handler: a line for the user, the trace in the log, and
 * an exit status.
 */
final class HandlerFailures {

	private static final Log logger = LogFactory.getLog(HandlerFailures.class);

	private HandlerFailures() {
	}

	/**
	 * Tell the user and the log about a failure.
	 * @return the exit status
	 */
	static int tell(Throwable failure, SshSession session, ToIntFunction<Throwable> exitStatus) {
		logger.error("Failed to handle " + describe(session), failure);
		session.getErrorWriter().println(FailureMessages.oneLine(failure));
		try {
			return exitStatus.applyAsInt(failure);
		}
		catch (RuntimeException ex) {
			logger.error("Failed to determine the exit status of " + describe(session), ex);
			return 1;
		}
	}

	/**
	 * Describe what a session serves in a line that is safe to log.
	 */
	static String describe(SshSession session) {
		return PeerText.printable("%s of '%s' on connection %s".formatted(session.getRequest(),
				session.getIdentity().username(), session.getConnection().id()));
	}

}
