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

import java.io.InterruptedIOException;
import java.lang.reflect.Method;
import java.util.List;

import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.SshTerminal;
import org.jspecify.annotations.Nullable;

/**
 * Serves requests with a method of a controller.
 *
 * @param pattern what requests name: the pattern, the name of the subsystem, or "shell"
 * @param invocable calls the method
 * @param syntax the command line it understands, or {@code null} if it is no command
 * @param access who may call it
 * @param constraints what its parameters must be, or {@code null} if they can be anything
 * @param exceptionHandlers the exception handlers, those of its controller first
 */
record AnnotatedHandler(String pattern, InvocableHandler invocable, @Nullable CommandSyntax syntax,
		HandlerAccess access, @Nullable ParameterConstraints constraints,
		List<ExceptionHandlers> exceptionHandlers) implements SshHandlerMethod {

	private static final int USAGE_ERROR = 2;

	private static final int PERMISSION_DENIED = 126;

	@Override
	public String getPattern() {
		return this.pattern;
	}

	@Override
	public String getName() {
		return (this.syntax != null) ? this.syntax.pattern().name() : this.pattern;
	}

	@Override
	public Method getMethod() {
		return this.invocable.method();
	}

	@Override
	public void handle(SshSession session) throws Exception {
		if (this.access.isGranted(session.getIdentity())) {
			session.exit(invoke(session));
		}
		else {
			session.getErrorWriter().println(getName() + ": permission denied");
			session.exit(PERMISSION_DENIED);
		}
	}

	private int invoke(SshSession session) throws Exception {
		try {
			return HandlerResults.write(this.invocable.invoke(session, arguments(session), null, this::check), session);
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
			if (isInterruption(ex)) {
				throw ex;
			}
			for (ExceptionHandlers handlers : this.exceptionHandlers) {
				InvocableHandler handler = handlers.find(ex);
				if (handler != null) {
					return ExceptionHandlers.handle(handler, ex, session);
				}
			}
			throw ex;
		}
	}

	/**
	 * The streams of a session fail like this where the thread is interrupted.
	 */
	private static boolean isInterruption(Exception failure) {
		return failure instanceof InterruptedIOException && failure.getCause() instanceof InterruptedException;
	}

	private CommandArguments arguments(SshSession session) {
		if (this.syntax == null) {
			return CommandArguments.NONE;
		}
		var words = session.getRequest().arguments();
		return this.syntax.parse(words.subList(this.syntax.pattern().words().size(), words.size()), width(session));
	}

	private void check(Object controller, @Nullable Object[] values, SshSession session) throws Exception {
		if (this.constraints != null && this.syntax != null) {
			ParameterConstraints.Violation violation = this.constraints.check(controller, values);
			if (violation != null) {
				throw this.syntax.invalid(violation.parameterIndex(), violation.problem(), width(session));
			}
		}
	}

	static int width(SshSession session) {
		SshTerminal terminal = session.getTerminal();
		return (terminal != null) ? terminal.getColumns() : CommandSyntax.DEFAULT_WIDTH;
	}

}
