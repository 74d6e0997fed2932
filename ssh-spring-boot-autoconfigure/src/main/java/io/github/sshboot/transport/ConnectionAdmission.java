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

package io.github.sshboot.transport;

import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * Decides about connections that have been accepted, before a byte is sent and anything
 * is kept of them.
 * <p>
 * Called by several threads at once; must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ConnectionAdmission {

	/**
	 * Decide about a connection.
	 * @param local its address on this side
	 * @param remote where it comes from
	 * @param handle what can be done with it, from now on and by any thread
	 * @return the connection if it is admitted, or {@code null} if it is to be closed
	 */
	@Nullable AdmittedConnection admit(InetSocketAddress local, InetSocketAddress remote, Handle handle);

	/**
	 * What can be done with a connection. Nothing here blocks.
	 */
	interface Handle {

		/**
		 * Tell the client why it is not admitted, if that can be done at once.
		 * @param reason the reason
		 */
		void refuse(String reason);

		/**
		 * Close the connection, which had been admitted, and tell the client why if that
		 * can be done at once.
		 * @param reason the reason
		 */
		void close(String reason);

	}

}
