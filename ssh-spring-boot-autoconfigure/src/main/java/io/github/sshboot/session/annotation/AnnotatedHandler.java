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

package io.github.sshboot.session.annotation;

import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.SshTerminal;
import org.jspecify.annotations.Nullable;

/**
 * Serves requests with a method of a controller.
 *
 * @param method the method
 * @param syntax the command line it understands, or {@code null} if it is no command
 * @param exceptionHandlers the exception handlers of its controller
 */
record AnnotatedHandler(InvocableHandler method, @Nullable CommandSyntax syntax,
		ExceptionHandlers exceptionHandlers) implements SshHandler {

	private static final int USAGE_ERROR = 2;

	private static final int DEFAULT_WIDTH = 80;

	@Override
	public void handle(SshSession session) throws Exception {
		session.exit(invoke(session));
	}

	private int invoke(SshSession session) throws Exception {
		try {
			return HandlerResults.write(this.method.invoke(session, arguments(session), null), session);
		}
		catch (CommandUsageException ex) {
			if (ex.getProblem() == null) {
				session.getWriter().println(ex.getUsage());
				return 0;
			}
			session.getErrorWriter().println(ex.getProblem());
			session.getErrorWriter().println(ex.getUsage());
			return USAGE_ERROR;
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			return this.exceptionHandlers.handle(ex, session);
		}
	}

	private CommandArguments arguments(SshSession session) {
		if (this.syntax == null) {
			return CommandArguments.NONE;
		}
		var words = session.getRequest().arguments();
		SshTerminal terminal = session.getTerminal();
		return this.syntax.parse(words.subList(this.syntax.pattern().words().size(), words.size()),
				(terminal != null) ? terminal.getColumns() : DEFAULT_WIDTH);
	}

}
