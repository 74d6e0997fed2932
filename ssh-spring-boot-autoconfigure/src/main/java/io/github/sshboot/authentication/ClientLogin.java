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

import io.github.sshboot.authentication.SshLoginAttempt.Result;
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

	ClientLogin(ClientLoginExchange exchange, ClientLoginReport report, List<ClientMethod> methods) {
		this.exchange = exchange;
		this.report = report;
		this.untried = new ArrayList<>(methods.isEmpty() ? List.of(new ClientNoneMethod()) : methods);
	}

	/**
	 * Log in.
	 * @return whether the server is satisfied
	 */
	boolean run() throws IOException, InterruptedException {
		for (ClientMethod method = next(); method != null; method = next()) {
			ClientOutcome outcome = method.attempt(this.exchange, this.untried.isEmpty() && this.later.isEmpty());
			if (outcome.success()) {
				return true;
			}
			record(method, outcome);
			if (outcome.result() != Result.SKIPPED) {
				judged(method, outcome);
			}
		}
		return false;
	}

	private @Nullable ClientMethod next() {
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
