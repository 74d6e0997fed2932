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

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.SshConnectionInfo;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;

/**
 * A request to log in, from when it is dealt with to when it is answered. Not
 * thread-safe: its service sees to that.
 */
final class LoginAttempt implements Dialogue {

	private final long begun = System.nanoTime();

	private final String username;

	private final String name;

	private final @Nullable AuthenticationMethod method;

	private final LoginRequest request;

	private final SshConnectionInfo connection;

	private final boolean query;

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private final Questioner questioner;

	private @Nullable CompletableFuture<List<String>> answers;

	private int questions;

	private boolean settled;

	/**
	 * Create a new {@link LoginAttempt}.
	 * @param username who wants to log in
	 * @param service what for
	 * @param name the method, as the client calls it
	 * @param body what follows in the request
	 * @param method the method, if there is such a one
	 * @param progress what is proven already
	 * @param session the connection
	 * @param questioner asks the client
	 */
	LoginAttempt(String username, String service, String name, byte[] body, @Nullable AuthenticationMethod method,
			LoginProgress progress, ServerSession session, Questioner questioner) {
		this.username = username;
		this.name = (method != null) ? method.name() : name;
		this.method = method;
		this.connection = ((ConnectionScoped) session).getConnectionScope().getRequired(SshConnectionInfo.class);
		this.questioner = questioner;
		this.request = new LoginRequest(username, service, name, body, progress.provenKeys(), this, this.ended,
				this.connection, session);
		this.query = isQuery(method, this.request);
	}

	private static boolean isQuery(@Nullable AuthenticationMethod method, LoginRequest request) {
		try {
			return method != null && method.isQuery(request);
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	String username() {
		return this.username;
	}

	String method() {
		return this.name;
	}

	SshConnectionInfo connection() {
		return this.connection;
	}

	/**
	 * Return whether it is a mere question about a key.
	 */
	boolean isQuery() {
		return this.query;
	}

	boolean isNone() {
		return AuthenticationMethod.NONE.equals(this.name);
	}

	/**
	 * Return for how long the attempt has been dealt with, in nanoseconds.
	 */
	long elapsed() {
		return System.nanoTime() - this.begun;
	}

	/**
	 * Begin to decide.
	 * @param progress what is proven already
	 * @return the decision, which may have to wait for answers
	 */
	CompletableFuture<Outcome> decide(LoginProgress progress) {
		if (this.method == null || !progress.allows(this.name)) {
			return Outcome.completed(Outcome.refused("the method is not allowed"));
		}
		if (!LoginRules.isUsername(this.username)) {
			return Outcome.completed(Outcome.refused("this cannot be the name of a user"));
		}
		try {
			return this.method.attempt(this.request);
		}
		catch (RuntimeException ex) {
			return Outcome.completed(Outcome.refused("the request is not well-formed"));
		}
	}

	@Override
	public CompletableFuture<List<String>> ask(String instruction, List<SshPrompt> prompts) {
		return this.questioner.ask(this, instruction, prompts);
	}

	/**
	 * Begin to wait for the answers to questions.
	 * @param questions how many questions there are
	 * @return the answers; cancelled if nobody wants them any more
	 */
	CompletableFuture<List<String>> expectAnswers(int questions) {
		CompletableFuture<List<String>> answers = new CompletableFuture<>();
		if (this.settled || this.answers != null) {
			answers.cancel(true);
			return answers;
		}
		this.answers = answers;
		this.questions = questions;
		this.ended.whenComplete((result, failure) -> answers.cancel(true));
		return answers;
	}

	/**
	 * Return whether the client is being asked.
	 */
	boolean isAsking() {
		return this.answers != null;
	}

	/**
	 * Return how many answers are expected.
	 */
	int questions() {
		return this.questions;
	}

	/**
	 * The client has answered.
	 */
	void answered(List<String> answers) {
		CompletableFuture<List<String>> asked = this.answers;
		this.answers = null;
		if (asked != null) {
			asked.complete(answers);
		}
	}

	/**
	 * The decision is taken, or not waited for any more.
	 * @return {@code false} if it was so before
	 */
	boolean settle() {
		if (this.settled) {
			return false;
		}
		this.settled = true;
		this.answers = null;
		this.ended.complete(null);
		return true;
	}

	/**
	 * Asks the client.
	 */
	@FunctionalInterface
	interface Questioner {

		CompletableFuture<List<String>> ask(LoginAttempt attempt, String instruction, List<SshPrompt> prompts);

	}

}
