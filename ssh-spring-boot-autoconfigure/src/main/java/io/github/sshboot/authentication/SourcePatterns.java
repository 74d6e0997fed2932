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

package io.github.sshboot.authentication;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sshboot.transport.Wildcards;
import org.jspecify.annotations.Nullable;

/**
 * Says where a client must be: the list of {@code from} in {@code authorized_keys} or of
 * {@code source-address} in a certificate, as OpenSSH's {@code addr_match_list} and
 * {@code addr_match_cidr_list} take it.
 * <p>
 * Names of hosts are not looked up, as with OpenSSH's {@code UseDNS no}: whoever answers
 * for an address says what name it has. So a name never matches, and a list that keeps a
 * name out is refused.
 */
final class SourcePatterns {

	private static final Pattern IPV4 = Pattern
		.compile("(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");

	private static final Pattern IPV6 = Pattern.compile("[0-9a-f]{0,4}:[0-9a-f:.]*");

	private static final Pattern WILDCARD = Pattern.compile("(?=.*[*?])([0-9.*?]+|[0-9a-f.*?]*:[0-9a-f:.*?]*)");

	private static final Pattern NUMERIC = Pattern.compile("[0-9.]*|.*[:/].*");

	private static final int MAX_OCTET = 255;

	private final List<Item> items;

	private SourcePatterns(List<Item> items) {
		this.items = items;
	}

	/**
	 * Parse a list of addresses, networks and wildcards, each with {@code !} for those
	 * that are kept out.
	 * @throws IllegalArgumentException if it cannot be understood
	 */
	static SourcePatterns parse(String list) {
		List<Item> items = new ArrayList<>();
		for (String text : list.toLowerCase(Locale.ROOT).split(",", -1)) {
			boolean negated = text.startsWith("!");
			String pattern = negated ? text.substring(1) : text;
			Predicate<InetAddress> addresses = addresses(pattern);
			if (addresses != null) {
				items.add(new Item(negated, addresses));
			}
			else if (negated) {
				throw new IllegalArgumentException(
						"it keeps out '%s', but names of hosts are not looked up".formatted(pattern));
			}
		}
		return new SourcePatterns(items);
	}

	/**
	 * Parse a list of addresses and networks.
	 * @throws IllegalArgumentException if it cannot be understood
	 */
	static SourcePatterns parseNetworks(String list) {
		List<Item> items = new ArrayList<>();
		for (String text : list.toLowerCase(Locale.ROOT).split(",", -1)) {
			Predicate<InetAddress> network = network(text);
			if (network == null) {
				throw new IllegalArgumentException("'%s' is no network".formatted(text));
			}
			items.add(new Item(false, network));
		}
		return new SourcePatterns(items);
	}

	private static @Nullable Predicate<InetAddress> addresses(String pattern) {
		Predicate<InetAddress> network = network(pattern);
		if (network != null) {
			return network;
		}
		if (WILDCARD.matcher(pattern).matches()) {
			return (address) -> Wildcards.match(pattern, text(address));
		}
		if (NUMERIC.matcher(pattern).matches()) {
			throw new IllegalArgumentException("'%s' is no address".formatted(pattern));
		}
		return null;
	}

	private static @Nullable Predicate<InetAddress> network(String text) {
		int slash = text.indexOf('/');
		byte[] address = address((slash >= 0) ? text.substring(0, slash) : text);
		if (address == null) {
			return null;
		}
		int length = (slash >= 0) ? prefixLength(text.substring(slash + 1)) : address.length * Byte.SIZE;
		if (length < 0 || length > address.length * Byte.SIZE || !isPrefix(address, length)) {
			throw new IllegalArgumentException("'%s' is no network".formatted(text));
		}
		return (candidate) -> contains(address, length, candidate.getAddress());
	}

	private static int prefixLength(String text) {
		return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
	}

	/**
	 * Return whether nothing is set beyond a prefix, which would be a mistake.
	 */
	private static boolean isPrefix(byte[] address, int length) {
		for (int bit = length; bit < address.length * Byte.SIZE; bit++) {
			if (bit(address, bit)) {
				return false;
			}
		}
		return true;
	}

	private static boolean contains(byte[] network, int length, byte[] address) {
		if (network.length != address.length) {
			return false;
		}
		for (int bit = 0; bit < length; bit++) {
			if (bit(network, bit) != bit(address, bit)) {
				return false;
			}
		}
		return true;
	}

	private static boolean bit(byte[] bytes, int index) {
		return (bytes[index / Byte.SIZE] & (0x80 >> (index % Byte.SIZE))) != 0;
	}

	/**
	 * Parse an address without ever looking up a name.
	 */
	private static byte @Nullable [] address(String text) {
		Matcher ipv4 = IPV4.matcher(text);
		boolean literal = ipv4.matches();
		for (int group = 1; literal && group <= ipv4.groupCount(); group++) {
			literal = Integer.parseInt(ipv4.group(group)) <= MAX_OCTET;
		}
		if (!literal && !IPV6.matcher(text).matches()) {
			return null;
		}
		try {
			// a text with a colon is an address or refused
			return InetAddress.getByName(text).getAddress();
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	boolean matches(InetAddress address) {
		boolean matched = false;
		for (Item item : this.items) {
			if (item.addresses.test(address)) {
				if (item.negated) {
					return false;
				}
				matched = true;
			}
		}
		return matched;
	}

	/**
	 * Return the text of an address that wildcards are compared with: that of RFC 5952.
	 */
	static String text(InetAddress address) {
		byte[] bytes = address.getAddress();
		if (address instanceof Inet4Address) {
			return address.getHostAddress();
		}
		int[] groups = new int[bytes.length / 2];
		for (int i = 0; i < groups.length; i++) {
			groups[i] = (Byte.toUnsignedInt(bytes[2 * i]) << Byte.SIZE) | Byte.toUnsignedInt(bytes[2 * i + 1]);
		}
		int start = -1;
		int length = 1;
		for (int i = 0; i < groups.length; i++) {
			int zeros = 0;
			while (i + zeros < groups.length && groups[i + zeros] == 0) {
				zeros++;
			}
			if (zeros > length) {
				start = i;
				length = zeros;
			}
		}
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < groups.length; i++) {
			if (i == start) {
				text.append("::");
				i += length - 1;
				continue;
			}
			if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
				text.append(':');
			}
			text.append(Integer.toHexString(groups[i]));
		}
		return text.toString();
	}

	private record Item(boolean negated, Predicate<InetAddress> addresses) {

	}

}
