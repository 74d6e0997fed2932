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

package io.github.sshboot.autoconfigure.client;

import io.github.sshboot.client.SshException;

/**
 * The application does not start because a tunnel that it needs is not up.
 */
class TunnelStartException extends IllegalStateException {

	private final TunnelName name;

	private final SshException failure;

	TunnelStartException(TunnelName name, SshException failure) {
		super("The tunnel %s cannot be opened: %s".formatted(name, failure.getMessage()), failure);
		this.name = name;
		this.failure = failure;
	}

	TunnelName getName() {
		return this.name;
	}

	SshException getFailure() {
		return this.failure;
	}

}
