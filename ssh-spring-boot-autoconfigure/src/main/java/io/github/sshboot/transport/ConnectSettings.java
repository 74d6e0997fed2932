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
 * How a client connects.
 *
 * @param addressFamily the kind of address to connect to
 * @param localAddress the address to connect from, or {@code null} for any
 * @param identification what the client says it is, or {@code null} for the default
 * @since 0.1.0
 */
public record ConnectSettings(AddressFamily addressFamily, @Nullable LocalAddress localAddress,
		@Nullable Identification identification) {

	/**
	 * Return the defaults: any address, from any.
	 * @return the defaults
	 */
	public static ConnectSettings defaults() {
		return new ConnectSettings(AddressFamily.ANY, null, null);
	}

}
