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

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;

import io.github.sshboot.transport.KeyMaterial;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/**
 * Public keys for tests.
 */
final class PublicKeys {

	private PublicKeys() {
	}

	static PublicKey ed25519() throws GeneralSecurityException {
		return KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
	}

	static String line(PublicKey key) {
		return PublicKeyEntry.toString(key);
	}

	static KeyMaterial material(PublicKey key) {
		return KeyMaterial.ofContent("test", line(key).getBytes(StandardCharsets.UTF_8));
	}

}
