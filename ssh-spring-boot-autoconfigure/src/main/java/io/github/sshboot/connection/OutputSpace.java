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

package io.github.sshboot.connection;

import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

/**
 * How much output may wait for the sockets of a server or a client. Each stream has a
 * share of its own, which peers that do not read can fill. One that is faster than that
 * has more of a space that all have in common, while others leave it. Thread-safe.
 */
final class OutputSpace {

	private static final int OWN = 128 * 1024;

	/**
	 * With half a megabyte on its way a stream is as fast as it gets.
	 */
	private static final int MORE = 3 * OWN;

	private static final int MAX_COMMON = 16 * 1024 * 1024;

	private static final int PART_OF_MEMORY = 16;

	private final Semaphore common = new Semaphore(
			(int) Math.min(MAX_COMMON, Runtime.getRuntime().maxMemory() / PART_OF_MEMORY));

	/**
	 * Return the space for another stream.
	 */
	Share newShare() {
		return new Share();
	}

	/**
	 * The space of a stream.
	 */
	final class Share {

		private final Semaphore own = new Semaphore(OWN);

		private final Semaphore more = new Semaphore(MORE);

		private Share() {
		}

		/**
		 * Take space for something to write, or wait until there is some.
		 * @param size its size; of one that is larger than all the space of the stream
		 * there is only one
		 * @return what gives the space back
		 */
		Runnable take(int size) throws InterruptedException {
			int taken = Math.min(size, OWN);
			Runnable release = tryTake(taken);
			if (release != null) {
				return release;
			}
			this.own.acquire(taken);
			return () -> this.own.release(taken);
		}

		private @Nullable Runnable tryTake(int size) {
			if (this.own.tryAcquire(size)) {
				return () -> this.own.release(size);
			}
			if (this.more.tryAcquire(size)) {
				if (OutputSpace.this.common.tryAcquire(size)) {
					return () -> {
						OutputSpace.this.common.release(size);
						this.more.release(size);
					};
				}
				this.more.release(size);
			}
			return null;
		}

	}

}
