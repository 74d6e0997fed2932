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

import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.github.sshboot.transport.KeyFingerprint;
import io.github.sshboot.transport.PeerText;
import io.github.sshboot.transport.RepeatedMessage;
import io.github.sshboot.transport.SshConnectionInfo;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line to the log for each decision, and tells the listener.
 */
final class LoginJournal {

	private static final Log logger = LogFactory.getLog(LoginJournal.class);

	private final RepeatedMessage failures = new RepeatedMessage(logger::warn,
			"Listeners for logins have failed %d times; the last time with %s", System::nanoTime);

	private final RepeatedMessage rejections = new RepeatedMessage(logger::warn,
			"Listeners for logins are too slow: %d were not heard of; the last was from %s", System::nanoTime);

	private final AuthenticationListener listener;

	private final Executor executor;

	LoginJournal(AuthenticationListener listener, Executor executor) {
		this.listener = listener;
		this.executor = executor;
	}

	void accepted(SshIdentity identity, String method, @Nullable KeyFingerprint key, SshConnectionInfo connection) {
		write("Accepted", identity.username(), method, key, connection, "");
		tell(connection, () -> this.listener.succeeded(identity, connection));
	}

	void partlyAccepted(String username, String method, @Nullable KeyFingerprint key, SshConnectionInfo connection,
			String next) {
		write("Partly accepted", username, method, key, connection, ": next " + next);
	}

	void refused(String username, String method, @Nullable KeyFingerprint key, SshConnectionInfo connection,
			String reason) {
		write("Refused", username, method, key, connection, ": " + reason);
		LoginFailure failure = new LoginFailure(PeerText.printable(username), PeerText.printable(method), key, reason,
				connection);
		tell(connection, () -> this.listener.failed(failure));
	}

	private void write(String decision, String username, String method, @Nullable KeyFingerprint key,
			SshConnectionInfo connection, String reason) {
		InetSocketAddress source = connection.remoteAddress();
		logger.info("%s %s%s for '%s' from %s port %d%s".formatted(decision, PeerText.printable(method),
				(key != null) ? " " + key : "", PeerText.printable(username), source.getAddress().getHostAddress(),
				source.getPort(), reason));
	}

	private void tell(SshConnectionInfo connection, Runnable event) {
		try {
			this.executor.execute(() -> {
				try {
					event.run();
				}
				catch (RuntimeException ex) {
					logger.debug("A listener for logins has failed", ex);
					this.failures.happened(ex);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			this.rejections.happened(connection.remoteAddress().getAddress().getHostAddress());
		}
	}

}
