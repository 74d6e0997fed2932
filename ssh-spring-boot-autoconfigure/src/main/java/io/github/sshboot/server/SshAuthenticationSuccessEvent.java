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

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.transport.SshConnectionInfo;

import org.springframework.context.ApplicationEvent;

/**
 * A user has logged in to the SSH server. It is published in the order of the logins,
 * later than the client hears of it.
 *
 * @since 0.1.0
 */
public class SshAuthenticationSuccessEvent extends ApplicationEvent {

	private final SshConnectionInfo connection;

	/**
	 * Create a new {@link SshAuthenticationSuccessEvent}.
	 * @param identity who has logged in
	 * @param connection the connection
	 */
	public SshAuthenticationSuccessEvent(SshIdentity identity, SshConnectionInfo connection) {
		super(identity);
		this.connection = connection;
	}

	/**
	 * Return who has logged in.
	 * @return the identity
	 */
	public SshIdentity getIdentity() {
		return (SshIdentity) getSource();
	}

	/**
	 * Return the connection.
	 * @return the connection
	 */
	public SshConnectionInfo getConnection() {
		return this.connection;
	}

}
