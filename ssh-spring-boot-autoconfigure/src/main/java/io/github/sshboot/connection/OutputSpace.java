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
 * How much output of a connection may wait for its socket. Each stream has a share of its
 * own, which peers that do not read can fill. One that is faster than that has more of a
 * space that all connections have in common, while others leave it. Thread-safe.
 *
 * @since 0.1.0
 */
public final class OutputSpace {

	private static final int OWN = 128 * 1024;

	/**
	 * With half a megabyte on its way a stream is as fast as it gets.
	 */
	private static final int MORE = 3 * OWN;

	private static final int MAX_COMMON = 16 * 1024 * 1024;

	private static final int PART_OF_MEMORY = 16;

	private final Semaphore common;

	private final Runnable onTake;

	/**
	 * Create the space of a connection.
	 * @param common what all connections have in common
	 * @param onTake what to do when something is about to be written
	 */
	OutputSpace(Semaphore common, Runnable onTake) {
		this.common = common;
		this.onTake = onTake;
	}

	/**
	 * Create the space that the connections of a server or of a client have in common.
	 */
	static Semaphore common() {
		return new Semaphore((int) Math.min(MAX_COMMON, Runtime.getRuntime().maxMemory() / PART_OF_MEMORY));
	}

	/**
	 * Return the space for another stream.
	 * @return its share
	 */
	public Share newShare() {
		return new Share();
	}

	/**
	 * The space of a stream.
	 */
	public final class Share {

		private final Semaphore own = new Semaphore(OWN);

		private final Semaphore more = new Semaphore(MORE);

		private Share() {
		}

		/**
		 * Take space for something to write.
		 * @param size how large it is
		 * @return what gives the space back, or {@code null} if there is none until that
		 * of something else is given back
		 */
		public @Nullable Runnable tryTake(int size) {
			int taken = Math.min(size, OWN);
			Runnable release = null;
			if (this.own.tryAcquire(taken)) {
				release = () -> this.own.release(taken);
			}
			else if (this.more.tryAcquire(taken)) {
				if (OutputSpace.this.common.tryAcquire(taken)) {
					release = () -> {
						OutputSpace.this.common.release(taken);
						this.more.release(taken);
					};
				}
				else {
					this.more.release(taken);
				}
			}
			if (release != null) {
				OutputSpace.this.onTake.run();
			}
			return release;
		}

		/**
		 * Take space for something to write, or wait until there is some.
		 * @param size how large it is
		 * @return what gives the space back
		 */
		Runnable take(int size) throws InterruptedException {
			Runnable release = tryTake(size);
			if (release != null) {
				return release;
			}
			int taken = Math.min(size, OWN);
			this.own.acquire(taken);
			OutputSpace.this.onTake.run();
			return () -> this.own.release(taken);
		}

	}

}
