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
package io.github.sshboot.client;

import java.io.IOException;
import java.io.InterruptedIOException;

import io.github.sshboot.client.sftp.SftpLostException;
import io.github.sshboot.client.sftp.SftpStatusException;
import io.github.sshboot.transport.ConnectFailureReason;
import io.github.sshboot.transport.PeerText;
import io.github.sshboot.transport.SshEndpoint;

/**
 * Says what has gone wrong with files.
 */
final class SftpFailures {

	private SftpFailures() {
	}

	/**
	 * Translate a failure.
	 * @param what what was to be done: "Cannot list /inbox"
	 * @param endpoint where
	 * @param failure the failure
	 */
	static SshException of(String what, SshEndpoint endpoint, IOException failure) {
		String message = "%s on %s: %s".formatted(PeerText.printable(what), endpoint, failure.getMessage());
		if (failure instanceof SftpStatusException status) {
			return new SftpException(message, status);
		}
		if (failure instanceof SftpLostException loss) {
			return switch (loss.getReason()) {
				case CLOSED -> new SshConnectException(ConnectFailureReason.CLOSED, message, failure);
				case TIMEOUT -> new SshTimeoutException(message, "", "", failure);
				case PROTOCOL -> new SshException(message, failure);
			};
		}
		if (failure instanceof InterruptedIOException) {
			Thread.currentThread().interrupt();
		}
		return new SshException("%s on %s: %s".formatted(PeerText.printable(what), endpoint, failure), failure);
	}

}
