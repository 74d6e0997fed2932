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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

import io.github.sshboot.transport.SignatureAlgorithms;
import org.apache.sshd.common.config.keys.u2f.SkEcdsaPublicKey;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * A signature that a browser has made with a security key (OpenSSH's PROTOCOL.u2f, "SSH
 * U2F signatures"): what is signed is in a text of JSON, of which nothing else counts.
 *
 * @param signature the signature itself, two numbers
 * @param flags whether the key was touched and has verified its user
 * @param counter how often the key has signed
 * @param origin the origin of the web page
 * @param clientData the text of JSON
 * @param extensions what the key has to add
 */
record WebAuthnSignature(byte[] signature, int flags, long counter, String origin, byte[] clientData,
		byte[] extensions) {

	private static final int TOUCHED = 0x01;

	private static final int VERIFIED = 0x04;

	private static final int ATTESTED = 0x40;

	private static final int EXTENDED = 0x80;

	/**
	 * Parse a signature.
	 * @throws IllegalArgumentException if it is not well-formed
	 */
	static WebAuthnSignature parse(byte[] bytes) {
		WireReader reader = new WireReader(bytes);
		if (!reader.readText().equals(SignatureAlgorithms.WEBAUTHN)) {
			throw new IllegalArgumentException("it is of another algorithm");
		}
		WebAuthnSignature signature = new WebAuthnSignature(reader.readString(), reader.readByte(),
				reader.readUnsignedInt(), reader.readText(), reader.readString(), reader.readString());
		reader.end();
		return signature;
	}

	/**
	 * Verify the signature.
	 * @param key the key
	 * @param data what should be signed
	 * @param touch whether the key must have been touched
	 * @param verification whether the key must have verified its user
	 */
	boolean isValid(SkEcdsaPublicKey key, byte[] data, boolean touch, boolean verification) throws Exception {
		boolean extended = (this.flags & EXTENDED) != 0;
		if ((this.flags & ATTESTED) != 0 || extended != (this.extensions.length > 0) || !isAbout(data)) {
			return false;
		}
		if ((touch && (this.flags & TOUCHED) == 0) || (verification && (this.flags & VERIFIED) == 0)) {
			return false;
		}
		Buffer signed = new ByteArrayBuffer();
		signed.putRawBytes(sha256(key.getAppName().getBytes(StandardCharsets.UTF_8)));
		signed.putByte((byte) this.flags);
		signed.putUInt(this.counter);
		signed.putRawBytes(this.extensions);
		signed.putRawBytes(sha256(this.clientData));
		Buffer value = new ByteArrayBuffer();
		value.putString(BuiltinSignatures.nistp256.getName());
		value.putBytes(this.signature);
		Signature verifier = BuiltinSignatures.nistp256.create();
		verifier.initVerifier(null, key.getDelegatePublicKey());
		verifier.update(null, signed.getCompactData());
		return verifier.verify(null, value.getCompactData());
	}

	/**
	 * The text begins with these, in this order, as all browsers write it.
	 */
	private boolean isAbout(byte[] data) {
		if (this.origin.indexOf('"') >= 0) {
			return false;
		}
		String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(data);
		byte[] expected = "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"%s\""
			.formatted(challenge, this.origin)
			.getBytes(StandardCharsets.UTF_8);
		return this.clientData.length >= expected.length
				&& Arrays.equals(this.clientData, 0, expected.length, expected, 0, expected.length);
	}

	private static byte[] sha256(byte[] data) throws NoSuchAlgorithmException {
		return MessageDigest.getInstance("SHA-256").digest(data);
	}

}
