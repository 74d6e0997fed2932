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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;

import io.github.sshboot.transport.KeyMaterial;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/**
 * Reads OpenSSH's {@code authorized_keys}. A line with options is refused: an option says
 * what the key may <em>not</em> do, so honouring the key without it would be wrong.
 */
final class AuthorizedKeys {

	private static final Log logger = LogFactory.getLog(AuthorizedKeys.class);

	private AuthorizedKeys() {
	}

	static List<PublicKey> read(KeyMaterial material) {
		byte[] content;
		try {
			content = material.readIfPresent();
		}
		catch (IOException ex) {
			logger.warn("Authorized keys '%s' cannot be read: %s".formatted(material, ex));
			return List.of();
		}
		if (content == null) {
			return List.of();
		}
		List<PublicKey> keys = new ArrayList<>();
		int number = 0;
		for (String line : (Iterable<String>) new String(content, StandardCharsets.UTF_8).lines()::iterator) {
			number++;
			try {
				AuthorizedKeyEntry entry = AuthorizedKeyEntry.parseAuthorizedKeyEntry(line.strip());
				if (entry == null) {
					continue;
				}
				if (!entry.getLoginOptions().isEmpty() || !line.strip().startsWith(entry.getKeyType())) {
					logger.warn("Refused the key in %s:%d: its options %s are not supported".formatted(material, number,
							entry.getLoginOptions().keySet()));
					continue;
				}
				PublicKey key = entry.resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
				if (key != null) {
					keys.add(key);
				}
			}
			catch (IOException | GeneralSecurityException | RuntimeException ex) {
				logger.warn("Refused the line %s:%d: it is not a public key".formatted(material, number));
			}
		}
		return keys;
	}

}
