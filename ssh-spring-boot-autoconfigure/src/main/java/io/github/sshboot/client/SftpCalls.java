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

import io.github.sshboot.client.SftpChannels.Use;
import io.github.sshboot.client.sftp.SftpCommands;
import io.github.sshboot.client.sftp.SftpConnection;
import io.github.sshboot.client.sftp.SftpLostException;
import io.github.sshboot.client.sftp.SftpTransfers;
import io.github.sshboot.transport.SshEndpoint;

/**
 * Uses the SFTP channels of a client, and says what has gone wrong.
 */
final class SftpCalls {

	private final SftpChannels channels;

	private final SshEndpoint endpoint;

	SftpCalls(SftpChannels channels, SshEndpoint endpoint) {
		this.channels = channels;
		this.endpoint = endpoint;
	}

	/**
	 * Do something that can be done twice as well as once.
	 */
	<T> T ask(String what, Question<T> question) {
		return call(what, false, true, (connection) -> question.ask(new SftpCommands(connection)));
	}

	/**
	 * Have something done once.
	 */
	void order(String what, Order order) {
		call(what, false, false, (connection) -> {
			order.run(new SftpCommands(connection));
			return true;
		});
	}

	/**
	 * Use a channel.
	 * @param what what cannot be done if that fails: "Cannot list /inbox"
	 * @param longer whether it may take long
	 * @param repeatable whether it can be done twice as well as once
	 * @param call uses it
	 */
	<T> T call(String what, boolean longer, boolean repeatable, Call<T> call) {
		try {
			while (true) {
				try (Use use = this.channels.acquire(longer)) {
					try {
						return call.run(use.connection());
					}
					catch (SftpLostException ex) {
						if (!repeatable || !use.isReused() || ex.getReason() != SftpLostException.Reason.CLOSED) {
							throw ex;
						}
					}
				}
			}
		}
		catch (IOException ex) {
			throw SftpFailures.of(what, this.endpoint, ex);
		}
	}

	/**
	 * Transfer files, which may take long.
	 * @param what what cannot be done if that fails: "Cannot upload report.csv"
	 * @param transfer does it
	 */
	<T> T transfer(String what, Transfer<T> transfer) {
		return call(what, true, false, (connection) -> transfer
			.run(new SftpTransfers(connection, this.channels::further), new SftpCommands(connection)));
	}

	/**
	 * Open something that gives its channel back when it is closed.
	 */
	<T> T open(String what, Opening<T> opening) {
		try {
			Use use = this.channels.acquire(true);
			boolean opened = false;
			try {
				T result = opening.open(use);
				opened = true;
				return result;
			}
			finally {
				if (!opened) {
					use.close();
				}
			}
		}
		catch (IOException ex) {
			throw SftpFailures.of(what, this.endpoint, ex);
		}
	}

	@Override
	public String toString() {
		return this.endpoint.toString();
	}

	/**
	 * Asks something.
	 */
	@FunctionalInterface
	interface Question<T> {

		T ask(SftpCommands commands) throws IOException;

	}

	/**
	 * Has something done.
	 */
	@FunctionalInterface
	interface Order {

		void run(SftpCommands commands) throws IOException;

	}

	/**
	 * Uses a connection.
	 */
	@FunctionalInterface
	interface Call<T> {

		T run(SftpConnection connection) throws IOException;

	}

	/**
	 * Transfers files.
	 */
	@FunctionalInterface
	interface Transfer<T> {

		T run(SftpTransfers transfers, SftpCommands commands) throws IOException;

	}

	/**
	 * Opens something that keeps its channel.
	 */
	@FunctionalInterface
	interface Opening<T> {

		T open(Use use) throws IOException;

	}

}
