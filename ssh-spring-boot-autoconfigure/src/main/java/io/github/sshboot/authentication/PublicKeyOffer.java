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

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;

import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.SignatureAlgorithms;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.u2f.SecurityKeyPublicKey;
import org.apache.sshd.common.config.keys.u2f.SkED25519PublicKey;
import org.apache.sshd.common.config.keys.u2f.SkEcdsaPublicKey;
import org.apache.sshd.common.kex.extension.parser.HostBoundPubkeyAuthentication;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about a key, with or without a signature.
 */
final class PublicKeyOffer {

	static final String HOST_BOUND_METHOD = HostBoundPubkeyAuthentication.AUTH_NAME;

	private final String algorithm;

	private final byte[] key;

	private final byte @Nullable [] hostKey;

	private final byte @Nullable [] signature;

	private PublicKeyOffer(String algorithm, byte[] key, byte @Nullable [] hostKey, byte @Nullable [] signature) {
		this.algorithm = algorithm;
		this.key = key;
		this.hostKey = hostKey;
		this.signature = signature;
	}

	/**
	 * Read what a request says.
	 * @throws RuntimeException if it is not well-formed
	 */
	static PublicKeyOffer read(LoginRequest request) {
		Buffer body = request.body();
		boolean signed = body.getBoolean();
		String algorithm = body.getString();
		byte[] key = body.getBytes();
		byte[] hostKey = HOST_BOUND_METHOD.equals(request.method()) ? body.getBytes() : null;
		byte[] signature = signed ? body.getBytes() : null;
		if (body.available() > 0) {
			throw new IllegalArgumentException("something follows the key");
		}
		return new PublicKeyOffer(algorithm, key, hostKey, signature);
	}

	boolean isSigned() {
		return this.signature != null;
	}

	/**
	 * Parse the key.
	 * @param algorithms the algorithms that may be signed with
	 * @return the key
	 * @throws IllegalArgumentException if it cannot be logged in with
	 */
	PresentedKey key(List<String> algorithms) {
		if (!algorithms.contains(this.algorithm)) {
			throw new IllegalArgumentException("the signature algorithm is not allowed");
		}
		return PresentedKey.parse(this.key, SignatureAlgorithms.keyType(this.algorithm));
	}

	/**
	 * Return the answer to a query about a key that may be used.
	 */
	Buffer acceptance(LoginRequest request) {
		Buffer message = request.session().createBuffer(SshConstants.SSH_MSG_USERAUTH_PK_OK);
		message.putString(this.algorithm);
		message.putBytes(this.key);
		return message;
	}

	/**
	 * Verify the signature. Whatever goes wrong makes it invalid.
	 * @param presented the key
	 * @param request what is signed
	 * @param touch whether a security key must have been touched
	 * @param verification whether a security key must have verified its user
	 */
	boolean isSignedWith(PresentedKey presented, LoginRequest request, boolean touch, boolean verification) {
		if (this.signature == null || !isForHost(request)) {
			return false;
		}
		try {
			if (SignatureAlgorithms.WEBAUTHN.equals(this.algorithm)) {
				return presented.plain() instanceof SkEcdsaPublicKey key
						&& WebAuthnSignature.parse(this.signature).isValid(key, signed(request), touch, verification);
			}
			Buffer buffer = new ByteArrayBuffer(this.signature);
			BuiltinSignatures algorithm = Signatures.named(SignatureAlgorithms.plain(this.algorithm));
			if (!buffer.getString().equals(algorithm.getName())) {
				return false;
			}
			buffer.getBytes();
			// a security key adds its flags and counter, which are checked with it
			if (buffer.available() > 0 && !(presented.plain() instanceof SecurityKeyPublicKey)) {
				return false;
			}
			Signature verifier = algorithm.create();
			verifier.initVerifier(request.session(), requiring(presented.plain(), touch, verification));
			verifier.update(request.session(), signed(request));
			return verifier.verify(request.session(), this.signature);
		}
		catch (Exception ex) {
			return false;
		}
	}

	private boolean isForHost(LoginRequest request) {
		if (this.hostKey == null) {
			return true;
		}
		InitialHostKey initial = ((ConnectionScoped) request.session()).getConnectionScope()
			.getRequired(InitialHostKey.class);
		Buffer buffer = new ByteArrayBuffer();
		buffer.putRawPublicKey(initial.key());
		return Arrays.equals(buffer.getCompactData(), this.hostKey);
	}

	private static PublicKey requiring(PublicKey key, boolean touch, boolean verification) {
		if (key instanceof SkED25519PublicKey ed25519) {
			return new SkED25519PublicKey(ed25519.getAppName(), !touch, verification, ed25519.getDelegatePublicKey());
		}
		if (key instanceof SkEcdsaPublicKey ecdsa) {
			ECPublicKey delegate = ecdsa.getDelegatePublicKey();
			return new SkEcdsaPublicKey(ecdsa.getAppName(), !touch, verification, delegate);
		}
		return key;
	}

	private byte[] signed(LoginRequest request) {
		Buffer data = new ByteArrayBuffer();
		data.putBytes(request.session().getSessionId());
		data.putByte(SshConstants.SSH_MSG_USERAUTH_REQUEST);
		data.putString(request.username());
		data.putString(request.service());
		data.putString(request.method());
		data.putBoolean(true);
		data.putString(this.algorithm);
		data.putBytes(this.key);
		if (this.hostKey != null) {
			data.putBytes(this.hostKey);
		}
		return data.getCompactData();
	}

}
