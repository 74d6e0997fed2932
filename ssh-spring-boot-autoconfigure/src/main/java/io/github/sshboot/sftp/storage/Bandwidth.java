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

package io.github.sshboot.sftp.storage;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many bytes may pass in a second. Who takes more than there are gets them at once
 * and waits afterwards, so that what comes later waits and not what was read already.
 */
final class Bandwidth {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final long bytesPerSecond;

	private final LongSupplier clock;

	private long free;

	/**
	 * Create a new {@link Bandwidth}.
	 * @param bytesPerSecond how many bytes; {@link Long#MAX_VALUE} for no bound
	 * @param clock the nanoseconds
	 */
	Bandwidth(long bytesPerSecond, LongSupplier clock) {
		this.bytesPerSecond = bytesPerSecond;
		this.clock = clock;
		this.free = clock.getAsLong();
	}

	/**
	 * Take bytes, and wait until they are paid for.
	 */
	void take(int bytes) throws InterruptedIOException {
		if (this.bytesPerSecond == Long.MAX_VALUE || bytes <= 0) {
			return;
		}
		try {
			TimeUnit.NANOSECONDS.sleep(reserve(bytes));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while waiting for bandwidth");
		}
	}

	/**
	 * Take bytes.
	 * @return how many nanoseconds to wait for them
	 */
	synchronized long reserve(int bytes) {
		long now = this.clock.getAsLong();
		if (this.free - now < 0) {
			this.free = now;
		}
		this.free += (long) (bytes * ((double) SECOND / this.bytesPerSecond));
		return this.free - now;
	}

}
