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

import io.github.sshboot.transport.SshConnectionInfo;

/**
 * Hears who has logged in to a server and who was refused, in order, and later than the
 * client. It may block.
 *
 * @since 0.1.0
 */
public interface AuthenticationListener {

	/**
	 * A user has logged in.
	 * @param identity who it is
	 * @param connection the connection
	 */
	void succeeded(SshIdentity identity, SshConnectionInfo connection);

	/**
	 * An attempt to log in was refused.
	 * @param failure what was refused
	 */
	void failed(LoginFailure failure);

}
