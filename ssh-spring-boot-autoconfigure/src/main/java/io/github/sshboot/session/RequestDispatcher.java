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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds the handler of a request, wraps it in the interceptors and gives it a thread.
 */
final class RequestDispatcher {

	private static final Log logger = LogFactory.getLog(RequestDispatcher.class);

	private static final int COMMAND_NOT_FOUND = 127;

	private final List<SshHandlerMapping> mappings;

	private final List<SshInterceptor> interceptors;

	private final Executor executor;

	private final ToIntFunction<Throwable> exitStatus;

	/**
	 * One party for the dispatcher itself until it is drained, one for each handler.
	 */
	private final Phaser running = new Phaser(1);

	private volatile boolean draining;

	RequestDispatcher(List<SshHandlerMapping> mappings, List<SshInterceptor> interceptors, Executor executor,
			ToIntFunction<Throwable> exitStatus) {
		this.mappings = List.copyOf(mappings);
		this.interceptors = List.copyOf(interceptors);
		this.executor = executor;
		this.exitStatus = exitStatus;
	}

	/**
	 * Reserve a thread for the handler of a request; it begins when the command is
	 * started.
	 * @param session the session
	 * @param timeout how long the handler may run; zero for ever
	 * @return the command or {@code null} if the request is refused
	 * @throws RejectedExecutionException if no thread is free
	 */
	@Nullable HandlerCommand dispatch(ChannelSshSession session, Duration timeout) {
		SshRequest request = session.getRequest();
		if (this.draining) {
			logger.debug("Refused %s request: the server is stopping".formatted(request.kind()));
			return null;
		}
		SshHandler handler = findHandler(session);
		if (handler == null) {
			logger.debug("Refused %s request: no handler".formatted(request.kind()));
			return null;
		}
		session.setHandler(handler);
		HandlerCommand command = new HandlerCommand(intercepted(handler), session, this.exitStatus, timeout);
		this.running.register();
		try {
			this.executor.execute(() -> run(command));
			return command;
		}
		catch (RejectedExecutionException ex) {
			this.running.arriveAndDeregister();
			logger.warn("Refused %s request: no thread is free for its handler".formatted(request.kind()));
			throw ex;
		}
	}

	/**
	 * Run a command within a session that runs already, on its thread.
	 * @param session the session of the command
	 * @return the exit status
	 * @throws InterruptedException if the thread is interrupted
	 */
	int run(CommandSession session) throws InterruptedException {
		try {
			SshHandler handler = findHandler(session);
			if (handler == null) {
				session.getErrorWriter().println("%s: command not found".formatted(session.getRequest().command()));
				return COMMAND_NOT_FOUND;
			}
			session.setHandler(handler);
			intercepted(handler).handle(session);
			return session.status();
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			if (Thread.currentThread().isInterrupted() || isInterruption(ex)) {
				throw interrupted(ex);
			}
			return HandlerFailures.tell(ex, session, this.exitStatus);
		}
		finally {
			session.flush();
		}
	}

	/**
	 * Return whether a stream of the session failed because the thread was interrupted.
	 */
	private static boolean isInterruption(Throwable failure) {
		Throwable cause = failure;
		while (cause != null && !(cause instanceof InterruptedException)) {
			cause = cause.getCause();
		}
		return cause != null;
	}

	/**
	 * What a handler throws because its thread was interrupted is often no
	 * {@link InterruptedException}.
	 */
	private static InterruptedException interrupted(Throwable cause) {
		Thread.interrupted();
		InterruptedException exception = new InterruptedException();
		exception.initCause(cause);
		return exception;
	}

	private void run(HandlerCommand command) {
		try {
			command.run();
		}
		finally {
			this.running.arriveAndDeregister();
		}
	}

	/**
	 * Refuse new requests and wait for the handlers that run.
	 * @param timeout how long to wait
	 * @return whether all are done
	 */
	boolean drain(Duration timeout) {
		this.draining = true;
		int phase = this.running.arriveAndDeregister();
		try {
			this.running.awaitAdvanceInterruptibly(phase, timeout.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private @Nullable SshHandler findHandler(SshSession session) {
		try {
			for (SshHandlerMapping mapping : this.mappings) {
				SshHandler handler = mapping.getHandler(session);
				if (handler != null) {
					return handler;
				}
			}
		}
		catch (RuntimeException ex) {
			logger.error("Refused %s request: looking for its handler failed".formatted(session.getRequest().kind()),
					ex);
		}
		return null;
	}

	private SshHandler intercepted(SshHandler handler) {
		SshHandler chain = handler;
		for (int i = this.interceptors.size() - 1; i >= 0; i--) {
			SshInterceptor interceptor = this.interceptors.get(i);
			SshHandler next = chain;
			chain = (session) -> interceptor.intercept(session, next);
		}
		return chain;
	}

}
