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

import org.jspecify.annotations.Nullable;

/**
 * How a server listens.
 *
 * @param addressFamily the kind of address to be reached at
 * @param backlog how many connections may wait to be accepted; the operating system may
 * allow fewer (Linux: {@code net.core.somaxconn})
 * @param reuseAddress whether to listen on a port while connections of an earlier server
 * end, or {@code null} for what is right for the operating system
 * @param identification what the server says it is
 * @since 0.1.0
 */
public record ListenerSettings(AddressFamily addressFamily, int backlog, @Nullable Boolean reuseAddress,
		Identification identification) {

	/**
	 * Return the defaults: any address, and as large a backlog as Linux has by default.
	 * @return the defaults
	 */
	public static ListenerSettings defaults() {
		return new ListenerSettings(AddressFamily.ANY, 4096, null, Identification.DEFAULT);
	}

}
