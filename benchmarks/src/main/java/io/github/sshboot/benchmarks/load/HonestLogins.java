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
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Logins of a few users, each from an address of its own, one after the other with a
 * pause between them.
 *
 * @param port the port of the server
 * @param username the user
 * @param key the key of the user
 */
public record HonestLogins(int port, String username, UserKey key) {

	private static final int USERS = 4;

	private static final int PAUSE_MILLIS = 100;

	/**
	 * Log in: connect, exchange keys, authenticate, run a command, disconnect.
	 * @param command the command
	 * @param duration how long
	 * @return what it took
	 */
	public Result run(String command, Duration duration) {
		KeyAgreementKey agreement = KeyAgreementKey.generate();
		List<Double> millis = Collections.synchronizedList(new ArrayList<>());
		List<String> failures = Collections.synchronizedList(new ArrayList<>());
		AtomicInteger users = new AtomicInteger();
		ThreadLocal<InetAddress> addresses = ThreadLocal.withInitial(() -> address(users.incrementAndGet()));
		Parallel.run(USERS, duration, () -> {
			long begin = System.nanoTime();
			try (LoadConnection connection = LoadConnection.open(this.port, addresses.get(), this.username, this.key,
					agreement)) {
				connection.exec(command);
				connection.disconnect();
				millis.add((System.nanoTime() - begin) / 1e6);
			}
			catch (IOException | GeneralSecurityException | RuntimeException ex) {
				failures.add(ex.toString());
			}
			Thread.sleep(PAUSE_MILLIS);
			return null;
		});
		return new Result(List.copyOf(millis), List.copyOf(failures));
	}

	private static InetAddress address(int user) {
		try {
			return InetAddress.getByAddress(new byte[] { 127, 0, 0, (byte) (100 + user) });
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What logins took.
	 *
	 * @param millis how long those took that succeeded, in milliseconds
	 * @param failures why others did not
	 */
	public record Result(List<Double> millis, List<String> failures) {

	}

}
