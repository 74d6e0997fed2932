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

package io.github.sshboot.server;

import io.github.sshboot.authentication.AuthenticationListener;
import io.github.sshboot.authentication.LoginFailure;
import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.transport.SshConnectionInfo;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes who has logged in and who was refused.
 */
final class AuthenticationEvents implements AuthenticationListener {

	private final ApplicationEventPublisher publisher;

	AuthenticationEvents(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void succeeded(SshIdentity identity, SshConnectionInfo connection) {
		this.publisher.publishEvent(new SshAuthenticationSuccessEvent(identity, connection));
	}

	@Override
	public void failed(LoginFailure failure) {
		this.publisher.publishEvent(new SshAuthenticationFailureEvent(failure));
	}

}
