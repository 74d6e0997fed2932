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
import java.util.stream.Collectors;

import io.github.sshboot.authentication.SshLoginAttempt.Result;
import io.github.sshboot.transport.PeerText;

/**
 * What a client has tried to log in, kept in the scope of its connection while it tries.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class ClientLoginReport {

	private static final int MAX_METHODS = 20;

	private final List<SshLoginAttempt> attempts = new ArrayList<>();

	private List<String> methods = List.of();

	synchronized void add(SshLoginAttempt attempt) {
		this.attempts.add(attempt);
	}

	synchronized void accepts(List<String> methods) {
		this.methods = methods.stream().limit(MAX_METHODS).map(PeerText::printable).toList();
	}

	/**
	 * Return what was tried, in order.
	 * @return the attempts
	 */
	public synchronized List<SshLoginAttempt> getAttempts() {
		return List.copyOf(this.attempts);
	}

	/**
	 * Return the methods that the server has last said it would accept next.
	 * @return the methods (RFC 4252), none if it has not said anything
	 */
	public synchronized List<String> getAcceptedMethods() {
		return this.methods;
	}

	/**
	 * Return whether the server has refused something.
	 * @return whether at least one attempt was refused
	 */
	public boolean isRefused() {
		return getAttempts().stream().anyMatch((attempt) -> attempt.result() == Result.REFUSED);
	}

	/**
	 * Say what was tried and what would be accepted, as the end of a sentence.
	 */
	@Override
	public String toString() {
		String tried = getAttempts().stream().map(SshLoginAttempt::toString).collect(Collectors.joining("; "));
		List<String> accepted = getAcceptedMethods();
		return (tried.isEmpty() ? "nothing" : tried)
				+ (accepted.isEmpty() ? "" : "; the server accepts " + String.join(", ", accepted));
	}

}
