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

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * The kind of internet address to listen on or connect to (AsyncSSH's {@code family}).
 *
 * @since 0.1.0
 */
public enum AddressFamily {

	/**
	 * Both kinds.
	 */
	ANY("IP"),

	/**
	 * IPv4 only.
	 */
	IPV4("IPv4"),

	/**
	 * IPv6 only.
	 */
	IPV6("IPv6");

	private final String displayName;

	AddressFamily(String displayName) {
		this.displayName = displayName;
	}

	/**
	 * Return whether an address is of this family.
	 * @param address the address
	 * @return whether it is
	 */
	public boolean includes(InetAddress address) {
		return switch (this) {
			case ANY -> true;
			case IPV4 -> address instanceof Inet4Address;
			case IPV6 -> address instanceof Inet6Address;
		};
	}

	/**
	 * Return the name as people write it.
	 */
	@Override
	public String toString() {
		return this.displayName;
	}

}
