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

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import org.springframework.util.Assert;

/**
 * The addresses that have their first bits in common. IPv4 addresses in IPv6's form are
 * IPv4 addresses.
 *
 * @param network the first of the addresses
 * @param length how many bits they have in common
 * @since 0.1.0
 */
public record AddressPrefix(InetAddress network, int length) {

	private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

	private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

	/**
	 * Create a new {@link AddressPrefix}.
	 * @param network any of the addresses
	 * @param length how many bits they have in common
	 */
	public AddressPrefix {
		byte[] bytes = network.getAddress();
		if (length < 0 || length > bytes.length * Byte.SIZE) {
			throw new IllegalArgumentException(
					"a prefix of an address like this has at most %d bits".formatted(bytes.length * Byte.SIZE));
		}
		for (int i = 0; i < bytes.length; i++) {
			int bits = Math.max(0, Math.min(Byte.SIZE, length - i * Byte.SIZE));
			bytes[i] &= (byte) (0xFF << (Byte.SIZE - bits));
		}
		network = address(bytes);
	}

	/**
	 * Read a prefix: an address, or an address, a slash and the number of bits.
	 * @param text the text, such as {@code 192.0.2.0/24} or {@code 2001:db8::1}
	 * @return the prefix
	 * @throws IllegalArgumentException if it is none
	 */
	public static AddressPrefix parse(String text) {
		int slash = text.indexOf('/');
		String literal = (slash < 0) ? text : text.substring(0, slash);
		// anything else would be looked up as a host name
		Assert.isTrue(LITERAL.matcher(literal).matches(), "it is no IP address");
		try {
			InetAddress address = InetAddress.getByName(literal);
			if (slash < 0) {
				return new AddressPrefix(address, address.getAddress().length * Byte.SIZE);
			}
			String length = text.substring(slash + 1);
			Assert.isTrue(LENGTH.matcher(length).matches(), "the part behind the slash is no number of bits");
			return new AddressPrefix(address, Integer.parseInt(length));
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException("it is no IP address", ex);
		}
	}

	/**
	 * Return whether an address is one of these.
	 * @param address the address
	 * @return whether it is
	 */
	public boolean contains(InetAddress address) {
		return address.getClass() == this.network.getClass()
				&& new AddressPrefix(address, this.length).network.equals(this.network);
	}

	private static InetAddress address(byte[] bytes) {
		try {
			return InetAddress.getByAddress(bytes);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	/**
	 * Return the prefix as it is written, a single address without its length.
	 */
	@Override
	public String toString() {
		String address = this.network.getHostAddress();
		return (this.length == this.network.getAddress().length * Byte.SIZE) ? address
				: "%s/%d".formatted(address, this.length);
	}

}
