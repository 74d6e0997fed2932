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
import java.security.GeneralSecurityException;

import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Has an agent sign, which may hold keys of whatever type: also one whose private half is
 * in a security key.
 *
 * @param agent the agent
 * @param key what the agent knows the key by
 */
record AgentSigner(ClientAgent agent, byte[] key) implements ClientKey.Signer {

	private static final int RSA_SHA2_256 = 2;

	private static final int RSA_SHA2_512 = 4;

	@Override
	public boolean needsConsent() {
		return true;
	}

	@Override
	public byte[] sign(String algorithm, byte[] data) throws IOException, GeneralSecurityException {
		int flags = switch (algorithm) {
			case "rsa-sha2-256" -> RSA_SHA2_256;
			case "rsa-sha2-512" -> RSA_SHA2_512;
			default -> 0;
		};
		byte[] signature = this.agent.sign(this.key, data, flags);
		String used = new ByteArrayBuffer(signature).getString();
		if (!used.equals(algorithm)) {
			throw new GeneralSecurityException("%s signs with %s instead of %s".formatted(this.agent, used, algorithm));
		}
		return signature;
	}

}
