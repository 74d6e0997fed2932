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

import java.util.Base64;

/**
 * The public key that a server has proven to hold. OpenSSH: what {@code ssh-keyscan}
 * prints. AsyncSSH: {@code get_server_host_key}.
 *
 * @param type the type of the key, for example {@code ssh-ed25519}
 * @param fingerprint the SHA-256 fingerprint, {@code SHA256:} and base64
 * @param encoded the key as RFC 4253 section 6.6 writes it, in base64
 * @since 0.1.0
 */
public record SshHostKey(String type, String fingerprint, String encoded) {

	static SshHostKey of(PublicKeyBlob key) {
		return new SshHostKey(key.type(), key.fingerprint().value(), Base64.getEncoder().encodeToString(key.bytes()));
	}

	/**
	 * Return the key as a line of {@code known_hosts} has it after the names.
	 */
	@Override
	public String toString() {
		return "%s %s".formatted(this.type, this.encoded);
	}

}
