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
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.List;
import java.util.function.Consumer;

import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Writes certificates byte by byte, also such as {@code ssh-keygen} does not make.
 */
final class CertificateWriter {

	final KeyPair authority;

	final KeyPair user;

	private BuiltinSignatures signatures = BuiltinSignatures.ed25519;

	private byte[] authorityBlob;

	private long serial = 7;

	private int kind = 1;

	private byte[] keyId = "test".getBytes(StandardCharsets.UTF_8);

	private final Buffer principals = new ByteArrayBuffer();

	private long validAfter;

	private long validBefore = -1;

	private final Buffer criticalOptions = new ByteArrayBuffer();

	private final Buffer extensions = new ByteArrayBuffer();

	private Consumer<byte[]> spoiler = (blob) -> {
	};

	CertificateWriter(KeyPair authority) throws GeneralSecurityException {
		this.authority = authority;
		this.user = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
		this.authorityBlob = blob(authority.getPublic());
	}

	static CertificateWriter create() throws GeneralSecurityException {
		return new CertificateWriter(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
	}

	static byte[] blob(PublicKey key) {
		Buffer buffer = new ByteArrayBuffer();
		buffer.putRawPublicKey(key);
		return buffer.getCompactData();
	}

	CertificateWriter signedWith(BuiltinSignatures signatures) {
		this.signatures = signatures;
		return this;
	}

	CertificateWriter authorityBlob(byte[] blob) {
		this.authorityBlob = blob;
		return this;
	}

	CertificateWriter serial(long serial) {
		this.serial = serial;
		return this;
	}

	CertificateWriter kind(int kind) {
		this.kind = kind;
		return this;
	}

	CertificateWriter keyId(String keyId) {
		this.keyId = keyId.getBytes(StandardCharsets.UTF_8);
		return this;
	}

	CertificateWriter principal(String... principals) {
		List.of(principals).forEach(this.principals::putString);
		return this;
	}

	CertificateWriter principal(byte[] principal) {
		this.principals.putBytes(principal);
		return this;
	}

	CertificateWriter valid(long after, long before) {
		this.validAfter = after;
		this.validBefore = before;
		return this;
	}

	CertificateWriter criticalOption(String name, String value) {
		return option(this.criticalOptions, name, string(value));
	}

	CertificateWriter criticalOption(String name, byte[] data) {
		return option(this.criticalOptions, name, data);
	}

	CertificateWriter extension(String name) {
		return option(this.extensions, name, new byte[0]);
	}

	CertificateWriter extension(String name, String value) {
		return option(this.extensions, name, string(value));
	}

	private CertificateWriter option(Buffer options, String name, byte[] data) {
		options.putString(name);
		options.putBytes(data);
		return this;
	}

	static byte[] string(String value) {
		Buffer data = new ByteArrayBuffer();
		data.putString(value);
		return data.getCompactData();
	}

	/**
	 * Change what is signed after it is.
	 */
	CertificateWriter spoiled(Consumer<byte[]> spoiler) {
		this.spoiler = spoiler;
		return this;
	}

	byte[] bytes() throws Exception {
		Buffer certificate = new ByteArrayBuffer();
		certificate.putString("ssh-ed25519-cert-v01@openssh.com");
		certificate.putBytes(new byte[32]);
		Buffer key = new ByteArrayBuffer(blob(this.user.getPublic()));
		key.getString();
		certificate.putBytes(key.getBytes());
		certificate.putLong(this.serial);
		certificate.putUInt(this.kind);
		certificate.putBytes(this.keyId);
		certificate.putBytes(this.principals.getCompactData());
		certificate.putLong(this.validAfter);
		certificate.putLong(this.validBefore);
		certificate.putBytes(this.criticalOptions.getCompactData());
		certificate.putBytes(this.extensions.getCompactData());
		certificate.putString("");
		certificate.putBytes(this.authorityBlob);
		byte[] signed = certificate.getCompactData();
		Signature signer = this.signatures.create();
		signer.initSigner(null, this.authority.getPrivate());
		signer.update(null, signed);
		Buffer signature = new ByteArrayBuffer();
		signature.putString(this.signatures.getName());
		signature.putBytes(signer.sign(null));
		this.spoiler.accept(signed);
		Buffer whole = new ByteArrayBuffer();
		whole.putRawBytes(signed);
		whole.putBytes(signature.getCompactData());
		return whole.getCompactData();
	}

	/**
	 * Return the certificate as it is read from a client.
	 */
	PresentedKey read() throws Exception {
		return PresentedKey.parse(bytes(), "ssh-ed25519-cert-v01@openssh.com");
	}

	String authorityLine() {
		return PublicKeys.line(this.authority.getPublic());
	}

}
