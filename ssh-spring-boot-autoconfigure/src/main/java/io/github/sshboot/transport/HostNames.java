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

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * The names at the beginning of a {@code known_hosts} line: patterns or one hashed name.
 * Matches as OpenSSH's {@code match_hostname} and {@code host_hash} do, which see a port
 * other than 22 as part of the name: {@code [host]:2222}.
 */
final class HostNames {

	private static final String HASH_ALGORITHM = "HmacSHA1";

	private static final String HASHED = "|1|";

	private static final int HASH_LENGTH = 20;

	/**
	 * How many names a line has at the most that programs write: the host and its
	 * address.
	 */
	private static final int SIMPLE_NAMES = 2;

	private final String text;

	private final byte @Nullable [] salt;

	private final byte @Nullable [] hash;

	private HostNames(String text, byte @Nullable [] salt, byte @Nullable [] hash) {
		this.text = text;
		this.salt = salt;
		this.hash = hash;
	}

	/**
	 * Parse the names.
	 * @throws IllegalArgumentException if they are hashed in a way that is not understood
	 */
	static HostNames parse(String text) {
		if (!text.startsWith("|")) {
			return new HostNames(text, null, null);
		}
		String[] parts = text.startsWith(HASHED) ? text.substring(HASHED.length()).split("\\|", -1) : new String[0];
		if (parts.length != 2) {
			throw new IllegalArgumentException("unknown form of hashed name");
		}
		byte[] salt = Base64.getDecoder().decode(parts[0]);
		byte[] hash = Base64.getDecoder().decode(parts[1]);
		if (salt.length != HASH_LENGTH || hash.length != HASH_LENGTH) {
			throw new IllegalArgumentException("hashed name of wrong length");
		}
		return new HostNames(text, salt, hash);
	}

	/**
	 * Return the name under which a host is looked up.
	 */
	static String name(SshEndpoint endpoint) {
		String host = host(endpoint);
		return (endpoint.port() == SshEndpoint.DEFAULT_PORT) ? host : "[%s]:%d".formatted(host, endpoint.port());
	}

	/**
	 * Return the name of a host whatever its port.
	 */
	static String host(SshEndpoint endpoint) {
		String host = endpoint.host().toLowerCase(Locale.ROOT);
		return (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
	}

	/**
	 * Return whether a name is one of these.
	 * @param name the name in lower case
	 */
	boolean match(String name) {
		byte[] salt = this.salt;
		return (salt != null) ? MessageDigest.isEqual(this.hash, hash(salt, name)) : matchPatterns(name);
	}

	private boolean matchPatterns(String name) {
		boolean matched = false;
		for (String item : this.text.toLowerCase(Locale.ROOT).split(",", -1)) {
			boolean negated = item.startsWith("!");
			if (Wildcards.match(negated ? item.substring(1) : item, name)) {
				if (negated) {
					return false;
				}
				matched = true;
			}
		}
		return matched;
	}

	/**
	 * Return whether somebody has written these names by hand, with a pattern or for
	 * several hosts, so that they are not for a program to change.
	 */
	boolean isHandWritten() {
		return this.salt == null && (this.text.indexOf('*') >= 0 || this.text.indexOf('?') >= 0
				|| this.text.split(",", -1).length > SIMPLE_NAMES);
	}

	private static byte[] hash(byte[] salt, String name) {
		try {
			Mac mac = Mac.getInstance(HASH_ALGORITHM);
			mac.init(new SecretKeySpec(salt, HASH_ALGORITHM));
			return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
