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

import java.util.concurrent.CompletableFuture;

import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Where channels get their connections from: the pool of a client, or the one connection
 * of {@link SshClient}s' users who have one of their own.
 */
@FunctionalInterface
interface ConnectionSource {

	/**
	 * Take the right to one channel on a connection. It must be given back.
	 * @param deadline when the caller gives up
	 * @return the lease, {@code null} if nothing became free in time, or an
	 * {@link SshException}. To be cancelled if nobody wants it any more.
	 */
	CompletableFuture<@Nullable Lease> acquire(Deadline deadline);

	/**
	 * The right to one channel on a connection.
	 */
	interface Lease {

		ClientSession session();

		/**
		 * Return whether the connection was there before, so that it may have been lost
		 * unnoticed, and another one may be had.
		 */
		boolean isReused();

		/**
		 * Give it back, once or several times.
		 */
		void release();

		/**
		 * Give it back because the server grants no more channels on the connection for
		 * now.
		 */
		default void refused() {
			release();
		}

	}

}
