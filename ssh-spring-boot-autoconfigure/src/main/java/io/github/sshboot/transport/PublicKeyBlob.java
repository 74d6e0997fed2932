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

import java.io.IOException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;

import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.buffer.keys.BufferPublicKeyParser;
import org.jspecify.annotations.Nullable;

/**
 * A public key as SSH writes it (RFC 4253 section 6.6). Keys are compared in this form,
 * so that one of a type that is not supported is still known to be another key.
 *
 * @since 0.1.0
 */
public final class PublicKeyBlob {

	private final String type;

	private final byte[] bytes;

	private final @Nullable PublicKey key;

	private PublicKeyBlob(String type, byte[] bytes, @Nullable PublicKey key) {
		this.type = type;
		this.bytes = bytes;
		this.key = key;
	}

	/**
	 * Write a key.
	 * @param key the key
	 * @return how SSH writes it
	 */
	public static PublicKeyBlob of(PublicKey key) {
		Buffer buffer = new ByteArrayBuffer();
		buffer.putRawPublicKey(key);
		return new PublicKeyBlob(KeyUtils.getKeyType(key), buffer.getCompactData(), key);
	}

	/**
	 * Parse a key.
	 * @param bytes how SSH writes it
	 * @return the key
	 * @throws IllegalArgumentException if it is not a valid key
	 */
	public static PublicKeyBlob of(byte[] bytes) {
		String type = type(bytes);
		if (KeyUtils.isCertificateAlgorithm(type)) {
			throw new IllegalArgumentException("it holds a certificate instead of a key");
		}
		if (!BufferPublicKeyParser.DEFAULT.isKeyTypeSupported(type)) {
			return new PublicKeyBlob(type, bytes.clone(), null);
		}
		PublicKeyBlob blob;
		try {
			blob = of(new ByteArrayBuffer(bytes).getRawPublicKey());
		}
		catch (IOException | RuntimeException ex) {
			throw new IllegalArgumentException("its key is not valid", ex);
		}
		if (!blob.type.equals(type) || !Arrays.equals(blob.bytes, bytes)) {
			throw new IllegalArgumentException("its key is not written as it should be");
		}
		return blob;
	}

	private static String type(byte[] bytes) {
		try {
			return new ByteArrayBuffer(bytes).getString();
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("its key is not valid", ex);
		}
	}

	/**
	 * Parse a key as {@code ssh-keygen} writes it: type, key in base64, comment.
	 * @param text the text
	 * @return the key
	 * @throws IllegalArgumentException if it is not a valid key
	 */
	public static PublicKeyBlob parse(String text) {
		String[] parts = text.strip().split("[ \t]+", 3);
		if (parts.length < 2) {
			throw new IllegalArgumentException("it has no key");
		}
		PublicKeyBlob blob = of(decode(parts[1]));
		if (!blob.type.equals(parts[0])) {
			throw new IllegalArgumentException("its key is not of the type it says");
		}
		return blob;
	}

	private static byte[] decode(String base64) {
		try {
			return Base64.getDecoder().decode(base64);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("its key is not valid", ex);
		}
	}

	/**
	 * Return the type of the key.
	 * @return the type, for example {@code ssh-ed25519}
	 */
	public String type() {
		return this.type;
	}

	/**
	 * Return how SSH writes the key.
	 * @return the bytes
	 */
	public byte[] bytes() {
		return this.bytes.clone();
	}

	/**
	 * Return the key itself.
	 * @return the key or {@code null} if keys of its type are not supported
	 */
	public @Nullable PublicKey key() {
		return this.key;
	}

	/**
	 * Return the fingerprint of the key.
	 * @return the fingerprint
	 */
	public KeyFingerprint fingerprint() {
		return KeyFingerprint.of(this.type, this.bytes);
	}

	/**
	 * Return why nobody should trust the key, whoever's it is.
	 * @return the reason or {@code null}
	 */
	public @Nullable String weakness() {
		return (this.key != null) ? KeyStrength.weakness(this.key) : null;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof PublicKeyBlob blob && Arrays.equals(this.bytes, blob.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	@Override
	public String toString() {
		return "%s %s".formatted(this.type, Base64.getEncoder().encodeToString(this.bytes));
	}

}
