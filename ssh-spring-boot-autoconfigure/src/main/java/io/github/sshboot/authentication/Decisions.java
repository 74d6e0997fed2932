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

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.transport.PeerText;
import io.github.sshboot.transport.RepeatedMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Has decisions taken by other threads. Whatever goes wrong is a refusal, and a decision
 * that nobody waits for any more is interrupted.
 */
final class Decisions {

	private static final Log logger = LogFactory.getLog(Decisions.class);

	/**
	 * Strangers make as many attempts as they like.
	 */
	private final RepeatedMessage rejections = new RepeatedMessage(logger::warn,
			"No thread was free to decide about a login, %d times; the last was of '%s'", System::nanoTime);

	private final RepeatedMessage failures = new RepeatedMessage(logger::warn,
			"%d decisions about logins have failed; the last with %s", System::nanoTime);

	private final LoginThreads threads;

	private final Duration timeout;

	Decisions(LoginThreads threads, Duration timeout) {
		this.threads = threads;
		this.timeout = timeout;
	}

	/**
	 * Decide by computing, and then, if that leaves it undecided, by asking what may take
	 * long.
	 */
	CompletableFuture<Outcome> decide(LoginRequest request, Callable<Outcome> decision) {
		return timely(start(request, this.threads.checks(), decision))
			.thenCompose((outcome) -> (outcome instanceof Outcome.Undecided undecided)
					? timely(start(request, this.threads.blocking(), undecided.decision()))
					: Outcome.completed(outcome));
	}

	/**
	 * Decide together with the user, who may take as long as there is for the login.
	 */
	CompletableFuture<Outcome> converse(LoginRequest request, Callable<Outcome> decision) {
		return start(request, this.threads.blocking(), decision);
	}

	private CompletableFuture<Outcome> timely(CompletableFuture<Outcome> outcome) {
		return outcome.completeOnTimeout(
				Outcome.refused("it was not decided within %d ms".formatted(this.timeout.toMillis())),
				this.timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	private CompletableFuture<Outcome> start(LoginRequest request, Executor executor, Callable<Outcome> decision) {
		CompletableFuture<Outcome> outcome = new CompletableFuture<>();
		Task task = new Task(decision, outcome, this.failures);
		outcome.whenComplete((result, failure) -> task.cancel(true));
		request.ended().whenComplete((result, failure) -> outcome.cancel(true));
		try {
			executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			this.rejections.happened(PeerText.printable(request.username()));
			outcome.complete(Outcome.refused("no thread was free to decide"));
		}
		return outcome;
	}

	private static final class Task extends FutureTask<Outcome> {

		private final CompletableFuture<Outcome> outcome;

		private final RepeatedMessage failures;

		private Task(Callable<Outcome> decision, CompletableFuture<Outcome> outcome, RepeatedMessage failures) {
			super(decision);
			this.outcome = outcome;
			this.failures = failures;
		}

		@Override
		protected void done() {
			if (!isCancelled()) {
				this.outcome.complete(result());
			}
		}

		private Outcome result() {
			try {
				return get();
			}
			catch (ExecutionException ex) {
				// its message may hold what the client has sent
				String failure = (ex.getCause() != null) ? ex.getCause().getClass().getName() : "";
				this.failures.happened(failure);
				return Outcome.refused("the decision has failed: " + failure);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return Outcome.refused("the decision was interrupted");
			}
		}

	}

}
