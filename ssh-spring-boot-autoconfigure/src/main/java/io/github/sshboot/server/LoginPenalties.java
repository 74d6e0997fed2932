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

import io.github.sshboot.authentication.LoginObserver;
import io.github.sshboot.server.ConnectionRegistry.Connection;
import io.github.sshboot.transport.AdmittedConnection;
import io.github.sshboot.transport.ConnectionScope;

/**
 * Tells the registry of connections what those that do not log in deserve.
 */
final class LoginPenalties implements LoginObserver {

	@Override
	public void attemptFailed(ConnectionScope connection, boolean unknownUser) {
		offend(connection, unknownUser ? Offence.UNKNOWN_USER : Offence.FAILED_LOGIN);
	}

	@Override
	public void timedOut(ConnectionScope connection) {
		if (connection.get(AdmittedConnection.class) instanceof Connection admitted) {
			admitted.timedOut();
		}
	}

	private static void offend(ConnectionScope scope, Offence offence) {
		if (scope.get(AdmittedConnection.class) instanceof Connection connection) {
			connection.offend(offence);
		}
	}

}
