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

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.github.sshboot.transport.KeySignatures;
import io.github.sshboot.transport.PublicKeyBlob;
import io.github.sshboot.transport.SignatureAlgorithms;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * An OpenSSH certificate, read from its bytes (PROTOCOL.certkeys): MINA's own reader
 * trims values and drops options that are there twice.
 *
 * @param type the type of the certificate
 * @param key the key that it is for
 * @param serial its serial number, unsigned
 * @param user whether it is for a user, not for a host
 * @param keyId what the authority calls it; any bytes
 * @param principals who may log in with it
 * @param validAfter the first second of its validity, unsigned
 * @param validBefore the second after the last, unsigned
 * @param criticalOptions what must be understood, in order
 * @param extensions what may be understood, in order
 * @param authority the key that signed it
 * @param signed what is signed
 * @param signature the signature
 */
record Certificate(String type, PublicKeyBlob key, long serial, boolean user, byte[] keyId, List<String> principals,
		long validAfter, long validBefore, List<Option> criticalOptions, List<Option> extensions,
		PublicKeyBlob authority, byte[] signed, byte[] signature) {

	/**
	 * The types of keys that can be certified, and how many strings each has.
	 */
	private static final Map<String, Integer> KEY_TYPES = Map.of("ssh-rsa", 2, "ssh-ed25519", 1, "ecdsa-sha2-nistp256",
			2, "ecdsa-sha2-nistp384", 2, "ecdsa-sha2-nistp521", 2, "sk-ssh-ed25519@openssh.com", 2,
			"sk-ecdsa-sha2-nistp256@openssh.com", 3);

	private static final long USER = 1;

	private static final long HOST = 2;

	/**
	 * As many as OpenSSH takes.
	 */
	private static final int MAX_PRINCIPALS = 256;

	/**
	 * Return whether a line of text begins with a certificate.
	 */
	static boolean isCertificate(String line) {
		return SignatureAlgorithms.isCertificate(line.split("[ \t]", 2)[0]);
	}

	/**
	 * Read a certificate as {@code ssh-keygen} writes it: type, certificate in base64,
	 * comment.
	 * @throws IllegalArgumentException if it is not valid
	 */
	static Certificate parse(String line) {
		String[] words = line.split("[ \t]+", 3);
		Certificate certificate = parse(Base64.getDecoder().decode((words.length > 1) ? words[1] : ""));
		Assert.isTrue(certificate.type.equals(words[0]), "it is not of the type it says");
		return certificate;
	}

	/**
	 * Read a certificate as SSH writes it.
	 * @throws IllegalArgumentException if it is not valid
	 */
	static Certificate parse(byte[] bytes) {
		WireReader reader = new WireReader(bytes);
		String type = reader.readText();
		reader.skipString();
		PublicKeyBlob key = key(type, reader);
		long serial = reader.readLong();
		long kind = reader.readUnsignedInt();
		Assert.isTrue(kind == USER || kind == HOST, "it is neither for a user nor for a host");
		byte[] keyId = reader.readString();
		List<String> principals = principals(reader.readSection());
		long validAfter = reader.readLong();
		long validBefore = reader.readLong();
		List<Option> criticalOptions = options(reader.readSection());
		List<Option> extensions = options(reader.readSection());
		reader.skipString();
		PublicKeyBlob authority = authority(reader.readString());
		byte[] signed = Arrays.copyOf(bytes, reader.position());
		byte[] signature = reader.readString();
		reader.end();
		return new Certificate(type, key, serial, kind == USER, keyId, principals, validAfter, validBefore,
				criticalOptions, extensions, authority, signed, signature);
	}

	private static PublicKeyBlob key(String type, WireReader reader) {
		String keyType = SignatureAlgorithms.plain(type);
		Integer parts = KEY_TYPES.get(keyType);
		if (!SignatureAlgorithms.isCertificate(type) || parts == null) {
			throw new IllegalArgumentException("it is of an unknown type");
		}
		ByteArrayOutputStream key = new ByteArrayOutputStream();
		writeString(key, keyType.getBytes(StandardCharsets.US_ASCII));
		for (int i = 0; i < parts; i++) {
			writeString(key, reader.readString());
		}
		return PublicKeyBlob.of(key.toByteArray());
	}

	private static void writeString(ByteArrayOutputStream out, byte[] bytes) {
		out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
		out.writeBytes(bytes);
	}

	private static List<String> principals(WireReader section) {
		List<String> principals = new ArrayList<>();
		while (section.hasRemaining()) {
			principals.add(section.readText());
			Assert.isTrue(principals.size() <= MAX_PRINCIPALS, "it has too many principals");
		}
		return List.copyOf(principals);
	}

	private static List<Option> options(WireReader section) {
		List<Option> options = new ArrayList<>();
		while (section.hasRemaining()) {
			options.add(new Option(section.readText(), section.readString()));
		}
		return List.copyOf(options);
	}

	private static PublicKeyBlob authority(byte[] bytes) {
		try {
			return PublicKeyBlob.of(bytes);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("its authority: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Say why the signature is no proof, or {@code null} if it is.
	 */
	@Nullable String checkSignature() {
		String weakness = this.authority.weakness();
		if (weakness != null) {
			return "its authority is " + weakness;
		}
		PublicKey key = this.authority.key();
		return (key != null && KeySignatures.verify(key, this.signed, this.signature)) ? null
				: "its signature is not valid or made with an algorithm that is not safe";
	}

	/**
	 * Return the certificate as SSH writes it.
	 */
	byte[] bytes() {
		return ByteBuffer.allocate(this.signed.length + Integer.BYTES + this.signature.length)
			.put(this.signed)
			.putInt(this.signature.length)
			.put(this.signature)
			.array();
	}

	/**
	 * Say why it is not the time of the certificate, or {@code null} if it is.
	 */
	@Nullable String checkTime(Instant now) {
		if (Long.compareUnsigned(now.getEpochSecond(), this.validAfter) < 0) {
			return "it is not yet valid";
		}
		return (Long.compareUnsigned(now.getEpochSecond(), this.validBefore) >= 0) ? "it has expired" : null;
	}

	/**
	 * Return what to show of the certificate.
	 */
	UserCertificate describe() {
		return new UserCertificate(new String(this.keyId, StandardCharsets.UTF_8),
				new BigInteger(Long.toUnsignedString(this.serial)), this.authority.fingerprint());
	}

	/**
	 * A critical option or an extension.
	 *
	 * @param name its name
	 * @param data its data
	 */
	record Option(String name, byte[] data) {

		String value() {
			WireReader reader = new WireReader(this.data);
			String value = reader.readText();
			reader.end();
			return value;
		}

	}

}
