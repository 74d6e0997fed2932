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

package io.github.sshboot.benchmarks.load;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Logs in to a server, over and over.
 *
 * @param port the port of the server
 * @param username the user
 * @param key the key of the user
 */
public record LoginLoad(int port, String username, UserKey key) {

	/**
	 * Log in for some time, on several connections at once: connect, exchange keys,
	 * authenticate, run a command, disconnect.
	 * @param command the command
	 * @param concurrency how many connections at once
	 * @param duration how long
	 * @return what it took
	 */
	public Logins run(String command, int concurrency, Duration duration) {
		KeyAgreementKey agreement = KeyAgreementKey.generate();
		List<Long> times = Collections.synchronizedList(new ArrayList<>());
		long start = System.nanoTime();
		Parallel.run(concurrency, duration, () -> {
			long begin = System.nanoTime();
			try (LoadConnection connection = LoadConnection.open(this.port, this.username, this.key, agreement)) {
				connection.exec(command);
				connection.disconnect();
			}
			return times.add(System.nanoTime() - begin);
		});
		return new Logins(List.copyOf(times), Duration.ofNanos(System.nanoTime() - start));
	}

	/**
	 * Measure the time from the first packet of a connection to the first byte that a
	 * command writes, and the same on a connection that is there already.
	 * @param command a command that writes something
	 * @return the two times
	 */
	public FirstByte firstByte(String command) {
		try {
			KeyAgreementKey agreement = KeyAgreementKey.generate();
			long begin = System.nanoTime();
			try (LoadConnection connection = LoadConnection.open(this.port, this.username, this.key, agreement)) {
				Duration connecting = Duration.ofNanos(connection.exec(command) - begin);
				begin = System.nanoTime();
				Duration connected = Duration.ofNanos(connection.exec(command) - begin);
				connection.disconnect();
				return new FirstByte(connecting, connected);
			}
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Open connections, one after the other, and log in on each.
	 * @param count how many
	 * @return the connections, to be closed
	 */
	public List<LoadConnection> open(int count) {
		try {
			KeyAgreementKey agreement = KeyAgreementKey.generate();
			List<LoadConnection> connections = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				connections.add(LoadConnection.open(this.port, this.username, this.key, agreement));
			}
			return connections;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Run a command on each of many connections, one after the other.
	 * @param connections the connections
	 * @param command the command
	 */
	public void use(List<LoadConnection> connections, String command) {
		try {
			for (LoadConnection connection : connections) {
				connection.exec(command);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("A connection is not served any more", ex);
		}
	}

	/**
	 * Logins that were made.
	 *
	 * @param times what each took, in nanoseconds
	 * @param duration what all took
	 */
	public record Logins(List<Long> times, Duration duration) {
	}

	/**
	 * Times to a first byte.
	 *
	 * @param connecting on a new connection
	 * @param connected on an open connection
	 */
	public record FirstByte(Duration connecting, Duration connected) {
	}

}
