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

/**
 * Counts what a client asks on one connection. Nothing that it sends starts a count anew.
 */
final class AttemptLimits {

	static final int MAX_REQUESTS = 128;

	static final int MAX_KEY_QUERIES = 15;

	private final int maxFailures;

	private int requests;

	private int keyQueries;

	private int failures;

	AttemptLimits(int maxFailures) {
		this.maxFailures = maxFailures;
	}

	/**
	 * Count a request, of whatever kind.
	 * @return whether there may be as many
	 */
	boolean request() {
		return ++this.requests <= MAX_REQUESTS;
	}

	/**
	 * Count a question about a key.
	 * @return whether there may be as many
	 */
	boolean keyQuery() {
		return ++this.keyQueries <= MAX_KEY_QUERIES;
	}

	/**
	 * Count an attempt that has failed.
	 * @return whether there may be another one
	 */
	boolean failure() {
		return ++this.failures < this.maxFailures;
	}

	boolean isFirstRequest() {
		return this.requests == 1;
	}

}
