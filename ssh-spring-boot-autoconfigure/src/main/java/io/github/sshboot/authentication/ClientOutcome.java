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

import io.github.sshboot.authentication.SshLoginAttempt.Result;
import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link ClientMethod} that did not log in.
 *
 * @param result what became of it
 * @param methods the methods that can continue, of a server that has judged it
 * @param detail why, as far as it is known
 */
record ClientOutcome(Result result, List<String> methods, @Nullable String detail) {

	static ClientOutcome judged(List<String> methods, boolean partial) {
		return new ClientOutcome(partial ? Result.PARTIAL : Result.REFUSED, methods, null);
	}

	static ClientOutcome skipped(String detail) {
		return new ClientOutcome(Result.SKIPPED, List.of(), detail);
	}

	ClientOutcome because(String reason) {
		return new ClientOutcome(this.result, this.methods, reason);
	}

	boolean isRefused() {
		return this.result == Result.REFUSED;
	}

}
