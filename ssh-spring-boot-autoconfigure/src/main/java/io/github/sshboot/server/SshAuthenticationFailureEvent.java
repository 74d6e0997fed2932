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

import io.github.sshboot.authentication.LoginFailure;

import org.springframework.context.ApplicationEvent;

/**
 * An attempt to log in to the SSH server was refused. It is published in the order of the
 * attempts, once for each.
 *
 * @since 0.1.0
 */
public class SshAuthenticationFailureEvent extends ApplicationEvent {

	/**
	 * Create a new {@link SshAuthenticationFailureEvent}.
	 * @param failure what was refused
	 */
	public SshAuthenticationFailureEvent(LoginFailure failure) {
		super(failure);
	}

	/**
	 * Return what was refused.
	 * @return the failure
	 */
	public LoginFailure getFailure() {
		return (LoginFailure) getSource();
	}

}
