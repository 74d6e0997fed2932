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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

import io.github.sshboot.authentication.ClientLoginExchange.Reply;
import io.github.sshboot.authentication.SshLoginAttempt.Result;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Tries what there is to log in with, in order, until the server is satisfied. What the
 * server does not accept at the moment is kept until it has accepted something else,
 * since it may ask for several proofs. Nothing is tried twice, so there is an end to it
 * whatever the server says.
 */
final class ClientLogin {

	private final ClientLoginExchange exchange;

	private final ClientLoginReport report;

	private final List<ClientMethod> untried;

	private final List<ClientMethod> later = new ArrayList<>();

	/**
	 * What the server accepts, as far as it has told.
	 */
	private @Nullable List<String> accepted;

	private @Nullable ClientMethod method;

	private ClientStep.@Nullable Send sent;

	ClientLogin(ClientLoginExchange exchange, ClientLoginReport report, List<ClientMethod> methods) {
		this.exchange = exchange;
		this.report = report;
		this.untried = new ArrayList<>(methods.isEmpty() ? List.of(new ClientNoneMethod()) : methods);
	}

	/**
	 * Begin, or go on.
	 * @param reply the answer to the message before, or {@code null} to begin
	 * @return the next message, or {@code null} if there is nothing left to log in with
	 */
	@Nullable Buffer next(@Nullable Reply reply) throws IOException {
		ClientStep step = (reply != null && this.sent != null) ? this.sent.next().answered(reply) : attempt();
		while (step instanceof ClientStep.End end) {
			judged(Objects.requireNonNull(this.method), end.outcome());
			step = attempt();
		}
		this.sent = (ClientStep.Send) step;
		return (this.sent != null) ? this.sent.message() : null;
	}

	private @Nullable ClientStep attempt() throws IOException {
		ClientMethod method = choose();
		this.method = method;
		return (method != null) ? method.attempt(this.exchange, this.untried.isEmpty() && this.later.isEmpty()) : null;
	}

	private @Nullable ClientMethod choose() {
		for (Iterator<ClientMethod> methods = this.untried.iterator(); methods.hasNext();) {
			ClientMethod method = methods.next();
			if (method.isUsable() && (this.accepted == null || this.accepted.contains(method.name()))) {
				methods.remove();
				return method;
			}
		}
		return null;
	}

	private void judged(ClientMethod method, ClientOutcome outcome) {
		record(method, outcome);
		if (outcome.result() == Result.SKIPPED) {
			return;
		}
		if (outcome.result() == Result.PARTIAL) {
			this.untried.addAll(0, this.later);
			this.later.clear();
		}
		else if (!outcome.methods().contains(method.name())) {
			// the server cannot have looked at the proof, and may want it later
			this.later.add(method);
		}
		this.accepted = outcome.methods();
	}

	private void record(ClientMethod method, ClientOutcome outcome) {
		ClientKey key = method.key();
		this.report.add(new SshLoginAttempt(method.name(), (key != null) ? key.fingerprint() : null,
				(key != null) ? key.origin() : null, outcome.result(), outcome.detail()));
		if (outcome.result() != Result.SKIPPED) {
			this.report.accepts(outcome.methods());
		}
	}

}
