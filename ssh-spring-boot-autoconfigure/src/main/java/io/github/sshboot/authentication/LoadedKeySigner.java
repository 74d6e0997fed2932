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
import java.security.PrivateKey;

import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Signs with a private key in memory, which costs nobody anything.
 *
 * @param key the private key
 */
record LoadedKeySigner(PrivateKey key) implements ClientKey.Signer {

	@Override
	public boolean needsConsent() {
		return false;
	}

	@Override
	public byte[] sign(String algorithm, byte[] data) throws IOException, GeneralSecurityException {
		Signature signature = Signatures.named(algorithm).create();
		byte[] value;
		try {
			signature.initSigner(null, this.key);
			signature.update(null, data);
			value = signature.sign(null);
		}
		catch (IOException | GeneralSecurityException | RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new GeneralSecurityException(ex);
		}
		Buffer buffer = new ByteArrayBuffer();
		buffer.putString(algorithm);
		buffer.putBytes(value);
		return buffer.getCompactData();
	}

	@Override
	public String toString() {
		return "LoadedKeySigner";
	}

}
