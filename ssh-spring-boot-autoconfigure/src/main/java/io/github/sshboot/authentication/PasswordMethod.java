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

import java.util.concurrent.CompletableFuture;

import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Logs in with a password (RFC 4252 section 8).
 */
final class PasswordMethod implements AuthenticationMethod {

	private final Passwords passwords;

	PasswordMethod(Passwords passwords) {
		this.passwords = passwords;
	}

	@Override
	public String name() {
		return PASSWORD;
	}

	@Override
	public CompletableFuture<Outcome> attempt(LoginRequest request) {
		Buffer body = request.body();
		boolean change = body.getBoolean();
		String password = body.getString();
		if (change) {
			return Outcome.completed(Outcome.refused("passwords cannot be changed here"));
		}
		if (body.available() > 0) {
			return Outcome.completed(Outcome.refused("something follows the password"));
		}
		return this.passwords.check(request, password);
	}

}
