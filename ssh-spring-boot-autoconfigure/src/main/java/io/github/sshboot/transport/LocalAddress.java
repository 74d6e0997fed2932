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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.Assert;

/**
 * The local end of connections to make (AsyncSSH's {@code local_addr}).
 *
 * @param host the host name or address of this machine
 * @param port the port; 0 for any
 * @since 0.1.0
 */
public record LocalAddress(String host, int port) {

	private static final Pattern HOST_AND_PORT = Pattern
		.compile("(?:\\[(?<v6>[^\\[\\]]+)]|(?<host>[^:]+))(?::(?<port>\\d{1,5}))?");

	/**
	 * Create a new {@link LocalAddress}.
	 * @param host the host name or address
	 * @param port the port, 0 to 65535
	 */
	public LocalAddress {
		Assert.isTrue(host.matches("[\\w.:%-]+"), "it needs a host name or address");
		Assert.isTrue(port >= 0 && port < 65536, "a port is between 0 and 65535");
	}

	/**
	 * Read an address.
	 * @param text {@code host}, {@code host:port}, {@code [v6]:port}, or an IPv6 address
	 * alone
	 * @return the address
	 * @throws IllegalArgumentException if it is none, with the reason
	 */
	public static LocalAddress parse(String text) {
		String address = text.strip();
		if (address.indexOf(':') != address.lastIndexOf(':') && !address.startsWith("[")) {
			return new LocalAddress(address, 0);
		}
		Matcher matcher = HOST_AND_PORT.matcher(address);
		Assert.isTrue(matcher.matches(), "it must be 'host', 'host:port' or '[IPv6 address]:port'");
		String v6 = matcher.group("v6");
		Assert.isTrue(v6 == null || v6.indexOf(':') >= 0, "only an IPv6 address stands in brackets");
		String port = matcher.group("port");
		return new LocalAddress((v6 != null) ? v6 : matcher.group("host"), (port != null) ? Integer.parseInt(port) : 0);
	}

	@Override
	public String toString() {
		return (this.port != 0) ? ((this.host.indexOf(':') >= 0) ? "[%s]:%d" : "%s:%d").formatted(this.host, this.port)
				: this.host;
	}

}
