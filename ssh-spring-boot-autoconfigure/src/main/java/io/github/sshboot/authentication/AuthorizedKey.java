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

import io.github.sshboot.transport.PublicKeyBlob;

/**
 * A line of {@code authorized_keys}.
 *
 * @param origin where it is, {@code file:line}
 * @param key the key
 * @param options its options
 */
record AuthorizedKey(String origin, PublicKeyBlob key, KeyOptions options) {

	/**
	 * Parse a line.
	 * @param origin where it is
	 * @param line the line without blanks around it, in ISO 8859-1 so that each character
	 * is a byte
	 * @throws IllegalArgumentException if it is not understood completely
	 */
	static AuthorizedKey parse(String origin, String line) {
		if (line.indexOf('\0') >= 0) {
			throw new IllegalArgumentException("it has a zero byte");
		}
		PublicKeyBlob key;
		try {
			key = PublicKeyBlob.parse(line);
		}
		catch (IllegalArgumentException ex) {
			return parseWithOptions(origin, line, ex);
		}
		return new AuthorizedKey(origin, checked(key), KeyOptionsParser.none());
	}

	private static AuthorizedKey parseWithOptions(String origin, String line, IllegalArgumentException keyFailure) {
		int end = KeyOptionsParser.end(line);
		PublicKeyBlob key;
		try {
			key = PublicKeyBlob.parse(line.substring(end));
		}
		catch (IllegalArgumentException ex) {
			// no options, then: the line begins with a key that is none
			throw line.matches("(ssh|ecdsa|sk)-.*") ? keyFailure : ex;
		}
		KeyOptions options = KeyOptionsParser.parse(line.substring(0, end));
		if (options.principals() != null && !options.authority()) {
			throw new IllegalArgumentException("it has principals but no cert-authority");
		}
		return new AuthorizedKey(origin, checked(key), options);
	}

	private static PublicKeyBlob checked(PublicKeyBlob key) {
		String weakness = key.weakness();
		if (weakness != null) {
			throw new IllegalArgumentException("it is " + weakness);
		}
		return key;
	}

}
